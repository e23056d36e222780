import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import type { MailboxMessage } from '../../application/ports/mailbox-source.js';
import { Invalid } from '../../domain/errors.js';
import { emlFiles, readEmlFolder } from './eml-folder.js';
import { maildirFiles, readMaildir } from './maildir.js';
import { readMbox, SEPARATOR } from './mbox.js';
import { type ReadOptions, readFiles } from './read-file.js';

export type { FileProblem, ReadOptions } from './read-file.js';

/** How much there is to read, for a progress bar: messages where they are files, bytes where they are in one. */
export type MessageFilesTotal = { readonly messages: number } | { readonly bytes: number };

type Store = 'message' | 'mbox' | 'maildir' | 'eml-folder';

/**
 * The messages at a path: a file with one message, an mbox, a Maildir, or a folder of `.eml` files (and the folders in
 * it); which of them is known by what is there. Their order and their keys are the same each time. `uid` counts from 1;
 * `key` is the file's name (in a Maildir without its flags) or the offset in the mbox. A file that cannot be read is
 * told to `onProblem`, and the others go on. Memory does not grow with the sizes of messages and mailboxes.
 * @throws Invalid when there is nothing at the path, or no mail
 */
export async function* readMessageFiles(where: string, options: ReadOptions): AsyncGenerator<MailboxMessage> {
  const store = await storeAt(where);
  if (store === 'mbox') yield* readMbox(where, options);
  else if (store === 'maildir') yield* readMaildir(where, options);
  else if (store === 'eml-folder') yield* readEmlFolder(where, options);
  else yield* readFiles([{ file: where, key: path.basename(where), seen: false }], options);
}

/**
 * How much `readMessageFiles` will read; looks at names and sizes only. For an mbox the keys tell how far one is.
 * @throws Invalid as `readMessageFiles`
 */
export async function countMessageFiles(where: string): Promise<MessageFilesTotal> {
  const store = await storeAt(where);
  if (store === 'mbox') return { bytes: (await stat(where)).size };
  if (store === 'maildir') return { messages: (await maildirFiles(where)).length };
  // A folder that cannot be read is told when the messages are.
  if (store === 'eml-folder') return { messages: (await emlFiles(where, () => {})).length };
  return { messages: 1 };
}

async function storeAt(where: string): Promise<Store> {
  try {
    if (!(await stat(where)).isDirectory()) return await fileKind(where);
    if ((await isFolder(path.join(where, 'cur'))) && (await isFolder(path.join(where, 'new')))) return 'maildir';
    if ((await emlFiles(where, () => {})).length > 0) return 'eml-folder';
  } catch (error) {
    throw unreadable(where, error);
  }
  throw wrong(`${where} holds no mail: it has no .eml files, and is no Maildir (cur and new)`, 'no-mail');
}

async function fileKind(file: string): Promise<Store> {
  if (file.toLowerCase().endsWith('.eml')) return 'message';
  const opening = await firstBytes(file);
  if (SEPARATOR.test(opening)) return 'mbox';
  // A field, or the envelope line of a message that was taken out of an mbox.
  if (/^(?:From [^\n]*\n)?[!-9;-~]+[ \t]*:/.test(opening)) return 'message';
  throw wrong(`${file} is no mail: it begins neither as a message nor as an mbox`, 'no-mail');
}

async function firstBytes(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(1_000), 0, 1_000, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

const isFolder = async (folder: string): Promise<boolean> =>
  (await stat(folder).catch(() => null))?.isDirectory() ?? false;

function unreadable(where: string, error: unknown): Error {
  if (error instanceof Invalid) return error;
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT' || code === 'ENOTDIR') return wrong(`there is no file or folder ${where}`, 'no-such-path');
  if (code === 'EACCES' || code === 'EPERM') return wrong(`${where} may not be read by this user`, 'path-not-readable');
  return wrong(
    `${where} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    'path-not-readable',
  );
}

const wrong = (message: string, code: string): Invalid => new Invalid([{ path: '', message }], code);
