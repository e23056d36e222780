import { FolderId, type UserId } from '../../domain/ids.js';
import { ARCHIVE, IMPORTANT, INBOX, SENT, TRASH } from '../../domain/inbox/places.js';
import { inFolderOf, isOf } from './inbox-words.js';
import { type InboxTerm, wrong } from './search-query.js';
import { wordsOf } from './words.js';

/** A folder as people know it. */
interface Named {
  readonly folderId: string;
  readonly name: string;
}

const OF_EVERYBODY: readonly FolderId[] = [INBOX, IMPORTANT, ARCHIVE, SENT, TRASH];

/** Whether a folder is meant that somebody made, and so has to be looked up. */
export const namesFolder = (term: InboxTerm): boolean => term.kind === 'in' && ofEverybody(term.folder) === undefined;

/**
 * What `is:` and `in:` ask of somebody's inbox, as the index has it. A folder is known by its id or its name, in which case
 * and diacritics do not matter; one's own goes before one of the group.
 * @throws Invalid, path `q`: there is no such folder for them, or there are several
 */
export function inboxWords(
  terms: readonly InboxTerm[],
  userId: UserId,
  own: readonly Named[],
  group: readonly Named[],
): readonly string[] {
  return terms.map((term) => {
    if (term.kind === 'is') return isOf(userId, term.state);
    return inFolderOf(userId, ofEverybody(term.folder) ?? folderOf(term, own, group));
  });
}

const ofEverybody = (name: string): FolderId | undefined => OF_EVERYBODY.find((one) => one === name.toLowerCase());

function folderOf(
  { at, folder }: Extract<InboxTerm, { kind: 'in' }>,
  own: readonly Named[],
  group: readonly Named[],
): FolderId {
  const byId = [...own, ...group].find(({ folderId }) => folderId === folder);
  const called = (folders: readonly Named[]) => folders.filter(({ name }) => key(name) === key(folder));
  const [mine, shared] = [called(own), called(group)];
  const found = byId ? [byId] : mine.length > 0 ? mine : shared;
  const [only] = found;
  if (!only) throw wrong(at, `in: there is no folder ${folder}`);
  if (found.length > 1) {
    const ids = found.map(({ folderId }) => folderId).join(', ');
    throw wrong(at, `in: several folders are called ${folder}: name one by its id (${ids})`);
  }
  return FolderId.parse(only.folderId);
}

/** A name without letters and digits is compared as it is. */
const key = (name: string): string => wordsOf(name).join(' ') || name;
