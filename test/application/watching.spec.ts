import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Adapters, Mailcase } from '../../src/application/mailcase.js';
import type { Held } from '../../src/application/ports/lease.js';
import type { Logger } from '../../src/application/ports/logger.js';
import { MailboxError } from '../../src/application/ports/mailbox-source.js';
import { type AccountId, accountIdOf, streams, type TeamId } from '../../src/domain/ids.js';
import { deactivateAccount, mailAccount } from '../../src/domain/mail-account/mail-account.js';
import { ProcessLeases } from '../../src/infrastructure/process/process-leases.js';
import { until } from '../e2e/until.js';
import { watchedAccount } from '../e2e/watched-account.js';
import { team } from '../support/company.js';
import { FakeClock } from '../support/fake-clock.js';
import { freshAdapters } from '../support/ground.js';
import { ofType, wholeLog } from '../support/invariants.js';
import { MemoryMailboxes } from '../support/memory-mailboxes.js';
import { message } from '../support/messages.js';

const SERVER = { host: 'mail.acme.example', port: 143 };

/** Leases that somebody else may hold, or take away. */
class TakenLeases extends ProcessLeases {
  readonly elsewhere = new Set<string>();
  private readonly given = new Map<string, AbortController>();

  override async tryAcquire(name: string, note?: string): Promise<Held | null> {
    if (this.elsewhere.has(name)) return null;
    const held = await super.tryAcquire(name, note);
    if (!held) return null;
    const lost = new AbortController();
    this.given.set(name, lost);
    return { ...held, signal: AbortSignal.any([held.signal, lost.signal]) };
  }

  takeAway(name: string): void {
    this.elsewhere.add(name);
    this.given.get(name)?.abort();
  }
}

describe('Mailboxes that are watched', () => {
  let source: MemoryMailboxes;
  let clock: FakeClock;
  let leases: TakenLeases;
  let logged: string[];
  let mailcase: Mailcase;
  let teamId: TeamId;

  beforeEach(() => {
    source = new MemoryMailboxes();
    clock = new FakeClock();
    leases = new TakenLeases();
    logged = [];
  });
  afterEach(() => mailcase.stop());

  async function start(accounts: number, overrides: Partial<Adapters> = {}): Promise<AccountId[]> {
    const log = (_: object, text: string) => void logged.push(text);
    const logger: Logger = { info: log, warn: log, error: log };
    mailcase = new Mailcase(await freshAdapters({ source, clock, leases, logger, ...overrides }));
    teamId = await team(mailcase, 'support', ['ana', 'bor']);
    const opened: AccountId[] = [];
    for (let n = 0; n < accounts; n++) {
      const user = `user${n}`;
      source.folder(user).put(message());
      opened.push(await watchedAccount(mailcase, SERVER, { emailAddress: `${user}@acme.example`, user, teamId }));
    }
    await mailcase.start({ fetch: true });
    return opened;
  }

  const received = async () => ofType(await wholeLog(mailcase.adapters.events), 'EmailReceived').length;
  const state = (accountId: AccountId | undefined) =>
    accountId === undefined ? undefined : mailcase.fetching.status(accountId)?.state;
  /** Everything that can go on without time going by has gone on. */
  const idle = (accounts: readonly AccountId[]) =>
    until(
      () => accounts.filter((one) => state(one) !== 'idle').length,
      (busy) => busy === 0,
    );

  it('connect eight at a time, and wait with open connections when they have what there is', async () => {
    source.beforeOpen = () => new Promise((resolve) => setImmediate(resolve));
    const accounts = await start(100);
    await idle(accounts);
    expect(source.mostBusy).toBe(8);
    expect(source.openNow).toBe(100);
    expect(await received()).toBe(100);
  });

  it('let others connect where some fail', async () => {
    source.beforeOpen = (user) => {
      if (Number(user.slice(4)) < 20) throw new MailboxError('host', 'There is no such server.');
    };
    const accounts = await start(40);
    await idle(accounts.slice(20));
    expect(await received()).toBe(20);
  });

  it('let others connect where some take long', async () => {
    source.beforeOpen = async (user, signal) => {
      if (Number(user.slice(4)) < 8) await new Promise((resolve) => signal.addEventListener('abort', resolve));
    };
    const accounts = await start(10);
    await until(
      () => source.connected,
      (count) => count === 8,
    );
    expect(accounts.map(state)).toEqual(Array(10).fill('connecting'));
    clock.advance(30_000);
    await idle(accounts.slice(8));
  });

  it('are all taken up, though one cannot be, and that one when it can', async () => {
    const { events } = await freshAdapters();
    const readStream = events.readStream.bind(events);
    const broken = streams.mailAccount(accountIdOf('user0@acme.example'));
    let reads = 0;
    events.readStream = (stream, options) => {
      // The first time when it is opened.
      if (stream === broken && ++reads > 1) throw new Error('this stream cannot be read');
      return readStream(stream, options);
    };
    const [first, ...others] = await start(20, { events });
    await idle(others);
    expect(state(first)).toBeUndefined();
    expect(logged).toContain('the mailbox is not watched here: this stream cannot be read');
    reads = Number.NEGATIVE_INFINITY;
    clock.advance(10_000);
    await until(
      () => state(first),
      (now) => now === 'idle',
    );
  });

  it('are left to whoever holds their lease, which is said once and counted, and taken up when it is free', async () => {
    const accounts = await start(2);
    await idle(accounts);
    const [first, second] = accounts;
    const lease = `fetch-${first}`;
    leases.takeAway(lease);
    await until(
      () => mailcase.fetching.watchedElsewhere(),
      (count) => count === 1,
    );
    await until(
      () => source.openNow,
      (count) => count === 1,
    );
    expect(state(first)).toBeUndefined();
    expect(state(second)).toBe('idle');
    if (!first) throw new Error('there is no first account');
    await expect(mailcase.fetching.fetchNow(first)).rejects.toMatchObject({ code: 'fetched-elsewhere' });
    for (let n = 0; n < 3; n++) {
      clock.advance(10_000);
      await mailcase.fetching.fetchNow(first).catch(() => undefined);
    }
    expect(logged).toEqual([
      'the lease of the mailbox was lost',
      'the mailbox is not watched here: it is watched elsewhere',
    ]);
    leases.elsewhere.delete(lease);
    clock.advance(10_000);
    await until(
      () => state(first),
      (now) => now === 'idle',
    );
    expect(mailcase.fetching.watchedElsewhere()).toBe(0);
  });

  it('are watched no more when they are deactivated, and no lease is asked for', async () => {
    const [accountId] = await start(1);
    if (!accountId) throw new Error('there is no account');
    await idle([accountId]);
    const stream = streams.mailAccount(accountId);
    await mailcase.aggregates.change(mailAccount, stream, deactivateAccount, { actor: 'test', cause: 'off' });
    await until(
      () => state(accountId),
      (now) => now === undefined,
    );
    expect(mailcase.fetching.watchedElsewhere()).toBe(0);
  });
});
