import { live } from '../application/ports/document-store.js';
import { type CaseHolders, withHolders } from '../domain/case/belongings.js';
import type { CaseName } from '../domain/case/events.js';
import {
  belongingsOfEmail,
  type Receipt,
  receiptOf,
  receiptOfQueued,
  together,
  withDelivery,
} from '../domain/email/belongings.js';
import type { RecordedAs, RecordedEvent } from '../domain/events.js';
import type { CaseId } from '../domain/ids.js';
import { changedHolders, holdersOf } from './case-holders.js';
import { at, type Change, existing, projection, remove } from './projection.js';

export interface ThreadView {
  readonly threadId: string;
  /** It is part of that one now, and its id an alias. */
  readonly mergedInto: string | null;
  /** Other ids that this thread was known by. */
  readonly aliases: readonly string[];
  readonly emailCount: number;
  readonly caseIds: readonly string[];
  readonly firstEmailId: string;
  readonly lastEmailId: string;
  readonly lastAt: string;
  /** Of its e-mails together. */
  readonly receipt: Receipt;
  /** Some of its e-mails came to users' own accounts alone: not everybody who sees the thread sees all of it. */
  readonly partlyPersonal: boolean;
  /** An e-mail of it is about a record, or belongs to a case. */
  readonly linked: boolean;
  /** Of its cases; of so many as make a list. */
  readonly holders: Readonly<Record<string, CaseHolders>>;
  readonly heldCases: readonly string[];
  /** Whose it is (`domain/access/audience.ts`): theirs to whom one of its e-mails is. */
  readonly belongsTo: readonly string[];
}

/** How an e-mail came, until its thread is known; a document of its own, which belongs to nobody. */
interface ReceiptDocument {
  readonly receipt: Receipt;
  readonly belongsTo: readonly never[];
  readonly mergedInto: 'none';
}
const receiptId = (emailId: string): string => `receipt of ${emailId}`;

/** The document of that id is made by this, and by nothing else. */
function noted(emailId: string, receipt: (before: Receipt | undefined) => Receipt): Change<ThreadView> {
  return at(receiptId(emailId), (document) => {
    const before = (document as unknown as ReceiptDocument | undefined)?.receipt;
    const after: ReceiptDocument = { receipt: receipt(before), belongsTo: [], mergedInto: 'none' };
    return after as unknown as ThreadView;
  });
}

export const threads = projection<ThreadView>(
  'threads',
  {
    version: 3,
    askedWhileBuilt: true,
    fields: ['mergedInto', 'lastAt'],
    arrays: ['belongsTo', 'heldCases'],
    indexes: [['belongsTo', 'lastAt', 'mergedInto'], ['heldCases']],
  },
  {
    EmailReceived: ({ data }) => noted(data.emailId, () => receiptOf(data)),
    EmailQueued: ({ data }) => noted(data.emailId, () => receiptOfQueued(data)),
    EmailDelivered: ({ data: { emailId, delivery } }) =>
      noted(emailId, (before) => withDelivery(before ?? NOT_YET, delivery)),
    EmailLinked: ({ data: { threadId, record, reason } }) => {
      // That it belongs to a case, routing has said, but where it has come there with another one or behind it.
      if (threadId === null || reason === 'split') return [];
      if (record.type === 'Case') {
        const holders = holdersOf<ThreadView>(record.id);
        const inCase = (view: ThreadView | undefined, other: (id: string) => ThreadView | undefined) =>
          view && placed(view, record.id, null, holders.from(other));
        return at<ThreadView>(threadId, inCase, [holders.reads]);
      }
      const linked = (view: ThreadView) => (view.linked ? view : belonging({ ...view, linked: true }));
      return existing<ThreadView>(threadId, linked);
    },
    CaseRequested: (event) => changedHolders<ThreadView>(event, 'heldCases', held),
    CaseSplitOff: (event) => changedHolders<ThreadView>(event, 'heldCases', held),
    CaseImported: (event) => changedHolders<ThreadView>(event, 'heldCases', held),
    CaseCreated: (event) => changedHolders<ThreadView>(event, 'heldCases', held),
    CaseAssigned: (event) => changedHolders<ThreadView>(event, 'heldCases', held),
    CaseUnassigned: (event) => changedHolders<ThreadView>(event, 'heldCases', held),
    CaseRouted: ({ data: { case: to, split } }) => {
      const holders = holdersOf<ThreadView>(to.id);
      const moved = new Map<string, CaseName[]>();
      for (const { threadId, leavesThread, before } of split?.emails ?? []) {
        moved.set(threadId, [...(moved.get(threadId) ?? []), ...(leavesThread ? [before] : [])]);
      }
      return [...moved].map(([threadId, left]) => {
        return at<ThreadView>(
          threadId,
          (view, other) =>
            view && [...left, null].reduce((now, one) => placed(now, to.id, one, holders.from(other)), view),
          [holders.reads],
        );
      });
    },
    EmailPlaced: ({ data: { threadId, case: to, before, leavesThread } }) => {
      const holders = to && holdersOf<ThreadView>(to.id);
      return at<ThreadView>(
        threadId,
        (view, other) =>
          view && placed(view, to?.id ?? null, leavesThread ? before : null, holders?.from(other) ?? null),
        holders ? [holders.reads] : [],
      );
    },
    EmailRouted: (event) => {
      const { emailId, threadId, mergedThreads, case: made } = event.data;
      const holders = made && holdersOf<ThreadView>(made.id);
      const reads = [...mergedThreads, receiptId(emailId), ...(holders ? [holders.reads] : [])];
      const merging = mergedThreads.map((id) =>
        existing<ThreadView>(id, (view) => ({ ...view, mergedInto: threadId })),
      );
      return [
        at<ThreadView>(
          threadId,
          (view, other) =>
            joined(
              view,
              mergedThreads.flatMap((id) => other(id) ?? []),
              event,
              (other(receiptId(emailId)) as unknown as ReceiptDocument | undefined)?.receipt ?? NOT_YET,
              holders?.from(other) ?? null,
            ),
          reads,
        ),
        ...merging,
        remove(receiptId(emailId)),
      ];
    },
  },
);
export const threadsCollection = live(threads.spec);

function joined(
  view: ThreadView | undefined,
  merged: readonly ThreadView[],
  event: RecordedAs<'EmailRouted'>,
  receipt: Receipt,
  holdersOfCase: CaseHolders | null,
): ThreadView {
  const { data, metadata } = event;
  const at = data.receivedAt ?? metadata.at;
  const before = view ?? {
    threadId: data.threadId,
    mergedInto: null,
    aliases: [],
    emailCount: 0,
    caseIds: [],
    firstEmailId: data.emailId,
    lastEmailId: data.emailId,
    lastAt: at,
    receipt,
    partlyPersonal: receipt.personal,
    linked: false,
    holders: {},
    heldCases: [],
    belongsTo: [],
  };
  const parts = [before, ...merged];
  const caseIds = new Set([...parts.flatMap((part) => part.caseIds), ...(data.case ? [data.case.id] : [])]);
  const latest = parts.reduce((a, b) => (a.lastAt >= b.lastAt ? a : b));
  const isLatest = at >= latest.lastAt;
  const cases = parts.flatMap((part) => Object.entries(part.holders));
  if (data.case && holdersOfCase) cases.push([data.case.id, holdersOfCase]);
  const holders = Object.fromEntries([...new Map(cases)].slice(0, MOST_CASES));
  return belonging({
    ...before,
    aliases: [...new Set(parts.flatMap((part) => [part.threadId, ...part.aliases]))].filter(
      (id) => id !== data.threadId,
    ),
    emailCount: parts.reduce((sum, part) => sum + part.emailCount, data.again ? 0 : 1),
    caseIds: [...caseIds],
    lastEmailId: isLatest ? data.emailId : latest.lastEmailId,
    lastAt: isLatest ? at : latest.lastAt,
    receipt: parts.map((part) => part.receipt).reduce(together, receipt),
    partlyPersonal: receipt.personal || parts.some((part) => part.partlyPersonal),
    linked: data.case !== null || parts.some((part) => part.linked),
    holders,
    heldCases: Object.keys(holders),
  });
}

/** One of its messages is in another case, and the thread with it. */
function placed(
  view: ThreadView,
  to: CaseId | null,
  left: CaseName | null,
  holdersOfCase: CaseHolders | null,
): ThreadView {
  const caseIds = view.caseIds.filter((id) => id !== to && id !== left?.id);
  const others = Object.entries(view.holders).filter(([id]) => id !== to && id !== left?.id);
  if (to && holdersOfCase) others.push([to, holdersOfCase]);
  const holders = Object.fromEntries(others.slice(0, MOST_CASES));
  return belonging({
    ...view,
    caseIds: to ? [...caseIds, to] : caseIds,
    linked: view.linked || to !== null,
    holders,
    heldCases: Object.keys(holders),
  });
}

/** A thread of more cases than that is listed for the holders of these. */
const MOST_CASES = 50;
/** Where nothing is known of how an e-mail came, or not again: it changes nothing of what is known of the others. */
const NOT_YET: Receipt = { belongsTo: [], personal: true };

const belonging = (view: ThreadView): ThreadView => ({
  ...view,
  belongsTo: belongingsOfEmail(view.receipt, view.linked, Object.values(view.holders)),
});

const held = (view: ThreadView, event: RecordedEvent): ThreadView => {
  if (!('caseId' in event.data)) return view;
  const { caseId } = event.data;
  const before = view.holders[caseId];
  return before ? belonging({ ...view, holders: { ...view.holders, [caseId]: withHolders(before, event) } }) : view;
};
