import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Rejected } from '../../domain/errors.js';
import { type AccountId, EmailId, streams } from '../../domain/ids.js';
import { cancelEmail, type Outgoing, outgoing, sendAgain } from '../../domain/outgoing/outgoing.js';
import { type OutboxView, outboxCollection } from '../../projections/outbox.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
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

  execute({ emailId, what, by }: ChangeQueuedEmail): Promise<Changed> {
    const decide = (state: Outgoing) =>
      what === 'cancel' ? cancelEmail(state, emailId, 'user') : sendAgain(state, emailId);
    return this.aggregates.change(outgoing, streams.email(emailId), decide, by, by.expectedRevision);
  }
}

export interface Emptied {
  readonly cancelled: number;
  /** They were being handed over, or had left. */
  readonly left: number;
}

/** Takes back all that waits to leave from an account, and what has failed. */
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
          const decide = (state: Outgoing) => cancelEmail(state, emailId, 'emptied');
          await this.aggregates.change(outgoing, streams.email(emailId), decide, by);
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
