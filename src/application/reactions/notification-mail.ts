import { DomainError, Unavailable } from '../../domain/errors.js';
import { type Position, START } from '../../domain/event.js';
import type { RecordedAs } from '../../domain/events.js';
import { streams, type UserId } from '../../domain/ids.js';
import { mailAccount, type OpenAccount } from '../../domain/mail-account/mail-account.js';
import { notificationMessage, type Told } from '../../domain/notification/mail.js';
import type { NotificationMailDecision } from '../../domain/notification/mail-events.js';
import {
  type Addressee,
  decideMail,
  evolveMailing,
  freshOf,
  MAX_AGE,
  type Mailing,
  mailingInputs,
  noMailing,
  PAUSE,
  type Waiting,
  waitingUsers,
} from '../../domain/notification/mailing.js';
import { accountSending, sending } from '../../domain/outgoing/sending.js';
import { outboxCollection } from '../../projections/outbox.js';
import type { Aggregates } from '../log/aggregates.js';
import type { EventLog } from '../log/event-log.js';
import type { QueueEmail } from '../outgoing/queue-email.js';
import type { Clock } from '../ports/clock.js';
import type { CollectionSpec, DocumentStore } from '../ports/document-store.js';
import type { Logger } from '../ports/logger.js';
import type { ReadModels } from '../queries/read-models.js';
import type { AloneWork } from './alone.js';
import { FoldedDocuments } from './folded-documents.js';

const ACTOR = 'system:notification-mail';
const MAILING = 'mailing';
/** Decisions in one append. */
const MOST_DECISIONS = 100;

const spec: CollectionSpec = { name: 'notification-mail', version: 1, fields: [], indexes: [] };

type Decided = RecordedAs<'NotificationMailDecided'>;

/** Who is written to. */
export interface Addressees {
  /**
   * A user as they are once everything up to a position is known; none: there is no such user, or they are not active.
   * @param seqs what waits for them: revisions in `notifying`
   */
  of(userId: UserId, seqs: readonly number[], after: Position): Promise<Addressee | null>;
}

/**
 * Writes to users what they want to be told by e-mail. Behind the decisions who is told of what: what waits for a user at
 * one time is one message, and the next one leaves some minutes later. Each is decided in the stream `notificationMail` at
 * the exact revision that it goes on from, and that append is the commit. The message is queued when that is read back,
 * under a name and a date that come from the decision: whoever takes this up again queues the same, which is once.
 */
export class NotificationMail implements AloneWork {
  readonly name = 'notification-mail';
  private readonly index: FoldedDocuments;
  private position: Position = START;
  private opened = false;

  constructor(
    private readonly log: EventLog,
    private readonly aggregates: Aggregates,
    documents: DocumentStore,
    private readonly readModels: ReadModels,
    private readonly outgoing: Pick<QueueEmail, 'queue'>,
    private readonly addressees: Addressees,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    this.index = new FoldedDocuments(documents, spec);
  }

  forget(): void {
    this.opened = false;
  }

  async run(signal: AbortSignal): Promise<Date | null> {
    if (!this.opened) await this.open();
    for (;;) {
      await this.catchUp(signal);
      if (signal.aborted) return null;
      const next = await this.decide();
      if (next !== 'decided') return next;
    }
  }

  private async open(): Promise<void> {
    await this.index.open();
    await this.index.load([MAILING]);
    this.position = this.index.checkpoint ?? START;
    this.opened = true;
  }

  private get mailing(): Mailing {
    return this.index.get<Mailing>(MAILING) ?? noMailing;
  }

  private get now(): number {
    return this.clock.now().getTime();
  }

  private async catchUp(signal: AbortSignal): Promise<void> {
    for await (const { events, checkpoint } of this.log.readAll(this.position, mailingInputs)) {
      if (signal.aborted) return;
      await this.index.load([MAILING]);
      for (const event of events) {
        if (event.position <= this.index.positionOf(MAILING)) continue;
        if (event.type === 'NotificationMailDecided') await this.carryOut(event);
        this.index.set(MAILING, evolveMailing(this.mailing, event), event.position);
      }
      await this.index.flush(checkpoint);
      this.position = checkpoint;
    }
  }

  /** @returns when there may be more to decide; none: not before something happens */
  private async decide(): Promise<Date | null | 'decided'> {
    const { mailing } = this;
    const { system } = mailing;
    const waiting = system ? waitingUsers(mailing) : [];
    if (!system || waiting.length === 0) return null;
    const now = this.now;
    const due = waiting.filter(({ dueAt }) => dueAt <= now).slice(0, MOST_DECISIONS);
    if (due.length === 0) return new Date(Math.min(...waiting.map(({ dueAt }) => dueAt)));
    const account = await this.sender(system.accountId);
    if (!account) return new Date(now + PAUSE);
    const decisions: NotificationMailDecision[] = [];
    for (const { userId } of due) {
      const { seqs, unnamed } = await this.named(freshOf(mailing, userId, now));
      const addressee = await this.addressees.of(userId, seqs, this.position);
      const decision = decideMail(mailing, userId, addressee, { own: account.emailAddress, unnamed, now });
      if (decision) decisions.push(decision);
    }
    const events = decisions.map((data) => {
      const cause = `${data.userId} ${streams.notifying}@${data.upTo}`;
      return this.log.identify(streams.notificationMail, { type: 'NotificationMailDecided', data }, 0, {
        actor: ACTOR,
        cause,
      });
    });
    const expectedRevision = mailing.revision < 0 ? 'no-stream' : mailing.revision;
    await this.log.write({ stream: streams.notificationMail, expectedRevision, events });
    return 'decided';
  }

  /** The notifications themselves, those that digests name among them. */
  private async named(waiting: readonly Waiting[]) {
    const seqs: number[] = [];
    let unnamed = 0;
    for (const { seq, isDigest } of waiting) {
      const due = isDigest ? await this.log.eventAt({ stream: streams.notifying, revision: seq }) : null;
      if (due?.type !== 'NotificationDigestDue') seqs.push(seq);
      else {
        seqs.push(...due.data.notifications);
        unnamed += due.data.count - due.data.notifications.length;
      }
    }
    return { seqs, unnamed };
  }

  /** None: nothing leaves from it at present. What waits then goes together into one message when it does. */
  private async sender(accountId: OpenAccount['accountId']): Promise<OpenAccount | null> {
    const [{ state: account }, { state: all }, { state: its }] = await Promise.all([
      this.aggregates.load(mailAccount, streams.mailAccount(accountId)),
      this.aggregates.load(sending, streams.outbox),
      this.aggregates.load(accountSending, streams.sending(accountId)),
    ]);
    if (account.status !== 'active' || account.smtp === null || all.stopped || its.paused) return null;
    if (!its.suspended) return account;
    // Without a message to try it by, nobody would find out that its server takes some again.
    return (await this.readModels.count(outboxCollection, { accountId, status: 'queued' })) > 0 ? null : account;
  }

  /** Queues what was decided to leave; what is old by now is written to nobody. */
  private async carryOut({ data: { userId, settings, mail }, metadata, stream, revision }: Decided): Promise<void> {
    if (mail === null || Date.parse(metadata.at) <= this.now - MAX_AGE) return;
    const [configured, { state: account }, told] = await Promise.all([
      this.log.eventAt(settings),
      this.aggregates.load(mailAccount, streams.mailAccount(mail.accountId)),
      Promise.all(mail.notifications.map((seq) => this.told(seq))),
    ]);
    const cause = `${stream}@${revision}`;
    if (configured?.type !== 'SystemMailConfigured' || account.status === 'absent')
      throw new Error(`The log has lost what ${cause} goes by.`);
    const from = { name: account.name, address: account.emailAddress };
    const { recordUrl } = configured.data;
    const message = notificationMessage(userId, told, mail.more, { to: mail.to, from, recordUrl });
    try {
      await this.outgoing.queue(
        {
          ...message,
          key: `notifications ${cause}`,
          date: metadata.at,
          ...{ replyTo: [], cc: [], bcc: [], html: null, inReplyTo: null, references: [], attachments: [] },
          dispatch: {
            accountId: mail.accountId,
            userId: null,
            owner: null,
            teamIds: [],
            kind: 'notification',
            answers: null,
            forwards: null,
            case: null,
            about: null,
            sendAt: metadata.at,
          },
        },
        { actor: ACTOR, cause, correlationId: metadata.$correlationId },
      );
    } catch (error) {
      // Trying again would change nothing, and must not keep others waiting.
      if (!(error instanceof DomainError) || error instanceof Unavailable) throw error;
      this.logger.error({ userId, code: error.code }, 'an e-mail that tells a user of something cannot be written');
    }
  }

  private async told(seq: number): Promise<Told> {
    const event = await this.log.eventAt({ stream: streams.notifying, revision: seq });
    if (event?.type !== 'NotificationsRaised') throw new Error(`The log has lost ${streams.notifying}@${seq}.`);
    return event.data;
  }
}
