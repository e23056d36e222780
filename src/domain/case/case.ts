import type { Explanation } from '../assignment/explanation.js';
import type { Overdue } from '../assignment/rule.js';
import type { Decider } from '../decider.js';
import { Invalid, NotFound, Rejected } from '../errors.js';
import type { EventRef } from '../event.js';
import type { CaseId, EmailId, TeamId, UserId } from '../ids.js';
import { type CaseEvent, type CaseName, type CasePriority, type CaseStatus, isOpen } from './events.js';
import { type Brought, type ImportedCase, plainStatus, wordsOf } from './imported.js';
import { MAX_TAGS } from './tag.js';

export interface PresentCase {
  readonly phase: 'created';
  readonly caseId: CaseId;
  readonly number: number;
  readonly status: CaseStatus;
  readonly priority: CasePriority;
  /** Each once, in order. */
  readonly tags: readonly string[];
  readonly teamId: TeamId | null;
  readonly assignee: UserId | null;
  /** The last assignment was somebody's own doing, and this is its revision. */
  readonly assignedByHand: number | null;
  /** What its user still owes it since it was assigned to them; none: nothing, or no longer. */
  readonly owed: { readonly rule: Overdue; readonly revision: number } | null;
  /** Who has seen it since it was assigned. */
  readonly viewedBy: readonly UserId[];
  readonly duplicateOf: CaseName | null;
  /** It was merged into another one, by the event of this revision. */
  readonly merged: Merged | null;
  /** Cases that were merged into this one, by their ids, and what each brought along. */
  readonly absorbed: Readonly<Record<CaseId, Brings>>;
  /** It came from another system, which said this of it last. */
  readonly brought: Brought | null;
  /** The last decision of `routing` that was carried out here: a repeat is recognised by it. */
  readonly carriedOut: number;
  /**
   * Decisions whose message did not just come and stay, by revision: the case that it was passed on to; none for one
   * that came by way of a duplicate, and stayed.
   */
  readonly detours: Readonly<Record<number, CaseName | null>>;
  readonly revision: number;
}

/** How a case was merged. */
export interface Merged {
  readonly into: CaseName;
  readonly undoUntil: string;
  readonly before: Extract<CaseEvent, { type: 'CaseMerged' }>['data']['before'];
  readonly revision: number;
  /** What came for it since, and went on. */
  readonly passedOn: readonly { readonly emailId: EmailId; readonly opens: boolean }[];
}

/** What a case that is merged adds to the other. */
export interface Brings {
  readonly tags: readonly string[];
  readonly followers: readonly UserId[];
}

export type Case =
  | { readonly phase: 'absent' }
  | {
      readonly phase: 'requested';
      readonly caseId: CaseId;
      readonly subject: string;
      readonly teamId: TeamId | null;
      readonly priority: CasePriority;
      /** What another system says of it. */
      readonly imported: ImportedCase | null;
      /** Messages of another case make it. */
      readonly splitFrom: CaseName | null;
      /** The notes that came with it. */
      readonly notes: readonly string[];
      readonly revision: number;
    }
  | PresentCase;

export const caseDecider: Decider<Case, CaseEvent> = {
  initialState: () => ({ phase: 'absent' }),
  evolve(state, { type, data }) {
    if (type === 'CaseRequested') {
      const { caseId, subject, teamId, priority } = data;
      const asked = { phase: 'requested', caseId, subject, teamId, priority } as const;
      return { ...asked, imported: null, splitFrom: null, notes: [], revision: 0 };
    }
    if (type === 'CaseSplitOff') {
      const { caseId, subject, teamId, priority, from } = data;
      const asked = { phase: 'requested', caseId, subject, teamId, priority } as const;
      return { ...asked, imported: null, splitFrom: from, notes: [], revision: 0 };
    }
    if (type === 'CaseImported') {
      const { caseId, subject, rule, priority } = data;
      const asked = { phase: 'requested', caseId, subject, teamId: rule.teamId, priority, notes: [] } as const;
      return { ...asked, imported: data, splitFrom: null, revision: 0 };
    }
    if (state.phase === 'requested' && type === 'CaseNoteImported') {
      return { ...state, notes: [...state.notes, data.noteId], revision: state.revision + 1 };
    }
    if (type === 'CaseCreated') {
      return {
        phase: 'created',
        caseId: data.caseId,
        number: data.number,
        status: data.status,
        priority: state.phase === 'requested' ? state.priority : 'Normal',
        tags: [],
        teamId: data.teamId,
        assignee: null,
        assignedByHand: null,
        owed: null,
        viewedBy: [],
        duplicateOf: null,
        merged: null,
        absorbed: {},
        brought: state.phase === 'requested' ? broughtBy(state) : null,
        carriedOut: data.decision?.revision ?? -1,
        detours: {},
        revision: state.phase === 'absent' ? 0 : state.revision + 1,
      };
    }
    if (state.phase !== 'created') return state;
    const next = { ...state, revision: state.revision + 1, carriedOut: carriedOutBy(state, data) };
    switch (type) {
      case 'CaseAssigned':
        return {
          ...next,
          assignee: data.userId,
          teamId: data.teamId,
          status: state.status === 'New' ? 'Assigned' : state.status,
          assignedByHand: data.distribution === 'manual' ? next.revision : null,
          owed: data.explanation?.overdue ? { rule: data.explanation.overdue, revision: next.revision } : null,
          viewedBy: [],
        };
      case 'CaseUnassigned':
        return {
          ...next,
          assignee: null,
          assignedByHand: null,
          owed: null,
          viewedBy: [],
          status: state.status === 'Assigned' ? 'New' : state.status,
        };
      case 'CaseReopened':
        return { ...next, status: data.to, duplicateOf: null };
      case 'CaseStatusChanged':
        return { ...next, owed: null, status: data.to, duplicateOf: data.duplicateOf };
      case 'CasePriorityChanged':
        return { ...next, priority: data.to };
      case 'CaseSourceChanged': {
        const { status, priority, userId } = data;
        return {
          ...next,
          brought: { status, priority, userId, words: wordsOf(data), notes: state.brought?.notes ?? [] },
        };
      }
      case 'CaseNoteImported': {
        const { brought } = state;
        return { ...next, brought: brought && { ...brought, notes: [...brought.notes, data.noteId] } };
      }
      case 'CaseTagsSet':
        return { ...next, tags: data.tags };
      case 'CaseMerged': {
        const { into, undoUntil, before } = data;
        return { ...next, merged: { into, undoUntil, before, revision: next.revision, passedOn: [] } };
      }
      case 'CaseUnmerged':
        return { ...next, merged: null };
      case 'CaseAbsorbed': {
        const { tags: brings, followers } = data;
        return { ...next, absorbed: { ...state.absorbed, [data.other.id]: { tags: brings, followers } } };
      }
      case 'CaseReleased': {
        const { [data.other.id]: _, ...absorbed } = state.absorbed;
        return { ...next, absorbed };
      }
      case 'CaseEmailPassedOn': {
        const { emailId, opens, decision, to } = data;
        const merged = state.merged && { ...state.merged, passedOn: [...state.merged.passedOn, { emailId, opens }] };
        return { ...next, merged, detours: { ...state.detours, [decision.revision]: to } };
      }
      case 'CaseViewed': {
        const done = state.owed?.rule.what === 'not-opened' && data.userId === state.assignee;
        return { ...next, owed: done ? null : state.owed, viewedBy: [...state.viewedBy, data.userId] };
      }
      case 'CaseEmailAdded': {
        const answered = data.direction === 'out' && data.automatic === null;
        const added = { ...next, owed: answered ? null : state.owed };
        return data.via && data.decision
          ? { ...added, detours: { ...state.detours, [data.decision.revision]: null } }
          : added;
      }
      default:
        return next;
    }
  },
};

function broughtBy({ imported, notes }: Extract<Case, { phase: 'requested' }>): Brought | null {
  if (!imported) return null;
  const { status, priority, userId } = imported;
  return { status, priority, userId, words: wordsOf(imported), notes };
}

function carriedOutBy(state: PresentCase, data: CaseEvent['data']): number {
  if (!('decision' in data) || data.decision === null) return state.carriedOut;
  // What came by way of a duplicate is out of turn, and recognised by its own id.
  if ('via' in data && data.via !== null) return state.carriedOut;
  return Math.max(state.carriedOut, data.decision.revision);
}

export type CaseRequest = Extract<CaseEvent, { type: 'CaseRequested' }>['data'];

/** A case that somebody makes by hand; routing gives it its number and its user. */
export function requestCase(state: Case, request: CaseRequest): CaseEvent[] {
  const { distribution, teamId, userId } = request;
  if (state.phase !== 'absent') throw new Rejected('case-exists', 'There is such a case already.');
  if (distribution === 'direct-assignment' && userId === null) {
    throw new Invalid([{ path: 'userId', message: 'direct-assignment needs a user' }]);
  }
  if ((distribution === 'round-robin' || distribution === 'less-busy') && teamId === null) {
    throw new Invalid([{ path: 'teamId', message: `${distribution} needs a team` }]);
  }
  return [{ type: 'CaseRequested', data: request }];
}

export type ImportedNote = Omit<Extract<CaseEvent, { type: 'CaseNoteImported' }>['data'], 'caseId'>;

/**
 * A case of another system, brought for the first time or again. Of what has changed there since it was brought last,
 * that follows which nobody has changed here meanwhile; one that routing has not seen yet waits for the next time.
 */
export function importCase(state: Case, it: ImportedCase, notes: readonly ImportedNote[]): CaseEvent[] {
  const { caseId } = it;
  const noted = (known: readonly string[]): CaseEvent[] =>
    notes
      .filter(({ noteId }, n) => !known.includes(noteId) && notes.findIndex((one) => one.noteId === noteId) === n)
      .map((note) => ({ type: 'CaseNoteImported', data: { ...note, caseId } }));
  if (state.phase === 'absent') return [{ type: 'CaseImported', data: it }, ...noted([])];
  if (state.phase === 'requested') return [];
  const { brought } = state;
  if (!brought) throw new Rejected('case-exists', 'There is such a case already, and it was not brought.');
  return [...followSource(state, brought, it), ...noted(brought.notes)];
}

function followSource(state: PresentCase, before: Brought, it: ImportedCase): CaseEvent[] {
  const { caseId, subject, description, status, priority, userId } = it;
  const isChanged = {
    status: plainStatus(before.status) !== plainStatus(status),
    priority: before.priority !== priority,
    userId: before.userId !== userId,
  };
  if (wordsOf(it) === before.words && !Object.values(isChanged).includes(true)) return [];
  const events: CaseEvent[] = [];
  let now = state;
  const add = (more: readonly CaseEvent[]) => {
    events.push(...more);
    // What follows a case that is there leaves it there.
    now = more.reduce(caseDecider.evolve, now) as PresentCase;
  };
  add([{ type: 'CaseSourceChanged', data: { caseId, subject, description, status, priority, userId } }]);
  // What happens to the status and the user of a merged case there is for whoever undoes that.
  if (!now.merged && isChanged.userId && now.assignee === before.userId) add(passedOn(now, userId));
  if (!now.merged && isChanged.status && plainStatus(now.status) === plainStatus(before.status))
    add(inStatus(now, status));
  if (isChanged.priority && now.priority === before.priority) add(changeCasePriority(now, priority));
  return events;
}

/** To whoever has it in the system that it came from: the distribution has no part in that. */
function passedOn(state: PresentCase, userId: UserId | null): CaseEvent[] {
  const { caseId, number, teamId, status, assignee } = state;
  if (userId === null) return unassignCase(state, false);
  const previous = { previousUserId: assignee, previousTeamId: teamId };
  return [
    {
      type: 'CaseAssigned',
      data: {
        ...{ caseId, number, userId, teamId, status, ...previous },
        ...{ distribution: 'imported', explanation: null, tags: [...state.tags], decision: null },
      },
    },
  ];
}

function inStatus(state: PresentCase, there: CaseStatus): CaseEvent[] {
  const { caseId, status: from, assignee: userId, teamId } = state;
  const plain = plainStatus(there);
  const to = plain === 'New' && userId !== null ? 'Assigned' : plain;
  if (from === to) return [];
  const changed = { caseId, from, to, userId, teamId, decision: null };
  return !isOpen(from) && isOpen(to)
    ? [{ type: 'CaseReopened', data: { ...changed, emailId: null, tags: [...state.tags] } }]
    : [{ type: 'CaseStatusChanged', data: { ...changed, duplicateOf: null } }];
}

/** What people may do. Each returns the events of it, none where nothing changes. */
export function assignCase(state: Case, userId: UserId, teamId: TeamId | null = null): CaseEvent[] {
  const it = workable(state);
  if (!isOpen(it.status)) throw new Rejected('case-not-open', `Case ${it.number} is ${it.status}.`);
  if (it.assignee === userId && (teamId === null || teamId === it.teamId)) return [];
  return [
    {
      type: 'CaseAssigned',
      data: {
        caseId: it.caseId,
        number: it.number,
        userId,
        teamId: teamId ?? it.teamId,
        previousUserId: it.assignee,
        previousTeamId: it.teamId,
        status: it.status,
        distribution: 'manual',
        explanation: null,
        tags: [...it.tags],
        decision: null,
      },
    },
  ];
}

/** Takes the case from its user; with `redistribute` the distribution finds another one. */
export function unassignCase(state: Case, redistribute: boolean): CaseEvent[] {
  const it = workable(state);
  if (redistribute && !isOpen(it.status)) throw new Rejected('case-not-open', `Case ${it.number} is ${it.status}.`);
  if (it.assignee === null && !redistribute) return [];
  const { caseId, assignee, teamId, status } = it;
  const data = {
    caseId,
    userId: assignee,
    teamId,
    status,
    redistribute,
    reason: 'by-hand',
    note: null,
    decision: null,
  };
  return [{ type: 'CaseUnassigned', data }];
}

/** Somebody has the case on their screen: told once of each user for each assignment. */
export function viewCase(state: Case, userId: UserId): CaseEvent[] {
  const { caseId, viewedBy } = present(state);
  return viewedBy.includes(userId) ? [] : [{ type: 'CaseViewed', data: { caseId, userId } }];
}

/** Its user was too late: it goes on to the next, unless they were not, or somebody else has it by now. */
export function findOverdue(state: Case, assignment: number, since: string): CaseEvent[] {
  if (state.phase !== 'created' || state.owed?.revision !== assignment || state.assignee === null) return [];
  const { caseId, assignee: userId, owed } = state;
  return [
    { type: 'CaseOverdue', data: { caseId, userId, since, rule: owed.rule } },
    ...giveBack(state, 'overdue', null),
  ];
}

/** Takes a case from a user who goes: it goes to whoever is named, or through the distribution again. */
export function handOverCase(state: Case, from: UserId, to: UserId | null, reason: string): CaseEvent[] {
  if (state.phase !== 'created' || state.assignee !== from || !isOpen(state.status)) return [];
  if (to === null) return giveBack(state, 'handed-over', reason);
  const { caseId, teamId, status } = state;
  const taken = { caseId, userId: from, teamId, status, redistribute: false, note: reason, decision: null };
  const unassigned: CaseEvent = { type: 'CaseUnassigned', data: { ...taken, reason: 'handed-over' } };
  return [unassigned, ...assignCase(caseDecider.evolve(state, unassigned), to)];
}

function giveBack(state: PresentCase, reason: string, note: string | null): CaseEvent[] {
  const { caseId, assignee, teamId, status } = state;
  const data = { caseId, userId: assignee, teamId, status, redistribute: true, reason, note, decision: null };
  return [{ type: 'CaseUnassigned', data }];
}

export interface StatusChange {
  readonly to: CaseStatus;
  /** For Duplicate, and only then. */
  readonly duplicateOf: CaseName | null;
}

export function changeCaseStatus(state: Case, { to, duplicateOf }: StatusChange): CaseEvent[] {
  const it = workable(state);
  if (to === 'Duplicate' && !duplicateOf) {
    throw new Invalid([{ path: 'duplicateOf', message: 'a Duplicate names the case that it duplicates' }]);
  }
  if (to !== 'Duplicate' && duplicateOf) {
    throw new Invalid([{ path: 'duplicateOf', message: `goes with Duplicate, not with ${to}` }]);
  }
  if (duplicateOf?.id === it.caseId)
    throw new Rejected('duplicate-of-itself', 'A case cannot be a duplicate of itself.');
  if (to === 'New' && it.assignee !== null) {
    throw new Rejected('case-is-assigned', `Case ${it.number} has a user: it is Assigned, not New.`);
  }
  if (to === 'Assigned' && it.assignee === null) {
    throw new Rejected('case-not-assigned', `Case ${it.number} has no user: assign it instead.`);
  }
  if (it.status === to && it.duplicateOf?.id === duplicateOf?.id) return [];
  const { caseId, status, assignee, teamId, tags } = it;
  const changed = { caseId, from: status, to, userId: assignee, teamId, duplicateOf, decision: null };
  if (!isOpen(status) && isOpen(to)) {
    const { duplicateOf: _, ...reopened } = changed;
    return [{ type: 'CaseReopened', data: { ...reopened, emailId: null, tags: [...tags] } }];
  }
  return [{ type: 'CaseStatusChanged', data: changed }];
}

export function changeCasePriority(state: Case, to: CasePriority): CaseEvent[] {
  const { caseId, priority } = workable(state);
  return priority === to ? [] : [{ type: 'CasePriorityChanged', data: { caseId, from: priority, to, reason: null } }];
}

export interface Tagging {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/** Gives a case tags and takes others; what is named as both is given. */
export function tagCase(state: Case, { add, remove }: Tagging): CaseEvent[] {
  const { caseId, tags: previous, assignee: userId, number } = workable(state);
  const tags = [...new Set([...previous.filter((tag) => !remove.includes(tag)), ...add])].sort();
  if (tags.length > MAX_TAGS) throw new Rejected('too-many-tags', `Case ${number} can have ${MAX_TAGS} tags.`);
  if (tags.join('\n') === previous.join('\n')) return [];
  return [{ type: 'CaseTagsSet', data: { caseId, tags, previous: [...previous], userId } }];
}

/** @param mentions whom it names, of those who are there */
export function addCaseNote(state: Case, noteId: string, text: string, mentions: readonly UserId[] = []): CaseEvent[] {
  return [{ type: 'CaseNoteAdded', data: { caseId: workable(state).caseId, noteId, text, mentions: [...mentions] } }];
}

/** The facts of a case that routing made, for its first append. */
export type Creation = Extract<CaseEvent, { type: 'CaseCreated' }>['data'];

/**
 * What routing carries out. Against the present state: an agent may have been here in between. Each leaves an event,
 * or a decision that found nothing to do would be taken up again when the log is folded anew, against another state.
 */
export function carryOutCreation(state: Case, creation: Creation): CaseEvent[] {
  return state.phase === 'created' ? [] : [{ type: 'CaseCreated', data: creation }];
}

/** A case of another system is here as it is there. */
export function carryOutImport(it: ImportedCase, number: number, decision: EventRef): CaseEvent[] {
  const { caseId, subject, accountId, rule, people, links, createdAt, userId } = it;
  const { teamId } = rule;
  const status = plainStatus(it.status);
  const none = { originalEmailId: null, threadId: null, mentions: null };
  const created = { caseId, number, subject, ...none, accountId, teamId, contact: people[0] ?? null, links };
  const assigned = { previousUserId: null, previousTeamId: teamId, status, distribution: 'imported' } as const;
  return [
    { type: 'CaseCreated', data: { ...created, status, createdAt, decision } },
    ...(userId === null
      ? []
      : [
          {
            type: 'CaseAssigned' as const,
            data: { caseId, number, userId, teamId, ...assigned, explanation: null, tags: [], decision },
          },
        ]),
  ];
}

export interface Distributed {
  readonly userId: UserId | null;
  readonly teamId: TeamId | null;
  readonly explanation: Explanation;
  /** What asked for it. */
  readonly cause: EventRef;
  readonly decision: EventRef;
}

/** Gives the case to whom the distribution found, unless somebody else took or closed it meanwhile. */
export function carryOutAssignment(state: PresentCase, given: Distributed): CaseEvent[] {
  const { caseId, number, assignee, status, tags } = state;
  const { userId, teamId, explanation, decision } = given;
  const overtaken = whyOvertaken(state, given.cause);
  if (overtaken !== null) {
    const lapsed = { caseId, teamId, reason: overtaken, decision };
    return [{ type: 'CaseAssignmentLapsed', data: { ...lapsed, userId } }];
  }
  if (userId === null) {
    const gone = { status, redistribute: false, reason: 'user-gone', note: null, decision };
    const unassigned = { caseId, userId: assignee, teamId: state.teamId, ...gone };
    return [
      ...(assignee === null ? [] : [{ type: 'CaseUnassigned', data: unassigned } as const]),
      { type: 'CaseLeftUnassigned', data: { caseId, teamId, explanation, decision } },
    ];
  }
  const { distribution } = explanation;
  const previous = { previousUserId: assignee, previousTeamId: state.teamId, status };
  return [
    {
      type: 'CaseAssigned',
      data: { caseId, number, userId, teamId, ...previous, distribution, explanation, tags: [...tags], decision },
    },
  ];
}

function whyOvertaken(state: PresentCase, cause: EventRef): string | null {
  if (!isOpen(state.status)) return `case-is-${state.status.toLowerCase()}`;
  if (state.assignee === null || state.assignedByHand === null) return null;
  const causedHere = cause.stream === `case-${state.caseId}`;
  return causedHere && state.assignedByHand < cause.revision ? null : 'assigned-by-hand';
}

type Reported = Extract<CaseEvent, { type: 'CaseEmailReported' }>['data'];

/** What became of messages that were sent from a case is noted there; it changes nothing of the case. */
export const noteReports = (state: Case, reported: readonly Reported[]): CaseEvent[] =>
  state.phase === 'created' ? reported.map((data) => ({ type: 'CaseEmailReported', data })) : [];

export type AddedEmail = Omit<Extract<CaseEvent, { type: 'CaseEmailAdded' }>['data'], 'caseId'>;

/**
 * A message joins; an outsider's own opens a closed case again, an automatic one changes nothing. A Duplicate is only
 * asked when all its originals are duplicates too, of each other: it is as good as closed.
 * @param isHistory it was brought in from files, for no account, or put there by hand: it opens nothing
 */
export function carryOutEmail(state: PresentCase, added: AddedEmail, isHistory = false): CaseEvent[] {
  const { caseId, status } = state;
  const joins: CaseEvent = { type: 'CaseEmailAdded', data: { ...added, caseId } };
  const opens = !isHistory && added.direction === 'in' && added.automatic === null && !isOpen(status);
  return opens ? [joins, ...reopened(state, added.emailId, added.decision)] : [joins];
}

/** Open again; one that was merged stands for itself by that. */
export function reopened(state: PresentCase, emailId: EmailId | null, decision: EventRef | null): CaseEvent[] {
  const { caseId, status, assignee: userId, teamId } = state;
  const to = userId === null ? 'New' : 'Assigned';
  const tags = [...state.tags];
  return [
    ...endMerge(state, 'reopened'),
    { type: 'CaseReopened', data: { caseId, from: status, to, userId, teamId, emailId, tags, decision } },
  ];
}

/** It stands for itself from here on; of one that does already, nothing. */
export function endMerge({ merged, caseId }: PresentCase, reason: string): CaseEvent[] {
  if (!merged) return [];
  const { into: from, passedOn } = merged;
  const emails = passedOn.map(({ emailId }) => emailId);
  return [{ type: 'CaseUnmerged', data: { caseId, from, reason, emails } }];
}

/** Becomes a duplicate of an earlier case of the same thread, its user is released; one that is a duplicate already names that case. */
export function carryOutDuplicate(state: PresentCase, original: CaseName, decision: EventRef): CaseEvent[] {
  const { caseId, status } = state;
  if (status === 'Duplicate') {
    return [{ type: 'CaseRelated', data: { caseId, other: original, reason: 'same-thread', decision } }];
  }
  return becomesDuplicate(state, original, 'duplicate', decision);
}

/** Its user is released, and it stands for the other one. */
export function becomesDuplicate(
  { caseId, status, assignee, teamId }: PresentCase,
  original: CaseName,
  reason: string,
  decision: EventRef | null,
): CaseEvent[] {
  const released = { caseId, userId: assignee, teamId, status, redistribute: false, reason, note: null, decision };
  const changed = { caseId, userId: null, teamId, to: 'Duplicate', duplicateOf: original, decision } as const;
  const from = assignee !== null && status === 'Assigned' ? 'New' : status;
  return [
    ...(assignee === null ? [] : [{ type: 'CaseUnassigned', data: released } as const]),
    { type: 'CaseStatusChanged', data: { ...changed, from } },
  ];
}

/**
 * A later case of the same thread became a duplicate of this one, which is open again if it was not: also where
 * somebody had meanwhile made this one a duplicate of the other, or neither would be open. A duplicate of a third stays.
 */
export function carryOutOriginal(state: PresentCase, duplicate: CaseName, decision: EventRef): CaseEvent[] {
  const found: CaseEvent = { type: 'CaseDuplicateFound', data: { caseId: state.caseId, duplicate, decision } };
  const elsewhere = state.duplicateOf !== null && state.duplicateOf.id !== duplicate.id;
  return isOpen(state.status) || elsewhere ? [found] : [found, ...reopened(state, null, decision)];
}

/** @throws Rejected, code `case-merged`: what is done is done to the case that it was merged into */
export function workable(state: Case): PresentCase {
  const it = present(state);
  if (it.merged) throw new Rejected('case-merged', `Case ${it.number} was merged into case ${it.merged.into.number}.`);
  return it;
}

/** @throws NotFound, Rejected as long as it has no number */
export function present(state: Case): PresentCase {
  if (state.phase === 'absent') throw new NotFound('case', 'of this id');
  if (state.phase === 'requested')
    throw new Rejected('case-not-ready', 'The case is being made; it has no number yet.');
  return state;
}
