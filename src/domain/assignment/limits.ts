import type { Capacity, Rate } from '../availability/events.js';
import type { TeamId, UserId } from '../ids.js';
import type { Limits } from './explanation.js';
import type { AssignmentRule } from './rule.js';
import { type Agent, type AssignmentState, type HeldCase, noLimits } from './state.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** What stands in the way of one user, and what was looked at. */
export interface Standing {
  readonly reasons: readonly string[];
  /** None: the rule regards nothing of it. */
  readonly limits: Limits | null;
}

/**
 * How a user stands to a rule at a moment. What they have set for themselves goes before what their team says.
 * @param at ISO 8601
 */
export function standing(state: AssignmentState, agent: Agent, rule: AssignmentRule, at: string): Standing {
  const { respects, teamId, skills } = rule;
  if (!Object.values(respects).includes(true)) return { reasons: [], limits: null };
  const team = (teamId === null ? undefined : state.limits[teamId]) ?? noLimits;
  const reasons: string[] = [];
  if (respects.availability) {
    if (agent.absent) reasons.push(agent.absent);
    else if (!agent.ownHours && team.closed) reasons.push('outside-hours');
  }
  const capacity = respects.capacity ? (agent.capacity ?? team.capacity) : null;
  const counted = capacity ? countedCases(agent, capacity, at) : 0;
  const leftOut = agent.openCases - counted;
  if (capacity && counted >= capacity.maxOpenCases) reasons.push('at-capacity');
  const rate = respects.rate ? (agent.rate ?? team.rate) : null;
  const given = rate ? givenWithin(agent, rate, at).length : 0;
  if (rate && given >= rate.cases) reasons.push('over-rate');
  const missingSkills = respects.skills ? skills.filter((skill) => !agent.skills.includes(skill)) : [];
  if (missingSkills.length > 0) reasons.push('lacks-skill');
  return {
    reasons,
    limits: {
      capacity: capacity && { most: capacity.maxOpenCases, counted, leftOut },
      rate: rate && { ...rate, given },
      missingSkills,
    },
  };
}

/** Open cases that count: all but those that are known to be left out. */
function countedCases({ openCases, held }: Agent, { leavingOut }: Capacity, at: string): number {
  const { olderThanDays } = leavingOut;
  const eldest = olderThanDays === null ? null : before(at, olderThanDays * DAY);
  const out = held.filter((one) => isLeftOut(one, leavingOut) || (eldest !== null && one.since <= eldest));
  return Math.max(0, openCases - out.length);
}

/** Whatever its age. */
function isLeftOut({ status, tags }: HeldCase, leavingOut: Capacity['leavingOut']): boolean {
  return leavingOut.statuses.includes(status) || tags.some((tag) => leavingOut.tags.includes(tag));
}

/** When cases were given to a user within a window; a moment behind `at` comes from a clock that was wrong. */
function givenWithin({ given }: Agent, { windowMinutes }: Rate, at: string): readonly string[] {
  const begin = before(at, windowMinutes * MINUTE);
  return given.filter((moment) => moment > begin && moment <= at);
}

const before = (at: string, milliseconds: number): string => new Date(Date.parse(at) - milliseconds).toISOString();
const after = (at: string, milliseconds: number): string => new Date(Date.parse(at) + milliseconds).toISOString();

export interface Easing {
  readonly userId: UserId;
  readonly limit: 'capacity' | 'rate';
  /** When they may have a case again by time alone. */
  readonly at: string;
}

/**
 * When time alone will ease a limit that a user has reached: their own, or one that a team of theirs has for them. The
 * earliest of each user. Nobody who is below their limits is named: nothing would change.
 */
export function easings(state: AssignmentState): Easing[] {
  return Object.entries(state.agents).flatMap(([id, agent]) => {
    // The keys of a record of users are their ids.
    const userId = id as UserId;
    const [first] = easingsOf(state, userId, agent).sort((a, b) => (a.at < b.at ? -1 : 1));
    return first ? [first] : [];
  });
}

function easingsOf(state: AssignmentState, userId: UserId, agent: Agent): Easing[] {
  const teams = Object.entries(state.limits)
    // As above, for teams.
    .filter(([teamId]) => state.teams[teamId as TeamId]?.[userId])
    .map(([, limits]) => limits);
  const rates = agent.rate ? [agent.rate] : teams.flatMap(({ rate }) => rate ?? []);
  const capacities = agent.capacity ? [agent.capacity] : teams.flatMap(({ capacity }) => capacity ?? []);
  return [
    ...rates.flatMap((rate) => {
      const given = givenWithin(agent, rate, state.now);
      const oldest = given.length >= rate.cases ? given[given.length - rate.cases] : undefined;
      return oldest ? [{ userId, limit: 'rate', at: after(oldest, rate.windowMinutes * MINUTE) } as const] : [];
    }),
    ...capacities.flatMap((capacity) => {
      const { olderThanDays } = capacity.leavingOut;
      if (olderThanDays === null || countedCases(agent, capacity, state.now) < capacity.maxOpenCases) return [];
      const ages = agent.held
        .filter((one) => !isLeftOut(one, capacity.leavingOut))
        .map(({ since }) => after(since, olderThanDays * DAY))
        .filter((at) => at > state.now)
        .sort();
      return ages[0] ? [{ userId, limit: 'capacity', at: ages[0] } as const] : [];
    }),
  ];
}
