import {
  addCaseNote,
  assignCase,
  type Case,
  caseDecider,
  changeCasePriority,
  changeCaseStatus,
  type PresentCase,
  tagCase,
  unassignCase,
  workable,
} from '../case/case.js';
import { type CaseEvent, isOpen } from '../case/events.js';
import type { TeamId, UserId } from '../ids.js';
import type { MacroSteps } from './events.js';

/** What a note of a macro needs besides its text. */
export interface MacroNote {
  readonly noteId: string;
  /** Whom it names, of those who are there. */
  readonly mentions: readonly UserId[];
}

/**
 * The steps of a macro on one case, each decided as if somebody did it by hand after the one before; all of them or none.
 * A case is opened before it gets a user, and closed after that. The canned answer is no part of it.
 * @throws as these decisions: NotFound, Rejected
 */
export function applyMacro(state: Case, steps: MacroSteps, { noteId, mentions }: MacroNote): CaseEvent[] {
  const { priority, addTags, removeTags, assign, status, note } = steps;
  const { status: before } = workable(state);
  const events: CaseEvent[] = [];
  let now = state;
  const add = (more: readonly CaseEvent[]) => {
    events.push(...more);
    now = more.reduce(caseDecider.evolve, now);
  };
  const opens = status !== null && isOpen(status) && !isOpen(before);
  const wanted = status === null ? null : { to: status, duplicateOf: null };
  if (wanted && opens) add(changeCaseStatus(now, opensAs(state, wanted.to, assign !== null)));
  if (priority !== null) add(changeCasePriority(now, priority));
  add(tagCase(now, { add: addTags, remove: removeTags }));
  if (assign?.to === 'user' && !isWith(now, assign)) add(assignCase(now, assign.userId, assign.teamId));
  if (assign?.to === 'distribution') add(unassignCase(now, true));
  if (wanted) add(changeCaseStatus(now, wanted));
  if (note !== null) add(addCaseNote(now, noteId, note, mentions));
  return events;
}

/** Also one that is closed, which nobody could get any more. */
const isWith = (
  state: Case,
  { userId, teamId }: { readonly userId: UserId; readonly teamId: TeamId | null },
): boolean => state.phase === 'created' && state.assignee === userId && (teamId === null || state.teamId === teamId);

/** One that is assigned next is, until then, as whoever has it by now makes it. */
function opensAs(state: Case, to: NonNullable<MacroSteps['status']>, isAssigned: boolean) {
  const has = state.phase === 'created' && state.assignee !== null;
  return { to: isAssigned && to !== 'Pending' ? (has ? 'Assigned' : 'New') : to, duplicateOf: null } as const;
}

export interface FieldChange {
  readonly field: 'status' | 'priority' | 'tags' | 'assignee' | 'teamId';
  readonly from: string | readonly string[] | null;
  readonly to: string | readonly string[] | null;
}

export interface MacroEffect {
  readonly changes: readonly FieldChange[];
  /** The distribution looks for a user. */
  readonly redistributes: boolean;
  /** A note is written. */
  readonly notes: boolean;
}

const FIELDS = ['status', 'priority', 'tags', 'assignee', 'teamId'] as const;

/** What these events make of a case. */
export function effectOf(before: PresentCase, events: readonly CaseEvent[]): MacroEffect {
  const after = events.reduce(caseDecider.evolve, before as Case);
  const changes = FIELDS.flatMap((field): FieldChange[] => {
    const from = before[field];
    const to = after.phase === 'created' ? after[field] : from;
    return String(from) === String(to) ? [] : [{ field, from, to }];
  });
  const redistributes = events.some(({ type, data }) => type === 'CaseUnassigned' && data.redistribute);
  return { changes, redistributes, notes: events.some(({ type }) => type === 'CaseNoteAdded') };
}
