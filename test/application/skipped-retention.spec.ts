import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Adapters, Mailcase } from '../../src/application/mailcase.js';
import { filter } from '../../src/domain/filter/filter.js';
import { type AccountId, streams } from '../../src/domain/ids.js';
import { hashOf } from '../../src/infrastructure/files/blob-files.js';
import { MemoryBlobStore } from '../../src/infrastructure/memory/memory-blob-store.js';
import { until } from '../e2e/until.js';
import { watchedAccount } from '../e2e/watched-account.js';
import { team } from '../support/company.js';
import { FakeClock } from '../support/fake-clock.js';
import { filterOf } from '../support/filters.js';
import { freshAdapters } from '../support/ground.js';
import { ofType, wholeLog } from '../support/invariants.js';
import { MemoryMailboxes } from '../support/memory-mailboxes.js';
import { message } from '../support/messages.js';

const SERVER = { host: 'mail.acme.example', port: 143 };
const DAY = 86_400_000;

describe('What filters kept out', () => {
  let source: MemoryMailboxes;
  let clock: FakeClock;
  let adapters: Adapters;
  let mailcase: Mailcase;
  let accounts: readonly AccountId[];

  beforeEach(async () => {
    source = new MemoryMailboxes();
    clock = new FakeClock();
    const blobs = new MemoryBlobStore(() => clock.now().getTime());
    adapters = await freshAdapters({ source, clock, blobs });
    mailcase = new Mailcase(adapters);
    const teamId = await team(mailcase, 'support', ['ana']);
    const opened = [];
    for (const user of ['support', 'sales']) {
      source.folder(user);
      opened.push(await watchedAccount(mailcase, SERVER, { emailAddress: `${user}@acme.example`, user, teamId }));
    }
    accounts = opened;
    const data = filterOf({ like: { from: '*@spam.example' } });
    const define = () => [{ type: 'FilterDefined' as const, data }];
    await mailcase.aggregates.change(filter, streams.emailFilter(data.filterId), define, { actor: 'test', cause: 'f' });
    await mailcase.start({ fetch: false });
  });
  afterEach(() => mailcase.stop());

  const spam = (n = 1) => message({ from: 'win@spam.example', subject: 'You won', messageId: `<${n}@spam.example>` });
  async function come(raw: Buffer, ...users: readonly string[]): Promise<void> {
    for (const user of users) source.folder(user).put(raw);
    for (const accountId of accounts) await mailcase.fetching.fetchNow(accountId);
    await mailcase.settled();
  }
  const expire = () => mailcase.skippedRetention.expire();
  const expired = async () => ofType(await wholeLog(adapters.events), 'SkippedExpired').map(({ data }) => data.removed);
  const isThere = (raw: Buffer) => adapters.blobs.has(hashOf(raw));

  it('is removed when its time is over, and not before', async () => {
    const raw = spam();
    await come(raw, 'support');
    clock.advance(29 * DAY);
    expect(await expire()).toBe(0);
    expect(await isThere(raw)).toBe(true);
    clock.advance(DAY);
    expect(await expire()).toBe(1);
    expect(await isThere(raw)).toBe(false);
    expect(await expired()).toEqual([true]);
    expect(await expire()).toBe(0);
  });

  it('stays as long as another account can bring it back; both over, it goes once', async () => {
    const raw = spam();
    await come(raw, 'support');
    clock.advance(10 * DAY);
    await come(raw, 'sales');
    clock.advance(20 * DAY);
    expect(await expire()).toBe(1);
    expect([await isThere(raw), await expired()]).toEqual([true, [false]]);
    clock.advance(10 * DAY);
    expect(await expire()).toBe(1);
    expect([await isThere(raw), await expired()]).toEqual([false, [false, true]]);
  });

  it('of two accounts at once, goes once', async () => {
    const raw = spam();
    await come(raw, 'support', 'sales');
    clock.advance(30 * DAY);
    expect(await expire()).toBe(2);
    expect([await isThere(raw), await expired()]).toEqual([false, [true, true]]);
  });

  it('stays where the message has come in another way: it is an e-mail', async () => {
    const raw = spam();
    await come(raw, 'support');
    const files = async function* () {
      yield { uid: 1, key: '1', receivedAt: null, seen: false, size: raw.length, content: raw, headerOnly: false };
    };
    await mailcase.importing.run(files(), null, 'old mail');
    clock.advance(30 * DAY);
    expect(await expire()).toBe(1);
    expect([await isThere(raw), await expired()]).toEqual([true, [false]]);
  });

  it('waits where somebody has stored the same bytes within a day: an event may be on its way', async () => {
    const raw = spam();
    await come(raw, 'support');
    clock.advance(30 * DAY);
    await adapters.blobs.put(raw);
    expect(await expire()).toBe(0);
    expect([await isThere(raw), await expired()]).toEqual([true, []]);
    clock.advance(DAY);
    expect(await expire()).toBe(1);
    expect([await isThere(raw), await expired()]).toEqual([false, [true]]);
  });

  it('is completed where it was cut off between the bytes and the event', async () => {
    const raw = spam();
    await come(raw, 'support');
    clock.advance(30 * DAY);
    await adapters.blobs.remove(hashOf(raw), DAY);
    expect(await expire()).toBe(1);
    expect(await expired()).toEqual([true]);
  });

  it('is looked through once an hour, by one node', async () => {
    await mailcase.startFetching();
    const raw = spam();
    await come(raw, 'support');
    const elsewhere = await adapters.leases.tryAcquire('skipped-retention');
    clock.advance(31 * DAY);
    await new Promise((resolve) => setImmediate(resolve));
    expect(await isThere(raw)).toBe(true);
    await elsewhere?.release();
    await until(
      () => {
        clock.advance(3_600_000);
        return isThere(raw);
      },
      (there) => !there,
    );
    await until(expired, (events) => events.length === 1);
  });
});
