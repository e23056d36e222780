import type { Absence, Capacity, Rate } from '../availability/events.js';
import type { CaseStatus } from '../case/status.js';
import type { CaseId, TeamId, UserId } from '../ids.js';

/** One user, as the distribution sees them. */
export interface Agent {
  readonly active: boolean;
  /** Over all teams. */
  readonly openCases: number;
  /** The number of their last turn in any team; 0: none yet. */
  readonly lastPick: number;
  /** By their own plans; none: they are there, as far as these say. */
  readonly absent: Absence | null;
  /** They have working hours of their own: those of their teams do not count. */
  readonly ownHours: boolean;
  readonly capacity: Capacity | null;
  readonly rate: Rate | null;
  readonly skills: readonly string[];
  /** When the distribution gave them cases, the latest at the end: as many as any rate looks at. */
  readonly given: readonly string[];
  /** Open cases that may not count for a capacity: the latest MAX_HELD since there is one that leaves some out. */
  readonly held: readonly HeldCase[];
}

/** A case that somebody has. */
export interface HeldCase {
  readonly caseId: CaseId;
  readonly status: CaseStatus;
  readonly tags: readonly string[];
  /** When they got it. */
  readonly since: string;
}

export interface Member {
  readonly position: string | null;
  /** The number of their last turn in this team; joining, and coming back, counts as one. */
  readonly lastTurn: number;
}

/** What a team says for those of its members who have nothing of their own. */
export interface TeamLimits {
  /** Outside of the team's hours. */
  readonly closed: boolean;
  readonly capacity: Capacity | null;
  readonly rate: Rate | null;
}

/** Who may get a case, who has how many, and whose turn it is: a fold over the log, plain JSON. */
export interface AssignmentState {
  readonly agents: Readonly<Record<UserId, Agent>>;
  readonly teams: Readonly<Record<TeamId, Readonly<Record<UserId, Member>>>>;
  readonly limits: Readonly<Record<TeamId, TeamLimits>>;
  /** Turns are numbered as they are given, over all teams. */
  readonly turns: number;
  /** When the last event was recorded: what stands for now. */
  readonly now: string;
  /** The largest number of cases of any rate that was ever set: so many moments are kept. */
  readonly countsGiven: number;
  /** A capacity that leaves cases out was set: from then on it is known which cases users have. */
  readonly countsHeld: boolean;
}

export const newcomer: Agent = {
  active: false,
  openCases: 0,
  lastPick: 0,
  absent: null,
  ownHours: false,
  capacity: null,
  rate: null,
  skills: [],
  given: [],
  held: [],
};

export const noLimits: TeamLimits = { closed: false, capacity: null, rate: null };

export const initialAssignment = (): AssignmentState => ({
  agents: {},
  teams: {},
  limits: {},
  turns: 0,
  now: new Date(0).toISOString(),
  countsGiven: 0,
  countsHeld: false,
});

export function withAgent(state: AssignmentState, userId: UserId, change: (agent: Agent) => Agent): AssignmentState {
  return { ...state, agents: { ...state.agents, [userId]: change(state.agents[userId] ?? newcomer) } };
}

/** Changes a member, if there is such a one. */
export function withMember(
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
