import { z } from 'zod';
import { page, paging } from './common.js';
import { ListedEmail } from './emails.js';

export const SearchQuery = z.strictObject({
  ...paging,
  // What it may hold, the language says, which names the character.
  q: z
    .string()
    .max(10_000)
    .describe(
      'Words by their beginning, "quoted phrases", `-minus` before either, `from:`, `to:`, `subject:`, `has:attachment`, `before:2026-03-01`, `after:2026-03-01` (UTC), `case:42`, `record:Contact/17`; of one\'s own inbox `is:unread`, `is:read`, `is:starred` (but for the trash), `in:` with inbox, important, archive, sent, trash, or the name or id of a folder; all of them must hold. Case and diacritics do not matter. At most 1,000 characters',
    ),
});

const Excerpt = z
  .object({
    text: z.string(),
    matches: z
      .array(z.object({ start: z.int(), end: z.int().describe('Behind the last character') }))
      .describe('Where in `text` is what was searched for, in UTF-16 units as JavaScript counts'),
  })
  .meta({ id: 'Excerpt' });

const FoundEmail = z
  .object({ email: ListedEmail, subject: Excerpt, text: Excerpt.describe('A part of the body') })
  .meta({ id: 'FoundEmail' });
export const FoundEmails = page('FoundEmails', FoundEmail);
