import { live } from '../application/ports/document-store.js';
import { type Belonging, EVERYBODY, ofTeam, ofUser } from '../domain/access/audience.js';
import type { Explanation } from '../domain/assignment/explanation.js';
import { insert, projection } from './projection.js';

/** One decision about who has a case, with everything that decided it. */
export interface AssignmentEntry {
  readonly caseId: string;
  readonly revision: number;
  readonly at: string;
  readonly actor: string;
  /** None: nobody has it any more, or nobody was eligible. */
  readonly userId: string | null;
  readonly previousUserId: string | null;
  readonly teamId: string | null;
  /** A distribution, `manual`, or `unassigned`. */
  readonly distribution: string;
  /** None for what people did. */
  readonly explanation: Explanation | null;
  readonly reason: string | null;
  /** Whose it is (`domain/access/audience.ts`): of those who got or lost the case by it, and of the team. */
  readonly belongsTo: readonly string[];
}

const idOf = (caseId: string, revision: number): string => `${caseId}@${String(revision).padStart(9, '0')}`;

export const assignmentHistory = projection<AssignmentEntry>(
  'assignment-history',
  {
    version: 2,
    fields: ['caseId', 'revision', 'userId', 'teamId', 'at'],
    arrays: ['belongsTo'],
    indexes: [['caseId', 'revision'], ['userId', 'at'], ['teamId', 'at'], ['at'], ['belongsTo', 'at']],
  },
  {
    CaseAssigned: ({ data, revision, metadata: { at, actor } }) => {
      const { caseId, userId, previousUserId, teamId, distribution, explanation } = data;
      const who = { userId, previousUserId, teamId, distribution, explanation, reason: explanation?.rule ?? null };
      return insert(idOf(caseId, revision), { caseId, revision, at, actor, ...who, belongsTo: whose(who) });
    },
    CaseUnassigned: ({ data, revision, metadata: { at, actor } }) => {
      const { caseId, userId: previousUserId, teamId, reason } = data;
      const who = { userId: null, previousUserId, teamId, distribution: 'unassigned', explanation: null, reason };
      return insert(idOf(caseId, revision), { caseId, revision, at, actor, ...who, belongsTo: whose(who) });
    },
    CaseLeftUnassigned: ({ data, revision, metadata: { at, actor } }) => {
      const { caseId, teamId, explanation } = data;
      const { distribution, rule: reason } = explanation;
      const who = { userId: null, previousUserId: null, teamId, distribution, explanation, reason };
      return insert(idOf(caseId, revision), { caseId, revision, at, actor, ...who, belongsTo: whose(who) });
    },
  },
);
export const assignmentHistoryCollection = live(assignmentHistory.spec);

function whose({
  userId,
  previousUserId,
  teamId,
}: Pick<AssignmentEntry, 'userId' | 'previousUserId' | 'teamId'>): readonly Belonging[] {
  const users = [...new Set([userId, previousUserId])].flatMap((user) => (user === null ? [] : [ofUser(user)]));
  return [EVERYBODY, ...users, ...(teamId === null ? [] : [ofTeam(teamId)])];
}
