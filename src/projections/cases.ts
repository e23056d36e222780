import { live } from '../application/ports/document-store.js';
import { belongingsOfCase, type CaseHolders, NOBODYS, withHolders } from '../domain/case/belongings.js';
import {
  type CaseLinks,
  type CaseName,
  type CasePriority,
  type CaseStatus,
  isOpen,
  noLinks,
} from '../domain/case/events.js';
import { plainStatus } from '../domain/case/imported.js';
import type { RecordedAs, RecordedEvent } from '../domain/events.js';
import type { Rating } from '../domain/satisfaction/events.js';
import {
  type LevelStanding,
  type LevelState,
  type levelEvents,
  levelStateOf,
  nextDueOf,
  standingAfter,
} from '../domain/service-level/standing.js';
import { at, existing, type OneChange, projection } from './projection.js';

export interface SatisfactionView {
  readonly requestedAt: string;
  /** None: not yet. */
  readonly answeredAt: string | null;
  readonly rating: Rating | null;
  readonly comment: string | null;
}

export interface CaseView {
  readonly caseId: string;
  readonly number: number;
  readonly subject: string;
  readonly status: CaseStatus;
  readonly open: boolean;
  readonly priority: CasePriority;
  readonly tags: readonly string[];
  readonly teamId: string | null;
  readonly assignee: string | null;
  /** How it found its user: a distribution, or `manual`. */
  readonly distribution: string | null;
  /** Why nobody has it, where the distribution found nobody. */
  readonly unassignedBecause: string | null;
  readonly accountId: string | null;
  readonly contact: string | null;
  /** For searching. */
  readonly contactText: string;
  readonly description: string;
  readonly threadId: string | null;
  readonly originalEmailId: string | null;
  readonly duplicateOf: CaseName | null;
  /** It was merged into that one. */
  readonly mergedInto: CaseName | null;
  /** The id of that, for looking for what was merged into a case. */
  readonly mergedIntoId: string | null;
  /** The case whose messages made it. */
  readonly splitFrom: CaseName | null;
  readonly mentions: CaseName | null;
  /** Where it was brought from, and what it is there; none: it is from here. */
  readonly importedFrom: { readonly source: string; readonly id: string; readonly number: number | null } | null;
  /** The records that its messages are about. */
  readonly links: CaseLinks;
  readonly emailCount: number;
  readonly noteCount: number;
  /** How what its account promised stands; none: it promised nothing. */
  readonly serviceLevel: LevelStanding | null;
  readonly serviceLevelState: LevelState | null;
  /** When something has to have been done next, while it is open. */
  readonly dueAt: string | null;
  /** What whoever wrote it was asked when it was closed, and says; none: nobody was asked. */
  readonly satisfaction: SatisfactionView | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly holders: CaseHolders;
  /** Whose it is (`domain/access/audience.ts`). */
  readonly belongsTo: readonly string[];
  /** Of the case's stream: what `If-Match` names. */
  readonly revision: number;
}

/** Every event of a case's stream is taken, so that `revision` is true. */
export const cases = projection<CaseView>(
  'cases',
  {
    version: 5,
    fields: [
      ...(['number', 'status', 'open', 'teamId', 'assignee', 'priority', 'createdAt', 'updatedAt'] as const),
      ...(['serviceLevelState', 'dueAt', 'mergedIntoId'] as const),
    ],
    arrays: ['belongsTo', 'tags'],
    // Of several that serve, the first is taken: the one that leaves least to be looked at.
    // What is not fixed by a filter stands behind the sort: it is looked at in the index, without reading the case.
    indexes: [
      ['number', 'status', 'teamId', 'assignee'],
      ['updatedAt', 'status', 'teamId', 'assignee'],
      ['createdAt', 'status', 'teamId', 'assignee'],
      ['assignee', 'number', 'status', 'teamId'],
      ['assignee', 'updatedAt', 'status', 'teamId'],
      ['tags', 'number', 'status', 'teamId', 'assignee'],
      ['tags', 'updatedAt', 'status', 'teamId', 'assignee'],
      ['belongsTo', 'number', 'status', 'teamId', 'assignee'],
      ['belongsTo', 'updatedAt', 'status', 'teamId', 'assignee'],
      ['belongsTo', 'createdAt', 'status', 'teamId', 'assignee'],
      ['status', 'number', 'teamId', 'assignee'],
      ['status', 'updatedAt', 'teamId', 'assignee'],
      ['mergedIntoId', 'number'],
      ['dueAt', 'status', 'teamId', 'assignee'],
      ['belongsTo', 'dueAt', 'status', 'teamId', 'assignee'],
      ['serviceLevelState', 'number', 'status', 'teamId', 'assignee'],
      ['serviceLevelState', 'dueAt', 'status', 'teamId', 'assignee'],
    ],
    text: ['subject', 'contactText'],
  },
  {
    CaseRequested: (event) => {
      const { data, metadata, revision } = event;
      return at(data.caseId, () => ({
        caseId: data.caseId,
        number: 0,
        subject: data.subject,
        status: 'New',
        open: true,
        priority: data.priority,
        tags: [],
        teamId: data.teamId,
        assignee: null,
        distribution: null,
        unassignedBecause: null,
        accountId: null,
        contact: null,
        contactText: '',
        description: data.description,
        threadId: null,
        originalEmailId: null,
        duplicateOf: null,
        ...whole,
        mentions: null,
        links: noLinks,
        importedFrom: null,
        emailCount: 0,
        noteCount: 0,
        ...NOTHING_YET,
        createdAt: metadata.at,
        updatedAt: metadata.at,
        ...heldBy(NOBODYS, event),
        revision,
      }));
    },
    CaseSplitOff: (event) => {
      const { data, metadata, revision } = event;
      const { caseId, from, subject, priority, teamId } = data;
      return at(caseId, () => ({
        ...{ caseId, number: 0, subject, status: 'New', open: true, priority, tags: [], teamId, assignee: null },
        ...{ distribution: null, unassignedBecause: null, accountId: null, contact: null, contactText: '' },
        ...{ description: '', threadId: null, originalEmailId: null, duplicateOf: null, ...whole, splitFrom: from },
        ...{ mentions: null, links: noLinks, importedFrom: null, emailCount: 0, noteCount: 0, ...NOTHING_YET },
        createdAt: metadata.at,
        updatedAt: metadata.at,
        ...heldBy(NOBODYS, event),
        revision,
      }));
    },
    CaseImported: (event) => {
      const { data, metadata, revision } = event;
      const { caseId, subject, status, priority, accountId, description, links, people, source } = data;
      return at(caseId, () => ({
        ...{ caseId, number: 0, subject, status: plainStatus(status), open: isOpen(status), priority },
        ...{ teamId: data.rule.teamId, assignee: null, distribution: null, unassignedBecause: null, accountId },
        ...{ contact: people[0] ?? null, contactText: people[0] ?? '', description, threadId: null },
        ...{ originalEmailId: null, duplicateOf: null, ...whole, mentions: null, links },
        tags: [],
        importedFrom: { source, id: data.foreignId, number: data.number },
        emailCount: 0,
        noteCount: 0,
        ...NOTHING_YET,
        createdAt: data.createdAt ?? metadata.at,
        updatedAt: metadata.at,
        ...heldBy(NOBODYS, event),
        revision,
      }));
    },
    CaseSourceChanged: ({ data, metadata, revision }) =>
      existing(data.caseId, (view) => ({
        ...touched(view, metadata.at, revision),
        subject: data.subject,
        description: data.description,
      })),
    CaseNoteImported: ({ data, metadata, revision }) =>
      existing(data.caseId, (view) => ({
        ...touched(view, metadata.at, revision),
        noteCount: view.noteCount + 1,
      })),
    CaseCreated: (event) => {
      const { data, metadata, revision } = event;
      const { caseId, number, subject, teamId, accountId, contact, threadId, originalEmailId, mentions, links } = data;
      return at(caseId, (view) => ({
        caseId,
        number,
        subject,
        status: data.status,
        open: isOpen(data.status),
        priority: view?.priority ?? 'Normal',
        tags: [],
        teamId,
        assignee: null,
        distribution: null,
        unassignedBecause: null,
        accountId,
        contact,
        contactText: contact ?? '',
        description: view?.description ?? '',
        threadId,
        originalEmailId,
        duplicateOf: null,
        ...whole,
        splitFrom: view?.splitFrom ?? null,
        mentions,
        links,
        importedFrom: view?.importedFrom ?? null,
        emailCount: 0,
        noteCount: view?.noteCount ?? 0,
        ...NOTHING_YET,
        createdAt: data.createdAt ?? metadata.at,
        updatedAt: metadata.at,
        ...heldBy(view?.holders ?? NOBODYS, event),
        revision,
      }));
    },
    CaseAssigned: (event) => {
      const { data, metadata, revision } = event;
      return existing(data.caseId, (view) => ({
        ...touched(view, metadata.at, revision),
        ...heldBy(view.holders, event),
        assignee: data.userId,
        teamId: data.teamId,
        distribution: data.distribution,
        unassignedBecause: null,
        status: view.status === 'New' ? 'Assigned' : view.status,
      }));
    },
    CaseUnassigned: (event) => {
      const { data, metadata, revision } = event;
      return existing(data.caseId, (view) => ({
        ...touched(view, metadata.at, revision),
        ...heldBy(view.holders, event),
        assignee: null,
        status: view.status === 'Assigned' ? 'New' : view.status,
      }));
    },
    CaseLeftUnassigned: ({ data, metadata, revision }) =>
      existing(data.caseId, (view) => ({
        ...touched(view, metadata.at, revision),
        distribution: data.explanation.distribution,
        unassignedBecause: data.explanation.rule,
      })),
    CaseAssignmentLapsed: ({ data, metadata, revision }) =>
      existing(data.caseId, (view) => touched(view, metadata.at, revision)),
    CaseEmailPassedOn: ({ data, metadata, revision }) =>
      existing(data.caseId, (view) => touched(view, metadata.at, revision)),
    CaseEmailAdded: ({ data, metadata, revision }) =>
      existing(data.caseId, (view) => ({
        ...touched(view, metadata.at, revision),
        emailCount: view.emailCount + 1,
      })),
    CaseEmailRemoved: ({ data, metadata, revision }) =>
      existing(data.caseId, (view) => ({
        ...touched(view, metadata.at, revision),
        emailCount: Math.max(0, view.emailCount - 1),
      })),
    CaseReopened: ({ data, metadata, revision }) =>
      existing(data.caseId, (view) => ({
        ...touched(view, metadata.at, revision),
        ...dueIn(view.serviceLevel, true),
        status: data.to,
        open: true,
        duplicateOf: null,
      })),
    CaseStatusChanged: ({ data, metadata, revision }) =>
      existing(data.caseId, (view) => ({
        ...touched(view, metadata.at, revision),
        ...dueIn(view.serviceLevel, isOpen(data.to)),
        status: data.to,
        open: isOpen(data.to),
        duplicateOf: data.duplicateOf,
      })),
    CaseMerged: ({ data: { caseId, into }, metadata, revision }) =>
      existing(caseId, (view) => ({
        ...touched(view, metadata.at, revision),
        mergedInto: into,
        mergedIntoId: into.id,
      })),
    CaseUnmerged: ({ data, metadata, revision }) =>
      existing(data.caseId, (view) => ({
        ...touched(view, metadata.at, revision),
        mergedInto: null,
        mergedIntoId: null,
      })),
    CaseAbsorbed: ({ data, metadata, revision }) =>
      existing(data.caseId, (view) => touched(view, metadata.at, revision)),
    CaseReleased: ({ data, metadata, revision }) =>
      existing(data.caseId, (view) => touched(view, metadata.at, revision)),
    CaseDuplicateFound: ({ data, metadata, revision }) =>
      existing(data.caseId, (view) => touched(view, metadata.at, revision)),
    CaseLinked: ({ data, metadata, revision }) =>
      existing(data.caseId, (view) => ({ ...touched(view, metadata.at, revision), links: data.links })),
    CaseRelated: ({ data, metadata, revision }) =>
      existing(data.caseId, (view) => touched(view, metadata.at, revision)),
    CasePriorityChanged: ({ data, metadata, revision }) =>
      existing(data.caseId, (view) => ({ ...touched(view, metadata.at, revision), priority: data.to })),
    CaseServiceLevelStarted: levelled,
    CaseDueTimesSet: levelled,
    CaseServiceLevelWarned: levelled,
    CaseServiceLevelMissed: levelled,
    CaseServiceLevelMet: levelled,
    CaseSatisfactionRequested: ({ data, metadata, revision }) =>
      existing(data.caseId, (view) => ({
        ...touched(view, metadata.at, revision),
        satisfaction: { requestedAt: metadata.at, answeredAt: null, rating: null, comment: null },
      })),
    CaseSatisfactionGiven: ({ data: { caseId, rating, comment, requestedAt }, metadata, revision }) =>
      existing(caseId, (view) => ({
        ...touched(view, metadata.at, revision),
        satisfaction: { requestedAt, answeredAt: metadata.at, rating, comment },
      })),
    CaseTagsSet: ({ data, metadata, revision }) =>
      existing(data.caseId, (view) => ({ ...touched(view, metadata.at, revision), tags: data.tags })),
    CaseViewed: ({ data, metadata, revision }) => existing(data.caseId, (view) => touched(view, metadata.at, revision)),
    CaseOverdue: ({ data, metadata, revision }) =>
      existing(data.caseId, (view) => touched(view, metadata.at, revision)),
    CaseNoteAdded: ({ data, metadata, revision }) =>
      existing(data.caseId, (view) => ({
        ...touched(view, metadata.at, revision),
        noteCount: view.noteCount + 1,
      })),
  },
);
export const casesCollection = live(cases.spec);

/** A case that is part of no other one. */
const whole = { mergedInto: null, mergedIntoId: null, splitFrom: null } as const;
const NOTHING_YET = { serviceLevel: null, serviceLevelState: null, dueAt: null, satisfaction: null } as const;

const dueIn = (standing: LevelStanding | null, open: boolean): Pick<CaseView, 'dueAt'> => ({
  dueAt: open ? nextDueOf(standing) : null,
});

function levelled(event: RecordedAs<(typeof levelEvents)[number]>): OneChange<CaseView> {
  const { data, metadata, revision } = event;
  return existing(data.caseId, (view) => {
    const serviceLevel = standingAfter(view.serviceLevel, event);
    return {
      ...touched(view, metadata.at, revision),
      ...{ serviceLevel, serviceLevelState: levelStateOf(serviceLevel), ...dueIn(serviceLevel, view.open) },
    };
  });
}

function heldBy(before: CaseHolders, event: RecordedEvent): Pick<CaseView, 'holders' | 'belongsTo'> {
  const holders = withHolders(before, event);
  return { holders, belongsTo: belongingsOfCase(holders) };
}

function touched(view: CaseView, updatedAt: string, revision: number): CaseView {
  return { ...view, updatedAt, revision };
}
