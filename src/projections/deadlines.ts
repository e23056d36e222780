import { live } from '../application/ports/document-store.js';
import type { Overdue } from '../domain/assignment/rule.js';
import type { CaseId, UserId } from '../domain/ids.js';
import { at, existing, projection, remove } from './projection.js';

/** A case whose user has to do something by some time. */
export interface Deadline {
  readonly caseId: CaseId;
  readonly userId: UserId;
  readonly rule: Overdue;
  readonly dueAt: string;
  /** Of the assignment, in the case's stream. */
  readonly revision: number;
}

/** What is to be looked at next; whether it is overdue, the case itself says. */
export const deadlines = projection<Deadline>(
  'deadlines',
  { version: 1, fields: ['dueAt'], indexes: [['dueAt']] },
  {
    CaseAssigned: ({ data: { caseId, userId, explanation }, metadata, revision }) => {
      const rule = explanation?.overdue;
      if (!rule) return remove(caseId);
      const dueAt = new Date(Date.parse(metadata.at) + rule.minutes * 60_000).toISOString();
      return at<Deadline>(caseId, () => ({ caseId, userId, rule, dueAt, revision }));
    },
    CaseViewed: ({ data }) =>
      existing(data.caseId, (view) =>
        view.rule.what === 'not-opened' && view.userId === data.userId ? undefined : view,
      ),
    CaseEmailAdded: ({ data }) =>
      existing(data.caseId, (view) => (data.direction === 'out' && data.automatic === null ? undefined : view)),
    CaseUnassigned: ({ data }) => remove(data.caseId),
    CaseStatusChanged: ({ data }) => remove(data.caseId),
  },
);
export const deadlinesCollection = live(deadlines.spec);
