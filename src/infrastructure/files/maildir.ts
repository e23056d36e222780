import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { MailboxMessage } from '../../application/ports/mailbox-source.js';
import { type MessageFile, type ReadOptions, readFiles } from './read-file.js';

/** What separates a message's unique name from its flags: a colon, or what stands for it where names cannot have one. */
const INFO = /[:;!]2,([A-Za-z]*)$/;

/**
 * The messages of a Maildir, those in `new` and those in `cur`, oldest name first. A message's key is its unique name,
 * which stays when its flags change; the flag S is `\Seen`. Folders of Maildir++ (`.Sent`) are mailboxes of their own.
 */
export async function* readMaildir(root: string, options: ReadOptions): AsyncGenerator<MailboxMessage> {
  yield* readFiles(await maildirFiles(root), options);
}

export async function maildirFiles(root: string): Promise<MessageFile[]> {
  const files: MessageFile[] = [];
  for (const folder of ['new', 'cur']) {
    for (const name of await readdir(path.join(root, folder))) {
      // The specification: names that begin with a dot are nobody's.
      if (name.startsWith('.')) continue;
      const flags = folder === 'cur' ? INFO.exec(name)?.[1] : undefined;
      files.push({
        file: path.join(root, folder, name),
        key: name.replace(INFO, ''),
        seen: flags?.includes('S') ?? false,
      });
    }
  }
  // They begin with the second of their delivery.
  return files.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}
