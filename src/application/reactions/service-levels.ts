import type { EventRef, Position } from '../../domain/event.js';
import { START } from '../../domain/event.js';
import type { RecordedAs } from '../../domain/events.js';
import { type AccountId, type CalendarId, type CaseId, type EmailId, streams } from '../../domain/ids.js';
import { type Clock, caseClock, type Schedule } from '../../domain/service-level/clock.js';
import { type Beginning, beginClock, elapseClock } from '../../domain/service-level/elapse.js';
import type { ServiceLevel } from '../../domain/service-level/level.js';
import { movesClock } from '../../domain/service-level/replay.js';
import type { ServiceLevelDue } from '../../projections/service-level-dues.js';
import type { Aggregates } from '../log/aggregates.js';
import type { EventLog } from '../log/event-log.js';
import type { Clock as WallClock } from '../ports/clock.js';
import type { CollectionSpec, DocumentStore } from '../ports/document-store.js';
import { WrongExpectedRevision } from '../ports/event-store.js';
import { scheduleOf } from '../service-levels/schedules.js';
import type { AloneWork } from './alone.js';
import { FoldedDocuments } from './folded-documents.js';

const ACTOR = 'system:service-levels';
/** Cases that are looked at together. */
const BATCH = 100;
/** Milliseconds until a case that came to nothing is looked at again: its read model has to take what was written. */
const AGAIN = 60_000;

/** Holds nothing but how far the log was followed. */
const spec: CollectionSpec = { name: 'service-levels', version: 1, fields: [], indexes: [] };

const promises = ['ServiceLevelConfigured', 'ServiceLevelStopped'] as const;
const followed = ['CalendarDefined', ...movesClock] as const;
type Followed = RecordedAs<(typeof followed)[number]>;

/** What an account promised from when on. */
interface Promised {
  readonly position: Position;
  readonly since: string;
  readonly promised: EventRef;
  /** None: nothing from there on. */
  readonly level: ServiceLevel | null;
}

/** What service levels ask the read models. */
export interface RunningCases {
  /** The first to be looked at first. */
  dues(limit: number): Promise<readonly ServiceLevelDue[]>;
  /** Those that go by a calendar, as far as is known at a position. */
  by(calendar: string, after: Position): AsyncIterable<readonly CaseId[]>;
}

/**
 * Writes into the stream of each case what time does to it, by what its account promised when the case came to be. It
 * follows the log for all that lets a clock run or stops it, and looks at the cases that are due. Each append goes to the
 * revision that it was decided from: a reply that comes at the same moment is seen, and nothing is told twice.
 */
export class ServiceLevels implements AloneWork {
  readonly name = 'service-levels';
  private readonly progress: FoldedDocuments;
  private readonly promised = new Map<AccountId, Promised[]>();
  private promisesRead: Position = START;
  /** Where the first promise stands: before that there is nothing to do. */
  private first: Position | null = null;
  /** Whether being given to somebody can stop or start a clock. */
  private assigningMatters = false;
  private position: Position | null = null;
  private readonly schedules = new Map<CalendarId | null, Schedule>();

  constructor(
    private readonly log: EventLog,
    private readonly aggregates: Aggregates,
    private readonly running: RunningCases,
    documents: DocumentStore,
    private readonly clock: WallClock,
  ) {
    this.progress = new FoldedDocuments(documents, spec);
  }

  forget(): void {
    this.promised.clear();
    this.promisesRead = START;
    this.first = null;
    this.assigningMatters = false;
    this.position = null;
    this.schedules.clear();
  }

  async run(signal: AbortSignal): Promise<Date | null> {
    await this.readPromises();
    if (this.first === null) return null;
    await this.follow(this.first, signal);
    return signal.aborted ? null : this.passTime(signal);
  }

  private async readPromises(): Promise<void> {
    for await (const { events, checkpoint } of this.log.readAll(this.promisesRead, promises)) {
      for (const { type, data, position, stream, revision, metadata } of events) {
        const { accountId, ...level } = data;
        const before = this.promised.get(accountId) ?? [];
        this.first ??= position;
        const promised = { stream, revision };
        // Of the two types it is this that has a level.
        const given = type === 'ServiceLevelConfigured' ? (level as ServiceLevel) : null;
        this.assigningMatters ||= given?.pausedBy.some((status) => status !== 'Pending') ?? false;
        this.promised.set(accountId, [...before, { position, since: metadata.at, promised, level: given }]);
      }
      this.promisesRead = checkpoint;
    }
  }

  private async follow(first: Position, signal: AbortSignal): Promise<void> {
    if (this.position === null) {
      await this.progress.open();
      const { checkpoint } = this.progress;
      this.position = checkpoint !== null && checkpoint > first ? checkpoint : first;
    }
    for await (const { events, checkpoint } of this.log.readAll(this.position, followed, BATCH)) {
      // What was promised since may hold for a case among these.
      if (checkpoint > this.promisesRead) await this.readPromises();
      for (const event of events) {
        if (signal.aborted) return;
        await this.take(event);
      }
      this.position = checkpoint;
      if (events.length > 0) await this.progress.flush(checkpoint);
    }
  }

  private async take(event: Followed): Promise<void> {
    switch (event.type) {
      case 'CalendarDefined': {
        this.schedules.delete(event.data.calendarId);
        for await (const cases of this.running.by(event.stream, await this.log.head())) {
          for (const caseId of cases) await this.look(caseId);
        }
        return;
      }
      case 'CaseCreated': {
        const beginning = await this.beginningOf(event);
        if (beginning) await this.look(event.data.caseId, beginning);
        return;
      }
      case 'CaseEmailAdded':
        // Others answer nothing.
        if (event.data.direction === 'out' && event.data.automatic === null) await this.look(event.data.caseId);
        return;
      case 'CaseAssigned':
      case 'CaseUnassigned':
        if (this.assigningMatters) await this.look(event.data.caseId);
        return;
      default:
        await this.look(event.data.caseId);
    }
  }

  /** What its account promised when a case came to be; none: nothing. */
  private async beginningOf({ data, position }: RecordedAs<'CaseCreated'>): Promise<Beginning | null> {
    const { accountId, originalEmailId } = data;
    if (accountId === null) return null;
    const last = this.promised.get(accountId)?.findLast((one) => one.position < position);
    if (!last?.level) return null;
    const { level, promised, since } = last;
    return { level, promised, since, receivedAt: await this.receivedAt(originalEmailId, accountId) };
  }

  /** When a message came to an account. */
  private async receivedAt(emailId: EmailId | null, accountId: AccountId): Promise<string | null> {
    if (emailId === null) return null;
    for await (const { type, data } of this.log.readStream(streams.email(emailId))) {
      if (type !== 'EmailReceived' && type !== 'EmailDelivered') continue;
      if (data.delivery.accountId === accountId) return data.delivery.receivedAt;
    }
    return null;
  }

  /** When to look again; none: when something has happened. */
  private async passTime(signal: AbortSignal): Promise<Date | null> {
    const now = this.clock.now();
    const due = await this.running.dues(BATCH);
    let told = 0;
    for (const { caseId, lookAt } of due) {
      if (lookAt > now.toISOString()) return new Date(lookAt);
      if (signal.aborted) return null;
      told += await this.look(caseId);
    }
    // What was written rings when it stands in the read model, which then has the next ones.
    return due.length > 0 && told === 0 ? new Date(now.getTime() + AGAIN) : null;
  }

  /** Writes what there is to be said of a case. @returns how many events that were */
  private async look(caseId: CaseId, beginning?: Beginning): Promise<number> {
    const stream = streams.case(caseId);
    for (;;) {
      const { state, revision } = await this.aggregates.load(caseClock, stream);
      const now = this.clock.now().toISOString();
      const begins = beginning ? beginClock(state, beginning) : [];
      const begun = begins.reduce<Clock | null>(
        (clock, event) => caseClock.evolve(clock, { ...event, metadata: { at: now } }),
        state,
      );
      if (!begun?.started) return 0;
      const schedule = await this.scheduleOf(begun.started.level.calendarId);
      const events = [...begins, ...elapseClock(begun, schedule, now)];
      if (events.length === 0) return 0;
      const by = { actor: ACTOR, cause: `${caseId}@${revision} service level` };
      try {
        await this.log.append({ stream, expectedRevision: revision, events, by });
        return events.length;
      } catch (error) {
        // Something has happened to it meanwhile: that may have been the answer.
        if (!(error instanceof WrongExpectedRevision)) throw error;
      }
    }
  }

  private async scheduleOf(calendarId: CalendarId | null): Promise<Schedule> {
    const schedule = this.schedules.get(calendarId) ?? (await scheduleOf(this.aggregates, calendarId));
    this.schedules.set(calendarId, schedule);
    return schedule;
  }
}
