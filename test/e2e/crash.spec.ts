import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountId, streams } from '../../src/domain/ids.js';
import { mailbox } from '../../src/domain/mail-account/mailbox.js';
import { type EmailView, emailsCollection } from '../../src/projections/emails.js';
import { readModels } from '../../src/projections/index.js';
import { team } from '../support/company.js';
import { CrashChild } from '../support/crash-child.js';
import { Conversations, type Place, seeded } from '../support/crash-mail.js';
import { type CompiledProgram, compiledFetchingChild } from '../support/crash-program.js';
import { type Dovecot, startDovecot, withoutDovecot } from '../support/dovecot.js';
import { allDocuments, broken, ofType, rebuiltFrom, viewsOf, wholeLog } from '../support/invariants.js';
import { running } from './embedded-process.js';
import { PASSWORD, watchedAccount } from './watched-account.js';

const CRASHES = 20;
/** The latest moment of a crash, in milliseconds after the child's code is loaded. It fetches from about 400 on. */
const LATEST = 1_000;
const FIRST_MESSAGES = 300;
const MESSAGES_EACH_TIME = 12;

const MAILBOXES = [
  { user: 'support', emailAddress: 'support@acme.example', folders: ['INBOX', 'Orders'] },
  { user: 'sales', emailAddress: 'sales@acme.example', folders: ['INBOX', 'Leads', 'Old/2023'] },
];

describe.skipIf(withoutDovecot())('a process that is killed again and again while it fetches', () => {
  const seed = Number(process.env.MAILCASE_SEED ?? Math.floor(Math.random() * 1e9));
  let dovecot: Dovecot;
  let program: CompiledProgram;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'mailcase-crash-'));
    [dovecot, program] = await Promise.all([startDovecot(), compiledFetchingChild()]);
  });
  afterAll(async () => {
    await dovecot?.remove();
    await program?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  it(`has every message and every case once in the end (MAILCASE_SEED=${seed} replays the moments)`, async () => {
    console.info(`crashes at the moments of MAILCASE_SEED=${seed}`);
    const random = seeded(seed);
    const places = MAILBOXES.flatMap(({ user, folders }) => folders.map((one): Place => ({ user, folder: one })));
    for (const { user } of MAILBOXES) await dovecot.addUser(user, PASSWORD);
    for (const place of places) {
      if (place.folder !== 'INBOX') await dovecot.createFolder(place.user, place.folder);
    }
    const accounts = await configure();
    const conversations = new Conversations(random, places);
    const deliver = async (count: number) => {
      for (let n = 0; n < count; n++) {
        const { raw, places: to } = conversations.next();
        for (const place of to) await dovecot.append(place.user, place.folder, raw);
      }
    };

    await deliver(FIRST_MESSAGES);
    for (let crash = 0; crash < CRASHES; crash++) {
      const moment = random() * LATEST;
      const child = await CrashChild.start(program.file, folder, accounts);
      for (let n = 0; n < MESSAGES_EACH_TIME; n++) {
        await pause(moment / MESSAGES_EACH_TIME);
        await deliver(1);
      }
      await child.kill();
    }
    await (await CrashChild.start(program.file, folder, accounts)).finish();

    const { mailcase, adapters, end } = await running(folder);
    const log = await wholeLog(adapters.events);
    expect(broken(log)).toEqual([]);
    const { written } = conversations;
    const received = ofType(log, 'EmailReceived').map(({ data }) => data.messageId);
    expect(received.sort()).toEqual(written.map(({ messageId }) => messageId).sort());
    expect(ofType(log, 'CaseCreated')).toHaveLength(conversations.count);
    expect(ofType(log, 'CaseEmailAdded')).toHaveLength(written.length);
    expect(ofType(log, 'EmailParked')).toEqual([]);
    expect(ofType(log, 'EmailQuarantined')).toEqual([]);

    for (const [n, { user, folders }] of MAILBOXES.entries()) {
      const accountId = AccountId.parse(accounts[n]);
      const { state } = await mailcase.aggregates.load(mailbox, streams.mailbox(accountId));
      expect(state.failing).toBeNull();
      for (const one of folders) {
        const there = written.filter(({ places: to }) =>
          to.some((place) => place.user === user && place.folder === one),
        );
        expect(state.cursors[one]).toMatchObject({ lastUid: there.length });
      }
    }

    // The threads are those that the messages themselves name.
    await mailcase.settled();
    // The collection holds what its projection wrote.
    const emails = Object.values(await viewsOf<EmailView>(adapters.documents, emailsCollection, 'emailId'));
    const threads = new Map<string | null, string[]>();
    for (const { threadId, threadKey } of emails) {
      threads.set(threadId, [...(threads.get(threadId) ?? []), threadKey]);
    }
    const found = [...threads.values()].map((ids) => ids.sort()).sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
    expect(found).toEqual(conversations.threads());

    const kept = await allDocuments(adapters.documents);
    expect(kept).toEqual(await rebuiltFrom(adapters.events));
    await mailcase.projections.rebuild(readModels.map(({ spec }) => spec.name));
    expect(await allDocuments(adapters.documents)).toEqual(kept);
    await end();
  }, 180_000);

  async function configure(): Promise<string[]> {
    const { mailcase, end } = await running(folder);
    const teamId = await team(mailcase, 'support', ['ana', 'bor', 'cene']);
    const accounts: string[] = [];
    for (const one of MAILBOXES) accounts.push(await watchedAccount(mailcase, dovecot, { ...one, teamId }));
    await end();
    return accounts;
  }
});
