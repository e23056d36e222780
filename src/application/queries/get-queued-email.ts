import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Decider } from '../../domain/decider.js';
import { NotFound } from '../../domain/errors.js';
import type { Position } from '../../domain/event.js';
import { type EmailId, streams } from '../../domain/ids.js';
import { mailAccount } from '../../domain/mail-account/mail-account.js';
import { type Attempt, attempts, type Timed } from '../../domain/outgoing/attempts.js';
import type { Refusal } from '../../domain/outgoing/events.js';
import { type Outgoing, outgoing } from '../../domain/outgoing/outgoing.js';
import { sending } from '../../domain/outgoing/sending.js';
import { type SendingAccountView, sendingAccountsCollection } from '../../projections/outbox.js';
import { Aggregates } from '../log/aggregates.js';
import { Nodes } from '../nodes/nodes.js';
import { type Hindrance, whyWaiting } from '../outgoing/why-waiting.js';
import { CLOCK } from '../parts.js';
import type { Clock } from '../ports/clock.js';
import { ReadModels } from './read-models.js';

/** A message of ours: how far it is on its way out, what was tried, and what it waits for. */
export interface QueuedEmail {
  readonly emailId: string;
  readonly accountId: string;
  readonly status: Exclude<Outgoing['status'], 'absent' | 'received'>;
  readonly kind: string;
  /** Who wrote it; none: the service. */
  readonly userId: string | null;
  readonly subject: string;
  readonly recipients: number;
  readonly accepted: number;
  /** Who does not have it yet, and may. */
  readonly pending: readonly string[];
  readonly refused: readonly Refusal[];
  readonly queuedAt: string;
  /** When it is tried next; none: it is under way, or is tried no more. */
  readonly dueAt: string | null;
  readonly attempts: number;
  /** The last ones, the newest last. */
  readonly history: readonly Attempt[];
  readonly waitsFor: readonly Hindrance[];
  /** The node that hands messages over; none: no node does, or it is not known here. */
  readonly sender: string | null;
  readonly revision: number;
}

/** What its stream says of it, whatever the read models have reached. */
const told: Decider<Told, Timed> = {
  initialState: () => ({ message: outgoing.initialState(), history: attempts.initialState(), subject: '' }),
  evolve: ({ message, history, subject }, event) => ({
    message: outgoing.evolve(message, event),
    history: attempts.evolve(history, event),
    subject: event.type === 'EmailQueued' ? event.data.subject : subject,
  }),
};
interface Told {
  readonly message: Outgoing;
  readonly history: readonly Attempt[];
  readonly subject: string;
}

/** @throws NotFound for what is none of ours */
export class GetQueuedEmail extends Query<QueuedEmail> {
  constructor(
    readonly emailId: EmailId,
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(GetQueuedEmail)
export class GetQueuedEmailHandler implements IQueryHandler<GetQueuedEmail> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly nodes: Nodes,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ emailId, after }: GetQueuedEmail): Promise<QueuedEmail> {
    await this.readModels.reached(after, sendingAccountsCollection);
    const { state, revision } = await this.aggregates.load(told, streams.email(emailId));
    const { message, history, subject } = state;
    if (message.status === 'absent' || message.status === 'received') throw new NotFound('queued e-mail', emailId);
    const { accountId, dispatch, accepted, refused, queuedAt } = message;
    const [{ state: all }, { state: account }, ofAccount, nodes] = await Promise.all([
      this.aggregates.load(sending, streams.outbox),
      this.aggregates.load(mailAccount, streams.mailAccount(accountId)),
      this.readModels.get<SendingAccountView>(sendingAccountsCollection, accountId),
      this.nodes.list(),
    ]);
    const sender = nodes.find(({ holds }) => holds.some(({ name }) => name === 'outbox'))?.node ?? null;
    const waitsFor = whyWaiting(message, history.at(-1) ?? null, {
      ...{ stopped: all.stopped, stopReason: all.reason, account, sending: ofAccount },
      ...{ sender, knowsNodes: nodes.length > 0, now: this.clock.now() },
    });
    return {
      ...{ emailId, accountId, status: message.status, kind: dispatch.kind, userId: dispatch.userId, subject },
      ...{ recipients: dispatch.envelope.to.length, accepted: accepted.length, refused },
      ...{ pending: 'pending' in message ? message.pending : [], queuedAt },
      ...{ dueAt: message.status === 'queued' ? message.dueAt : null, attempts: message.attempts },
      ...{ history, waitsFor, sender, revision },
    };
  }
}
