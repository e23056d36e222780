import type { TeamEvent, UserEvent } from '../access/events.js';
import type { Absence, AvailabilityEvent, Rate, TeamAvailabilityEvent } from '../availability/events.js';
import type { CaseEvent } from '../case/events.js';
import { type CaseStatus, isOpen } from '../case/status.js';
import type { Decider } from '../decider.js';
import type { CaseId, TeamId, UserId } from '../ids.js';
import type { RoutingEvent } from '../routing/events.js';
import type { Assignment } from './explanation.js';
import { type AssignmentState, initialAssignment, noLimits, type TeamLimits, withAgent, withMember } from './state.js';

export type AssignmentFact =
  | UserEvent
  | TeamEvent
  | AvailabilityEvent
  | TeamAvailabilityEvent
  | CaseEvent
  | RoutingEvent;
/** A fact, and when it was recorded where that is known. */
export type AssignmentEvent = AssignmentFact & { readonly metadata?: { readonly at: string } };

/**
 * Takes the distribution's own picks from `routing`, where they are decided, and ignores their copies in the cases'
 * streams; what people do with cases it takes from there. Time passes by what the log says of it.
 */
export const assignment: Decider<AssignmentState, AssignmentEvent> = {
  initialState: initialAssignment,
  evolve(before, event) {
    const state = atTheTimeOf(before, event);
    const { type, data } = event;
    switch (type) {
      case 'UserRegistered':
        return withAgent(state, data.userId, (agent) => ({ ...agent, active: true }));
      case 'UserActivated':
        return comeBack(
          withAgent(state, data.userId, (agent) => ({ ...agent, active: true })),
          data.userId,
        );
      case 'UserDeactivated':
        return withAgent(state, data.userId, (agent) => ({ ...agent, active: false }));
      case 'TeamCreated':
        return { ...state, teams: { ...state.teams, [data.teamId]: state.teams[data.teamId] ?? {} } };
      case 'TeamMemberAdded':
        return join(state, data.teamId, data.userId, data.position);
      case 'TeamMemberPositionSet':
        return withMember(state, data.teamId, data.userId, (member) => ({ ...member, position: data.position }));
      case 'TeamMemberRemoved':
        return leave(state, data.teamId, data.userId);
      case 'AvailabilityBegan':
        return setAbsent(state, data.userId, null);
      case 'AvailabilityEnded':
        return setAbsent(state, data.userId, data.reason);
      case 'WorkingHoursSet':
        return withAgent(state, data.userId, (agent) => ({ ...agent, ownHours: data.hours !== null }));
      case 'CapacitySet':
        return withAgent(countHeld(state, data.capacity), data.userId, (agent) => ({
          ...agent,
          capacity: data.capacity,
        }));
      case 'RateSet':
        return withAgent(countGiven(state, data.rate), data.userId, (agent) => ({ ...agent, rate: data.rate }));
      case 'UserSkillsSet':
        return withAgent(state, data.userId, (agent) => ({ ...agent, skills: data.skills }));
      case 'TeamWorkingHoursSet':
        return data.hours === null ? withLimits(state, data.teamId, { closed: false }) : state;
      case 'TeamHoursBegan':
        return withLimits(state, data.teamId, { closed: false });
      case 'TeamHoursEnded':
        return withLimits(state, data.teamId, { closed: true });
      case 'TeamCapacitySet':
        return withLimits(countHeld(state, data.capacity), data.teamId, { capacity: data.capacity });
      case 'TeamRateSet':
        return withLimits(countGiven(state, data.rate), data.teamId, { rate: data.rate });
      case 'EmailRouted':
      case 'CaseRouted':
        return data.assignment ? giveTurn(state, data.assignment, data.case?.id ?? null) : state;
      case 'CaseAssigned': {
        const { caseId, userId, previousUserId, status, tags } = data;
        const taken = countOpen(state, previousUserId, caseId, status, null);
        const now = status === 'New' ? 'Assigned' : status;
        const counted = isDistributed(data.distribution) ? taken : countOpen(taken, userId, caseId, null, now);
        // What was decided does not say what the case is like by now; its own stream does.
        return hold(counted, userId, caseId, now, state.now, tags);
      }
      case 'CaseAssignmentLapsed':
        return countOpen(state, data.userId, data.caseId, 'Assigned', null);
      case 'CaseUnassigned':
        return countOpen(state, data.userId, data.caseId, data.status, null);
      case 'CaseStatusChanged':
        return countOpen(state, data.userId, data.caseId, data.from, data.to);
      case 'CaseReopened': {
        const { userId, caseId, from, to, tags } = data;
        const counted = countOpen(state, userId, caseId, from, to);
        return userId === null ? counted : hold(counted, userId, caseId, to, state.now, tags);
      }
      case 'CaseTagsSet':
        return data.userId === null ? state : retag(state, data.userId, data.caseId, data.tags);
      default:
        return state;
    }
  },
};

/** Not by hand, and not in the system that the case came from. */
const isDistributed = (by: string): boolean => by !== 'manual' && by !== 'imported';

function atTheTimeOf(state: AssignmentState, { metadata }: AssignmentEvent): AssignmentState {
  return metadata && metadata.at !== state.now ? { ...state, now: metadata.at } : state;
}

function join(state: AssignmentState, teamId: TeamId, userId: UserId, position: string | null): AssignmentState {
  const turns = state.turns + 1;
  const members = { ...state.teams[teamId], [userId]: { position, lastTurn: turns } };
  return { ...state, turns, teams: { ...state.teams, [teamId]: members } };
}

function leave(state: AssignmentState, teamId: TeamId, userId: UserId): AssignmentState {
  const { [userId]: _, ...members } = state.teams[teamId] ?? {};
  return { ...state, teams: { ...state.teams, [teamId]: members } };
}

/** Coming back counts as a turn in each team, or whoever was away would be the next everywhere. */
function comeBack(state: AssignmentState, userId: UserId): AssignmentState {
  const turns = state.turns + 1;
  const teams = Object.entries(state.teams).map(([teamId, members]) => {
    const member = members[userId];
    return [teamId, member ? { ...members, [userId]: { ...member, lastTurn: turns } } : members] as const;
  });
  return { ...state, turns, teams: Object.fromEntries(teams) };
}

/**
 * Back from being away counts as coming back. The end of a working day does not: whoever went home keeps their place,
 * which is worth one case at most, or those with short days would give way to those with long ones every morning.
 */
function setAbsent(state: AssignmentState, userId: UserId, absent: Absence | null): AssignmentState {
  const wasAway = state.agents[userId]?.absent === 'away';
  const changed = withAgent(state, userId, (agent) => ({ ...agent, absent }));
  return wasAway && absent !== 'away' ? comeBack(changed, userId) : changed;
}

function withLimits(state: AssignmentState, teamId: TeamId, change: Partial<TeamLimits>): AssignmentState {
  return { ...state, limits: { ...state.limits, [teamId]: { ...(state.limits[teamId] ?? noLimits), ...change } } };
}

const countGiven = (state: AssignmentState, rate: Rate | null): AssignmentState => ({
  ...state,
  countsGiven: Math.max(state.countsGiven, rate?.cases ?? 0),
});

function countHeld(state: AssignmentState, capacity: Parameters<typeof leavesOut>[0] | null): AssignmentState {
  return { ...state, countsHeld: state.countsHeld || (capacity !== null && leavesOut(capacity)) };
}

const leavesOut = ({
  leavingOut,
}: {
  readonly leavingOut: { statuses: readonly unknown[]; tags: readonly unknown[]; olderThanDays: number | null };
}) => leavingOut.statuses.length > 0 || leavingOut.tags.length > 0 || leavingOut.olderThanDays !== null;

/** Gives the picked their turn; the same for the one that `assign` shows as the order after. */
export function giveTurn(
  state: AssignmentState,
  { userId, teamId, explanation }: Assignment,
  caseId: CaseId | null,
): AssignmentState {
  if (userId === null) return state;
  const turns = state.turns + 1;
  const moment = explanation.at ?? state.now;
  const picked = withAgent(state, userId, (agent) => ({
    ...agent,
    openCases: agent.openCases + 1,
    lastPick: turns,
    given: state.countsGiven > 0 ? [...agent.given, moment].slice(-state.countsGiven) : agent.given,
  }));
  const holding = caseId === null ? picked : hold(picked, userId, caseId, 'Assigned', moment);
  const counted = { ...holding, turns };
  return teamId === null ? counted : withMember(counted, teamId, userId, (member) => ({ ...member, lastTurn: turns }));
}

/** Cases of one user that are kept: of any that they have besides, all count. */
const MAX_HELD = 2_000;

function hold(
  state: AssignmentState,
  userId: UserId,
  caseId: CaseId,
  status: CaseStatus | null,
  since: string,
  tags?: readonly string[],
): AssignmentState {
  if (!state.countsHeld) return state;
  return withAgent(state, userId, (agent) => {
    const before = agent.held.find((one) => one.caseId === caseId);
    const others = agent.held.filter((one) => one !== before);
    if (status === null || !isOpen(status)) return before ? { ...agent, held: others } : agent;
    const now = { caseId, status, tags: tags ?? before?.tags ?? [], since: before?.since ?? since };
    return { ...agent, held: [...others, now].slice(-MAX_HELD) };
  });
}

/** A case that is not held, or not open, has no tags here: who gets it is told of them then. */
function retag(state: AssignmentState, userId: UserId, caseId: CaseId, tags: readonly string[]): AssignmentState {
  if (!state.agents[userId]?.held.some((one) => one.caseId === caseId)) return state;
  return withAgent(state, userId, (agent) => ({
    ...agent,
    held: agent.held.map((one) => (one.caseId === caseId ? { ...one, tags } : one)),
  }));
}

/**
 * A user's case went from one status to another; none: it was not, or is not, theirs. Never below zero: a history that
 * does not add up must not stop the rota.
 */
function countOpen(
  state: AssignmentState,
  userId: UserId | null,
  caseId: CaseId,
  from: CaseStatus | null,
  to: CaseStatus | null,
): AssignmentState {
  if (userId === null) return state;
  const holding = hold(state, userId, caseId, to, state.now);
  const by = Number(to !== null && isOpen(to)) - Number(from !== null && isOpen(from));
  if (by === 0) return holding;
  return withAgent(holding, userId, (agent) => ({ ...agent, openCases: Math.max(0, agent.openCases + by) }));
}

/** Whether a user may still have what the distribution gave them. */
export function mayHold(state: AssignmentState, { userId, teamId, distribution }: Assignment): boolean {
  if (userId === null) return true;
  if (!state.agents[userId]?.active) return false;
  return distribution === 'direct-assignment' || teamId === null || state.teams[teamId]?.[userId] !== undefined;
}
