import { live } from '../application/ports/document-store.js';
import type { RecordedAs } from '../domain/events.js';
import { at, existing, projection } from './projection.js';

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
}

export const threads = projection<ThreadView>(
  'threads',
  { version: 1, fields: ['mergedInto', 'lastAt'], indexes: [['mergedInto', 'lastAt']] },
  {
    EmailRouted: (event) => {
      const { threadId, mergedThreads } = event.data;
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
            ),
          mergedThreads,
        ),
        ...merging,
      ];
    },
  },
);
export const threadsCollection = live(threads.spec);

function joined(
  view: ThreadView | undefined,
  merged: readonly ThreadView[],
  event: RecordedAs<'EmailRouted'>,
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
  };
  const parts = [before, ...merged];
  const caseIds = new Set([...parts.flatMap((part) => part.caseIds), ...(data.case ? [data.case.id] : [])]);
  const latest = parts.reduce((a, b) => (a.lastAt >= b.lastAt ? a : b));
  const isLatest = at >= latest.lastAt;
  return {
    ...before,
    aliases: [...new Set(parts.flatMap((part) => [part.threadId, ...part.aliases]))].filter(
      (id) => id !== data.threadId,
    ),
    emailCount: parts.reduce((sum, part) => sum + part.emailCount, data.again ? 0 : 1),
    caseIds: [...caseIds],
    lastEmailId: isLatest ? data.emailId : latest.lastEmailId,
    lastAt: isLatest ? at : latest.lastAt,
  };
}
