import { linkedRecords } from '../../domain/crm-record/link.js';
import type { EmailReceivedData } from '../../domain/email/events.js';
import { type EventRef, type Position, START } from '../../domain/event.js';
import type { RecordedAs, RecordedEvent } from '../../domain/events.js';
import { type CaseId, type RecordRef, recordKey, streams, type UserId } from '../../domain/ids.js';
import {
  addToDigest,
  changeDue,
  type Digest,
  type DigestsDue,
  digestedFor,
  digestOf,
  dueBy,
  emptyDigest,
  setDue,
  withoutDue,
} from '../../domain/notification/digests.js';
import type { NotifyingEvent } from '../../domain/notification/events.js';
import {
  addFollowers,
  changedBy,
  evolveFollowed,
  type FollowedInput,
  type FollowedRecord,
  followedInputs,
} from '../../domain/notification/followed.js';
import {
  type Cause,
  causeTypes,
  emailToReadFor,
  happeningsOf,
  recordsOf,
  type Suspended,
  type WrittenEmail,
} from '../../domain/notification/happening.js';
import {
  evolvePeople,
  noPeople,
  type People,
  type PeopleInput,
  peopleInputs,
} from '../../domain/notification/people.js';
import { raise } from '../../domain/notification/raise.js';
import type { EmailQueuedData } from '../../domain/outgoing/events.js';
import { appendedBytes } from '../log/append-size.js';
import type { EventLog } from '../log/event-log.js';
import type { Clock } from '../ports/clock.js';
import type { CollectionSpec, DocumentStore } from '../ports/document-store.js';
import { type EventToAppend, WrongExpectedRevision } from '../ports/event-store.js';
import { FoldedDocuments } from './folded-documents.js';

const ACTOR = 'system:notifying';
const RECORDED = 1_000;
/** Bytes of decisions in one append, where it has more than one. */
const APPEND_BYTES = 400_000;
const PEOPLE = 'people';
const PROGRESS = 'progress';
const digestKey = (userId: UserId): string => `digest/${userId}`;

const spec: CollectionSpec = { name: 'notifying', version: 3, fields: [], indexes: [] };

const inputs = [...new Set([...peopleInputs, ...followedInputs, ...causeTypes])];
type Input = RecordedAs<(typeof inputs)[number]>;
type Decision = RecordedAs<NotifyingEvent['type']>;
type CausedDecision = RecordedAs<'NotificationsRaised' | 'FollowersAdded'>;

const isAmong = <Type extends Input['type']>(types: readonly Type[]) => {
  const known: ReadonlySet<string> = new Set(types);
  return (event: RecordedEvent): event is RecordedAs<Type> => known.has(event.type);
};
const isOfPeople = isAmong(peopleInputs);
const isOfRecords = isAmong(followedInputs);
const isCause = isAmong(causeTypes);

/** How far it has come, and what waits for a certain hour. */
interface Progress {
  /** Of the last decision that is folded in; -1: none. */
  readonly revision: number;
  readonly due: DigestsDue;
  /** How far the log was read by then. */
  readonly reached: Position;
  /** The same before the last change: whoever wrote it may not have come to move the checkpoint. */
  readonly before: { readonly revision: number; readonly reached: Position };
}
const NO_PROGRESS: Progress = { revision: -1, due: {}, reached: START, before: { revision: -1, reached: START } };

/** A decision on its way into the log, or read back from there. */
interface Decided {
  readonly event: NotifyingEvent;
  readonly revision: number;
  /** None: it is not in the log yet. */
  readonly position: Position | null;
}

/**
 * The one reaction that decides who is told of what. It reads the log in order, folds users, records and their followers
 * into documents, and decides each cause from what was so when it happened; a batch of decisions goes to the stream
 * `notifying` at the exact revision that it goes on from: that append is the commit. Read again after a crash, or on another
 * node, what was decided is taken from the stream and not decided anew.
 */
export class Notifying {
  private readonly index: FoldedDocuments;
  private position: Position = START;
  private progress: Progress = NO_PROGRESS;
  /** What happened before people were told of anything is history. */
  private began: Position = START;
  /** Decided before, and the events that it was decided about are still to be folded. */
  private recorded: Decision[] = [];
  /** Revision up to which those were read; null: there are no more. */
  private recordedTo: number | null = null;
  private opened = false;

  constructor(
    private readonly log: EventLog,
    documents: DocumentStore,
    private readonly clock: Clock,
    /** Decisions of before that are in memory at once. */
    private readonly atOnce = RECORDED,
  ) {
    this.index = new FoldedDocuments(documents, spec);
  }

  /** Decides all that the log holds up to now. Throws what the stores throw; calling it again goes on. */
  async settle(signal?: AbortSignal): Promise<void> {
    try {
      if (!this.opened) await this.open();
      if (await this.catchUp(signal)) await this.decideDigests();
    } catch (error) {
      // Whether something took effect is open: take up again from what is stored.
      this.opened = false;
      if (!(error instanceof WrongExpectedRevision)) throw error;
      // Somebody else decided.
      if (!signal?.aborted) await this.settle(signal);
    }
  }

  /** Others may have decided meanwhile: the next time it takes up again from what is stored. */
  forget(): void {
    this.opened = false;
  }

  /** Everything up to here is told. */
  get reached(): Position {
    return this.position;
  }

  /** When the next digest is due; none: nobody waits for one. ISO 8601. */
  get nextDue(): string | null {
    return this.opened ? (Object.values(this.progress.due).sort()[0] ?? null) : null;
  }

  private async open(): Promise<void> {
    await this.index.open();
    await this.index.load([PEOPLE, PROGRESS]);
    const stored = this.index.get<Progress>(PROGRESS) ?? NO_PROGRESS;
    this.position = this.index.checkpoint ?? START;
    // Where it was written and the checkpoint was not moved, the batch is folded again: with what was decided about it.
    const { revision } = stored.reached > this.position ? stored.before : stored;
    this.progress = { ...stored, revision };
    this.began = await this.begin();
    this.recorded = [];
    this.recordedTo = revision;
    await this.readRecorded();
    this.opened = true;
  }

  /** Where people began to be told: the first time, now. */
  async begin(): Promise<Position> {
    for (;;) {
      for await (const event of this.log.readStream(streams.notifying, { limit: 1 })) return event.position;
      const event = { type: 'NotifyingBegan', data: { reason: 'first-start' } } as const;
      const by = { actor: ACTOR, cause: 'first-start' };
      try {
        await this.log.append({ stream: streams.notifying, expectedRevision: 'no-stream', events: [event], by });
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision)) throw error;
      }
    }
  }

  /** Takes what is new in the log to its end; false: it was stopped before. */
  private async catchUp(signal?: AbortSignal): Promise<boolean> {
    for (let behind = true; behind; ) {
      behind = false;
      for await (const { events, checkpoint } of this.log.readAll(this.position, inputs)) {
        if (signal?.aborted) return false;
        if (events.length > 0) await this.take(events, checkpoint);
        this.position = checkpoint;
        behind ||= events.length > 0;
      }
    }
    // Decided by a newer version about what this one does not know.
    while (await this.readRecorded()) {
      const rest = this.recorded.splice(0).map(readBack);
      await this.index.load([PEOPLE, PROGRESS]);
      for (const one of rest) this.apply(one, this.position);
      await this.finish([], rest, this.position);
    }
    return true;
  }

  private async take(events: readonly Input[], checkpoint: Position): Promise<void> {
    const written = await this.writtenFor(events);
    const suspended = await this.suspendedOf(events);
    const writtenOf = (event: Input) => written.get(nameOf(event)) ?? null;
    await this.index.load([PEOPLE, PROGRESS, ...events.flatMap((event) => keysOf(event, writtenOf(event)))]);
    const emails = await this.emailsFor(events);
    const decided: Decided[] = [];
    const fresh: Appendable[] = [];
    const add = (event: NotifyingEvent, cause: Input) => {
      const one: Decided = { event, revision: this.progress.revision + 1, position: null };
      fresh.push({ event, cause });
      this.apply(one, cause.position);
      decided.push(one);
    };
    for (const event of events) {
      const isFolded = this.fold(event, writtenOf(event));
      if (!isCause(event)) continue;
      const before = await this.decidedBefore(event);
      for (const one of before.decisions) {
        this.apply(one, event.position);
        decided.push(one);
      }
      if (before.isDecided || isFolded || event.position < this.began) continue;
      const records = (key: string) => this.index.get<FollowedRecord>(key);
      const email = emailToReadFor(event, records) ? (emails.get(nameOf(event)) ?? (await this.emailOf(event))) : null;
      const what = suspended.get(nameOf(event)) ?? null;
      for (const happening of happeningsOf(event, this.people, records, email, writtenOf(event), what)) {
        for (const raised of raise(this.people, refOf(event), event.metadata.at, happening)) add(raised, event);
      }
    }
    await this.finish(fresh, decided, checkpoint);
  }

  /** Commits what is new, and keeps what was folded. */
  private async finish(fresh: readonly Appendable[], decided: readonly Decided[], checkpoint: Position): Promise<void> {
    const committed = await this.commit(fresh);
    const position = committed ?? decided.at(-1)?.position ?? checkpoint;
    await this.changeDigests(decided, position);
    const stored = this.index.get<Progress>(PROGRESS) ?? NO_PROGRESS;
    if (decided.length > 0 || stored.due !== this.progress.due) {
      const before = { revision: stored.revision, reached: stored.reached };
      this.progress = { ...this.progress, reached: checkpoint, before };
      this.index.set(PROGRESS, this.progress, later(position, this.index.positionOf(PROGRESS)));
    }
    await this.index.flush(checkpoint);
  }

  private get people(): People {
    return this.index.get<People>(PEOPLE) ?? noPeople;
  }

  /** Whether the record that it is about holds it already: then it was decided as well. */
  private fold(event: Input, written: WrittenEmail | null): boolean {
    const { position } = event;
    if (isOfPeople(event) && this.index.positionOf(PEOPLE) < position) {
      this.index.set(PEOPLE, evolvePeople(this.people, event satisfies PeopleInput), position);
    }
    if (event.type === 'NotificationPreferencesSet' || event.type === 'UserDeactivated') this.changeDue(event);
    if (isOfRecords(event)) {
      const key = changedBy(event satisfies FollowedInput);
      if (this.index.positionOf(key) >= position) return true;
      this.index.set(key, evolveFollowed(this.index.get<FollowedRecord>(key), event), position);
      return false;
    }
    return isCause(event) && this.touch(event, written);
  }

  /** A cause that changes nothing in its records is kept in them all the same: it is known that it was decided. */
  private touch(event: Cause, written: WrittenEmail | null): boolean {
    const keys = recordsOf(event, written).map(recordKey);
    const known = keys.filter((key) => this.index.get(key));
    const isFolded = known.some((key) => this.index.positionOf(key) >= event.position);
    for (const key of known) {
      const record = this.index.get<FollowedRecord>(key);
      if (record && this.index.positionOf(key) < event.position) this.index.set(key, record, event.position);
    }
    return isFolded;
  }

  private changeDue(event: RecordedAs<'NotificationPreferencesSet' | 'UserDeactivated'>): void {
    const due = changeDue(this.progress.due, this.people, event);
    if (due !== this.progress.due) this.progress = { ...this.progress, due };
  }

  /** What was decided about this, as it stands in the log, and what there was decided before that was about no event. */
  private async decidedBefore(
    event: Input,
  ): Promise<{ readonly decisions: readonly Decided[]; readonly isDecided: boolean }> {
    const decisions = await this.takeRecorded((next) => !isCaused(next));
    const isDecided = this.recorded.length > 0;
    const about = await this.takeRecorded((next) => isCaused(next) && same(next.data.cause, event));
    return { decisions: [...decisions, ...about], isDecided };
  }

  private async takeRecorded(isWanted: (next: Decision) => boolean): Promise<Decided[]> {
    const taken: Decided[] = [];
    for (;;) {
      const end = this.recorded.findIndex((next) => !isWanted(next));
      taken.push(...this.recorded.splice(0, end < 0 ? this.recorded.length : end).map(readBack));
      if (end >= 0 || !(await this.readRecorded())) return taken;
    }
  }

  /** A part of them, as they are used up: there may be millions. False: there are no more. */
  private async readRecorded(): Promise<boolean> {
    if (this.recorded.length > 0 || this.recordedTo === null) return this.recorded.length > 0;
    const [from, limit] = [this.recordedTo + 1, this.atOnce];
    for await (const event of this.log.readStream(streams.notifying, { from, limit })) {
      // That stream holds nothing else.
      this.recorded.push(event as Decision);
    }
    this.recordedTo = this.recorded.length < limit ? null : (this.recorded.at(-1)?.revision ?? null);
    return this.recorded.length > 0;
  }

  private apply({ event, revision }: Pick<Decided, 'event' | 'revision'>, position: Position): void {
    let { due } = this.progress;
    switch (event.type) {
      case 'FollowersAdded': {
        const key = recordKey(event.data.record);
        const record = this.index.get<FollowedRecord>(key);
        if (record && this.index.positionOf(key) <= position)
          this.index.set(key, addFollowers(record, event.data), position);
        break;
      }
      case 'NotificationsRaised':
        due = setDue(due, this.people, digestedFor(this.people, event.data), event.data.happenedAt);
        break;
      case 'NotificationDigestDue':
        due = withoutDue(due, event.data.userId);
        break;
    }
    this.progress = { ...this.progress, revision, due };
  }

  private async changeDigests(decided: readonly Decided[], position: Position): Promise<void> {
    const changes = decided.flatMap(({ event, revision }) => {
      if (event.type === 'NotificationDigestDue') return [{ userId: event.data.userId, revision, adds: false }];
      if (event.type !== 'NotificationsRaised') return [];
      return digestedFor(this.people, event.data).map((userId) => ({ userId, revision, adds: true }));
    });
    await this.index.load(changes.map(({ userId }) => digestKey(userId)));
    for (const { userId, revision, adds } of changes) {
      const key = digestKey(userId);
      const { last, ...digest } = this.index.get<KeptDigest>(key) ?? { ...emptyDigest, last: -1 };
      if (last >= revision) continue;
      const changed: KeptDigest = { ...(adds ? addToDigest(digest, revision) : emptyDigest), last: revision };
      this.index.set(key, changed, later(position, this.index.positionOf(key)));
    }
  }

  private async decideDigests(): Promise<void> {
    const now = this.clock.now().toISOString();
    const users = dueBy(this.progress.due, now);
    if (users.length === 0) return;
    await this.index.load([PEOPLE, PROGRESS, ...users.map(digestKey)]);
    const fresh: Appendable[] = [];
    const decided: Decided[] = [];
    for (const userId of users) {
      const { due } = this.progress;
      const events = digestOf(due, userId, this.index.get<KeptDigest>(digestKey(userId)) ?? emptyDigest);
      if (events.length === 0) this.progress = { ...this.progress, due: withoutDue(due, userId) };
      for (const event of events) {
        const one: Decided = { event, revision: this.progress.revision + 1, position: null };
        fresh.push({ event, cause: `digest ${userId} ${due[userId]}` });
        this.apply(one, this.position);
        decided.push(one);
      }
    }
    await this.finish(fresh, decided, this.position);
  }

  /** Appends at the exact revision that was gone on from. Returns where the last one stands. */
  private async commit(fresh: readonly Appendable[]): Promise<Position | null> {
    let expected = this.progress.revision - fresh.length;
    let position: Position | null = null;
    for (const events of this.cut(fresh)) {
      const appended = await this.log.write({ stream: streams.notifying, expectedRevision: expected, events });
      expected = appended.revision;
      position = appended.position;
    }
    return position;
  }

  private *cut(fresh: readonly Appendable[]): Generator<EventToAppend[]> {
    let events: EventToAppend[] = [];
    let bytes = 0;
    for (const [n, { event, cause }] of fresh.entries()) {
      const by =
        typeof cause === 'string'
          ? { actor: ACTOR, cause }
          : { actor: ACTOR, cause: nameOf(cause), correlationId: cause.metadata.$correlationId };
      const nth = fresh.slice(0, n).filter((one) => one.cause === cause && one.event.type === event.type).length;
      const appended = this.log.identify(streams.notifying, event, nth, by);
      const size = appendedBytes(appended);
      if (events.length > 0 && bytes + size > APPEND_BYTES) {
        yield events;
        events = [];
        bytes = 0;
      }
      events.push(appended);
      bytes += size;
    }
    if (events.length > 0) yield events;
  }

  /** The messages of a batch that somebody may want to hear of, read together. */
  private async emailsFor(events: readonly Input[]): Promise<ReadonlyMap<string, EmailReceivedData>> {
    if (this.recorded.length > 0) return new Map();
    const records = (key: string) => this.index.get<FollowedRecord>(key);
    const wanted = events.filter(
      (event) => isCause(event) && event.position > this.began && emailToReadFor(event, records),
    );
    const read = await Promise.all(wanted.map(async (event) => [nameOf(event), await this.emailOf(event)] as const));
    return new Map(read.flatMap(([name, email]) => (email ? [[name, email] as const] : [])));
  }

  /** The messages that a batch tells were sent, or could not be. What happened before people were told is not looked at. */
  private async writtenFor(events: readonly Input[]): Promise<ReadonlyMap<string, WrittenEmail>> {
    const tried = events.filter(
      (event) => (event.type === 'EmailSent' || event.type === 'EmailSendFailed') && event.position >= this.began,
    );
    const read = await Promise.all(tried.map(async (event) => [nameOf(event), await this.writtenOf(event)] as const));
    return new Map(read.flatMap(([name, written]) => (written ? [[name, written] as const] : [])));
  }

  /** What a batch tells was suspended, as it was named then. */
  private async suspendedOf(events: readonly Input[]): Promise<ReadonlyMap<string, Suspended>> {
    const found = new Map<string, Suspended>();
    for (const event of events) {
      if (event.position < this.began) continue;
      const { type, data, position } = event;
      let suspended: Suspended | null = null;
      if (type === 'WebhookSuspended') {
        for await (const one of this.log.readStream(event.stream)) {
          if (one.position >= position) break;
          if (one.type === 'WebhookRegistered' || one.type === 'WebhookChanged')
            suspended = { name: one.data.name, owner: null };
        }
      } else if (type === 'AccountSendingSuspended') {
        for await (const one of this.log.readStream(streams.mailAccount(data.accountId))) {
          if (one.position >= position) break;
          if (one.type === 'GroupAccountOpened') suspended = { name: one.data.emailAddress, owner: null };
          if (one.type === 'PersonalAccountOpened') suspended = { name: one.data.emailAddress, owner: one.data.userId };
        }
      }
      if (suspended) found.set(nameOf(event), suspended);
    }
    return found;
  }

  /** As it was at that moment: where it belonged by then, which is where it was written if it was not routed yet. */
  private async writtenOf({ stream, revision }: EventRef): Promise<WrittenEmail | null> {
    let email: EmailQueuedData | null = null;
    let inCase: CaseId | null = null;
    let about: readonly RecordRef[] = [];
    let isFirst = true;
    for await (const { type, data, ...one } of this.log.readStream(stream)) {
      if (one.revision >= revision) break;
      if (type === 'EmailQueued') {
        email = data;
        inCase = data.dispatch.case?.id ?? null;
        about = data.dispatch.about ? [data.dispatch.about] : [];
      }
      if (type === 'EmailLinked') {
        const { record, via, opportunityId } = data;
        if (record.type === 'Case') inCase = record.id;
        else about = linkedRecords({ record: { type: record.type, id: record.id }, via, opportunityId });
      }
      if (type === 'EmailLeftCase') inCase = null;
      if (type === 'EmailUnlinked') about = [];
      if (type === 'EmailSent') isFirst = false;
    }
    return email && { email, records: [...(inCase ? [{ type: 'Case' as const, id: inCase }] : []), ...about], isFirst };
  }

  /** As it was when that was decided: what it was received as, and where the last delivery until then was put. */
  private async emailOf(event: Input): Promise<EmailReceivedData | null> {
    if (event.type !== 'EmailRouted') return null;
    const { cause, emailId } = event.data;
    let email: EmailReceivedData | null = null;
    for await (const one of this.log.readStream(streams.email(emailId))) {
      if (one.revision > cause.revision) break;
      if (one.type === 'EmailReceived') email = one.data;
      if (one.type === 'EmailDelivered') email = withDelivery(email, one.data.delivery);
    }
    return email;
  }
}

/** A digest, and the last decision that it holds. */
interface KeptDigest extends Digest {
  readonly last: number;
}

interface Appendable {
  readonly event: NotifyingEvent;
  /** What it was decided about; a name, where that is no event. */
  readonly cause: Input | string;
}

const nameOf = ({ stream, revision }: EventRef): string => `${stream}@${revision}`;
const refOf = ({ stream, revision }: EventRef): EventRef => ({ stream, revision });
const same = (a: EventRef, b: EventRef): boolean => a.stream === b.stream && a.revision === b.revision;
const later = (a: Position, b: Position): Position => (a > b ? a : b);
const isCaused = (event: Decision): event is CausedDecision =>
  event.type === 'NotificationsRaised' || event.type === 'FollowersAdded';
const readBack = (recorded: Decision): Decided => ({
  // Its type names its data.
  event: { type: recorded.type, data: recorded.data } as NotifyingEvent,
  revision: recorded.revision,
  position: recorded.position,
});

const withDelivery = (email: EmailReceivedData | null, delivery: EmailReceivedData['delivery']) =>
  email && { ...email, delivery };

function keysOf(event: Input, written: WrittenEmail | null): readonly string[] {
  const changed = isOfRecords(event) ? [changedBy(event)] : [];
  return isCause(event) ? [...changed, ...recordsOf(event, written).map(recordKey)] : changed;
}
