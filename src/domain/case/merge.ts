import { Rejected } from '../errors.js';
import type { UserId } from '../ids.js';
import {
  type Brings,
  becomesDuplicate,
  type Case,
  caseDecider,
  endMerge,
  type PresentCase,
  present,
  reopened,
} from './case.js';
import { type CaseEvent, type CaseName, isOpen } from './events.js';
import { MAX_TAGS } from './tag.js';

export const caseNameOf = ({ caseId: id, number }: PresentCase): CaseName => ({ id, number });

/**
 * Merges a case into another one: it keeps its number and its history, its user is released, and what comes for it goes
 * there. Into where it is already: nothing new.
 * @param into the case that it becomes part of
 * @param asked the one that was named, and what that leads to: what it was merged into, or is a duplicate of
 * @param undoUntil ISO 8601
 * @throws Rejected, codes `merge-into-itself`, `merge-ring`, `case-merged`
 */
export function mergeCase(state: Case, into: CaseName, asked: readonly CaseName[], undoUntil: string): CaseEvent[] {
  const it = present(state);
  const { caseId, status, assignee: userId, duplicateOf, merged, number } = it;
  if (asked[0]?.id === caseId) throw new Rejected('merge-into-itself', 'A case cannot be merged into itself.');
  if (asked.some(({ id }) => id === caseId)) {
    throw new Rejected('merge-ring', `Case ${asked[0]?.number} leads to case ${number} itself.`);
  }
  if (merged?.into.id === into.id) return [];
  if (merged) throw new Rejected('case-merged', `Case ${number} was merged into case ${merged.into.number} already.`);
  const before = { status, userId, duplicateOf };
  return [
    ...becomesDuplicate(it, into, 'merged', null),
    { type: 'CaseMerged', data: { caseId, into, undoUntil, before } },
  ];
}

/**
 * Undoes that: the case has the status and the user that it had, and what came for it meanwhile comes back; where that
 * would have opened it, it is open.
 * @param now ISO 8601; none: however late it is
 * @param mayHave whether its former user may have it still; else it goes through the distribution
 * @throws Rejected, codes `case-not-merged`, `too-late-to-undo`
 */
export function unmergeCase(state: Case, now: string | null, mayHave: boolean, reason = 'by-hand'): CaseEvent[] {
  const it = present(state);
  const { merged, caseId, number, teamId, tags } = it;
  if (!merged) throw new Rejected('case-not-merged', `Case ${number} is not merged.`);
  if (now !== null && now > merged.undoUntil) {
    throw new Rejected(
      'too-late-to-undo',
      `That could be undone until ${merged.undoUntil}; split messages off instead.`,
    );
  }
  const { before, passedOn } = merged;
  const ended = endMerge(it, reason);
  const userId = mayHave ? before.userId : null;
  const assigned = userId === null ? [] : [assignedAgain(it, userId)];
  const opens = isOpen(before.status) || passedOn.some((one) => one.opens);
  if (!opens) {
    const changed = { caseId, from: it.status, to: before.status, userId, teamId, decision: null };
    const { duplicateOf } = before;
    return [...ended, ...assigned, { type: 'CaseStatusChanged', data: { ...changed, duplicateOf } }];
  }
  // Pending may be nobody's as well.
  const to = before.status === 'Pending' ? 'Pending' : userId === null ? 'New' : 'Assigned';
  const opened: Extract<CaseEvent, { type: 'CaseReopened' }>['data'] = {
    caseId,
    from: it.status,
    to,
    userId,
    teamId,
    emailId: null,
    tags: [...tags],
    decision: null,
  };
  return [...ended, ...assigned, { type: 'CaseReopened', data: opened }];
}

/** While it is not open, so that it counts as an open case of theirs by what follows. */
function assignedAgain({ caseId, number, teamId, status, tags }: PresentCase, userId: UserId): CaseEvent {
  const previous = { previousUserId: null, previousTeamId: teamId, status };
  const by = { explanation: null, tags: [...tags], decision: null };
  return {
    type: 'CaseAssigned',
    data: { caseId, number, userId, teamId, ...previous, distribution: 'manual', ...by },
  };
}

export interface Absorbing extends Brings {
  /** It was open before it was merged. */
  readonly wasOpen: boolean;
}

/** The other side: what the merged case brings, as far as there is room; one that was open opens this one. */
export function absorbCase(state: PresentCase, other: CaseName, { tags, followers, wasOpen }: Absorbing): CaseEvent[] {
  if (state.absorbed[other.id]) return [];
  const { caseId, tags: previous, assignee: userId } = state;
  const brought = tags.filter((tag) => !previous.includes(tag)).slice(0, MAX_TAGS - previous.length);
  const all = [...previous, ...brought].sort();
  const opens = wasOpen && !isOpen(state.status) && state.duplicateOf === null;
  const absorbed: CaseEvent[] = [
    { type: 'CaseAbsorbed', data: { caseId, other, tags: brought, followers: [...followers] } },
    ...tagged(state, all, userId),
  ];
  const now = absorbed.reduce(caseDecider.evolve, state as Case);
  return opens && now.phase === 'created' ? [...absorbed, ...reopened(now, null, null)] : absorbed;
}

/** And back: the tags that it brought go with it. */
export function releaseCase(state: PresentCase, other: CaseName): CaseEvent[] {
  const brought = state.absorbed[other.id] ?? { tags: [], followers: [] };
  const { caseId, tags, assignee } = state;
  const left = tags.filter((tag) => !brought.tags.includes(tag));
  return [
    { type: 'CaseReleased', data: { caseId, other, followers: [...brought.followers] } },
    ...tagged(state, left, assignee),
  ];
}

function tagged({ caseId, tags: previous }: PresentCase, tags: readonly string[], userId: UserId | null): CaseEvent[] {
  if (tags.length === previous.length) return [];
  return [{ type: 'CaseTagsSet', data: { caseId, tags: [...tags], previous: [...previous], userId } }];
}

type SplitOff = Extract<CaseEvent, { type: 'CaseSplitOff' }>['data'];

/** Messages of a case are to be a case of their own; routing gives that its number. */
export function splitCase(state: Case, asked: SplitOff): CaseEvent[] {
  if (state.phase !== 'absent') throw new Rejected('case-exists', 'There is such a case already.');
  return [{ type: 'CaseSplitOff', data: asked }];
}
