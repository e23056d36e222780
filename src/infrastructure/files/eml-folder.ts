import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { MailboxMessage } from '../../application/ports/mailbox-source.js';
import { type FileProblem, type MessageFile, type ReadOptions, readFiles } from './read-file.js';

/** The messages of a folder and the folders in it: every `.eml`, by name; a message's key is its path from there. */
export async function* readEmlFolder(root: string, options: ReadOptions): AsyncGenerator<MailboxMessage> {
  yield* readFiles(await emlFiles(root, options.onProblem), options);
}

/** All `.eml` files in a folder and below, sorted; links to folders are not followed. */
export async function emlFiles(root: string, onProblem: (problem: FileProblem) => void): Promise<MessageFile[]> {
  const names: string[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const inside = folder;
    const entries = await readdir(path.join(root, inside), { withFileTypes: true }).catch((error: Error) => {
      if (inside === '') throw error;
      onProblem({ key: inside, error });
      return [];
    });
    for (const entry of entries) {
      const name = path.posix.join(inside, entry.name);
      if (entry.isDirectory()) folders.push(name);
      else if (entry.name.toLowerCase().endsWith('.eml')) names.push(name);
    }
  }
  // By code units, not by the locale: the order, and so the UIDs, are the same everywhere.
  names.sort();
  return names.map((name) => ({ file: path.join(root, name), key: name, seen: false }));
}
