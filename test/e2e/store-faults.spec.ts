import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AccountId, streams } from '../../src/domain/ids.js';
import { mailbox } from '../../src/domain/mail-account/mailbox.js';
import { type MailboxView, mailboxesCollection } from '../../src/projections/mailboxes.js';
import { team } from '../support/company.js';
import {
  type Flush,
  failingFlushes,
  limitTo,
  mountSmallDisk,
  type SmallDisk,
  unlimited,
} from '../support/crash-disk.js';
import { seeded } from '../support/crash-mail.js';
import { type Dovecot, startDovecot, withoutDovecot } from '../support/dovecot.js';
import { allDocuments, broken, ofType, rebuiltFrom, wholeLog } from '../support/invariants.js';
import { message } from '../support/messages.js';
import { type RunningOnFiles, runningOnFiles } from './embedded-process.js';
import { until } from './until.js';
import { PASSWORD, watchedAccount } from './watched-account.js';

/** Some 20 kB, and no two alike. */
const large = (n: number) =>
  message({ messageId: `<${n}@customer.example>`, text: `${n} ${'All of it is on fire. '.repeat(900)}` });

describe.skipIf(withoutDovecot())('a store that takes nothing', { timeout: 90_000 }, () => {
  let dovecot: Dovecot;
  let folder: string;
  let process: RunningOnFiles;
  let accountId: AccountId;
  let user: string;
  let users = 0;

  beforeAll(async () => {
    dovecot = await startDovecot();
  });
  afterAll(() => dovecot?.remove());
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'mailcase-faults-'));
    user = `user${++users}`;
    await dovecot.addUser(user, PASSWORD);
  });
  afterEach(async () => {
    await process.end();
    await rm(folder, { recursive: true, force: true });
  });

  /** A company that watches a mailbox with a few messages, and has them. */
  async function begin(where = folder): Promise<void> {
    process = await runningOnFiles(where, { fetch: true });
    const teamId = await team(process.mailcase, 'support', ['ana', 'bor']);
    await dovecot.fill(user, 'INBOX', 5, large);
    accountId = await watchedAccount(process.mailcase, dovecot, { emailAddress: `${user}@acme.example`, user, teamId });
    await until(
      () => status(),
      (now) => now?.state === 'idle',
    );
    await process.mailcase.settled();
  }

  const status = () => process.mailcase.fetching.status(accountId);
  const state = async () => (await process.mailcase.aggregates.load(mailbox, streams.mailbox(accountId))).state;
  const lastUid = async () => (await state()).cursors.INBOX?.lastUid ?? 0;
  const view = async () => {
    const found = await process.adapters.documents.get(mailboxesCollection, [accountId]);
    // The collection holds what its projection wrote.
    return found.get(accountId)?.document as MailboxView | undefined;
  };

  /** Everything up to the cursor is in the log. */
  async function cursorIsTrue(): Promise<void> {
    const log = await wholeLog(process.adapters.events);
    const stored = new Set(ofType(log, 'EmailReceived').map(({ data }) => Number(data.delivery.uid)));
    for (let uid = 1; uid <= (await lastUid()); uid++) expect(stored.has(uid)).toBe(true);
  }

  /** All the messages have come, once, and everything agrees with everything. */
  async function isWhole(messages: number): Promise<void> {
    await until(lastUid, (uid) => uid === messages, 30_000);
    await until(
      () => status()?.failure ?? null,
      (failure) => failure === null,
    );
    await process.mailcase.settled();
    const log = await wholeLog(process.adapters.events);
    expect(broken(log)).toEqual([]);
    expect(ofType(log, 'EmailReceived')).toHaveLength(messages);
    expect(ofType(log, 'CaseCreated')).toHaveLength(messages);
    expect(await allDocuments(process.adapters.documents)).toEqual(await rebuiltFrom(process.adapters.events));
    expect(process.mailcase.routingFailure).toBeNull();
    expect(await view()).toMatchObject({ failing: null, cursors: { INBOX: { lastUid: messages } } });
  }

  it.each([
    { store: 'log', pages: 30 },
    { store: 'blobs', pages: 100 },
  ] as const)(
    'because the $store is full stops the intake, says so, and goes on by itself',
    async ({ store, pages }) => {
      await begin();
      limitTo(process.databases[store], pages);
      await dovecot.fill(user, 'INBOX', 300, (n) => large(5 + n));
      const failing = await until(
        () => status(),
        (now) => now?.state === 'failing',
      );
      expect(failing?.failure).toMatchObject({ code: 'store', message: expect.stringMatching(/full/) });
      expect(await lastUid()).toBeLessThan(305);
      await cursorIsTrue();
      // Asked to fetch now, it says why it cannot.
      await expect(process.mailcase.fetching.fetchNow(accountId)).rejects.toMatchObject({ code: 'store-full' });
      if (store === 'blobs') {
        // The log has room, so the mailbox's own story and its read model tell of it.
        const shown = await until(view, (now) => now?.failing !== null);
        expect(shown?.failing).toMatchObject({ code: 'store', error: expect.stringMatching(/full/) });
      }
      unlimited(process.databases[store]);
      await isWhole(305);
      const log = await wholeLog(process.adapters.events);
      expect(ofType(log, 'FetchingFailed').length).toBeLessThanOrEqual(1);
      expect(ofType(log, 'FetchingRecovered')).toHaveLength(ofType(log, 'FetchingFailed').length);
    },
  );

  it('because the documents are full goes on to take mail in, says so, and makes its cases when there is room', async () => {
    await begin();
    limitTo(process.databases.documents, 20);
    await dovecot.fill(user, 'INBOX', 200, (n) => large(5 + n));
    await until(lastUid, (uid) => uid === 205);
    const failure = await until(
      () => process.mailcase.routingFailure,
      (now) => now !== null,
    );
    expect(failure).toMatch(/full/);
    unlimited(process.databases.documents);
    await isWhole(205);
  });

  it.each([1, 2, 3])('at one flush in three, in all of its files, loses and doubles nothing (%i)', async (seed) => {
    await begin();
    const random = seeded(seed);
    let on = true;
    const next = (): Flush => {
      const luck = on ? random() : 1;
      return luck < 0.2 ? 'fails' : luck < 0.33 ? 'answer lost' : 'works';
    };
    for (const database of Object.values(process.databases)) failingFlushes(database, next);
    await dovecot.fill(user, 'INBOX', 150, (n) => large(5 + n));
    await until(lastUid, (uid) => uid > 5, 20_000);
    await cursorIsTrue();
    on = false;
    await isWhole(155);
  });

  it('because its flushes fail stops with the cursor where it was, and goes on by itself', async () => {
    await begin();
    let flush: Flush = 'fails';
    failingFlushes(process.databases.log, () => flush);
    await dovecot.fill(user, 'INBOX', 20, (n) => large(5 + n));
    const failing = await until(
      () => status(),
      (now) => now?.state === 'failing',
    );
    expect(failing?.failure).toMatchObject({ code: 'store', message: expect.stringMatching(/disk I\/O error/) });
    expect(await lastUid()).toBe(5);
    expect(ofType(await wholeLog(process.adapters.events), 'EmailReceived')).toHaveLength(5);
    flush = 'works';
    await isWhole(25);
  });

  describe('on a disk of its own that is full', () => {
    let disk: SmallDisk | null;

    beforeEach(async () => {
      disk = await mountSmallDisk(48);
    });
    afterEach(async () => {
      try {
        await process?.end();
      } finally {
        await disk?.unmount();
      }
    });

    it('stops, and goes on by itself when there is room', async ({ skip }) => {
      if (!disk) {
        const why = 'A small disk cannot be mounted here (it takes root): the full disk is played by SQLite alone.';
        console.warn(why);
        skip(why);
        return;
      }
      await begin(disk.folder);
      await disk.fill(1_000_000);
      await dovecot.fill(user, 'INBOX', 300, (n) => large(5 + n));
      const failing = await until(
        () => status(),
        (now) => now?.state === 'failing',
      );
      expect(failing?.failure).toMatchObject({ code: 'store', message: expect.stringMatching(/full|space/) });
      await cursorIsTrue();
      await disk.empty();
      await isWhole(305);
    });

    it('stops in good order, refuses to start anew, and goes on when there is room', async ({ skip }) => {
      if (!disk) {
        skip('A small disk cannot be mounted here.');
        return;
      }
      await begin(disk.folder);
      await disk.fill(500_000);
      await dovecot.fill(user, 'INBOX', 300, (n) => large(5 + n));
      await until(
        () => status(),
        (now) => now?.state === 'failing',
      );
      await process.end();
      // A new start says what is wrong rather than to begin halfway.
      await expect(runningOnFiles(disk.folder, { fetch: true })).rejects.toMatchObject({ code: 'full' });
      await disk.empty();
      process = await runningOnFiles(disk.folder, { fetch: true });
      await isWhole(305);
    });
  });
});
