import { type ThreadLine, ThreadListing } from '../../../application/queries/thread-listing.js';
import { type EmailView, emailsCollection } from '../../../projections/emails.js';
import { type ThreadView, threadsCollection } from '../../../projections/threads.js';
import { reading } from '../folder/with-folder.js';
import type { Invocation } from '../invocation.js';
import { day } from '../output/moments.js';

/** Rows that people are shown unless they ask for more; a page of the store has at most 1,000. */
const USUAL = 50;
const MOST = 1_000;

export function listThreads(invocation: Invocation, options: { readonly limit?: number }): Promise<undefined> {
  const { terminal } = invocation;
  return reading(invocation, 'threads', async (readModels) => {
    if (terminal.json) {
      const lines: ThreadLine[] = [];
      const { limit = Number.POSITIVE_INFINITY } = options;
      for await (const line of new ThreadListing(readModels).threads()) if (lines.push(line) >= limit) break;
      terminal.answer(lines, () => '');
      return undefined;
    }
    const limit = Math.min(MOST, options.limit ?? USUAL);
    const { items, next } = await readModels.find<ThreadView>(threadsCollection, {
      where: { mergedInto: null },
      sort: { field: 'lastAt', direction: 'desc' },
      limit,
    });
    const first = await readModels.many<EmailView>(
      emailsCollection,
      items.map(({ firstEmailId }) => firstEmailId),
    );
    terminal.answer(items, () => {
      if (items.length === 0) return 'There are no threads yet.';
      const rows = terminal.table(items, [
        { title: 'THREAD', value: ({ threadId }) => threadId },
        { title: 'MAILS', value: ({ emailCount }) => emailCount, align: 'right' },
        { title: 'CASES', value: ({ caseIds }) => caseIds.length, align: 'right' },
        { title: 'LAST', value: ({ lastAt }) => day(lastAt) },
        { title: 'SUBJECT', value: ({ firstEmailId }) => first.get(firstEmailId)?.subject ?? '', flexible: true },
      ]);
      return next === null ? rows : `${rows}\n${terminal.dim(`The latest ${limit}; --limit shows more.`)}`;
    });
    return undefined;
  });
}
