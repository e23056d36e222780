import {
  type FetchOptions,
  type FolderState,
  MailboxError,
  type MailboxMessage,
  type MailboxReader,
  type MailboxSource,
} from '../../application/ports/mailbox-source.js';
import { Invalid } from '../../domain/errors.js';
import { cameBefore } from '../../domain/mail-account/age.js';
import { countMessageFiles, type MessageFilesTotal, readMessageFiles } from './message-files.js';
import type { FileProblem } from './read-file.js';

export interface FilesSettings {
  /** A message, an mbox, a Maildir, or a folder of `.eml` files. */
  readonly path: string;
  /** Told of each file that cannot be read and is left out. */
  readonly onProblem: (problem: FileProblem) => void;
}

/** The one folder that files are. */
export const FILES_FOLDER = 'INBOX';
/** Of a header that is given alone, the most. */
const MAX_HEADER = 1024 * 1024;

/** Mailboxes that lie in files: one folder each, read from its beginning. */
export class FilesSource implements MailboxSource<FilesSettings> {
  async open(settings: FilesSettings): Promise<MailboxReader> {
    return new FilesSession(settings, await totalOf(settings.path));
  }
}

async function totalOf(path: string): Promise<MessageFilesTotal> {
  try {
    return await countMessageFiles(path);
  } catch (error) {
    if (error instanceof Invalid) throw new MailboxError('folder', error.message, { cause: error });
    throw error;
  }
}

class FilesSession implements MailboxReader {
  constructor(
    private readonly settings: FilesSettings,
    private readonly total: MessageFilesTotal,
  ) {}

  async select(folder: string): Promise<FolderState> {
    if (folder !== FILES_FOLDER) throw new MailboxError('folder', `Files are one folder, ${FILES_FOLDER}.`);
    // How many an mbox holds is known when it was read.
    return { uidValidity: 'files', uidNext: 'messages' in this.total ? this.total.messages + 1 : 1 };
  }

  async *fetch({ after, since, only, maxSize, signal }: FetchOptions): AsyncGenerator<MailboxMessage> {
    const isOld = cameBefore(since);
    const { path, onProblem } = this.settings;
    try {
      for await (const message of readMessageFiles(path, { signal, onProblem })) {
        const { uid, receivedAt, size } = message;
        if (uid <= after || (only && !only.has(uid)) || isOld(receivedAt)) continue;
        yield size > maxSize ? await headerOf(message) : message;
      }
    } catch (error) {
      if (signal.aborted) throw new MailboxError('closed', 'The files are not read any further.', { cause: error });
      if (error instanceof Invalid) throw new MailboxError('folder', error.message, { cause: error });
      throw error;
    }
  }

  async close(): Promise<void> {}
}

/** What is larger than is wanted, by its header alone. */
async function headerOf(message: MailboxMessage): Promise<MailboxMessage> {
  const { content } = message;
  let head = Buffer.alloc(0);
  for await (const piece of content instanceof Uint8Array ? [content] : content) {
    head = Buffer.concat([head, piece]);
    if (head.length > MAX_HEADER) break;
  }
  const end = /\r?\n\r?\n/.exec(head.toString('latin1'));
  const length = Math.min(end ? end.index + end[0].length : head.length, MAX_HEADER);
  return { ...message, content: head.subarray(0, length), headerOnly: true };
}
