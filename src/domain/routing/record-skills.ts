import type { RecordSkills } from '../assignment/explanation.js';
import type { AssignmentRule } from '../assignment/rule.js';
import type { CrmRecordRef, Parent } from '../crm-record/link.js';
import { type RecordView, recordIndexKey, recordNode } from './record-index.js';

/** The records that a case is about by its parent: a Contact beside its Account, and the only open Opportunity. */
function recordsOf({ record, via, opportunityId }: Parent): readonly CrmRecordRef[] {
  const opportunity = opportunityId === null ? [] : [{ type: 'Opportunity', id: opportunityId } as const];
  return [record, ...(via ? [via] : []), ...opportunity];
}

/** The keys of the index that `skillsOfRecords` looks at. */
export const neededForSkills = (parent: Parent | null): readonly string[] =>
  parent ? recordsOf(parent).map(recordIndexKey.record) : [];

/** What the records of a case say that it needs, as they are now; nothing where its rule does not look at skills. */
export function skillsOfRecords(index: RecordView, rule: AssignmentRule, parent: Parent | null): RecordSkills[] {
  if (!rule.respects.skills || !parent) return [];
  return recordsOf(parent).flatMap((record) => {
    const skills = recordNode(index, record)?.skills ?? [];
    return skills.length === 0 ? [] : [{ record, skills: [...skills] }];
  });
}
