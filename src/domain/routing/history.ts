import type { ThreadId } from '../ids.js';
import type { LinkedThread } from './events.js';
import { neededForAsks } from './linking.js';
import { findParent } from './record-index.js';
import { caseNode, type IndexView, indexKey, nameOf, rootOf } from './thread-index.js';
import { keyOf } from './thread-parent.js';

/** What is loaded to look at threads again, after their own documents: what they ask for. */
export function neededForThreads(index: IndexView, threadIds: readonly ThreadId[]): string[] {
  return threadIds.flatMap((id) => neededForAsks(rootOf(index, id)?.asks ?? []));
}

export const neededForThreadIds = (threadIds: readonly ThreadId[]): string[] => threadIds.map(indexKey.thread);

/**
 * The threads among these whose parent is another one now, by what all their messages ask for. A thread about which a
 * user decided stays as it is, and so do messages that a user or a filter linked.
 */
export function linkAgain(index: IndexView, threadIds: readonly ThreadId[]): LinkedThread[] {
  const linked = new Map<ThreadId, LinkedThread>();
  for (const id of threadIds) {
    const root = rootOf(index, id);
    if (!root || root.byUser || linked.has(root.threadId)) continue;
    const { parent, considered } = findParent(index, root.asks);
    const key = keyOf(parent);
    const emails = root.emails.filter((one) => !one.pinned && one.linked !== key);
    if (emails.length === 0 && key === keyOf(root.parent)) continue;
    linked.set(root.threadId, {
      threadId: root.threadId,
      parent,
      before: root.parent?.record ?? null,
      considered: [...considered],
      emails: emails.map(({ emailId, out }) => ({ emailId, direction: out ? 'out' : 'in' })),
      cases: root.cases.flatMap((caseId) => {
        const node = caseNode(index, caseId);
        // One that is asked for by hand and not yet numbered belongs to no thread.
        return node && node.number > 0 && keyOf(node.parent) !== key ? [nameOf(node)] : [];
      }),
    });
  }
  return [...linked.values()];
}
