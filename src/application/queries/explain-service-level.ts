import type { CasePriority, CaseStatus } from '../../domain/case/events.js';
import { isOpen } from '../../domain/case/status.js';
import type { EventRef } from '../../domain/event.js';
import {
  allowedFor,
  type Clock,
  periodsOf,
  runsIn,
  type Schedule,
  statusOf,
  usedUpTo,
  whenUsed,
} from '../../domain/service-level/clock.js';
import type { ServiceLevel, Target } from '../../domain/service-level/level.js';

export interface ExplainedPromise {
  /** None: nothing is promised. */
  readonly allowedMinutes: number | null;
  readonly usedMinutes: number;
  readonly state: 'none' | 'running' | 'paused' | 'warned' | 'missed' | 'met' | 'late' | 'stopped';
  readonly dueAt: string | null;
  readonly warnedAt: string | null;
  readonly missedAt: string | null;
  readonly metAt: string | null;
}

/** What was promised for a case and how it stands, with all that it comes from. */
export interface ExplainedLevel {
  readonly caseId: string;
  readonly number: number;
  readonly sentence: string;
  /** None: its account promised nothing when it came to be. */
  readonly level: ServiceLevel | null;
  readonly promised: EventRef | null;
  readonly calendar: EventRef | null;
  readonly priority: CasePriority;
  readonly startedAt: string | null;
  readonly firstResponse: ExplainedPromise | null;
  readonly solution: ExplainedPromise | null;
  readonly periods: readonly {
    readonly status: CaseStatus;
    readonly from: string;
    readonly to: string | null;
    readonly runs: boolean;
    readonly minutes: number;
  }[];
}

type Begun = Clock & { readonly started: NonNullable<Clock['started']> };

/** Pure: from the case's own events, its calendar and the moment that is taken for now. */
export function explainLevel(
  named: { readonly caseId: string; readonly number: number },
  clock: Clock | null,
  schedule: Schedule,
  now: string,
): ExplainedLevel {
  if (!clock?.started) {
    return {
      ...named,
      sentence: `Case ${named.number}: nothing was promised when it came to be.`,
      ...{ level: null, promised: null, calendar: null, startedAt: null, firstResponse: null, solution: null },
      priority: clock?.priority.wanted ?? 'Normal',
      periods: [],
    };
  }
  // It has begun, as was just seen.
  const begun = clock as Begun;
  const { level, promised, startedAt } = begun.started;
  const until = Date.parse(now);
  const firstResponse = promiseOf(begun, 'first-response', schedule, now);
  const solution = promiseOf(begun, 'solution', schedule, now);
  const sentences = [inWords('the first response', firstResponse), inWords('the solution', solution)].flat();
  return {
    ...named,
    sentence: [`Case ${named.number}: its time began at ${startedAt}${hoursOf(schedule)}.`, ...sentences].join(' '),
    ...{
      level,
      promised,
      calendar: schedule.calendar,
      priority: begun.priority.wanted,
      startedAt,
      firstResponse,
      solution,
    },
    periods: periodsOf(begun, begun.started).map(({ status, from, to, runs }) => ({
      status,
      from: iso(from),
      to: to === null ? null : iso(to),
      runs,
      minutes: runs ? minutes(schedule.time.between(from, to ?? until)) : 0,
    })),
  };
}

function promiseOf(clock: Begun, target: Target, { time }: Schedule, now: string): ExplainedPromise {
  const { level } = clock.started;
  const is = clock.promises[target];
  const given = allowedFor(clock, level, target);
  const periods = periodsOf(clock, clock.started);
  const until = is.met && !(target === 'solution' && isOpen(statusOf(clock))) ? is.met.at : now;
  const due = given === null ? null : whenUsed(periods, time, given);
  return {
    allowedMinutes: given === null ? null : given / 60_000,
    usedMinutes: minutes(usedUpTo(periods, time, Date.parse(until))),
    state: given === null && is.missed === null ? 'none' : stateOf(clock, target),
    dueAt: is.missed ?? (due === null || is.met ? (is.due?.dueAt ?? null) : iso(due)),
    warnedAt: is.warned,
    missedAt: is.missed,
    metAt: is.met?.at ?? null,
  };
}

function stateOf(clock: Begun, target: Target): ExplainedPromise['state'] {
  const { met, missed, warned } = clock.promises[target];
  const status = statusOf(clock);
  // What was solved in time and opened again is awaited again.
  const isDone = met !== null && (target === 'first-response' || !isOpen(status));
  if (missed !== null) return met?.late ? 'late' : 'missed';
  if (isDone) return 'met';
  if (!isOpen(status)) return 'stopped';
  if (!runsIn(clock.started.level, status)) return 'paused';
  return warned === null ? 'running' : 'warned';
}

function inWords(what: string, promise: ExplainedPromise): readonly string[] {
  const { allowedMinutes: allowed, usedMinutes: used, state, dueAt, missedAt, metAt } = promise;
  const of = `${what.charAt(0).toUpperCase()}${what.slice(1)}`;
  switch (state) {
    case 'none':
      return [];
    case 'met':
      return [`${of} came at ${metAt}, after ${used} of ${allowed} minutes.`];
    case 'late':
      return [`${of} was due at ${missedAt} and came at ${metAt}, after ${used} minutes.`];
    case 'missed':
      return [`${of} was due at ${missedAt} and had not come by then: ${used} minutes have gone by.`];
    case 'paused':
      return [`${of} has ${left(allowed, used)} minutes left; its status stops the clock.`];
    case 'stopped':
      return [`${of} is not awaited any more; ${used} of ${allowed} minutes had gone by.`];
    default:
      return [`${of} is due at ${dueAt ?? 'no time within ten years'}: ${used} of ${allowed} minutes have gone by.`];
  }
}

const left = (allowed: number | null, used: number): number =>
  Math.max(0, Math.round(((allowed ?? 0) - used) * 100) / 100);
const hoursOf = ({ calendar }: Schedule): string =>
  calendar === null
    ? ' and goes by around the clock'
    : ` and goes by in the hours of the calendar ${calendar.stream.replace(/^calendar-/, '')}`;
const iso = (moment: number): string => new Date(moment).toISOString();
const minutes = (milliseconds: number): number => Math.round(milliseconds / 600) / 100;
