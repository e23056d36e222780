import type { WorkingTime } from '../calendar/working-time.js';
import { type CaseEvent, type CasePriority, type CaseStatus, isOpen } from '../case/events.js';
import type { Decider } from '../decider.js';
import type { EventRef } from '../event.js';
import type { AccountId, CaseId, EmailId, TeamId, UserId } from '../ids.js';
import type { Due } from './events.js';
import { allowed, type ServiceLevel, type Target } from './level.js';

type DataOf<Type extends CaseEvent['type']> = Extract<CaseEvent, { type: Type }>['data'];

export interface Done {
  /** ISO 8601, as all moments here. */
  readonly at: string;
  readonly emailId: EmailId | null;
}

/** What the log says of one promise. */
export interface Promised {
  /** As it was set last; none: nothing is due. */
  readonly due: Due | null;
  readonly warned: string | null;
  readonly missed: string | null;
  readonly met: { readonly at: string; readonly late: boolean } | null;
}

/** A case as a clock: everything that lets its time go by, or stops it. */
export interface Clock {
  readonly caseId: CaseId;
  readonly accountId: AccountId | null;
  readonly originalEmailId: EmailId | null;
  readonly createdAt: string;
  /** It was brought from another system, where what was promised is not known. */
  readonly imported: boolean;
  readonly teamId: TeamId | null;
  readonly assignee: UserId | null;
  /** As it is, and as people want it: what an escalation raised does not shorten what is promised. */
  readonly priority: { readonly now: CasePriority; readonly wanted: CasePriority };
  /** What it was since when, in order; the last one it is. */
  readonly statuses: readonly { readonly status: CaseStatus; readonly from: string }[];
  readonly answered: Done | null;
  /** The first time that it was Closed or Rejected. */
  readonly solved: string | null;
  readonly started: Pick<DataOf<'CaseServiceLevelStarted'>, 'level' | 'promised' | 'startedAt'> | null;
  /** As of when due times were set last; none: never. */
  readonly set: Pick<DataOf<'CaseDueTimesSet'>, 'status' | 'priority' | 'calendar' | 'because'> | null;
  readonly promises: Readonly<Record<Target, Promised>>;
}

/** A fact of a case, and when it was recorded. */
export type Timed<E> = E & { readonly metadata: { readonly at: string } };

const NOTHING: Promised = { due: null, warned: null, missed: null, met: null };

/** None: there is no case yet. Events of its stream, as the log holds them, and nothing else. */
export const caseClock: Decider<Clock | null, Timed<CaseEvent>> = {
  initialState: () => null,
  evolve(clock, { type, data, metadata }) {
    if (type === 'CaseRequested' || type === 'CaseImported') {
      return { ...created(data.caseId, metadata.at), priority: { now: data.priority, wanted: data.priority } };
    }
    if (type === 'CaseCreated') {
      const { caseId, accountId, originalEmailId, teamId, status, createdAt } = data;
      const { priority } = clock ?? created(caseId, metadata.at);
      const statuses = [{ status, from: metadata.at }];
      const facts = { accountId, originalEmailId, teamId, imported: createdAt !== null };
      return { ...created(caseId, metadata.at), ...facts, priority, statuses };
    }
    if (!clock) return clock;
    switch (type) {
      case 'CaseAssigned': {
        const assigned = { ...clock, assignee: data.userId, teamId: data.teamId };
        return statusOf(clock) === 'New' ? inStatus(assigned, 'Assigned', metadata.at) : assigned;
      }
      case 'CaseUnassigned': {
        const unassigned = { ...clock, assignee: null };
        return statusOf(clock) === 'Assigned' ? inStatus(unassigned, 'New', metadata.at) : unassigned;
      }
      case 'CaseStatusChanged':
      case 'CaseReopened':
        return inStatus(clock, data.to, metadata.at);
      case 'CasePriorityChanged': {
        const wanted = data.reason === 'service-level' ? clock.priority.wanted : data.to;
        return { ...clock, priority: { now: data.to, wanted } };
      }
      case 'CaseEmailAdded': {
        const { direction, automatic, emailId } = data;
        const answers = direction === 'out' && automatic === null && emailId !== clock.originalEmailId;
        return answers && !clock.answered ? { ...clock, answered: { at: latest(clock, metadata.at), emailId } } : clock;
      }
      case 'CaseServiceLevelStarted': {
        const { level, promised, startedAt } = data;
        return { ...clock, started: { level, promised, startedAt } };
      }
      case 'CaseDueTimesSet': {
        const { status, priority, calendar, because, firstResponse, solution } = data;
        const promises = {
          'first-response': { ...clock.promises['first-response'], due: firstResponse },
          solution: { ...clock.promises.solution, due: solution },
        };
        return { ...clock, set: { status, priority, calendar, because }, promises };
      }
      case 'CaseServiceLevelWarned':
        return promise(clock, data.target, { warned: data.at });
      case 'CaseServiceLevelMissed':
        return promise(clock, data.target, { missed: data.at, due: null });
      case 'CaseServiceLevelMet':
        return promise(clock, data.target, {
          met: { at: data.at, late: data.late },
          // One that was solved may be opened again, and then it goes on.
          ...(data.target === 'first-response' ? { due: null } : {}),
        });
      default:
        return clock;
    }
  },
};

const created = (caseId: CaseId, createdAt: string): Clock => ({
  caseId,
  accountId: null,
  originalEmailId: null,
  createdAt,
  imported: false,
  teamId: null,
  assignee: null,
  priority: { now: 'Normal', wanted: 'Normal' },
  statuses: [],
  answered: null,
  solved: null,
  started: null,
  set: null,
  promises: { 'first-response': NOTHING, solution: NOTHING },
});

export const statusOf = ({ statuses }: Clock): CaseStatus => statuses.at(-1)?.status ?? 'New';

const isSolved = (status: CaseStatus): boolean => status === 'Closed' || status === 'Rejected';

function inStatus(clock: Clock, status: CaseStatus, at: string): Clock {
  if (statusOf(clock) === status) return clock;
  const from = latest(clock, at);
  const solved = clock.solved ?? (isSolved(status) ? from : null);
  return { ...clock, solved, statuses: [...clock.statuses, { status, from }] };
}

/** Clocks of nodes may differ by a moment; the time of one case only goes on. */
function latest({ statuses }: Clock, at: string): string {
  const last = statuses.at(-1)?.from;
  return last !== undefined && last > at ? last : at;
}

function promise(clock: Clock, target: Target, change: Partial<Promised>): Clock {
  return { ...clock, promises: { ...clock.promises, [target]: { ...clock.promises[target], ...change } } };
}

/** Whether time goes by in a status. */
export const runsIn = (level: ServiceLevel, status: CaseStatus): boolean =>
  isOpen(status) && !level.pausedBy.some((one) => one === status);

export interface Period {
  readonly from: number;
  /** None: it goes on. */
  readonly to: number | null;
  readonly status: CaseStatus;
  readonly runs: boolean;
}

/** From when to when which status held since its time began: milliseconds since 1970. */
export function periodsOf({ statuses }: Clock, { level, startedAt }: NonNullable<Clock['started']>): readonly Period[] {
  return statuses.map(({ status, from }, n) => ({
    from: Date.parse(n === 0 && startedAt < from ? startedAt : from),
    to: n + 1 < statuses.length ? Date.parse(statuses[n + 1]?.from ?? from) : null,
    status,
    runs: runsIn(level, status),
  }));
}

/** How much has gone by up to a moment, in milliseconds of the calendar. */
export function usedUpTo(periods: readonly Period[], time: WorkingTime, moment: number): number {
  return periods
    .filter(({ runs, from }) => runs && from < moment)
    .reduce((sum, { from, to }) => sum + time.between(from, Math.min(to ?? moment, moment)), 0);
}

/** When so much has gone by; none: not while everything stays as it is. */
export function whenUsed(periods: readonly Period[], time: WorkingTime, duration: number): number | null {
  let left = duration;
  for (const { runs, from, to } of periods) {
    if (!runs) continue;
    if (to === null) return time.after(from, left);
    const counted = time.between(from, to);
    if (left <= counted) return time.after(from, left);
    left -= counted;
  }
  return null;
}

/** What there is for a promise, by the priority that people want. */
export const allowedFor = ({ priority }: Clock, level: ServiceLevel, target: Target): number | null =>
  allowed(level, target, priority.wanted);

/** A calendar as a case goes by it. */
export interface Schedule {
  readonly time: WorkingTime;
  /** Where it stands; none: around the clock. */
  readonly calendar: EventRef | null;
}
