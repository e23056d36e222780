import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Adapters, Mailcase } from '../../src/application/mailcase.js';
import { MailboxError } from '../../src/application/ports/mailbox-source.js';
import { type AccountId, streams } from '../../src/domain/ids.js';
import { deactivateAccount, mailAccount } from '../../src/domain/mail-account/mail-account.js';
import { failFetching, mailbox, recoverFetching } from '../../src/domain/mail-account/mailbox.js';
import { ProcessLeases } from '../../src/infrastructure/process/process-leases.js';
import { until } from '../e2e/until.js';
import { setFolders, type WatchedSettings, watchedAccount } from '../e2e/watched-account.js';
import { team } from '../support/company.js';
import { FakeClock } from '../support/fake-clock.js';
import { freshAdapters } from '../support/ground.js';
import { broken, ofType, wholeLog } from '../support/invariants.js';
import { MemoryMailboxes } from '../support/memory-mailboxes.js';
import { message } from '../support/messages.js';

const SERVER = { host: 'mail.acme.example', port: 143 };
const HOUR = 3_600_000;

describe('Fetching a mailbox', () => {
  let source: MemoryMailboxes;
  let clock: FakeClock;
  let mailcase: Mailcase;
  let settle: () => Promise<void>;

  beforeEach(() => {
    source = new MemoryMailboxes();
    clock = new FakeClock();
  });
  afterEach(() => mailcase.stop());

  /** An account of `support` that is watched and idle; one that is not active is fetched only when it is asked for. */
  async function open(
    settings: Partial<WatchedSettings> & { readonly active?: boolean } = {},
    overrides: Partial<Adapters> = {},
  ): Promise<AccountId> {
    mailcase = new Mailcase(await freshAdapters({ source, clock, ...overrides }));
    const teamId = await team(mailcase, 'support', ['ana', 'bor']);
    const account = { emailAddress: 'support@acme.example', user: 'support', teamId, ...settings };
    source.folder('support');
    const accountId = await watchedAccount(mailcase, SERVER, account);
    if (settings.active === false) {
      const stream = streams.mailAccount(accountId);
      await mailcase.aggregates.change(mailAccount, stream, deactivateAccount, { actor: 'test', cause: 'off' });
      settle = () => mailcase.routing.settle();
    } else {
      await mailcase.start({ fetch: true });
      await idle(accountId);
      settle = () => mailcase.settled();
    }
    return accountId;
  }

  const state = (accountId: AccountId) => mailcase.fetching.status(accountId)?.state;
  const idle = (accountId: AccountId) =>
    until(
      () => state(accountId),
      (now) => now === 'idle',
    );
  const log = async () => {
    await settle();
    return wholeLog(mailcase.adapters.events);
  };
  const received = async () => ofType(await log(), 'EmailReceived').map(({ data }) => data.messageId);
  const numbered = (n: number) => message({ messageId: `<${n}@customer.example>` });

  /** Somebody changes the mailbox's stream while it is fetched, so many times. */
  function interfere(accountId: AccountId, times: number): void {
    let done = 0;
    source.beforeCommand = async (command) => {
      if (command !== 'fetch' || done === times) return;
      const by = { actor: 'test', cause: `interfere ${++done}` };
      const failed = { accountId, code: 'login', error: 'no' };
      await mailcase.aggregates.change(
        mailbox,
        streams.mailbox(accountId),
        (now) => (now.failing ? recoverFetching(now, accountId) : failFetching(now, failed)),
        by,
      );
    };
  }

  it.each([{ active: false }, { active: true }])(
    'begins again when its stream was changed meanwhile (%o)',
    async (how) => {
      const accountId = await open(how);
      for (let n = 1; n <= 3; n++) source.folder('support').put(numbered(n));
      interfere(accountId, 2);
      expect(await mailcase.fetching.fetchNow(accountId)).toMatchObject({ duplicates: 0 });
      expect(await received()).toHaveLength(3);
      expect(broken(await log())).toEqual([]);
    },
  );

  it.each([{ active: false }, { active: true }])(
    'says in words that others change it all the time (%o)',
    async (how) => {
      const accountId = await open(how);
      source.folder('support').put(numbered(1));
      interfere(accountId, Number.POSITIVE_INFINITY);
      await expect(mailcase.fetching.fetchNow(accountId)).rejects.toMatchObject({
        kind: 'unavailable',
        code: 'mailbox-busy',
      });
    },
  );

  it('marks messages as read before the cursor passes them, so that none stays unread when it is cut off there', async () => {
    const accountId = await open({ keepUnread: false });
    const inbox = source.folder('support');
    inbox.put(numbered(1));
    source.beforeCommand = (command) => {
      if (command === 'mark seen') throw new Error('cut off');
    };
    await expect(mailcase.fetching.fetchNow(accountId)).rejects.toThrow('cut off');
    expect(ofType(await log(), 'MailboxFetched').map(({ data }) => data.lastUid)).toEqual([0]);
    source.beforeCommand = () => undefined;
    await mailcase.fetching.fetchNow(accountId);
    expect(inbox.messages.map(({ seen }) => seen)).toEqual([true]);
    expect(await received()).toHaveLength(1);
    expect(broken(await log())).toEqual([]);
  });

  it('goes on with a server that refuses to mark messages as read, and says so', async () => {
    const accountId = await open({ keepUnread: false });
    source.folder('support').put(numbered(1));
    source.beforeCommand = (command) => {
      if (command === 'mark seen') throw new MailboxError('protocol', 'mail.acme.example refused STORE.');
    };
    await expect(mailcase.fetching.fetchNow(accountId)).rejects.toThrow('cannot be marked as read');
    expect(ofType(await log(), 'MailboxFetched').map(({ data }) => data.lastUid)).toEqual([0, 1]);
    expect(ofType(await log(), 'FetchingFailed').map(({ data }) => data.code)).toEqual(['protocol']);
    source.folder('support').put(numbered(2));
    await mailcase.fetching.fetchNow(accountId).catch(() => undefined);
    expect(await received()).toHaveLength(2);
  });

  it('goes on from the cursor after an outage of days', async () => {
    const accountId = await open();
    const inbox = source.folder('support');
    const minutesLater = (n: number) => ({ receivedAt: new Date(clock.now().getTime() + n * 60_000).toISOString() });
    inbox.put(numbered(1), minutesLater(0));
    await mailcase.fetching.fetchNow(accountId);
    source.beforeOpen = () => Promise.reject(new MailboxError('network', 'The server does not answer.'));
    source.cutAll();
    for (let hour = 0; hour < 5 * 24; hour++) {
      inbox.put(numbered(10 + hour), minutesLater(30));
      const before = source.connected;
      await until(
        () => {
          clock.advance(HOUR);
          return source.connected;
        },
        (count) => count > before,
      );
    }
    expect(await received()).toHaveLength(1);
    source.beforeOpen = () => undefined;
    await until(
      () => {
        clock.advance(HOUR);
        return state(accountId);
      },
      (now) => now === 'idle',
    );
    expect(await received()).toHaveLength(1 + 5 * 24);
    expect(broken(await log())).toEqual([]);
  });

  it('comes back after a pause that doubles, each shortened at random, up to five minutes, and begins anew after a success', async () => {
    const random = [0, 0.25, 0.5, 0.75, 0.999];
    let drawn = 0;
    // Who shares leases asks for them again and again, with pauses of that.
    const leases = new ProcessLeases();
    const accountId = await open({}, { leases, random: () => random[drawn++ % random.length] ?? 0 });
    source.beforeOpen = () => Promise.reject(new MailboxError('network', 'The server does not answer.'));
    source.cutAll();
    /** The pauses between two tries: others are of the turn, of the schedule, and of reactions. */
    const tries = () =>
      clock.asked.slice(before).filter((milliseconds) => ![30_000, 10_000, 60_000].includes(milliseconds));
    const before = clock.asked.length;
    for (let n = 1; n <= 12; n++) {
      await until(tries, (pauses) => pauses.length === n);
      expect(state(accountId)).toBe('failing');
      clock.advance(tries().at(-1) ?? 0);
    }
    const longest = [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300].map((seconds) => seconds * 1_000);
    expect(tries()).toEqual(longest.map((one, n) => one * (0.5 + (random[n % random.length] ?? 0) / 2)));

    source.beforeOpen = () => undefined;
    await until(tries, (pauses) => pauses.length === 13);
    clock.advance(300_000);
    await idle(accountId);
    const asked = clock.asked.length;
    source.beforeOpen = () => Promise.reject(new MailboxError('network', 'Again.'));
    source.cutAll();
    await until(
      () => clock.asked.slice(asked),
      (pauses) => pauses.some((one) => one <= 1_000 && one >= 500),
    );
  });

  it('is woken by its schedule where the server tells of nothing', async () => {
    source.supportsIdle = false;
    // The real croner, in UTC: at 10:00:00 the next one is at 10:05.
    const accountId = await open({ schedule: '*/5 * * * *' });
    source.folder('support').put(numbered(1));
    expect(mailcase.fetching.status(accountId)?.nextRunAt).toBe('2026-03-02T10:05:00.000Z');
    clock.advance(299_000);
    expect(state(accountId)).toBe('idle');
    expect(await received()).toEqual([]);
    clock.advance(1_000);
    await until(received, (all) => all.length === 1);
    await idle(accountId);
    expect(mailcase.fetching.status(accountId)?.nextRunAt).toBe('2026-03-02T10:10:00.000Z');
  });

  it('goes on with the other folders while the first is gone, and says so', async () => {
    source.folder('support', 'Orders').put(numbered(1));
    const accountId = await open({ folders: ['INBOX', 'Orders'] });
    source.removeFolder('support', 'INBOX');
    await expect(mailcase.fetching.fetchNow(accountId)).rejects.toMatchObject({ code: 'mailbox-folder' });
    expect(await received()).toEqual(['<1@customer.example>']);
    await setFolders(mailcase, accountId, ['Orders']);
    source.folder('support', 'Orders').put(numbered(2));
    await mailcase.fetching.fetchNow(accountId);
    expect(await received()).toHaveLength(2);
  });
});
