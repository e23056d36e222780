import type { RecordedAs } from '../events.js';
import type { Target } from './level.js';

/** How a promise stands: `late` is done, and missed before that. */
export type PromiseState = 'running' | 'paused' | 'warned' | 'missed' | 'met' | 'late';

export interface PromiseStanding {
  readonly state: PromiseState;
  /** None: no time goes by, or it was done in time. */
  readonly dueAt: string | null;
}

/** How what was promised for a case stands. */
export interface LevelStanding {
  readonly firstResponse: PromiseStanding | null;
  readonly solution: PromiseStanding | null;
}

/** What a list is narrowed to: the worst that there is of a case. */
export const LEVEL_STATES = ['breached', 'at-risk', 'on-time', 'paused', 'met'] as const;
export type LevelState = (typeof LEVEL_STATES)[number];

export const levelEvents = [
  'CaseServiceLevelStarted',
  'CaseDueTimesSet',
  'CaseServiceLevelWarned',
  'CaseServiceLevelMissed',
  'CaseServiceLevelMet',
] as const;
type LevelEvent = RecordedAs<(typeof levelEvents)[number]>;

const NOTHING: LevelStanding = { firstResponse: null, solution: null };
const fieldOf = (target: Target) => (target === 'solution' ? 'solution' : 'firstResponse');

/** One event further; none: nothing was promised. */
export function standingAfter(before: LevelStanding | null, { type, data }: LevelEvent): LevelStanding | null {
  const is = before ?? NOTHING;
  switch (type) {
    case 'CaseServiceLevelStarted':
      return is;
    case 'CaseDueTimesSet':
      return {
        firstResponse: dueIn(is.firstResponse, data.firstResponse?.dueAt ?? null),
        solution: dueIn(is.solution, data.solution?.dueAt ?? null),
      };
    case 'CaseServiceLevelWarned':
      return { ...is, [fieldOf(data.target)]: { state: 'warned', dueAt: data.dueAt } };
    case 'CaseServiceLevelMissed':
      return { ...is, [fieldOf(data.target)]: { state: 'missed', dueAt: data.at } };
    case 'CaseServiceLevelMet':
      return {
        ...is,
        [fieldOf(data.target)]: {
          state: data.late ? 'late' : 'met',
          dueAt: data.late ? (is[fieldOf(data.target)]?.dueAt ?? null) : null,
        },
      };
  }
}

function dueIn(is: PromiseStanding | null, dueAt: string | null): PromiseStanding | null {
  if (is?.state === 'missed' || is?.state === 'late') return is;
  if (dueAt === null) return is && (is.state === 'met' ? is : { state: 'paused', dueAt: null });
  return { state: is?.state === 'warned' ? 'warned' : 'running', dueAt };
}

/** The worst of what was promised; none: nothing was. */
export function levelStateOf(standing: LevelStanding | null): LevelState | null {
  const states = [standing?.firstResponse, standing?.solution].flatMap((one) => (one ? [one.state] : []));
  const has = (...wanted: readonly PromiseState[]): boolean => states.some((one) => wanted.includes(one));
  if (states.length === 0) return null;
  if (has('missed', 'late')) return 'breached';
  if (has('warned')) return 'at-risk';
  if (has('running')) return 'on-time';
  return has('paused') ? 'paused' : 'met';
}

/** When something has to have been done next, or should have been; none: nothing has to be. */
export function nextDueOf(standing: LevelStanding | null): string | null {
  const awaited = [standing?.firstResponse, standing?.solution].flatMap((one) =>
    one?.dueAt && one.state !== 'met' && one.state !== 'late' ? [one.dueAt] : [],
  );
  return awaited.sort()[0] ?? null;
}
