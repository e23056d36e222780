import { type CaseEvent, CasePriority } from '../case/events.js';
import { isOpen } from '../case/status.js';
import {
  allowedFor,
  type Clock,
  caseClock,
  type Period,
  periodsOf,
  runsIn,
  type Schedule,
  statusOf,
  type Timed,
  usedUpTo,
  whenUsed,
} from './clock.js';
import type { Due } from './events.js';
import { type ServiceLevel, Target } from './level.js';

type DataOf<Type extends CaseEvent['type']> = Extract<CaseEvent, { type: Type }>['data'];
type Started = Clock & {
  readonly started: NonNullable<Clock['started']>;
  readonly accountId: NonNullable<Clock['accountId']>;
};
type Because = DataOf<'CaseDueTimesSet'>['because'];

/** What an account promised when a case came to be. */
export type Beginning = Pick<DataOf<'CaseServiceLevelStarted'>, 'level' | 'promised'> & {
  /** When it was promised. */
  readonly since: string;
  /** When the message came that made the case; none: that is not known. */
  readonly receivedAt: string | null;
};

/** The time of a case begins when its message came: not before that was promised, and not after there was a case. */
export function beginClock(clock: Clock | null, { level, promised, since, receivedAt }: Beginning): CaseEvent[] {
  if (!clock || clock.started || clock.imported || clock.accountId === null) return [];
  const { caseId, accountId, createdAt } = clock;
  const came = receivedAt !== null && receivedAt < createdAt ? receivedAt : createdAt;
  const startedAt = came < since ? (since < createdAt ? since : createdAt) : came;
  return [{ type: 'CaseServiceLevelStarted', data: { caseId, accountId, level, promised, startedAt } }];
}

/**
 * What the log does not say yet of a case at a moment: due times that are others now, answers and solutions, warnings,
 * and what was missed, with what follows from that. Told again, nothing. What passed while nobody looked comes in the
 * order in which it happened; nobody is warned of what is missed by then.
 */
export function elapseClock(clock: Clock | null, schedule: Schedule, now: string): CaseEvent[] {
  if (!clock?.started || clock.accountId === null) return [];
  // Both are there, as was just seen.
  const begun = clock as Started;
  const periods = periodsOf(clock, clock.started);
  const happened = Target.options
    .flatMap((target) => happenedTo(begun, target, periods, schedule, now))
    .sort((a, b) => (a.at === b.at ? 0 : a.at < b.at ? -1 : 1));
  const events: CaseEvent[] = [];
  let state: Started = begun;
  for (const { decide } of happened) {
    for (const event of decide(state)) {
      events.push(event);
      state = caseClock.evolve(state, { ...event, metadata: { at: now } } satisfies Timed<CaseEvent>) as Started;
    }
  }
  return [...events, ...dueTimes(state, schedule, now)];
}

interface Happened {
  readonly at: string;
  decide(state: Started): CaseEvent[];
}

function happenedTo(
  clock: Started,
  target: Target,
  periods: readonly Period[],
  { time, calendar }: Schedule,
  now: string,
): Happened[] {
  const { level } = clock.started;
  const is = clock.promises[target];
  const given = allowedFor(clock, level, target);
  if (given === null) return [];
  const until = Date.parse(now);
  const allowedMinutes = given / 60_000;
  const { caseId, accountId } = clock;
  const measuredAt = (moment: number) => ({
    ...{ caseId, accountId, target, allowedMinutes, calendar },
    usedMinutes: minutes(usedUpTo(periods, time, moment)),
  });
  const due = whenUsed(periods, time, given);
  const done = target === 'solution' ? clock.solved : (clock.answered?.at ?? null);
  const happened: Happened[] = [];
  // The first answer ends it; a solution does not, where the case was opened again.
  const isOver = due !== null && due <= until && (target === 'solution' || done === null || due < Date.parse(done));
  // While no time goes by, nothing is missed that was not already: another priority or calendar changes nothing then.
  const isSettled = clock.set !== null && is.due === null && !runsIn(level, statusOf(clock));
  const isMissed = isOver && is.missed === null && !isSettled && (target === 'solution' || is.met === null);
  if (isMissed) {
    const at = iso(due);
    happened.push({
      at,
      decide: (state) => [
        {
          type: 'CaseServiceLevelMissed',
          data: { ...measuredAt(due), at, metAt: state.promises[target].met?.at ?? null, ...toldOfMiss(state) },
        },
        ...escalate(state, level),
      ],
    });
  }
  const wait = level.warnAtPercent === null ? null : whenUsed(periods, time, (given * level.warnAtPercent) / 100);
  if (
    !isOver &&
    wait !== null &&
    wait <= until &&
    is.warned === null &&
    is.missed === null &&
    isAwaited(clock, target)
  ) {
    const at = iso(wait);
    happened.push({
      at,
      decide: (state) => [
        {
          type: 'CaseServiceLevelWarned',
          // It may run out by nobody's fault but the time's: there is a due time where there is a warning.
          data: { ...measuredAt(wait), at, dueAt: iso(due ?? wait), ...toldOfWarning(state) },
        },
      ],
    });
  }
  if (done !== null && is.met === null) {
    const emailId = target === 'solution' ? null : (clock.answered?.emailId ?? null);
    const late = isMissed || is.missed !== null;
    happened.push({
      at: done,
      decide: () => [
        { type: 'CaseServiceLevelMet', data: { ...measuredAt(Date.parse(done)), at: done, emailId, late } },
      ],
    });
  }
  return happened;
}

/** Whether it is still to be done, in a status in which time goes by. */
function isAwaited(clock: Started, target: Target): boolean {
  const isDone = target === 'first-response' && clock.answered !== null;
  return !isDone && runsIn(clock.started.level, statusOf(clock));
}

function dueTimes(clock: Started, { time, calendar }: Schedule, now: string): CaseEvent[] {
  const { caseId, accountId, started, promises, set } = clock;
  const periods = periodsOf(clock, started);
  const dueOf = (target: Target): Due | null => {
    const given = allowedFor(clock, started.level, target);
    if (given === null || promises[target].missed !== null || !isAwaited(clock, target)) return null;
    const at = whenUsed(periods, time, given);
    if (at === null) return null;
    const { warnAtPercent } = started.level;
    const isWarned = warnAtPercent === null || promises[target].warned !== null;
    const warn = isWarned ? null : whenUsed(periods, time, (given * warnAtPercent) / 100);
    const used = usedUpTo(periods, time, Date.parse(now));
    return {
      dueAt: iso(at),
      warnAt: warn === null ? null : iso(warn),
      usedMinutes: minutes(used),
      allowedMinutes: given / 60_000,
    };
  };
  const firstResponse = dueOf('first-response');
  const solution = dueOf('solution');
  const status = statusOf(clock);
  const priority = clock.priority.wanted;
  const isAsSet =
    set !== null && sameDue(promises['first-response'].due, firstResponse) && sameDue(promises.solution.due, solution);
  if (isAsSet) return [];
  const because = reasonOf(clock, calendar);
  return [
    {
      type: 'CaseDueTimesSet',
      data: { caseId, accountId, because, status, priority, firstResponse, solution, calendar },
    },
  ];
}

/** A warning that was given is no other due time. */
const sameDue = (a: Due | null, b: Due | null): boolean =>
  a?.dueAt === b?.dueAt && a?.allowedMinutes === b?.allowedMinutes && (b?.warnAt === null || a?.warnAt === b?.warnAt);

function reasonOf({ set, started, ...clock }: Started, calendar: Schedule['calendar']): Because {
  const status = clock.statuses.at(-1)?.status ?? 'New';
  if (!set) return 'started';
  if (status === 'Duplicate') return 'stopped';
  if (!isOpen(status)) return 'solved';
  if (!runsIn(started.level, status)) return 'paused';
  if (!runsIn(started.level, set.status)) return 'resumed';
  if (set.priority !== clock.priority.wanted) return 'priority';
  return set.calendar?.revision === calendar?.revision ? 'resumed' : 'calendar';
}

/** Whoever has it; where nobody does, its team. */
function toldOfWarning({ assignee, teamId }: Clock) {
  if (assignee !== null) return { userIds: [assignee], teamIds: [] };
  return { userIds: [], teamIds: teamId === null ? [] : [teamId] };
}

function toldOfMiss({ assignee, started }: Started) {
  const { userIds, teamIds, assignee: alsoAssignee } = started.level.escalation;
  const own = alsoAssignee && assignee !== null ? [assignee] : [];
  return { userIds: [...new Set([...userIds, ...own])], teamIds: [...teamIds] };
}

/** What a miss does to a case that is still open. */
function escalate(state: Started, { escalation }: ServiceLevel): CaseEvent[] {
  const { caseId, assignee, teamId, priority } = state;
  const status = statusOf(state);
  if (!isOpen(status)) return [];
  const { raiseTo, redistribute } = escalation;
  const order = CasePriority.options;
  const isHigher = raiseTo !== null && order.indexOf(raiseTo) > order.indexOf(priority.now);
  const given = { redistribute: true, reason: 'service-level', note: null, decision: null };
  return [
    ...(isHigher
      ? [
          {
            type: 'CasePriorityChanged' as const,
            data: { caseId, from: priority.now, to: raiseTo, reason: 'service-level' as const },
          },
        ]
      : []),
    ...(redistribute && assignee !== null
      ? [{ type: 'CaseUnassigned' as const, data: { caseId, userId: assignee, teamId, status, ...given } }]
      : []),
  ];
}

const iso = (moment: number): string => new Date(moment).toISOString();
/** To a hundredth. */
const minutes = (milliseconds: number): number => Math.round(milliseconds / 600) / 100;
