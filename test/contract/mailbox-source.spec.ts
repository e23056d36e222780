import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe } from 'vitest';
import { FILES_FOLDER, FilesSource } from '../../src/infrastructure/files/files-source.js';
import { ImapflowSource } from '../../src/infrastructure/imap/index.js';
import { settingsFor } from '../infrastructure/imap/settings.js';
import { type Dovecot, startDovecot, withoutDovecot } from '../support/dovecot.js';
import { type MailboxSourceEngine, mailboxSourceContract, type PutMessage } from './mailbox-source.js';

const thrown = ({ error }: { readonly error: Error }): never => {
  throw error;
};

/** Messages as files; `place` says where in the mailbox's folder each of them lies. */
function inFiles(
  name: string,
  /** A Maildir; else a folder that is only known by what lies in it. */
  isMaildir: boolean,
  folders: readonly string[],
  place: (message: PutMessage, n: number) => string,
): MailboxSourceEngine {
  let root = '';
  let accounts = 0;
  return {
    name,
    folder: FILES_FOLDER,
    remembersSeen: isMaildir,
    mayBeEmpty: isMaildir,
    async start() {
      root = await mkdtemp(path.join(tmpdir(), 'mailcase-source-'));
    },
    stop: () => rm(root, { recursive: true }),
    async put(messages) {
      const mailbox = path.join(root, String(++accounts));
      for (const folder of folders) await mkdir(path.join(mailbox, folder), { recursive: true });
      for (const [n, message] of messages.entries()) {
        const file = path.join(mailbox, place(message, n));
        await writeFile(file, message.raw, 'latin1');
        await utimes(file, message.date, message.date);
      }
      return {
        open: () => new FilesSource().open({ path: mailbox, onProblem: thrown }),
      };
    },
  };
}

mailboxSourceContract(
  inFiles('a folder of .eml files', false, ['.', 'older'], (_, n) => (n < 2 ? `${n}.eml` : `older/${n}.eml`)),
);
mailboxSourceContract(
  inFiles('a Maildir', true, ['cur', 'new', 'tmp'], ({ seen }, n) => `cur/170000000${n}.M1.host:2,${seen ? 'S' : ''}`),
);

describe.skipIf(withoutDovecot())('over IMAP', { timeout: 60_000 }, () => {
  let dovecot: Dovecot;
  let users = 0;
  mailboxSourceContract({
    name: 'dovecot',
    folder: 'INBOX',
    remembersSeen: true,
    mayBeEmpty: true,
    async start() {
      dovecot = await startDovecot();
    },
    stop: () => dovecot.remove(),
    async put(messages) {
      const user = `user${++users}`;
      await dovecot.addUser(user, 'correct horse');
      for (const { raw, date, seen } of messages) {
        await dovecot.append(user, 'INBOX', raw, { date, seen });
      }
      return { open: (signal) => new ImapflowSource().open(settingsFor(dovecot.port, { userName: user }), signal) };
    },
  });
});
