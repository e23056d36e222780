import { z } from 'zod';
import { parseSearch } from '../../../application/search/search-query.js';
import { CommandFailure } from '../exit.js';
import { localApi, remoteApi } from '../folder/api.js';
import { folderOf } from '../folder/with-folder.js';
import { openForWriting } from '../folder/writing.js';
import type { Invocation } from '../invocation.js';
import { day } from '../output/moments.js';

/** Rows that people are shown unless they ask for more; a page has at most 200. */
const USUAL = 25;
const MOST = 200;

const Excerpt = z.object({ text: z.string(), matches: z.array(z.object({ start: z.number(), end: z.number() })) });
const Found = z.object({
  items: z.array(
    z.object({
      email: z.looseObject({ emailId: z.string(), receivedAt: z.string(), sender: z.string(), subject: z.string() }),
      subject: Excerpt,
      text: Excerpt,
    }),
  ),
  next: z.string().nullable(),
});

/** Asks the service that has the data; where none has, brings what is searched up to the log first. */
export async function search(
  invocation: Invocation,
  words: readonly string[],
  options: { readonly limit?: number },
): Promise<undefined> {
  const { terminal } = invocation;
  const q = words.join(' ');
  const [ofInbox] = parseSearch(q).inbox;
  if (ofInbox)
    throw new CommandFailure(`${ofInbox.kind}: asks about somebody's own inbox, and the command line has none.`);
  const limit = Math.min(MOST, options.limit ?? USUAL);
  const folder = folderOf(invocation);
  const writing = await openForWriting(folder, 'search');
  const api = writing.kind === 'own' ? await localApi(writing.opened, folder.config) : remoteApi(writing.serve);
  try {
    if (writing.kind === 'own') await writing.opened.mailcase.searchable();
    const asked = new URLSearchParams({ q, limit: String(limit) });
    const { items, next } = Found.parse(await api.send('GET', `search?${asked}`));
    terminal.answer(items, () => {
      if (items.length === 0) return 'Nothing was found.';
      const rows = terminal.table(items, [
        { title: 'E-MAIL', value: ({ email }) => email.emailId },
        { title: 'RECEIVED', value: ({ email }) => day(email.receivedAt) },
        { title: 'FROM', value: ({ email }) => email.sender },
        { title: 'SUBJECT', value: ({ email }) => email.subject },
        { title: 'TEXT', value: ({ text }) => text.text.replace(/\s+/g, ' ').trim(), flexible: true },
      ]);
      return next === null ? rows : `${rows}\n${terminal.dim(`The newest ${limit}; --limit shows more.`)}`;
    });
    return undefined;
  } finally {
    await api.close();
  }
}
