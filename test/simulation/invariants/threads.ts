import { live } from '../../../src/application/ports/document-store.js';
import type { RecordedEvent } from '../../../src/domain/events.js';
import { type EmailView, emailsCollection } from '../../../src/projections/emails.js';
import { type ThreadView, threadsCollection } from '../../../src/projections/threads.js';
import { documentsOf, ofType, viewsOf } from '../../support/invariants.js';
import { grouped, UnionFind } from '../../support/union-find.js';
import type { History } from '../history.js';

const indexCollection = live({ name: 'routing-index', version: 2 });
type IndexNode = { readonly kind: string; readonly threadId: string; readonly into?: string | null };

/** Threads, in the index as in the read models, are what a union-find over the messages' ids gives. */
export async function brokenThreads({ durable }: History, log: readonly RecordedEvent[]): Promise<string[]> {
  const received = [...ofType(log, 'EmailReceived'), ...ofType(log, 'EmailQueued')].map(({ data }) => data);
  const expected = new UnionFind();
  for (const { threadKey, references, inReplyTo } of received) expected.join([threadKey, ...references, ...inReplyTo]);
  const keys = new Map(received.map(({ emailId, threadKey }) => [emailId as string, threadKey]));
  const ids = [...keys.keys()];
  const groups = grouped(ids, (id) => expected.root(keys.get(id) ?? id));

  // Written by these projections and by routing alone.
  const emails = await viewsOf<EmailView>(durable.documents, emailsCollection, 'emailId');
  const threads = await viewsOf<ThreadView>(durable.documents, threadsCollection, 'threadId');
  const index = (await documentsOf(durable.documents, indexCollection)) as Record<string, IndexNode>;
  const today = (
    threadId: string | null | undefined,
    into: (id: string) => string | null | undefined,
  ): string | null => {
    const next = threadId ? into(threadId) : null;
    return next ? today(next, into) : (threadId ?? null);
  };
  const inViews = grouped(ids, (id) => today(emails[id]?.threadId, (thread) => threads[thread]?.mergedInto));
  const inIndex = grouped(ids, (id) =>
    today(index[`m:${keys.get(id)}`]?.threadId, (thread) => index[`t:${thread}`]?.into),
  );
  const counts = Object.values(threads).flatMap(({ mergedInto, emailCount }) => (mergedInto ? [] : [emailCount]));
  const sizes = groups.map((group) => group.length);
  return [
    ...(same(inViews, groups)
      ? []
      : [`the threads' views are ${JSON.stringify(inViews)}, not ${JSON.stringify(groups)}`]),
    ...(same(inIndex, groups) ? [] : [`the index has ${JSON.stringify(inIndex)}, not ${JSON.stringify(groups)}`]),
    ...(same(counts.sort(), sizes.sort()) ? [] : [`threads count ${counts.join()} messages, not ${sizes.join()}`]),
  ];
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
