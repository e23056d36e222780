import type { Decider } from '../../domain/decider.js';
import { Unavailable } from '../../domain/errors.js';
import { type Position, START } from '../../domain/event.js';
import type { MailcaseEvent } from '../../domain/events.js';
import { type AccountId, type EmailId, streams } from '../../domain/ids.js';
import type { EmailQueuedData, OutgoingEvent } from '../../domain/outgoing/events.js';
import {
  attemptEmail,
  concludeAttempt,
  type Handed,
  judgeAttempt,
  type Outgoing,
  outgoing,
  withCopy,
} from '../../domain/outgoing/outgoing.js';
import { accountSending, recoverAccount, sending, suspendAccount } from '../../domain/outgoing/sending.js';
import {
  type OutboxView,
  outboxCollection,
  type SendingAccountView,
  sendingAccountsCollection,
} from '../../projections/outbox.js';
import type { ImapLogins } from '../fetching/imap-logins.js';
import type { Aggregates } from '../log/aggregates.js';
import type { EventLog } from '../log/event-log.js';
import { CLOCK_SKEW, verdictOn } from '../outgoing/open-attempts.js';
import { CannotSend, type SendingAccount, type SendingSettings, storesCopies } from '../outgoing/sending-settings.js';
import {
  type AccountQueue,
  changesAccounts,
  outboxTypes,
  type Waiting,
  WaitingMail,
} from '../outgoing/waiting-mail.js';
import type { BlobStore } from '../ports/blob-store.js';
import type { Clock } from '../ports/clock.js';
import { StoreUnavailable, WrongExpectedRevision } from '../ports/event-store.js';
import type { Logger } from '../ports/logger.js';
import type { Envelope, MailToSend, MailTransport, SendOutcome, SmtpSettings } from '../ports/mail-transport.js';
import type { SentFolders } from '../ports/sent-folders.js';
import type { ReadModels } from '../queries/read-models.js';
import { withEither } from '../with-either.js';
import type { AloneWork } from './alone.js';

const ACTOR = 'system:outbox';
/** Messages of one account on their way at once. */
const AT_ONCE = 8;
/** Milliseconds between two looks whether an account that is suspended works again. */
const PROBE_EVERY = 30 * 60_000;
/** Milliseconds for which a server that is away, or a store, is left alone. */
const REST = 10_000;
/** Milliseconds between two looks into a sent folder that cannot be looked into. */
const FOLDER_EVERY = 60_000;
/** Milliseconds that a stop waits for what is being handed over. */
const LEAVE_PATIENCE = 10_000;
const MINUTE = 60_000;
/** Milliseconds for which the settings of an account are good. */
const ACCOUNT_KNOWN = 1_000;

/** What no server was asked for. */
const NOBODY_ASKED = { kind: 'not-taken', refused: [], deferred: [], permanent: false } as const;
const SCOPES = { 'no-smtp': 'account', login: 'account', unavailable: 'connection', gone: 'message' } as const;
const notAsked = ({ code, message }: CannotSend): SendOutcome => ({
  ...NOBODY_ASKED,
  scope: SCOPES[code],
  code: code === 'gone' ? 'account-gone' : code,
  error: message,
  permanent: code === 'gone',
});
const BYTES_GONE: SendOutcome = {
  ...NOBODY_ASKED,
  scope: 'message',
  code: 'bytes-gone',
  error: 'The bytes of this message are not in the store any more: nothing is left to send.',
  permanent: true,
};

/** Where a message stands, beside what it is: its stream is read once for both. */
const message: Decider<Message, OutgoingEvent> = {
  initialState: () => ({ state: outgoing.initialState(), queued: null }),
  evolve: ({ state, queued }, event) => ({
    state: outgoing.evolve(state, event),
    queued: event.type === 'EmailQueued' ? event.data : queued,
  }),
};
interface Message {
  readonly state: Outgoing;
  readonly queued: EmailQueuedData | null;
}

interface Loaded {
  readonly account: Promise<SendingAccount>;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Gives the workers of an account what is due. */
interface Picker {
  /** Nothing may leave from the account any more: what is ready stays. */
  isOver(): boolean;
  next(): Waiting | null;
}

/** A message that may leave, with all that it takes. */
interface Ready {
  readonly emailId: EmailId;
  readonly stream: string;
  readonly state: Extract<Outgoing, { status: 'queued' }>;
  readonly revision: number;
  readonly queued: EmailQueuedData;
  readonly wantsCopy: boolean;
  /** When it was made ready, in milliseconds since 1970: what it takes may be another some time later. */
  readonly at: number;
  /** How; or why not, with nobody asked. */
  readonly by: SmtpSettings | SendOutcome;
}

/** One that is said in the log to be on its way. */
interface Attempt extends Ready {
  readonly attempt: number;
  readonly cause: string;
  readonly open: Outgoing;
  /** Revision at which the log says so. */
  readonly written: number;
}

export interface SendingHindrances {
  /** Nothing leaves at all. */
  readonly stopped: boolean;
  /** Nothing leaves from these, since somebody said so. */
  readonly paused: readonly AccountId[];
  /** Nothing leaves from these, since their servers do not let us. */
  readonly suspended: readonly AccountId[];
}

export interface OutboxParts {
  readonly log: EventLog;
  readonly aggregates: Aggregates;
  readonly readModels: ReadModels;
  readonly positionOf: (readModel: string) => Position;
  readonly blobs: BlobStore;
  readonly transport: MailTransport;
  readonly sentFolders: SentFolders;
  readonly imapLogins: ImapLogins;
  readonly settings: SendingSettings;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Of this run of this node: two must never think that they have written the same attempt. */
  readonly node: string;
  /** Milliseconds for which a message is tried. */
  readonly maxAge: number;
}

/**
 * Hands what waits to the servers: EmailSendAttempted before, the outcome after, each at the exact revision of the message's
 * own stream. Accounts do not wait for one another. An attempt without an outcome is left alone until its time-outs are over.
 */
export class Outbox implements AloneWork {
  readonly name = 'outbox';
  private mail: WaitingMail | null = null;
  private position: Position = START;
  /** Messages that are being read, handed over or judged. */
  private readonly busy = new Set<EmailId>();
  private readonly works = new Set<Promise<void>>();
  private readonly workers = new Map<AccountId, number>();
  /** Read ahead, for whichever worker of the account is free first; while none works, there is nothing. */
  private readonly ahead = new Map<AccountId, Promise<Ready | null>[]>();
  private readonly accounts = new Map<AccountId, Loaded>();
  private readonly leaving = new AbortController();
  private attempts = 0;
  private ring: () => void = () => undefined;

  constructor(private readonly parts: OutboxParts) {}

  /** What has it look again. */
  ringBy(ring: () => void): void {
    this.ring = ring;
  }

  /** What keeps mail from leaving, as far as this node has read the log; none: it has not. */
  get hindrances(): SendingHindrances | null {
    if (this.mail === null) return null;
    const accounts = [...this.mail.accounts.values()];
    const those = (are: 'paused' | 'suspended') => accounts.filter((one) => one[are]).map(({ accountId }) => accountId);
    return { stopped: this.mail.stopped, paused: those('paused'), suspended: those('suspended') };
  }

  forget(): void {
    this.mail = null;
  }

  async run(signal: AbortSignal): Promise<Date | null> {
    const mail = await this.caughtUp(signal);
    if (mail === null) return new Date(this.now() + 1_000);
    const moments: number[] = [];
    for (const queue of mail.accounts.values()) {
      if (signal.aborted) return null;
      const next = this.lookAt(mail, queue, signal);
      if (next !== null) moments.push(next);
    }
    return moments.length === 0 ? null : new Date(Math.min(...moments));
  }

  /** Until nothing is being handed over any more, or for so long as a stop waits; what is left then is given up. */
  async end(): Promise<void> {
    const enough = new AbortController();
    const all = () => Promise.all(this.works);
    await Promise.race([all(), this.parts.clock.pause(LEAVE_PATIENCE, enough.signal)]);
    enough.abort();
    this.leaving.abort();
    await all();
  }

  /** Until nothing of what is due is on its way, where this node does that. */
  async settled(): Promise<void> {
    while (this.works.size > 0) await Promise.all(this.works);
  }

  private now(): number {
    return this.parts.clock.now().getTime();
  }

  private async caughtUp(signal: AbortSignal): Promise<WaitingMail | null> {
    try {
      const mail = this.mail ?? (await this.begin());
      for await (const { events, checkpoint } of this.parts.log.readAll(this.position, [...outboxTypes])) {
        for (const event of events) mail.take(event);
        if (events.some(({ type }) => changesAccounts.has(type))) this.accounts.clear();
        this.position = checkpoint;
        if (signal.aborted) break;
      }
      this.mail = mail;
      return mail;
    } catch (error) {
      if (error instanceof Unavailable && (error.code === 'being-built' || error.code === 'not-yet')) return null;
      throw error;
    }
  }

  /** From the read models, and from there on by the log: what is read twice changes nothing but the rate, to the safe side. */
  private async begin(): Promise<WaitingMail> {
    const { readModels, aggregates, positionOf } = this.parts;
    const mail = new WaitingMail(PROBE_EVERY);
    const from = positionOf(outboxCollection.name);
    await readModels.reached(from === START ? undefined : from, sendingAccountsCollection);
    for await (const page of readModels.pages<OutboxView>(outboxCollection)) mail.begin(page);
    for await (const page of readModels.pages<SendingAccountView>(sendingAccountsCollection)) {
      for (const view of page) mail.beginAccount(view);
    }
    mail.stopped = (await aggregates.load(sending, streams.outbox)).state.stopped;
    this.position = from;
    return mail;
  }

  /** Has what is due of an account handed over. @returns when to look again; none: not by itself */
  private lookAt(mail: WaitingMail, queue: AccountQueue, signal: AbortSignal): number | null {
    const now = this.now();
    let next = Number.POSITIVE_INFINITY;
    let due = 0;
    for (const waiting of queue.waiting.values()) {
      if (this.busy.has(waiting.emailId)) continue;
      const at = waiting.at + (waiting.status === 'attempted' ? CLOCK_SKEW : 0);
      if (at > now) next = Math.min(next, at);
      else if (waiting.status === 'attempted') this.judgeAlone(queue, waiting.emailId);
      else due++;
    }
    if (due + this.aheadOf(queue).length === 0 || mail.stopped || queue.paused)
      return Number.isFinite(next) ? next : null;
    const rest = restOf(queue);
    if (rest > now) return Math.min(rest, next);
    const most = queue.suspended ? 1 : AT_ONCE;
    const running = this.workers.get(queue.accountId) ?? 0;
    const more = Math.min(most - running, due + this.aheadOf(queue).length);
    if (more > 0) {
      // One list for all of them: it is made anew when it is empty.
      const pick = this.picker(mail, queue, signal);
      for (let n = 0; n < more; n++) this.work(queue, pick);
    }
    return Math.min(now + MINUTE, next);
  }

  private picker(mail: WaitingMail, queue: AccountQueue, signal: AbortSignal): Picker {
    let list: Waiting[] = [];
    // What is known to a run that failed, or before the lease was lost, hears of no stop any more.
    const isOver = () =>
      signal.aborted || this.leaving.signal.aborted || this.mail !== mail || mail.stopped || queue.paused;
    const isFree = ({ emailId }: Waiting) => queue.waiting.get(emailId)?.status === 'queued' && !this.busy.has(emailId);
    const next = () => {
      if (isOver() || restOf(queue) > this.now()) return null;
      for (let one = list.pop(); one; one = list.pop()) if (isFree(one)) return one;
      const now = this.now();
      const due = [...queue.waiting.values()].filter((one) => isFree(one) && one.at <= now);
      // The oldest last, from where they are taken.
      list = due.sort((a, b) => b.at - a.at);
      return list.pop() ?? null;
    };
    return { isOver, next };
  }

  private work(queue: AccountQueue, pick: Picker): void {
    const { accountId } = queue;
    this.workers.set(accountId, (this.workers.get(accountId) ?? 0) + 1);
    const work = this.handOverAll(queue, pick).finally(() => {
      const left = (this.workers.get(accountId) ?? 1) - 1;
      if (left > 0) this.workers.set(accountId, left);
      else this.workers.delete(accountId);
    });
    this.isAtWork(work);
  }

  private judgeAlone(queue: AccountQueue, emailId: EmailId): void {
    this.busy.add(emailId);
    const work = this.judge(queue, emailId)
      .catch((error: unknown) => this.failed(queue, emailId, error))
      .finally(() => this.busy.delete(emailId));
    this.isAtWork(work);
  }

  private isAtWork(work: Promise<void>): void {
    const done = work.finally(() => {
      this.works.delete(done);
      this.ring();
    });
    this.works.add(done);
  }

  private failed(queue: AccountQueue, emailId: EmailId, error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    queue.notBefore = this.now() + REST;
    const open = queue.waiting.get(emailId);
    // What cannot be judged is not looked at again at once either.
    if (open?.status === 'attempted') {
      queue.waiting.set(emailId, { ...open, at: Math.max(open.at, queue.notBefore - CLOCK_SKEW) });
    }
    this.parts.logger.error({ emailId }, `a message could not be sent: ${message}`);
  }

  /**
   * One message after another, until there is none, or the account fails: what waits, waits. While one is handed over,
   * another is read, and its attempt goes into the log beside what came of the one before: one flush to the disk for both.
   */
  private async handOverAll(queue: AccountQueue, pick: Picker): Promise<void> {
    let begun = await this.beginNext(queue, pick);
    while (begun !== null) {
      const { emailId } = begun;
      this.aheadOf(queue).push(this.nextReady(queue, pick));
      let next: Promise<Attempt | null> | null = null;
      try {
        const outcome = await this.handedOver(begun);
        const isOfAll = outcome.kind === 'not-taken' && (outcome.scope === 'account' || outcome.scope === 'connection');
        next = this.beginNext(queue, { ...pick, isOver: () => isOfAll || pick.isOver() });
        await this.conclude(queue, begun, outcome);
      } catch (error) {
        this.failed(queue, emailId, error);
      }
      this.busy.delete(emailId);
      begun = await (next ?? this.beginNext(queue, pick));
    }
  }

  private aheadOf({ accountId }: AccountQueue): Promise<Ready | null>[] {
    const ahead = this.ahead.get(accountId) ?? [];
    this.ahead.set(accountId, ahead);
    return ahead;
  }

  /** Writes that the next one is being handed over. @returns none: there is none, or nothing may leave any more */
  private async beginNext(queue: AccountQueue, pick: Picker): Promise<Attempt | null> {
    const ahead = this.aheadOf(queue);
    for (;;) {
      const known = ahead.shift();
      if (!known && pick.isOver()) return null;
      const ready = await (known ?? this.nextReady(queue, pick));
      if (ready === null) {
        if (known) continue;
        return null;
      }
      const { emailId } = ready;
      try {
        const begun = pick.isOver() || (known && this.isOld(ready)) ? null : await this.attempt(queue, ready);
        if (begun) return begun;
      } catch (error) {
        this.failed(queue, emailId, error);
      }
      queue.starting.delete(emailId);
      this.busy.delete(emailId);
    }
  }

  /** It waited behind a slow one: what it takes is read anew. */
  private isOld({ at }: Ready): boolean {
    return Math.abs(this.now() - at) >= ACCOUNT_KNOWN;
  }

  /** The next message that may leave, with all that it takes. Writes nothing. */
  private async nextReady(queue: AccountQueue, pick: Picker): Promise<Ready | null> {
    for (let next = pick.next(); next; next = pick.next()) {
      const { emailId } = next;
      this.busy.add(emailId);
      try {
        const ready = await this.prepare(queue, emailId);
        if (ready) return ready;
      } catch (error) {
        this.failed(queue, emailId, error);
      }
      queue.starting.delete(emailId);
      this.busy.delete(emailId);
    }
    return null;
  }

  private async prepare(queue: AccountQueue, emailId: EmailId): Promise<Ready | null> {
    const { settings, blobs } = this.parts;
    const stream = streams.email(emailId);
    const { state, revision, queued } = await this.read(stream);
    if (queued === null || state.status !== 'queued' || state.dueAt > this.iso()) {
      this.correct(queue, emailId, state);
      return null;
    }
    const ready = { emailId, stream, state, revision, queued, at: this.now() };
    try {
      const account = await this.account(state.accountId);
      const { limitPerHour } = account.smtp;
      const wait = limitPerHour === null ? null : queue.limitedUntil(limitPerHour, state.pending.length, this.now());
      if (wait !== null) {
        queue.notBefore = wait;
        return null;
      }
      queue.starting.set(emailId, state.pending.length);
      const wantsCopy = storesCopies(account);
      if (!(await blobs.has(queued.blob))) return { ...ready, wantsCopy, by: BYTES_GONE };
      return { ...ready, wantsCopy, by: await settings.of(account, this.leaving.signal) };
    } catch (error) {
      if (!(error instanceof CannotSend)) throw error;
      return { ...ready, wantsCopy: false, by: notAsked(error) };
    }
  }

  /** Read anew when it is a second old: a second's mail goes by what it was. */
  private account(accountId: AccountId): Promise<SendingAccount> {
    const now = this.now();
    const known = this.accounts.get(accountId);
    // A clock may be set back.
    if (known && Math.abs(now - known.at) < ACCOUNT_KNOWN) return known.account;
    const account = this.parts.settings.account(accountId);
    this.accounts.set(accountId, { account, at: now });
    account.catch(() => this.accounts.delete(accountId));
    return account;
  }

  /** @returns none: it was taken back, or is another node's; the log says */
  private async attempt(queue: AccountQueue, ready: Ready): Promise<Attempt | null> {
    const { log, transport, node } = this.parts;
    const { emailId, stream, state, revision } = ready;
    const openUntil = new Date(this.now() + transport.longest).toISOString();
    const attempted = attemptEmail(state, this.iso(), openUntil);
    const attempt = state.attempts + 1;
    const cause = `${emailId} attempt ${attempt} by ${node} ${++this.attempts}`;
    try {
      const by = { actor: ACTOR, cause };
      const written = await log.append({ stream, expectedRevision: revision, events: attempted, by });
      queue.waiting.set(emailId, { emailId, status: 'attempted', at: Date.parse(openUntil) });
      const open = attempted.reduce(outgoing.evolve, state as Outgoing);
      return { ...ready, attempt, cause, open, written: written.revision };
    } catch (error) {
      if (error instanceof WrongExpectedRevision) return null;
      throw error;
    }
  }

  private handedOver({ by, state, queued }: Attempt): Promise<SendOutcome> | SendOutcome {
    if ('kind' in by) return by;
    const envelope = { from: state.dispatch.envelope.from, to: state.pending };
    const handed = (inTime: AbortSignal) => this.handedTo(by, state.accountId, envelope, this.mailOf(queued), inTime);
    return withEither([this.leaving.signal], handed, { milliseconds: this.parts.transport.longest });
  }

  private async conclude(queue: AccountQueue, begun: Attempt, outcome: SendOutcome): Promise<void> {
    const { emailId, stream, attempt, cause, open, written, wantsCopy } = begun;
    if (outcome.kind === 'unknown') {
      const about = { emailId, attempt };
      this.parts.logger.warn(about, 'nobody knows whether the server has taken a message: it is judged later');
      return;
    }
    const isOfAccount = outcome.kind === 'not-taken' && outcome.scope === 'account';
    const handed = handedOf(outcome);
    const maxAge = isOfAccount ? null : this.parts.maxAge;
    const decide = (now: Outgoing) => {
      const concluded = concludeAttempt(now, attempt, handed, this.iso(), { maxAge });
      return wantsCopy ? withCopy(now, concluded) : concluded;
    };
    const events = decide(open);
    await this.persistently(stream, written, events, decide, `${cause} over`);
    // The log says the same, a little later.
    this.correct(queue, emailId, events.reduce(outgoing.evolve, open));
    if (outcome.kind === 'not-taken' && outcome.scope === 'account') {
      await this.suspend(queue, outcome.code, outcome.error);
    }
    if (queue.suspended && outcome.kind === 'taken') await this.recover(queue);
    // A server that is away is not asked once for each message that waits.
    if (outcome.kind === 'not-taken' && outcome.scope === 'connection') queue.notBefore = this.now() + REST;
  }

  /** A token that should be good and is refused is renewed, once, and within the time of the attempt. */
  private async handedTo(
    smtp: SmtpSettings,
    accountId: AccountId,
    envelope: Envelope,
    mail: MailToSend,
    inTime: AbortSignal,
  ): Promise<SendOutcome> {
    const { transport, settings } = this.parts;
    const outcome = await transport.send(smtp, envelope, mail, inTime);
    if (outcome.kind !== 'not-taken' || outcome.code !== 'login') return outcome;
    try {
      const other = await settings.insteadOf(smtp, accountId, inTime);
      return other === null ? outcome : await transport.send(other, envelope, mail, inTime);
    } catch (error) {
      if (error instanceof CannotSend) return notAsked(error);
      if (!inTime.aborted) throw error;
      return notAsked(new CannotSend('unavailable', 'The access token was refused, and no other came in time.'));
    }
  }

  /** What it is, and where it stands. */
  private async read(stream: string) {
    const { state, revision } = await this.parts.aggregates.load(message, stream);
    return { ...state, revision };
  }

  private mailOf({ blob, size }: EmailQueuedData): MailToSend {
    const open = async () => {
      const chunks = await this.parts.blobs.getStream(blob);
      if (chunks === null) throw new Error(`the blob ${blob} is gone`);
      return chunks;
    };
    return { size, open };
  }

  /** What was known of it was old. */
  private correct(queue: AccountQueue, emailId: EmailId, state: Outgoing): void {
    if (state.status === 'queued')
      queue.waiting.set(emailId, { emailId, status: 'queued', at: Date.parse(state.dueAt) });
    else if (state.status === 'attempted') {
      queue.waiting.set(emailId, { emailId, status: 'attempted', at: Date.parse(state.openUntil) });
    } else queue.waiting.delete(emailId);
  }

  /** What came of an attempt is written down, however long the store is away: else the message would go twice. */
  private async persistently(
    stream: string,
    revision: number,
    events: readonly MailcaseEvent[],
    decide: (state: Outgoing) => ReturnType<typeof concludeAttempt>,
    cause: string,
  ): Promise<void> {
    const { log, aggregates, clock } = this.parts;
    const by = { actor: ACTOR, cause };
    const until = this.now() + this.parts.transport.longest;
    let isFirst = true;
    for (;;) {
      try {
        if (isFirst && events.length > 0) await log.append({ stream, expectedRevision: revision, events, by });
        else await aggregates.change(outgoing, stream, decide, by);
        return;
      } catch (error) {
        isFirst = false;
        if (error instanceof WrongExpectedRevision) continue;
        const isAway = error instanceof StoreUnavailable || error instanceof Unavailable;
        if (!isAway || this.now() > until || this.leaving.signal.aborted) throw error;
        await clock.pause(1_000, this.leaving.signal);
      }
    }
  }

  private async suspend(queue: AccountQueue, code: string, error: string): Promise<void> {
    const { accountId } = queue;
    queue.suspended = true;
    queue.probeAt = this.now() + PROBE_EVERY;
    const by = { actor: ACTOR, cause: `suspend ${this.parts.node} ${++this.attempts}` };
    const text = error.slice(0, 1_000);
    await this.parts.aggregates.change(
      accountSending,
      streams.sending(accountId),
      (state) => suspendAccount(state, accountId, code, text),
      by,
    );
    this.parts.logger.warn({ accountId, code }, 'nothing leaves from an account any more: its queue waits');
  }

  private async recover(queue: AccountQueue): Promise<void> {
    const { accountId } = queue;
    queue.suspended = false;
    const by = { actor: ACTOR, cause: `recover ${this.parts.node} ${++this.attempts}` };
    const decide = (state: Parameters<typeof recoverAccount>[0]) => recoverAccount(state, accountId);
    await this.parts.aggregates.change(accountSending, streams.sending(accountId), decide, by);
    this.parts.logger.info({ accountId }, 'messages leave from an account again');
  }

  /** Of an attempt whose outcome nobody has written: its node is gone, or the server gave no answer. */
  private async judge(queue: AccountQueue, emailId: EmailId): Promise<void> {
    const { aggregates } = this.parts;
    const stream = streams.email(emailId);
    const { state, queued } = await this.read(stream);
    if (state.status !== 'attempted' || Date.parse(state.openUntil) + CLOCK_SKEW > this.now()) {
      this.correct(queue, emailId, state);
      return;
    }
    const account = await this.parts.settings.account(state.accountId).catch((error: unknown) => {
      if (error instanceof CannotSend) return null;
      throw error;
    });
    // Where some have it, a copy tells of an earlier attempt, and of nobody who is left.
    const messageId = state.accepted.length > 0 ? null : (queued?.messageId ?? null);
    const open = { account, openUntil: state.openUntil, messageId };
    const verdict = await verdictOn(open, this.parts, this.leaving.signal);
    if (verdict === null) {
      const at = this.now() + FOLDER_EVERY - CLOCK_SKEW;
      queue.waiting.set(emailId, { emailId, status: 'attempted', at });
      return;
    }
    const by = { actor: ACTOR, cause: `${emailId} attempt ${state.attempts} judged` };
    const decide = (now: Outgoing) => {
      const judged = judgeAttempt(now, verdict, this.iso());
      return account && storesCopies(account) ? withCopy(now, judged) : judged;
    };
    await aggregates.change(outgoing, stream, decide, by);
    this.parts.logger.warn({ emailId, verdict: verdict.kind }, 'an attempt without an outcome was judged');
  }

  private iso(): string {
    return this.parts.clock.now().toISOString();
  }
}

/** Milliseconds since 1970: not before does the next one leave. */
const restOf = ({ notBefore, suspended, probeAt }: AccountQueue): number =>
  Math.max(notBefore, suspended ? probeAt : 0);

function handedOf(outcome: Exclude<SendOutcome, { kind: 'unknown' }>): Handed {
  const { refused } = outcome;
  if (outcome.kind === 'taken') {
    const { accepted, response: words } = outcome;
    return { accepted, refused, words, code: null, notBefore: null, permanent: false };
  }
  const { code, error: words, permanent } = outcome;
  return { accepted: [], refused, words, code, notBefore: null, permanent };
}
