import { type CaseHolders, NOBODYS, withHolders } from '../domain/case/belongings.js';
import type { RecordedAs, RecordedEvent } from '../domain/events.js';
import { at, type Change, each } from './projection.js';

/**
 * Whose each case is, as documents of their own beside the views of what belongs to cases: what comes to a case has to know.
 * They belong to nobody and have none of the fields that views are listed by.
 */
const holdersId = (caseId: string): string => `holders of ${caseId}`;

interface HoldersDocument {
  readonly holders: CaseHolders;
  readonly belongsTo: readonly never[];
  /** They are part of no list of threads. */
  readonly mergedInto: 'none';
}

export type HoldersEvent = RecordedAs<
  'CaseRequested' | 'CaseSplitOff' | 'CaseImported' | 'CaseCreated' | 'CaseAssigned' | 'CaseUnassigned'
>;

/** What a change of a view reads to know whose a case is. */
export function holdersOf<View>(caseId: string) {
  return {
    reads: holdersId(caseId),
    from: (other: (id: string) => View | undefined): CaseHolders =>
      // The document of that id is made below, and by nothing else.
      (other(holdersId(caseId)) as unknown as HoldersDocument | undefined)?.holders ?? NOBODYS,
  };
}

/** A case has other holders: it is noted, and all views that hold the case in a field are changed. */
export function changedHolders<View>(
  event: HoldersEvent,
  field: keyof View & string,
  change: (view: View, event: RecordedEvent) => View,
): Change<View>[] {
  const { caseId } = event.data;
  const note = (document: View | undefined) => {
    const before = (document as unknown as HoldersDocument | undefined)?.holders ?? NOBODYS;
    const after: HoldersDocument = { holders: withHolders(before, event), belongsTo: [], mergedInto: 'none' };
    // As above.
    return after as unknown as View;
  };
  return [at<View>(holdersId(caseId), note), each<View>(field, caseId, (view) => change(view, event))];
}
