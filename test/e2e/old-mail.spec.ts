import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AccountId } from '../../src/domain/ids.js';
import { type CaseView, casesCollection } from '../../src/projections/cases.js';
import { type EmailView, emailsCollection } from '../../src/projections/emails.js';
import { type ThreadView, threadsCollection } from '../../src/projections/threads.js';
import { team } from '../support/company.js';
import { type Dovecot, startDovecot, withoutDovecot } from '../support/dovecot.js';
import { allDocuments, broken, documentsOf, ofType, rebuiltFrom, viewsOf, wholeLog } from '../support/invariants.js';
import { message } from '../support/messages.js';
import { type Running, running } from './embedded-process.js';
import { until } from './until.js';
import { PASSWORD, watchedAccount } from './watched-account.js';

const THREADS = 60;
const EACH = 3;
const OPENED = '2024-06-01T00:00:00.000Z';

describe.skipIf(withoutDovecot())('a mailbox of many years', { timeout: 90_000 }, () => {
  let dovecot: Dovecot;
  let folder: string;
  let process: Running;
  let accountId: AccountId;

  beforeAll(async () => {
    dovecot = await startDovecot();
    await dovecot.addUser('support', PASSWORD);
  });
  afterAll(() => dovecot?.remove());
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'mailcase-old-'));
    process = await running(folder, { fetch: true });
  });
  afterEach(async () => {
    await process.end();
    await rm(folder, { recursive: true });
  });

  const idOf = (thread: number, n: number) => `<${thread}.${n}@customer.example>`;
  const from = (thread: number) => `customer${thread}@customer.example`;

  async function deliver(thread: number, n: number, date: Date): Promise<void> {
    const earlier = Array.from({ length: n }, (_, before) => idOf(thread, before));
    const answers = n === 0 ? {} : { inReplyTo: earlier.at(-1) ?? '', references: earlier };
    const raw = message({ from: from(thread), subject: `Matter ${thread}`, messageId: idOf(thread, n), ...answers });
    await dovecot.append('support', 'INBOX', raw, { date });
  }

  async function settled() {
    await process.mailcase.fetching.fetchNow(accountId);
    await process.mailcase.settled();
    const log = await wholeLog(process.adapters.events);
    expect(broken(log)).toEqual([]);
    return log;
  }

  it('becomes threads and no cases; an answer to one of them makes one case, and the old messages join it', async () => {
    for (let n = 0; n < EACH; n++) {
      for (let thread = 0; thread < THREADS; thread++)
        await deliver(thread, n, new Date(Date.UTC(2014 + n, thread % 12)));
    }
    const teamId = await team(process.mailcase, 'support', ['ana', 'bor']);
    const settings = { emailAddress: 'support@acme.example', user: 'support', teamId, casesSince: OPENED };
    accountId = await watchedAccount(process.mailcase, dovecot, settings);
    await until(
      () => process.mailcase.fetching.status(accountId),
      (now) => now?.state === 'idle',
    );
    let log = await settled();
    const { documents } = process.adapters;
    expect(ofType(log, 'EmailReceived')).toHaveLength(THREADS * EACH);
    expect(ofType(log, 'CaseCreated')).toEqual([]);
    expect(Object.keys(await viewsOf<ThreadView>(documents, threadsCollection, 'threadId'))).toHaveLength(THREADS);

    await deliver(7, EACH, new Date('2024-07-01T08:00:00Z'));
    await deliver(7, EACH + 1, new Date('2024-07-02T08:00:00Z'));
    await deliver(THREADS, 0, new Date('2024-07-03T08:00:00Z'));
    log = await settled();
    expect(ofType(log, 'CaseCreated')).toHaveLength(2);
    // The collections hold what their projections wrote.
    const cases = Object.values(await documentsOf(documents, casesCollection)) as CaseView[];
    const emails = Object.values(await viewsOf<EmailView>(documents, emailsCollection, 'emailId'));
    const old = cases.find(({ subject }) => subject === 'Matter 7');
    expect(old).toMatchObject({ number: 1, emailCount: EACH + 2, status: 'Assigned', assignee: 'ana' });
    const inIt = emails.filter(({ caseId }) => caseId === old?.caseId);
    expect(inIt.map(({ threadKey, linkReason }) => [threadKey, linkReason]).sort()).toEqual([
      [idOf(7, 0), 'joined'],
      [idOf(7, 1), 'joined'],
      [idOf(7, 2), 'joined'],
      [idOf(7, 3), 'created'],
      [idOf(7, 4), 'reply'],
    ]);
    expect(emails.filter(({ caseId }) => caseId !== null)).toHaveLength(EACH + 3);
    expect(await allDocuments(documents)).toEqual(await rebuiltFrom(process.adapters.events));
  });
});
