import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Adapters, Mailcase } from '../../src/application/mailcase.js';
import { filter } from '../../src/domain/filter/filter.js';
import { type AccountId, streams, UserId } from '../../src/domain/ids.js';
import { MailparserParser } from '../../src/infrastructure/mime/index.js';
import { type WatchedSettings, watchedAccount } from '../e2e/watched-account.js';
import { team } from '../support/company.js';
import { FakeClock } from '../support/fake-clock.js';
import { type FilterInShort, filterOf } from '../support/filters.js';
import { freshAdapters } from '../support/ground.js';
import { ofType, wholeLog } from '../support/invariants.js';
import { MemoryMailboxes } from '../support/memory-mailboxes.js';
import { message } from '../support/messages.js';

const SERVER = { host: 'mail.acme.example', port: 143 };

/** Counts what is asked of it. */
class CountingParser extends MailparserParser {
  parsed = 0;
  texts = 0;
  override parse(...[content, wanted]: Parameters<MailparserParser['parse']>) {
    this.parsed++;
    if (wanted?.text) this.texts++;
    return super.parse(content, wanted);
  }
}

describe('Filters of what is fetched', () => {
  let source: MemoryMailboxes;
  let parser: CountingParser;
  let mailcase: Mailcase;
  let accountId: AccountId;

  beforeEach(async () => {
    source = new MemoryMailboxes();
    parser = new CountingParser();
    await open();
  });
  afterEach(() => mailcase.stop());

  async function open(settings: Partial<WatchedSettings> = {}, overrides: Partial<Adapters> = {}): Promise<void> {
    mailcase = new Mailcase(await freshAdapters({ source, parser, clock: new FakeClock(), ...overrides }));
    const teamId = await team(mailcase, 'support', ['ana', 'bor']);
    source.folder('support');
    accountId = await watchedAccount(mailcase, SERVER, {
      emailAddress: 'support@acme.example',
      user: 'support',
      teamId,
      ...settings,
    });
  }

  let causes = 0;
  const append = (event: Parameters<typeof filter.evolve>[1]) =>
    mailcase.aggregates.change(filter, streams.emailFilter(event.data.filterId), () => [event], {
      actor: 'test',
      cause: `filter ${++causes}`,
    });
  const define = (short: FilterInShort) => append({ type: 'FilterDefined', data: filterOf(short) });
  const put = (parts: Parameters<typeof message>[0]) => source.folder('support').put(message(parts));
  const fetch = () => mailcase.fetching.fetchNow(accountId);
  const log = () => wholeLog(mailcase.adapters.events);
  const filed = async () => ofType(await log(), 'EmailReceived').map(({ data }) => data.delivery.filed);

  it('puts what comes into the inboxes of the team', async () => {
    put({});
    await fetch();
    expect(await filed()).toMatchObject([{ teamIds: ['support'], userIds: ['ana', 'bor'], exceptions: [] }]);
  });

  it('keeps out what a filter of all mail skips: with its bytes, and with why', async () => {
    await define({ id: 'spam', like: { from: '*@spam.example' } });
    const raw = message({ from: 'Win <win@spam.example>', subject: 'You won', messageId: '<1@spam.example>' });
    source.folder('support').put(raw);
    put({ subject: 'A question' });
    expect(await fetch()).toEqual({ received: 1, duplicates: 0, skipped: 1, quarantined: 0 });
    const [skipped, ...others] = ofType(await log(), 'EmailSkipped');
    expect(others).toEqual([]);
    expect(skipped?.data).toMatchObject({
      accountId,
      messageId: '<1@spam.example>',
      from: { address: 'win@spam.example', name: 'Win' },
      subject: 'You won',
      filterId: 'spam',
      filterName: 'Filter spam',
      because: 'from *@spam.example',
      folder: 'INBOX',
      uid: '1',
    });
    if (!skipped) return;
    expect(Buffer.from((await mailcase.adapters.blobs.get(skipped.data.blob)) ?? [])).toEqual(raw);
    expect(Date.parse(skipped.data.until) - Date.parse(skipped.metadata.at)).toBe(30 * 86_400_000);
    expect(ofType(await log(), 'MailboxFetched').map(({ data }) => data.skipped)).toContain(1);
  });

  it('goes by the filters of the moment at which a message comes', async () => {
    const short = { id: 'spam', like: { from: '*@spam.example' } };
    const come = async (n: number) => {
      put({ from: 'win@spam.example', messageId: `<${n}@spam.example>` });
      return (await fetch()).skipped;
    };
    expect(await come(1)).toBe(0);
    await define(short);
    expect(await come(2)).toBe(1);
    await append({ type: 'FilterChanged', data: filterOf({ ...short, like: { from: '*@other.example' } }) });
    expect(await come(3)).toBe(0);
    await append({ type: 'FilterChanged', data: filterOf(short) });
    expect(await come(4)).toBe(1);
    await append({ type: 'FilterRemoved', data: { filterId: filterOf(short).filterId, scope: { kind: 'global' } } });
    expect(await come(5)).toBe(0);
  });

  it('notes a message that is skipped twice once', async () => {
    await define({ like: { from: '*@spam.example' } });
    const raw = message({ from: 'win@spam.example' });
    source.folder('support').put(raw);
    source.folder('support').put(raw);
    expect(await fetch()).toMatchObject({ skipped: 1, duplicates: 1 });
    source.folder('support').put(raw);
    expect(await fetch()).toMatchObject({ skipped: 0, duplicates: 1 });
    expect(ofType(await log(), 'EmailSkipped')).toHaveLength(1);
  });

  it('fetched anew under other UIDs, neither takes in what was skipped nor skips what was taken in', async () => {
    put({ from: 'win@spam.example', messageId: '<in@spam.example>' });
    await fetch();
    await define({ like: { from: '*@spam.example' } });
    put({ from: 'win@spam.example', messageId: '<out@spam.example>' });
    expect(await fetch()).toMatchObject({ received: 0, skipped: 1 });
    source.folder('support').renumber();
    expect(await fetch()).toMatchObject({ received: 0, skipped: 0 });
    expect(ofType(await log(), 'EmailReceived')).toHaveLength(1);
    expect(ofType(await log(), 'EmailSkipped')).toHaveLength(1);
  });

  it('cut off before the cursor moved, gives the same again', async () => {
    await mailcase.stop();
    await open({ keepUnread: false });
    await define({ id: 'spam', like: { from: '*@spam.example' } });
    await define({
      id: 'quiet',
      like: { subject: 'Question*' },
      scope: { kind: 'account', accountId, owner: null },
      does: { kind: 'no-case' },
    });
    put({ from: 'win@spam.example', subject: 'You won' });
    put({ subject: 'Question 1' });
    source.beforeCommand = (command) => {
      if (command === 'mark seen') throw new Error('cut off');
    };
    await expect(fetch()).rejects.toThrow('cut off');
    source.beforeCommand = () => undefined;
    // Whoever was quicker meanwhile: what was taken in stays as it was put.
    await define({ id: 'late', like: { subject: 'Question*' } });
    expect(await fetch()).toEqual({ received: 0, duplicates: 1, skipped: 1, quarantined: 0 });
    expect(await filed()).toMatchObject([{ noCase: true, matchedBy: [{ filterId: 'quiet' }] }]);
    expect(ofType(await log(), 'EmailSkipped').map(({ data }) => data.filterId)).toEqual(['spam']);
  });

  it('reads the text, plain or HTML, however it is encoded', async () => {
    await define({ id: 'phrase', like: { bodyContains: ['brezplačna nagrada'] } });
    put({ text: 'Vaša BREZPLAČNA\r\nnagrada čaka.' });
    put({ text: 'Poglejte.', html: '<p>Vaša <b>brezpla&#269;na</b> nagrada</p>' });
    put({ text: 'Nagrada je brezplačna.' });
    expect(await fetch()).toMatchObject({ received: 1, skipped: 2 });
  });

  it('reads header fields, and the whole size of what only the header was taken of', async () => {
    await mailcase.stop();
    await open({ maxSize: 5_000 });
    await define({ id: 'list', like: { listId: '*.shop.example' } });
    await define({ id: 'spam', like: { headerEquals: { name: 'X-Spam-Flag', value: 'yes' } } });
    await define({ id: 'large', like: { largerThan: 9_000 } });
    put({ headers: [['List-Id', 'News <news.shop.example>']] });
    put({ headers: [['X-Spam-Flag', 'YES']] });
    put({ text: 'x'.repeat(10_000) });
    put({ text: 'x'.repeat(6_000) });
    expect(await fetch()).toMatchObject({ received: 1, skipped: 3 });
    expect(ofType(await log(), 'EmailSkipped').map(({ data }) => data.filterId)).toEqual(['list', 'spam', 'large']);
  });

  it('makes no text where no filter could need it, and for no other message', async () => {
    put({});
    await fetch();
    await define({ id: 'one', like: { from: 'win@spam.example', bodyContains: ['won'] } });
    put({});
    await fetch();
    expect([parser.parsed, parser.texts]).toEqual([2, 0]);
    put({ from: 'win@spam.example', text: 'you have won' });
    expect(await fetch()).toMatchObject({ skipped: 1 });
    expect([parser.parsed, parser.texts]).toEqual([4, 1]);
    await define({ id: 'all', like: { bodyContains: ['won'] } });
    put({ text: 'you have won' });
    expect(await fetch()).toMatchObject({ skipped: 1 });
    expect([parser.parsed, parser.texts]).toEqual([5, 2]);
  });

  it('skips what is imported for the account, and nothing of what is imported for none', async () => {
    await define({ like: { from: '*@spam.example' } });
    const files = async function* () {
      for (const [place, n] of [1, 2, 2].entries()) {
        const content = message({ from: 'win@spam.example', messageId: `<${n}@spam.example>` });
        yield {
          uid: n,
          key: `${place}.eml`,
          receivedAt: null,
          seen: false,
          size: content.length,
          content,
          headerOnly: false,
        };
      }
    };
    const nothing = { received: 0, duplicates: 0, skipped: 0, quarantined: 0 };
    const bring = (to: AccountId | null) => mailcase.importing.run(files(), to, 'files');
    expect(await bring(accountId)).toEqual({ ...nothing, skipped: 2, duplicates: 1 });
    expect(await bring(accountId)).toEqual({ ...nothing, duplicates: 3 });
    expect(await bring(null)).toEqual({ ...nothing, received: 2, duplicates: 1 });
  });

  it('a user’s skip puts it into that user’s trash; others keep it', async () => {
    const scope = { kind: 'user' as const, userId: UserId.parse('bor') };
    await define({ id: 'mine', like: { from: '*@spam.example' }, scope });
    put({ from: 'win@spam.example' });
    expect(await fetch()).toMatchObject({ received: 1, skipped: 0 });
    expect(await filed()).toMatchObject([
      {
        userIds: ['ana', 'bor'],
        exceptions: [
          { userId: 'bor', trashed: true, matchedBy: [{ filterId: 'mine', because: 'from *@spam.example' }] },
        ],
      },
    ]);
  });
});
