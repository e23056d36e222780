import { live } from '../application/ports/document-store.js';
import type { EventType, RecordedAs } from '../domain/events.js';
import { type Change, insert, projection } from './projection.js';

/** One line of a case's stream panel. */
export interface TimelineEntry {
  readonly caseId: string;
  /** Place in the case's stream; rises. */
  readonly revision: number;
  /** In the order of the log, for the cases that are one by now. */
  readonly position: string;
  readonly at: string;
  /** `user:ana`, `system:routing`… */
  readonly actor: string;
  readonly kind: EventType;
  /** What happened, as the event says it. */
  readonly facts: Readonly<Record<string, unknown>>;
}

type Shown =
  | 'CaseRequested'
  | 'CaseSplitOff'
  | 'CaseMerged'
  | 'CaseUnmerged'
  | 'CaseAbsorbed'
  | 'CaseReleased'
  | 'CaseImported'
  | 'CaseSourceChanged'
  | 'CaseNoteImported'
  | 'CaseCreated'
  | 'CaseAssigned'
  | 'CaseUnassigned'
  | 'CaseLeftUnassigned'
  | 'CaseEmailAdded'
  | 'CaseEmailReported'
  | 'CaseEmailRemoved'
  | 'CaseEmailPassedOn'
  | 'CaseReopened'
  | 'CaseStatusChanged'
  | 'CaseDuplicateFound'
  | 'CaseLinked'
  | 'CaseRelated'
  | 'CasePriorityChanged'
  | 'CaseTagsSet'
  | 'CaseNoteAdded'
  | 'CaseOverdue'
  | 'CaseServiceLevelStarted'
  | 'CaseDueTimesSet'
  | 'CaseServiceLevelWarned'
  | 'CaseServiceLevelMissed'
  | 'CaseServiceLevelMet'
  | 'CaseSatisfactionRequested'
  | 'CaseSatisfactionGiven';

/** Explanations stand in the assignment history: a stream panel shows the rule that decided. */
function entry({ type, data, revision, position, metadata }: RecordedAs<Shown>): Change<TimelineEntry> {
  const { caseId, ...rest } = data;
  const { explanation, decision: _, ...plain } = { explanation: null, decision: null, ...rest };
  const facts = explanation ? { ...plain, rule: explanation.rule } : plain;
  const at = metadata.at;
  return insert(`${caseId}@${String(revision).padStart(9, '0')}`, {
    caseId,
    revision,
    position,
    at,
    actor: metadata.actor,
    kind: type,
    facts,
  });
}

export const timelines = projection<TimelineEntry>(
  'timelines',
  { version: 5, fields: ['caseId', 'position'], indexes: [['caseId', 'position']] },
  {
    CaseRequested: entry,
    CaseSplitOff: entry,
    CaseMerged: entry,
    CaseUnmerged: entry,
    CaseAbsorbed: entry,
    CaseReleased: entry,
    CaseImported: entry,
    CaseSourceChanged: entry,
    CaseNoteImported: entry,
    CaseCreated: entry,
    CaseAssigned: entry,
    CaseUnassigned: entry,
    CaseLeftUnassigned: entry,
    CaseEmailAdded: entry,
    CaseEmailReported: entry,
    CaseEmailRemoved: entry,
    CaseEmailPassedOn: entry,
    CaseReopened: entry,
    CaseStatusChanged: entry,
    CaseDuplicateFound: entry,
    CaseLinked: entry,
    CaseRelated: entry,
    CasePriorityChanged: entry,
    CaseTagsSet: entry,
    CaseNoteAdded: entry,
    CaseOverdue: entry,
    CaseServiceLevelStarted: entry,
    CaseDueTimesSet: entry,
    CaseServiceLevelWarned: entry,
    CaseServiceLevelMissed: entry,
    CaseServiceLevelMet: entry,
    CaseSatisfactionRequested: entry,
    CaseSatisfactionGiven: entry,
  },
);
export const timelinesCollection = live(timelines.spec);
