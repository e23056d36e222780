import type { AssignmentEntry } from '../../projections/assignment-history.js';
import type { CaseView } from '../../projections/cases.js';
import type { EmailView } from '../../projections/emails.js';
import type { ThreadView } from '../../projections/threads.js';
import { mayBeTold, type Shown, sendingShown } from './with-sending.js';

/** Views as they are shown: whose a thing is, is for deciding who may see it, and tells nobody who else does. */
export type ShownCase = Omit<CaseView, 'holders' | 'belongsTo' | 'mergedIntoId'>;
export type ShownEmail = Omit<EmailView, 'receipt' | 'holders' | 'belongsTo'>;
export type ShownAssignment = Omit<AssignmentEntry, 'belongsTo'>;
export type ShownThread = Pick<
  ThreadView,
  'threadId' | 'mergedInto' | 'aliases' | 'emailCount' | 'caseIds' | 'firstEmailId' | 'lastEmailId' | 'lastAt'
>;

export function shownCase({ holders: _, belongsTo: __, mergedIntoId: ___, ...shown }: CaseView): ShownCase {
  return shown;
}

export function shownEmail(view: EmailView, asked: Shown): ShownEmail {
  const { receipt: _, holders: __, belongsTo: ___, ...shown } = view;
  const isTold = mayBeTold(view, asked);
  return {
    ...shown,
    sending: sendingShown(view, asked),
    reported: shown.reported.filter((one) => isTold(one.recipient)),
  };
}

export function shownAssignment({ belongsTo: _, ...shown }: AssignmentEntry): ShownAssignment {
  return shown;
}

export function shownThread(view: ThreadView): ShownThread {
  const { threadId, mergedInto, aliases, emailCount, caseIds, firstEmailId, lastEmailId, lastAt } = view;
  return { threadId, mergedInto, aliases, emailCount, caseIds, firstEmailId, lastEmailId, lastAt };
}
