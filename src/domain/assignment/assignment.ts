import type { TeamEvent, UserEvent } from '../access/events.js';
import { type CaseEvent, isOpen } from '../case/events.js';
import type { Decider } from '../decider.js';
import type { EventRef } from '../event.js';
import type { TeamId, UserId } from '../ids.js';
import type { RoutingEvent } from '../routing/events.js';
import type { Assignment, AssignmentRule, Candidate } from './explanation.js';

/** One user, as the distribution sees them. */
export interface Agent {
  readonly active: boolean;
  /** Over all teams. */
  readonly openCases: number;
  /** The number of their last turn in any team; 0: none yet. */
  readonly lastPick: number;
}

export interface Member {
  readonly position: string | null;
  /** The number of their last turn in this team; joining, and coming back, counts as one. */
  readonly lastTurn: number;
}

/** Who may get a case, who has how many, and whose turn it is: a fold over the log, plain JSON. */
export interface AssignmentState {
  readonly agents: Readonly<Record<UserId, Agent>>;
  readonly teams: Readonly<Record<TeamId, Readonly<Record<UserId, Member>>>>;
  /** Turns are numbered as they are given, over all teams. */
  readonly turns: number;
}

export type AssignmentEvent = UserEvent | TeamEvent | CaseEvent | RoutingEvent;

/**
 * Takes the distribution's own picks from `routing`, where they are decided, and ignores their copies in the cases'
 * streams; what people do with cases it takes from there.
 */
export const assignment: Decider<AssignmentState, AssignmentEvent> = {
  initialState: () => ({ agents: {}, teams: {}, turns: 0 }),
  evolve(state, { type, data }) {
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
      case 'EmailRouted':
      case 'CaseRouted':
        return data.assignment ? giveTurn(state, data.assignment) : state;
      case 'CaseAssigned': {
        const taken = countOpen(state, data.previousUserId, isOpen(data.status) ? -1 : 0);
        return data.distribution === 'manual' && isOpen(data.status) ? countOpen(taken, data.userId, 1) : taken;
      }
      case 'CaseAssignmentLapsed':
        return countOpen(state, data.userId, -1);
      case 'CaseUnassigned':
        return countOpen(state, data.userId, isOpen(data.status) ? -1 : 0);
      case 'CaseStatusChanged':
      case 'CaseReopened':
        return countOpen(state, data.userId, Number(isOpen(data.to)) - Number(isOpen(data.from)));
      default:
        return state;
    }
  },
};

const newcomer: Agent = { active: false, openCases: 0, lastPick: 0 };

function withAgent(state: AssignmentState, userId: UserId, change: (agent: Agent) => Agent): AssignmentState {
  return { ...state, agents: { ...state.agents, [userId]: change(state.agents[userId] ?? newcomer) } };
}

/** Changes a member, if there is such a one. */
function withMember(
  state: AssignmentState,
  teamId: TeamId,
  userId: UserId,
  change: (member: Member) => Member,
): AssignmentState {
  const members = state.teams[teamId];
  const member = members?.[userId];
  if (!members || !member) return state;
  return { ...state, teams: { ...state.teams, [teamId]: { ...members, [userId]: change(member) } } };
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

/** Coming back counts as a turn in each team, or whoever was away would get everything at once. */
function comeBack(state: AssignmentState, userId: UserId): AssignmentState {
  const turns = state.turns + 1;
  const teams = Object.entries(state.teams).map(([teamId, members]) => {
    const member = members[userId];
    return [teamId, member ? { ...members, [userId]: { ...member, lastTurn: turns } } : members] as const;
  });
  return { ...state, turns, teams: Object.fromEntries(teams) };
}

function giveTurn(state: AssignmentState, { userId, teamId }: Assignment): AssignmentState {
  if (userId === null) return state;
  const turns = state.turns + 1;
  const picked = withAgent(state, userId, (agent) => ({ ...agent, openCases: agent.openCases + 1, lastPick: turns }));
  const counted = { ...picked, turns };
  return teamId === null ? counted : withMember(counted, teamId, userId, (member) => ({ ...member, lastTurn: turns }));
}

/** Never below zero: a history that does not add up must not stop the rota. */
function countOpen(state: AssignmentState, userId: UserId | null, by: -1 | 0 | 1 | number): AssignmentState {
  if (userId === null || by === 0) return state;
  return withAgent(state, userId, (agent) => ({ ...agent, openCases: Math.max(0, agent.openCases + by) }));
}

/** Whether a user may still have what the distribution gave them. */
export function mayHold(state: AssignmentState, { userId, teamId, distribution }: Assignment): boolean {
  if (userId === null) return true;
  if (!state.agents[userId]?.active) return false;
  return distribution === 'direct-assignment' || teamId === null || state.teams[teamId]?.[userId] !== undefined;
}

/** Picks the user for a new case, and says why. Pure: the same state and rule give the same answer. */
export function assign(state: AssignmentState, rule: AssignmentRule, asOf: EventRef | null): Assignment {
  const { distribution, teamId } = rule;
  const candidates = candidatesOf(state, rule);
  const eligible = inOrder(state, rule, candidates);
  const picked = eligible[0] ?? null;
  const orderBefore = eligible.map(({ userId }) => userId);
  const orderAfter = picked && distribution === 'round-robin' ? [...orderBefore.slice(1), picked.userId] : orderBefore;
  return {
    userId: picked?.userId ?? null,
    teamId,
    distribution,
    explanation: {
      distribution,
      teamId,
      rule: reasonFor(rule, eligible),
      candidates,
      orderBefore,
      orderAfter: picked && distribution === 'less-busy' ? afterLessBusy(state, rule, candidates, picked) : orderAfter,
      asOf,
    },
  };
}

/** The eligible members of a team, the next one first, as a round-robin of this position would take them. */
export function turnOrder(state: AssignmentState, teamId: TeamId, position: string | null = null): UserId[] {
  const rule: AssignmentRule = { distribution: 'round-robin', teamId, userId: null, position };
  return inOrder(state, rule, candidatesOf(state, rule)).map(({ userId }) => userId);
}

/** Everybody who could be thought of, in the order of their ids, so that explanations can be compared. */
function candidatesOf(state: AssignmentState, rule: AssignmentRule): Candidate[] {
  const { distribution, teamId, userId, position } = rule;
  if (distribution === 'none') return [];
  const members = teamId === null ? {} : (state.teams[teamId] ?? {});
  // The keys of a record of users are their ids.
  const ids =
    distribution === 'direct-assignment' ? (userId ? [userId] : []) : (Object.keys(members).sort() as UserId[]);
  return ids.map((id) => {
    const agent = state.agents[id] ?? newcomer;
    const because = !agent.active
      ? 'inactive'
      : distribution !== 'direct-assignment' && position !== null && members[id]?.position !== position
        ? 'other-position'
        : null;
    return {
      userId: id,
      position: members[id]?.position ?? null,
      openCases: agent.openCases,
      eligible: because === null,
      because,
      lastTurn: members[id]?.lastTurn ?? 0,
    };
  });
}

function inOrder(
  state: AssignmentState,
  { distribution }: AssignmentRule,
  candidates: readonly Candidate[],
): Candidate[] {
  const lastPick = ({ userId }: Candidate) => state.agents[userId]?.lastPick ?? 0;
  const eligible = candidates.filter((candidate) => candidate.eligible);
  // A member who was never picked stands by when they joined: nobody is put behind by their name.
  return eligible.sort(
    distribution === 'less-busy'
      ? (a, b) => a.openCases - b.openCases || lastPick(a) - lastPick(b) || a.lastTurn - b.lastTurn || byId(a, b)
      : (a, b) => a.lastTurn - b.lastTurn || byId(a, b),
  );
}

const byId = (a: Candidate, b: Candidate): number => (a.userId < b.userId ? -1 : 1);

function afterLessBusy(
  state: AssignmentState,
  rule: AssignmentRule,
  candidates: readonly Candidate[],
  picked: Candidate,
): UserId[] {
  const given: Assignment = { ...rule, userId: picked.userId, explanation: emptyExplanation(rule) };
  const after = giveTurn(state, given);
  return inOrder(after, rule, candidatesOf(after, rule).slice(0, candidates.length)).map(({ userId }) => userId);
}

const emptyExplanation = ({ distribution, teamId }: AssignmentRule): Assignment['explanation'] => ({
  distribution,
  teamId,
  rule: '',
  candidates: [],
  orderBefore: [],
  orderAfter: [],
  asOf: null,
});

function reasonFor({ distribution, teamId, userId }: AssignmentRule, eligible: readonly Candidate[]): string {
  const [first, second] = eligible;
  switch (distribution) {
    case 'none':
      return 'no-distribution';
    case 'direct-assignment':
      return userId === null || !first ? 'nobody-eligible' : 'configured-user';
    case 'round-robin':
    case 'less-busy':
      if (teamId === null) return 'no-team';
      if (!first) return 'nobody-eligible';
      if (!second) return 'only-one';
      if (distribution === 'round-robin') return 'longest-ago';
      return first.openCases < second.openCases ? 'fewest-open' : 'tie-longest-ago';
  }
}
