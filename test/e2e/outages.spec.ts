import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Mailcase } from '../../src/application/mailcase.js';
import { START } from '../../src/domain/event.js';
import type { EventType } from '../../src/domain/events.js';
import { type AccountId, streams, type TeamId } from '../../src/domain/ids.js';
import { mailbox } from '../../src/domain/mail-account/mailbox.js';
import { ImapflowSource } from '../../src/infrastructure/imap/index.js';
import { MailparserParser } from '../../src/infrastructure/mime/index.js';
import { ProcessLeases } from '../../src/infrastructure/process/process-leases.js';
import { systemClock } from '../../src/infrastructure/process/system-clock.js';
import { team } from '../support/company.js';
import { type Dovecot, startDovecot, withoutDovecot } from '../support/dovecot.js';
import { freshAdapters, otherGround } from '../support/ground.js';
import { allDocuments, broken, ofType, rebuiltFrom, wholeLog } from '../support/invariants.js';
import { message } from '../support/messages.js';
import { hastyClock, type Running, running } from './embedded-process.js';
import { until } from './until.js';
import { PASSWORD, setFolders, setPassword, type WatchedSettings, watchedAccount } from './watched-account.js';

/** As many as two race for; the stand-ins for servers take longer. */
const MANY = otherGround() ? 150 : 600;

const numbered = (n: number) => message({ messageId: `<${n}@customer.example>`, subject: `Question ${n}` });

describe.skipIf(withoutDovecot())('a mailbox that is watched', { timeout: 90_000 }, () => {
  let dovecot: Dovecot;
  let folder: string;
  let process: Running;
  let teamId: TeamId;
  let user: string;
  let users = 0;

  beforeAll(async () => {
    dovecot = await startDovecot();
  });
  afterAll(() => dovecot?.remove());
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'mailcase-outage-'));
    process = await running(folder, { fetch: true });
    teamId = await team(process.mailcase, 'support', ['ana', 'bor', 'cene']);
    user = `user${++users}`;
    await dovecot.addUser(user, PASSWORD);
  });
  afterEach(async () => {
    await process.end();
    await rm(folder, { recursive: true });
  });

  const watch = (settings: Partial<WatchedSettings> = {}) =>
    watchedAccount(process.mailcase, dovecot, { emailAddress: `${user}@acme.example`, user, teamId, ...settings });

  const events = async <Type extends EventType>(type: Type) => ofType(await wholeLog(process.adapters.events), type);
  const received = async (count: number, milliseconds?: number) =>
    (
      await until(
        () => events('EmailReceived'),
        (all) => all.length >= count,
        milliseconds,
      )
    ).map(({ data }) => data.messageId);
  const status = (accountId: AccountId) => process.mailcase.fetching.status(accountId);
  const idle = (accountId: AccountId) =>
    until(
      () => status(accountId),
      (now) => now?.state === 'idle',
    );
  const cursor = async (accountId: AccountId, of = 'INBOX') =>
    (await process.mailcase.aggregates.load(mailbox, streams.mailbox(accountId))).state.cursors[of];

  /** Settles, and holds everything against what must be true of any history. */
  async function isWhole(): Promise<void> {
    await process.mailcase.settled();
    expect(broken(await wholeLog(process.adapters.events))).toEqual([]);
    expect(await allDocuments(process.adapters.documents)).toEqual(await rebuiltFrom(process.adapters.events));
  }

  // Fewer are fetched before the server can be stopped; with as many, the stand-in for MongoDB takes a minute.
  it.skipIf(otherGround())(
    'goes on where it was when the server was stopped in the middle and started again',
    async () => {
      const parser = new HeldParser(100);
      await process.end();
      process = await running(folder, { fetch: true, parser });
      await dovecot.fill(user, 'INBOX', 1_500, numbered);
      const accountId = await watch();
      await parser.reached;
      await dovecot.stop();
      try {
        parser.release();
        const failing = await until(
          () => status(accountId),
          (now) => now?.state === 'failing',
        );
        expect(failing?.failure?.code).toMatch(/^(network|closed)$/);
        expect((await events('EmailReceived')).length).toBeLessThan(1_500);
        await dovecot.fill(user, 'INBOX', 10, (n) => numbered(1_500 + n));
      } finally {
        await dovecot.start();
      }
      await until(
        () => cursor(accountId),
        (now) => now?.lastUid === 1_510,
        60_000,
      );
      await idle(accountId);
      expect(await received(1_510)).toHaveLength(1_510);
      expect((await events('FetchingFailed')).length).toBe(1);
      expect((await events('FetchingRecovered')).length).toBe(1);
      expect(status(accountId)?.failure).toBeNull();
      await isWhole();
    },
  );

  it('says that the password is wrong, once, and recovers, once, when it is mended', async () => {
    await dovecot.append(user, 'INBOX', numbered(1));
    const accountId = await watch({ password: 'wrong' });
    const failing = await until(
      () => status(accountId),
      (now) => now?.state === 'failing',
    );
    expect(failing?.failure).toMatchObject({ code: 'login' });
    await expect(process.mailcase.fetching.fetchNow(accountId)).rejects.toMatchObject({ code: 'mailbox-login' });
    await expect(process.mailcase.fetching.fetchNow(accountId)).rejects.toMatchObject({ code: 'mailbox-login' });
    const failed = await until(
      () => events('FetchingFailed'),
      (all) => all.length > 0,
    );
    expect(JSON.stringify(failed)).not.toContain('wrong password');
    await setPassword(process.mailcase, accountId, PASSWORD);
    expect(await received(1)).toEqual(['<1@customer.example>']);
    await idle(accountId);
    expect(await events('FetchingFailed')).toMatchObject([{ data: { code: 'login' } }]);
    expect(await events('FetchingRecovered')).toHaveLength(1);
    await isWhole();
  });

  it('fetches nothing again when UIDVALIDITY has changed, and what is new all the same', async () => {
    await dovecot.fill(user, 'INBOX', 40, numbered);
    const accountId = await watch();
    await received(40);
    await idle(accountId);
    const before = await cursor(accountId);
    await dovecot.changeUidValidity(user);
    await dovecot.append(user, 'INBOX', numbered(40));
    await process.mailcase.fetching.fetchNow(accountId).catch(() => undefined);
    await received(41);
    const after = await until(
      () => cursor(accountId),
      (now) => now?.uidValidity !== before?.uidValidity,
    );
    expect(after?.lastUid).toBeGreaterThanOrEqual(41);
    expect(await events('EmailDelivered')).toEqual([]);
    expect((await events('EmailReceived')).length).toBe(41);
    await isWhole();
  });

  it('goes on with the other folders while one is gone or renamed, and tells which', async () => {
    await dovecot.createFolder(user, 'Orders');
    await dovecot.createFolder(user, 'Leads');
    for (const [n, one] of ['INBOX', 'Orders', 'Leads'].entries()) await dovecot.append(user, one, numbered(n));
    const accountId = await watch({ folders: ['INBOX', 'Orders', 'Leads'] });
    await received(3);
    await idle(accountId);
    await dovecot.renameFolder(user, 'Orders', 'Purchases');
    await dovecot.append(user, 'INBOX', numbered(3));
    await dovecot.append(user, 'Leads', numbered(4));
    const failing = await until(
      () => status(accountId),
      (now) => now?.failure !== null,
    );
    expect(failing?.failure).toMatchObject({ code: 'folder', message: expect.stringContaining('Orders') });
    await received(5);
    // What comes while one folder is missing comes all the same, and nobody is told twice.
    await dovecot.append(user, 'INBOX', numbered(5));
    await received(6);
    await setFolders(process.mailcase, accountId, ['INBOX', 'Purchases', 'Leads']);
    await idle(accountId);
    expect(status(accountId)?.failure).toBeNull();
    await isWhole();
    expect(await events('EmailReceived')).toHaveLength(6);
    expect(await events('FetchingFailed')).toHaveLength(1);
    expect(await events('FetchingRecovered')).toHaveLength(1);
  });

  it.each([
    { keepUnread: true, seen: false },
    { keepUnread: false, seen: true },
  ])('leaves what was unread unread or not, as configured: %j', async ({ keepUnread, seen }) => {
    await dovecot.fill(user, 'INBOX', 3, numbered);
    const accountId = await watch({ keepUnread });
    await received(3);
    await idle(accountId);
    const account = await process.mailcase.fetchAccount.account(accountId);
    const { signal } = new AbortController();
    const session = await process.mailcase.fetchAccount.open(account, signal);
    await session.select('INBOX', { readOnly: true });
    const flags: boolean[] = [];
    for await (const one of session.fetch({ after: 0, since: null, maxSize: 1_000_000, signal })) flags.push(one.seen);
    await session.close();
    expect(flags).toEqual([seen, seen, seen]);
  });

  it('leaves what is older than `since`, and passes it for good', async () => {
    const options = { date: new Date('2019-05-01T12:00:00Z') };
    for (const n of [0, 1]) await dovecot.append(user, 'INBOX', numbered(n), options);
    await dovecot.append(user, 'INBOX', numbered(2), { date: new Date('2024-05-01T12:00:00Z') });
    await dovecot.append(user, 'INBOX', numbered(3), options);
    const accountId = await watch({ since: '2024-01-01T00:00:00.000Z' });
    expect(await received(1)).toEqual(['<2@customer.example>']);
    await idle(accountId);
    expect(await cursor(accountId)).toMatchObject({ lastUid: 4 });
    expect(await events('EmailReceived')).toHaveLength(1);
  });

  it.each([['INBOX'], ['INBOX', 'Orders']])(
    'makes a case of a message within a second or so, told by the server (%s)',
    async (...folders) => {
      await process.end();
      process = await running(folder, { fetch: true, clock: systemClock });
      if (folders.length > 1) await dovecot.createFolder(user, 'Orders');
      const accountId = await watch({ folders });
      await idle(accountId);
      const began = Date.now();
      await dovecot.append(user, 'INBOX', numbered(1));
      await until(
        () => events('CaseAssigned'),
        (all) => all.length === 1,
        5_000,
      );
      expect(Date.now() - began).toBeLessThan(2_500);
    },
  );

  it('misses nothing that comes to the folder it listens to while it fetches the others', async () => {
    await dovecot.createFolder(user, 'Archive');
    await dovecot.fill(user, 'Archive', 800, (n) => numbered(10_000 + n));
    await process.end();
    process = await running(folder, { fetch: true, clock: systemClock });
    const accountId = await watch({ folders: ['INBOX', 'Archive'] });
    await until(
      () => events('EmailReceived'),
      (all) => all.length > 0,
    );
    // INBOX has been looked at; the archive is on its way.
    await dovecot.append(user, 'INBOX', numbered(1));
    await received(801, 8_000);
    await idle(accountId);
  });

  it('fetches at once when asked to, and tells what came', async () => {
    const accountId = await watch({ folders: ['INBOX'] });
    await idle(accountId);
    await dovecot.fill(user, 'INBOX', 5, numbered);
    const tallies = await Promise.all([1, 2, 3].map(() => process.mailcase.fetching.fetchNow(accountId)));
    expect((await received(5)).length).toBe(5);
    for (const tally of tallies) expect(tally).toMatchObject({ duplicates: 0, quarantined: 0 });
    expect(await process.mailcase.fetching.fetchNow(accountId)).toMatchObject({ received: 0 });
  });

  it('makes one e-mail, two deliveries and one case of a message to two accounts', async () => {
    const other = `${user}-sales`;
    await dovecot.addUser(other, PASSWORD);
    for (const to of [user, other]) await dovecot.append(to, 'INBOX', numbered(1));
    const accounts = [await watch(), await watch({ user: other, emailAddress: `${other}@acme.example` })];
    for (const one of accounts) await idle(one);
    await isWhole();
    expect(await events('EmailReceived')).toHaveLength(1);
    expect(await events('EmailDelivered')).toHaveLength(1);
    expect(await events('CaseCreated')).toHaveLength(1);
  });

  it('stops when the account is removed from the watch, and refuses what is asked then', async () => {
    const accountId = await watch();
    await idle(accountId);
    await process.mailcase.fetching.stop();
    expect(status(accountId)).toBeNull();
    expect(await process.mailcase.fetching.fetchNow(accountId)).toMatchObject({ received: 0 });
  });

  it('gives one e-mail and one case for each message where two processes fetch it at the same time', async () => {
    await dovecot.fill(user, 'INBOX', MANY, numbered);
    const shared = await freshAdapters({ source: new ImapflowSource(), clock: hastyClock });
    const nodes = [0, 1].map((n) => new Mailcase({ ...shared, leases: new ProcessLeases(), random: () => n }));
    const [first] = nodes;
    if (!first) throw new Error('there is a node');
    const group = await team(first, 'support', ['ana', 'bor']);
    const accountId = await watchedAccount(first, dovecot, { emailAddress: 'race@acme.example', user, teamId: group });
    await Promise.all(nodes.map((node) => node.start({ fetch: true })));
    await until(
      async () => (await first.aggregates.load(mailbox, streams.mailbox(accountId))).state.cursors.INBOX?.lastUid,
      (lastUid) => lastUid === MANY,
      20_000,
    );
    for (const node of nodes) await node.settled();
    await Promise.all(nodes.map((node) => node.stop()));
    const log = await wholeLog(shared.events);
    expect(broken(log)).toEqual([]);
    expect(ofType(log, 'EmailReceived')).toHaveLength(MANY);
    expect(ofType(log, 'CaseCreated')).toHaveLength(MANY);
    expect(await allDocuments(shared.documents)).toEqual(await rebuiltFrom(shared.events));
    expect(await shared.events.head()).not.toBe(START);
  });
});

/** The real parser, held up behind some messages until it is released. */
class HeldParser extends MailparserParser {
  readonly reached: Promise<void>;
  private parsed = 0;
  private readonly released: Promise<void>;
  private reach: () => void = () => undefined;
  release: () => void = () => undefined;

  constructor(private readonly after: number) {
    super();
    this.reached = new Promise((resolve) => {
      this.reach = resolve;
    });
    this.released = new Promise((resolve) => {
      this.release = resolve;
    });
  }

  override async parse(content: Parameters<MailparserParser['parse']>[0]) {
    if (++this.parsed > this.after) {
      this.reach();
      await this.released;
    }
    return super.parse(content);
  }
}
