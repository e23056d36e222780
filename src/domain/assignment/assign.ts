import type { EventRef } from '../event.js';
import type { TeamId, UserId } from '../ids.js';
import { giveTurn } from './assignment.js';
import type { Assignment, Candidate, Explanation, RecordSkills } from './explanation.js';
import { standing } from './limits.js';
import { type AssignmentRule, PLAIN } from './rule.js';
import { type AssignmentState, newcomer } from './state.js';

export interface Asking {
  /** The last event that the state had seen. */
  readonly asOf: EventRef | null;
  /** What stands for now: when the cause of the decision was recorded. ISO 8601. */
  readonly at: string;
  /** Whoever had the case until now and is to have it again only if nobody else can. */
  readonly avoid?: UserId | null;
  /** What records of the case need besides what its rule says. */
  readonly recordSkills?: readonly RecordSkills[];
}

/** Picks the user for a new case, and says why. Pure: the same state, rule and moment give the same answer. */
export function assign(state: AssignmentState, ofCase: AssignmentRule, asking: Asking): Assignment {
  const { asOf, at, avoid = null, recordSkills = [] } = asking;
  const rule = withSkills(ofCase, recordSkills);
  const { distribution, teamId, respects, skills, overdue } = rule;
  const candidates = withoutWhoHadIt(candidatesOf(state, rule, at), avoid);
  const eligible = inOrder(state, rule, candidates);
  const picked = eligible[0] ?? null;
  const orderBefore = eligible.map(({ userId }) => userId);
  const explanation: Explanation = {
    distribution,
    teamId,
    rule: reasonFor(rule, eligible),
    candidates,
    orderBefore,
    orderAfter: orderBefore,
    asOf,
    at,
    respects,
    skills: [...skills],
    recordSkills: [...recordSkills],
    overdue,
  };
  const given: Assignment = { userId: picked?.userId ?? null, teamId, distribution, explanation };
  if (!picked) return given;
  const orderAfter =
    distribution === 'round-robin'
      ? [...orderBefore.slice(1), picked.userId]
      : distribution === 'less-busy'
        ? afterLessBusy(state, rule, candidates, given)
        : orderBefore;
  return { ...given, explanation: { ...explanation, orderAfter } };
}

/** A rule for a case of some records: skills add up. */
function withSkills(rule: AssignmentRule, recordSkills: readonly RecordSkills[]): AssignmentRule {
  if (recordSkills.length === 0) return rule;
  const all = [...rule.skills, ...recordSkills.flatMap(({ skills }) => skills)];
  return { ...rule, skills: [...new Set(all)].sort() };
}

/** Whether somebody could have a case of this rule now. */
export function somebodyFor(state: AssignmentState, rule: AssignmentRule, at: string): boolean {
  return candidatesOf(state, rule, at).some(({ eligible }) => eligible);
}

/** The eligible members of a team, the next one first, as a round-robin of this position would take them. */
export function turnOrder(state: AssignmentState, teamId: TeamId, position: string | null = null): UserId[] {
  const rule: AssignmentRule = { distribution: 'round-robin', teamId, userId: null, position, ...PLAIN };
  return inOrder(state, rule, candidatesOf(state, rule, state.now)).map(({ userId }) => userId);
}

/** Everybody who could be thought of, in the order of their ids, so that explanations can be compared. */
export function candidatesOf(state: AssignmentState, rule: AssignmentRule, at: string): Candidate[] {
  const { distribution, teamId, userId, position } = rule;
  if (distribution === 'none') return [];
  const members = teamId === null ? {} : (state.teams[teamId] ?? {});
  // The keys of a record of users are their ids.
  const ids =
    distribution === 'direct-assignment' ? (userId ? [userId] : []) : (Object.keys(members).sort() as UserId[]);
  return ids.map((id) => {
    const agent = state.agents[id] ?? newcomer;
    const { reasons: further, limits } = standing(state, agent, rule, at);
    const otherPosition =
      distribution !== 'direct-assignment' && position !== null && members[id]?.position !== position;
    const reasons = [...(agent.active ? [] : ['inactive']), ...(otherPosition ? ['other-position'] : []), ...further];
    return {
      userId: id,
      position: members[id]?.position ?? null,
      openCases: agent.openCases,
      eligible: reasons.length === 0,
      because: reasons[0] ?? null,
      reasons,
      limits,
      lastTurn: members[id]?.lastTurn ?? 0,
    };
  });
}

function withoutWhoHadIt(candidates: Candidate[], avoid: UserId | null): Candidate[] {
  const others = candidates.some(({ userId, eligible }) => eligible && userId !== avoid);
  if (avoid === null || !others) return candidates;
  const because = 'had-it-before';
  return candidates.map((candidate) =>
    candidate.userId === avoid && candidate.eligible
      ? { ...candidate, eligible: false, because, reasons: [because] }
      : candidate,
  );
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

/** The same candidates in the order of who would be next, this case counted. */
function afterLessBusy(
  state: AssignmentState,
  rule: AssignmentRule,
  candidates: readonly Candidate[],
  given: Assignment,
): UserId[] {
  const after = giveTurn(state, given, null);
  const counted = candidates.map((candidate) =>
    candidate.userId === given.userId
      ? {
          ...candidate,
          openCases: candidate.openCases + 1,
          lastTurn: after.teams[given.teamId ?? ('' as TeamId)]?.[candidate.userId]?.lastTurn ?? candidate.lastTurn,
        }
      : candidate,
  );
  return inOrder(after, rule, counted).map(({ userId }) => userId);
}

function reasonFor(rule: AssignmentRule, eligible: readonly Candidate[]): string {
  const { distribution, teamId, userId } = rule;
  const [first, second] = eligible;
  const nobody = waitsForSomebody(rule) ? 'waiting-for-somebody' : 'nobody-eligible';
  switch (distribution) {
    case 'none':
      return 'no-distribution';
    case 'direct-assignment':
      if (userId === null) return 'nobody-eligible';
      return first ? 'configured-user' : nobody;
    case 'round-robin':
    case 'less-busy':
      if (teamId === null) return 'no-team';
      if (!first) return nobody;
      if (!second) return 'only-one';
      if (distribution === 'round-robin') return 'longest-ago';
      return first.openCases < second.openCases ? 'fewest-open' : 'tie-longest-ago';
  }
}

/** Whether a case for which there is nobody now gets somebody as soon as there is: where people come and go. */
export function waitsForSomebody({ distribution, respects }: AssignmentRule): boolean {
  return distribution !== 'none' && Object.values(respects).includes(true);
}
