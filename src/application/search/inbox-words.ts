import type { FolderId, UserId } from '../../domain/ids.js';
import { IMPORTANT, TRASH } from '../../domain/inbox/places.js';
import type { Stands } from '../../domain/inbox/standing-after.js';

/** What can be asked of an e-mail in one's own inbox, beside the folder. */
export type InboxState = 'unread' | 'read' | 'starred';

/** A list of a document holds 1,000 texts: so many inboxes at two each, and what is left for stars. */
const MOST_INBOXES = 450;
const MOST_WORDS = 1_000;

/** How an e-mail stands in an inbox, as texts that a search may ask for: each begins with the user whose inbox it is. */
export const inFolderOf = (userId: UserId, folderId: FolderId): string => `${userId} in ${folderId}`;

/** Starred is what is important: not what was thrown away. */
export const isOf = (userId: UserId, state: InboxState): string =>
  state === 'starred' ? inFolderOf(userId, IMPORTANT) : `${userId} is ${state}`;

/** The same texts when the e-mail stands otherwise in some inboxes. */
export function withStandings(before: readonly string[], news: readonly Stands[]): readonly string[] {
  if (news.length === 0) return before;
  const inboxes = new Map<string, readonly string[]>();
  for (const word of before) {
    const userId = word.slice(0, word.indexOf(' '));
    inboxes.set(userId, [...(inboxes.get(userId) ?? []), word]);
  }
  for (const one of news) {
    if (inboxes.has(one.userId) || inboxes.size < MOST_INBOXES) inboxes.set(one.userId, wordsFor(one));
  }
  const all = [...inboxes.values()];
  return [...all.flatMap((words) => words.slice(0, 2)), ...all.flatMap((words) => words.slice(2))].slice(0, MOST_WORDS);
}

function wordsFor({ userId, folderId, unread, starred }: Stands): readonly string[] {
  const words = [inFolderOf(userId, folderId), isOf(userId, unread ? 'unread' : 'read')];
  return starred && folderId !== TRASH ? [...words, isOf(userId, 'starred')] : words;
}
