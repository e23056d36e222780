import type { Adapters } from '../../src/application/mailcase.js';
import { silent } from '../../src/application/ports/logger.js';
import type { WatchedSource } from '../../src/application/ports/mailbox-source.js';
import { MailboxError } from '../../src/application/ports/mailbox-source.js';
import { LibraryHtmlText } from '../../src/infrastructure/html/library-html-text.js';
import { ImapflowSentFolders } from '../../src/infrastructure/imap/index.js';
import { MemoryBlobStore } from '../../src/infrastructure/memory/memory-blob-store.js';
import { MemoryDocumentStore } from '../../src/infrastructure/memory/memory-document-store.js';
import { MemoryEventStore } from '../../src/infrastructure/memory/memory-event-store.js';
import { MemoryVault } from '../../src/infrastructure/memory/memory-vault.js';
import { MailparserParser } from '../../src/infrastructure/mime/index.js';
import { Oauth4webapiClient } from '../../src/infrastructure/oauth/oauth4webapi-client.js';
import { CronSchedules } from '../../src/infrastructure/process/cron-schedules.js';
import { ProcessLeases } from '../../src/infrastructure/process/process-leases.js';
import { systemClock } from '../../src/infrastructure/process/system-clock.js';
import { MimeComposer } from '../../src/infrastructure/smtp/mime-composer.js';
import { NodemailerTransport } from '../../src/infrastructure/smtp/nodemailer-transport.js';

const noMailboxes: WatchedSource = {
  open: () => Promise.reject(new MailboxError('host', 'There are no mailboxes here.')),
  testConnection: async () => ({ ok: false, step: 'host', message: 'There are no mailboxes here.' }),
};

/** All ports in memory, with the real parser. */
export function inMemory(overrides: Partial<Adapters> = {}): Adapters {
  return {
    events: new MemoryEventStore(),
    documents: new MemoryDocumentStore(),
    blobs: new MemoryBlobStore(),
    vault: new MemoryVault(),
    parser: new MailparserParser(),
    composer: new MimeComposer(),
    html: new LibraryHtmlText(),
    source: noMailboxes,
    transport: new NodemailerTransport(),
    sentFolders: new ImapflowSentFolders(),
    leases: new ProcessLeases(),
    oauth: new Oauth4webapiClient(),
    clock: systemClock,
    schedules: new CronSchedules(),
    logger: silent,
    random: () => 0.5,
    version: '0.0.0',
    ...overrides,
  };
}
