import { live } from '../application/ports/document-store.js';
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
}

const idOf = (caseId: string, revision: number): string => `${caseId}@${String(revision).padStart(9, '0')}`;

export const assignmentHistory = projection<AssignmentEntry>(
  'assignment-history',
  {
    version: 2,
    fields: ['caseId', 'revision', 'userId', 'teamId', 'at'],
    indexes: [['caseId', 'revision'], ['userId', 'at'], ['teamId', 'at'], ['at']],
  },
  {
    CaseAssigned: ({ data, revision, metadata: { at, actor } }) => {
      const { caseId, userId, previousUserId, teamId, distribution, explanation } = data;
      const who = { userId, previousUserId, teamId, distribution, explanation, reason: explanation?.rule ?? null };
      return insert(idOf(caseId, revision), { caseId, revision, at, actor, ...who });
    },
    CaseUnassigned: ({ data, revision, metadata: { at, actor } }) => {
      const { caseId, userId: previousUserId, teamId, reason } = data;
      const who = { userId: null, previousUserId, teamId, distribution: 'unassigned', explanation: null, reason };
      return insert(idOf(caseId, revision), { caseId, revision, at, actor, ...who });
    },
    CaseLeftUnassigned: ({ data, revision, metadata: { at, actor } }) => {
      const { caseId, teamId, explanation } = data;
      const { distribution, rule: reason } = explanation;
      const who = { userId: null, previousUserId: null, teamId, distribution, explanation, reason };
      return insert(idOf(caseId, revision), { caseId, revision, at, actor, ...who });
    },
  },
);
export const assignmentHistoryCollection = live(assignmentHistory.spec);
