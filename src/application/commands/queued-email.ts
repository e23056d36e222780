import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Rejected } from '../../domain/errors.js';
import { type AccountId, EmailId, streams } from '../../domain/ids.js';
import { type Outgoing, outgoing, sendAgain } from '../../domain/outgoing/outgoing.js';
import { type OutboxView, outboxCollection } from '../../projections/outbox.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import { takeBack } from '../outgoing/take-back.js';
import { ReadModels } from '../queries/read-models.js';
import type { Asked } from './asked.js';

/** A message of the outbox does not leave, or what failed of it is tried anew. */
export class ChangeQueuedEmail extends Command<Changed> {
  constructor(
    readonly emailId: EmailId,
    readonly what: 'cancel' | 'send-again',
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(ChangeQueuedEmail)
export class ChangeQueuedEmailHandler implements ICommandHandler<ChangeQueuedEmail> {
  constructor(private readonly aggregates: Aggregates) {}

  async execute({ emailId, what, by }: ChangeQueuedEmail): Promise<Changed> {
    if (what === 'cancel') {
      const { revision, position } = await takeBack(this.aggregates, emailId, 'user', by);
      return { revision, position };
    }
    const decide = (state: Outgoing) => sendAgain(state, emailId);
    return this.aggregates.change(outgoing, streams.email(emailId), decide, by, by.expectedRevision);
  }
}

export interface Emptied {
  readonly cancelled: number;
  /** They were being handed over, or had left. */
  readonly left: number;
}

/** Takes back all that waits to leave from an account, and what has failed: what was a draft is one again. */
export class EmptyQueue extends Command<Emptied> {
  constructor(
    readonly accountId: AccountId,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(EmptyQueue)
export class EmptyQueueHandler implements ICommandHandler<EmptyQueue> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  async execute({ accountId, by }: EmptyQueue): Promise<Emptied> {
    let cancelled = 0;
    let left = 0;
    const sort = { field: 'queuedAt', direction: 'asc' } as const;
    for await (const page of this.readModels.pages<OutboxView>(outboxCollection, { where: { accountId }, sort })) {
      for (const view of page) {
        const emailId = EmailId.parse(view.emailId);
        try {
          await takeBack(this.aggregates, emailId, 'emptied', by);
          cancelled++;
        } catch (error) {
          if (!(error instanceof Rejected)) throw error;
          left++;
        }
      }
    }
    return { cancelled, left };
  }
}
