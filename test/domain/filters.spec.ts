import { describe, expect, test } from 'vitest';
import type { FilterParameters } from '../../src/domain/filter/events.js';
import type { FilteredMessage } from '../../src/domain/filter/parameters.js';
import { decided, filterOf, GLOBAL, mail, ofAccount, ofUser, to } from '../support/filters.js';

type Row = readonly [what: string, parameters: Partial<FilterParameters>, message: FilteredMessage, matches: boolean];

const NEWS = 'Dear friends,\r\nyou have WON   a big\r\nprize. Žiga says: click here.';

/** Each row: what is told, the parameters that are given, the message, and whether the filter matches it. */
const rows: readonly Row[] = [
  // From: the whole address, `*` for anything.
  ['an address, whole', { from: 'ana@customer.example' }, mail(), true],
  ['another address', { from: 'bor@customer.example' }, mail(), false],
  ['a part of an address is not the address', { from: 'customer.example' }, mail(), false],
  ['case does not matter', { from: 'ANA@Customer.Example' }, mail(), true],
  ['all of a domain', { from: '*@customer.example' }, mail(), true],
  [
    'not of a domain that ends like it',
    { from: '*@customer.example' },
    mail({ from: 'x@bad-customer.example' }),
    false,
  ],
  ['nor of one below it', { from: '*@customer.example' }, mail({ from: 'x@eu.customer.example' }), false],
  ['a domain and all below it', { from: '*customer.example' }, mail({ from: 'x@eu.customer.example' }), true],
  ['one name at any domain', { from: 'ana@*' }, mail(), true],
  ['a star may stand for nothing', { from: 'ana*@customer.example' }, mail(), true],
  ['several stars', { from: '*n*@cust*r.*' }, mail(), true],
  ['several stars, in their order', { from: '*cust*n*@*' }, mail(), false],
  ['a dot is a dot', { from: 'ana@customerXexample' }, mail(), false],
  ['a question mark is no wildcard', { from: 'an?@customer.example' }, mail(), false],
  ['a domain in its own letters', { from: '*@bücher.example' }, mail({ from: 'x@xn--bcher-kva.example' }), true],
  ['a message without a sender', { from: 'ana@customer.example' }, mail({ from: null }), false],
  ['a star matches even that', { from: '*' }, mail({ from: null }), true],
  // To: one of the addresses.
  [
    'one of the recipients',
    { to: 'help@company.example' },
    mail({ to: ['a@x.example', 'help@company.example'] }),
    true,
  ],
  ['none of the recipients', { to: 'sales@company.example' }, mail(), false],
  ['a star among recipients', { to: '*@company.example' }, mail(), true],
  ['nobody is named', { to: '*@company.example' }, mail({ to: [] }), false],
  // Subject: whole.
  ['a subject, whole', { subject: 'The printer is on fire' }, mail(), true],
  ['a part of a subject is not the subject', { subject: 'printer' }, mail(), false],
  ['a part, with stars', { subject: '*printer*' }, mail(), true],
  ['how it begins', { subject: 'The *' }, mail(), true],
  ['how it ends', { subject: '* fire' }, mail(), true],
  ['how it does not end', { subject: '* printer' }, mail(), false],
  ['case does not matter in subjects', { subject: '*PRINTER*' }, mail(), true],
  ['nor in letters with marks', { subject: '*ŽIGA*' }, mail({ subject: 'Pozdrav od žige, žiga' }), true],
  ['nor how they are composed', { subject: '*\u017eiga*' }, mail({ subject: 'z\u030ciga' }), true],
  ['what is left between two stars overlaps nothing', { subject: 'fire*fire' }, mail({ subject: 'fire' }), false],
  ['brackets are brackets', { subject: '[*] news (*)' }, mail({ subject: '[shop] news (May)' }), true],
  ['an empty subject', { subject: '*printer*' }, mail({ subject: '' }), false],
  // Body: phrases in the text.
  ['one of the phrases', { bodyContains: ['lottery', 'click here'] }, mail({ text: NEWS }), true],
  ['none of the phrases', { bodyContains: ['lottery', 'casino'] }, mail({ text: NEWS }), false],
  ['all of the phrases', { bodyContainsAll: ['prize', 'click here'] }, mail({ text: NEWS }), true],
  ['not all of the phrases', { bodyContainsAll: ['prize', 'lottery'] }, mail({ text: NEWS }), false],
  ['case does not matter in texts', { bodyContains: ['you have won'] }, mail({ text: NEWS }), true],
  ['a line may be broken in a phrase', { bodyContains: ['a big prize'] }, mail({ text: NEWS }), true],
  ['a phrase may begin within a word', { bodyContains: ['riends'] }, mail({ text: NEWS }), true],
  ['a star in a phrase is a star', { bodyContains: ['big * prize'] }, mail({ text: NEWS }), false],
  ['phrases in any language', { bodyContains: ['ŽIGA'] }, mail({ text: NEWS }), true],
  ['both kinds of phrases', { bodyContains: ['won', 'x'], bodyContainsAll: ['prize'] }, mail({ text: NEWS }), true],
  ['both kinds, one not met', { bodyContains: ['x'], bodyContainsAll: ['prize'] }, mail({ text: NEWS }), false],
  ['a message without a text', { bodyContains: ['won'] }, mail(), false],
  // The rest.
  ['has an attachment', { hasAttachment: true }, mail({ hasAttachment: true }), true],
  ['has none', { hasAttachment: true }, mail(), false],
  ['is to have none', { hasAttachment: false }, mail(), true],
  ['larger than that', { largerThan: 1_999 }, mail(), true],
  ['exactly that large', { largerThan: 2_000 }, mail(), false],
  ['a header field', { headerEquals: { name: 'X-Spam', value: 'YES' } }, mail({ fields: { 'x-spam': 'yes' } }), true],
  ['another value', { headerEquals: { name: 'X-Spam', value: 'yes' } }, mail({ fields: { 'x-spam': 'yes!' } }), false],
  ['no such field', { headerEquals: { name: 'X-Spam', value: 'yes' } }, mail(), false],
  ['a list', { listId: 'news.shop.example' }, mail({ fields: { 'list-id': 'The news <News.shop.example>' } }), true],
  ['a list, with a star', { listId: '*.shop.example' }, mail({ fields: { 'list-id': '<news.shop.example>' } }), true],
  ['a list without brackets', { listId: 'news.shop' }, mail({ fields: { 'list-id': 'news.shop' } }), true],
  ['no list', { listId: '*' }, mail(), false],
  ['sent by a machine', { automatic: true }, mail({ automatic: true }), true],
  ['sent by a person', { automatic: true }, mail(), false],
  ['is to be sent by a person', { automatic: false }, mail(), true],
  // Together.
  ['all that is given holds', { from: '*@customer.example', subject: '*fire' }, mail(), true],
  ['one of them does not', { from: '*@customer.example', subject: '*water' }, mail(), false],
  ['the text does not', { from: '*@customer.example', bodyContains: ['water'] }, mail({ text: 'fire' }), false],
  ['nothing is given: never', {}, mail(), false],
  ['only phrases of blanks are given: never', { bodyContains: ['  '] }, mail({ text: NEWS }), false],
];

describe('A filter matches', () => {
  test.each(rows)('%s: %j', (_, parameters, message, matches) => {
    expect(decided([filterOf({ like: parameters })], message).skippedBy !== null).toBe(matches);
  });
});

test('it says what of the message it met', () => {
  const parameters = { from: '*@customer.example', bodyContains: ['lottery', 'won'], largerThan: 10 };
  const { skippedBy } = decided([filterOf({ id: 'spam', like: parameters })], mail({ text: NEWS }));
  expect(skippedBy).toEqual({
    filterId: 'spam',
    name: 'Filter spam',
    because: 'from *@customer.example, larger than 10 bytes, contains "won"',
  });
});

const always = { subject: '*' };

describe('What a filter of a group account does', () => {
  const filed = (...filters: Parameters<typeof filterOf>[0][]) =>
    decided(
      filters.map((one) => filterOf({ scope: ofAccount('help'), like: always, ...one })),
      mail(),
    ).filed;

  test.each([
    [{ does: to('move-to-group-folder', 'urgent') }, { groupFolderId: 'urgent' }],
    [{ does: { kind: 'mark-as-read' } }, { read: true, silent: false }],
    [{ does: { kind: 'no-notification' } }, { read: false, silent: true }],
    [
      { does: { kind: 'none' }, markAsRead: true, skipNotification: true },
      { read: true, silent: true },
    ],
    [{ does: { kind: 'no-case' } }, { noCase: true }],
    [{ does: { kind: 'need-skill', skill: 'german' } }, { skills: ['german'] }],
    [
      { does: { kind: 'link-to-record', record: { type: 'Contact', id: '17' } } },
      { link: { type: 'Contact', id: '17' } },
    ],
  ] as const)('%j', (filter, expected) => {
    // A record's id is a text that its schema has marked.
    expect(filed(filter as Parameters<typeof filterOf>[0])).toMatchObject(expected);
  });

  test('stands with its name and why, and nobody has it elsewhere than others', () => {
    const { matchedBy, exceptions, userIds } = filed({ id: 'f1', does: { kind: 'no-case' } });
    expect(matchedBy).toEqual([
      { filterId: 'f1', name: 'Filter f1', action: 'no-case', because: 'subject *', applied: true },
    ]);
    expect(exceptions).toEqual([]);
    expect(userIds).toEqual(['ana', 'bor']);
  });

  test('a folder that is no more is the inbox', () => {
    const one = filed({ does: to('move-to-group-folder', 'gone') });
    expect(one).toMatchObject({ groupFolderId: null, matchedBy: [{ applied: false }] });
  });

  test('a filter of another account does nothing', () => {
    expect(filed({ scope: ofAccount('sales') })).toMatchObject({ matchedBy: [] });
  });
});

describe('What a filter of a user does, it does in that user’s inbox alone', () => {
  const own = (...filters: Parameters<typeof filterOf>[0][]) =>
    decided(
      filters.map((one) => filterOf({ scope: ofUser('bor'), like: always, ...one })),
      mail(),
    );

  test('into a folder', () => {
    const { filed } = own({ does: to('move-to-folder', 'of-bor') });
    expect(filed.userIds).toEqual(['ana', 'bor']);
    expect(filed.exceptions).toMatchObject([{ userId: 'bor', folderId: 'of-bor', trashed: false, read: false }]);
  });

  test('skip: into the trash, where nobody hears of it', () => {
    const { skippedBy, filed } = own({ does: { kind: 'skip' } });
    expect(skippedBy).toBeNull();
    expect(filed.exceptions).toMatchObject([{ userId: 'bor', trashed: true, silent: true }]);
    expect(filed).toMatchObject({ read: false, silent: false });
  });

  test('read, and without a notification', () => {
    const { filed } = own({ does: { kind: 'mark-as-read' }, skipNotification: true });
    expect(filed.exceptions).toMatchObject([{ userId: 'bor', read: true, silent: true }]);
    expect(filed).toMatchObject({ read: false, silent: false });
  });

  test('a skip goes before all others of that user', () => {
    const { filed } = own({ id: 'a', does: { kind: 'mark-as-read' } }, { id: 'b', does: { kind: 'skip' }, order: 9 });
    expect(filed.exceptions).toMatchObject([{ trashed: true, read: false, matchedBy: [{ filterId: 'b' }] }]);
  });
});

describe('What a filter of a user’s own account does', () => {
  const own = (...filters: Parameters<typeof filterOf>[0][]) =>
    decided(
      filters.map((one) => filterOf({ scope: ofAccount('ana'), like: always, ...one })),
      mail(),
      'ana',
    ).filed;

  test('into a folder of theirs', () => {
    expect(own({ does: to('move-to-folder', 'of-ana') })).toMatchObject({
      exceptions: [{ userId: 'ana', folderId: 'of-ana' }],
      matchedBy: [{ applied: true }],
    });
  });

  test('goes before what a filter of the whole inbox does', () => {
    const filed = own(
      { id: 'inbox', scope: ofUser('ana'), does: to('move-to-folder', 'archive'), order: -5 },
      { id: 'account', does: to('move-to-folder', 'of-ana') },
    );
    expect(filed.exceptions).toMatchObject([
      { folderId: 'of-ana', matchedBy: [{ filterId: 'inbox', applied: false }] },
    ]);
  });
});

describe('Which of several filters decides', () => {
  const links = (id: string, order: number, record: string) =>
    filterOf({
      id,
      order,
      scope: ofAccount('help'),
      like: always,
      // As above.
      does: { kind: 'link-to-record', record: { type: 'Lead', id: record } } as never,
    });

  test('the lowest order, whoever was defined first; the other is told as well', () => {
    const { filed } = decided([links('a', 2, 'second'), links('b', 1, 'first')], mail());
    expect(filed.link).toEqual({ type: 'Lead', id: 'first' });
    expect(filed.matchedBy.map(({ filterId, applied }) => [filterId, applied])).toEqual([
      ['b', true],
      ['a', false],
    ]);
  });

  test('of the same order the lower id', () => {
    expect(decided([links('b', 1, 'of-b'), links('a', 1, 'of-a')], mail()).filed.link).toMatchObject({ id: 'of-a' });
  });

  test('a skip of all mail goes before one of the account, and both before everything', () => {
    const skips = (id: string, scope = GLOBAL) =>
      filterOf({ id, scope, like: always, order: scope === GLOBAL ? 9 : 0 });
    const account = skips('account', ofAccount('help'));
    expect(decided([links('a', -1, 'x'), account, skips('all')], mail()).skippedBy?.filterId).toBe('all');
    expect(decided([links('a', -1, 'x'), account], mail()).skippedBy?.filterId).toBe('account');
  });

  test('what only adds adds up', () => {
    const skill = (id: string, name: string) =>
      filterOf({ id, scope: ofAccount('help'), like: always, does: { kind: 'need-skill', skill: name } });
    const { filed } = decided([skill('a', 'german'), skill('b', 'printers'), skill('c', 'german')], mail());
    expect(filed.skills).toEqual(['german', 'printers']);
    expect(filed.matchedBy.map(({ applied }) => applied)).toEqual([true, true, false]);
  });

  test('of many at most ten are told, of all and of each user', () => {
    const many = (scope: ReturnType<typeof ofUser>) =>
      Array.from({ length: 30 }, (_, n) =>
        filterOf({ id: `${scope.kind}${n}`, scope, like: always, does: { kind: 'none' } }),
      );
    const { filed } = decided([...many(ofUser('bor')), ...many(ofAccount('help'))], mail());
    expect(filed.matchedBy).toHaveLength(10);
    expect(filed.exceptions.map(({ matchedBy }) => matchedBy.length)).toEqual([10]);
  });
});
