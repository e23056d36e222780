import { FolderId } from '../ids.js';

/**
 * Where an e-mail can stand in an inbox without anybody having made a folder. Their names are ids like those of folders
 * that people make, which are derived and longer than any of these.
 */
export const INBOX = FolderId.parse('inbox');
export const ARCHIVE = FolderId.parse('archive');
export const SENT = FolderId.parse('sent');
export const TRASH = FolderId.parse('trash');
/** What is starred, wherever it stands but in the trash: a view, and no place. */
export const IMPORTANT = FolderId.parse('important');

/** Those that a user may move e-mails to by hand; the trash has its own way in and out. */
export const movable: ReadonlySet<FolderId> = new Set([INBOX, ARCHIVE, SENT]);
