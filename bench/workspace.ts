import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Mailcase } from '../src/application/mailcase.js';
import { silent } from '../src/application/ports/logger.js';
import type { AccountId } from '../src/domain/ids.js';
import { streams } from '../src/domain/ids.js';
import { openEmbedded } from '../src/infrastructure/engines.js';
import { account, team } from '../test/support/company.js';

export const SUPPORT = 'support@acme.example';
export const PASSWORD = 'correct horse';
/** What the vault calls it. */
export const SECRET = 'bench';

/** A throw-away folder for as long as the work takes. */
export async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'mailcase-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A Mailcase on the embedded engines in this folder, routing and projections following, for as long as the work takes. */
export async function withMailcase<Result>(
  folder: string,
  work: (mailcase: Mailcase) => Promise<Result>,
): Promise<Result> {
  const { adapters, close } = await openEmbedded(folder, silent);
  const mailcase = new Mailcase(adapters);
  try {
    await mailcase.start({ fetch: false });
    return await work(mailcase);
  } finally {
    await mailcase.stop();
    await close();
  }
}

/** A team of five and a group account whose messages make cases for it, in turns. */
export async function company(mailcase: Mailcase, name = 'support', address = SUPPORT): Promise<AccountId> {
  const teamId = await team(mailcase, name, ['ana', 'bor', 'cene', 'dana', 'eva']);
  return account(mailcase, address, teamId, { distribution: 'round-robin' });
}

/** Where the account's mail lies, and that all of it is wanted. */
export async function fetchFrom(
  mailcase: Mailcase,
  accountId: AccountId,
  port: number,
  userName: string,
): Promise<void> {
  await mailcase.adapters.vault.put(SECRET, PASSWORD);
  const stream = streams.mailAccount(accountId);
  let expectedRevision = -1;
  for await (const { revision } of mailcase.log.readStream(stream)) expectedRevision = revision;
  await mailcase.log.append({
    stream,
    expectedRevision,
    by: { actor: 'bench', cause: 'mailbox' },
    events: [
      {
        type: 'ImapConfigured',
        data: {
          accountId,
          host: '127.0.0.1',
          port,
          security: 'none',
          userName,
          secret: SECRET,
          trustedFingerprint: null,
        },
      },
      {
        type: 'FetchingConfigured',
        data: {
          accountId,
          folders: ['INBOX'],
          since: '2001-01-01T00:00:00.000Z',
          keepUnread: true,
          maxSize: 50_000_000,
          schedule: '*/5 * * * *',
        },
      },
    ],
  });
}
