import { describe, expect, it } from 'vitest';
import type { RecordedAs } from '../../src/domain/events.js';
import { CaseId, RecordId } from '../../src/domain/ids.js';
import { notificationMessage, type Told } from '../../src/domain/notification/mail.js';
import { decideMail, evolveMailing, freshOf, noMailing, waitingUsers } from '../../src/domain/notification/mailing.js';
import { configureSystemMail, systemMail } from '../../src/domain/notification/system-mail.js';
import { accountId, userId } from '../support/domain-builders.js';

const AT = '2026-03-02T10:00:00.000Z';
const NOW = Date.parse(AT);
const ana = userId('ana');
const support = accountId('support');

const FACTS: Told['facts'] = {
  name: 'Printer on fire',
  number: 1,
  ...{ emailId: null, subject: null, from: null, noteId: null, excerpt: null, assignee: null, status: null },
  ...{ bounce: null, serviceLevel: null, sendingFailed: null, suspended: null },
};
const told = (change: Partial<Told> = {}, facts: Partial<Told['facts']> = {}): Told => ({
  cause: { stream: 'case-c1', revision: 3 },
  kind: 'note',
  record: { type: 'Case', id: CaseId.parse('c1') },
  actor: userId('bor'),
  userIds: [ana],
  emailAtOnce: [ana],
  happenedAt: AT,
  ...change,
  facts: { ...FACTS, excerpt: 'Is it mended?', ...facts },
});
const to = { to: 'ana@acme.example', from: { name: 'Acme', address: 'support@acme.example' }, recordUrl: null };

describe('a message that tells of something', () => {
  it.each<[string, Told, string]>([
    [
      'an e-mail',
      told({ kind: 'email' }, { from: 'zoja@customer.example', subject: 'Help' }),
      'An e-mail from zoja@customer.example: Help',
    ],
    ['a note', told(), 'A note by bor: Is it mended?'],
    ['a mention', told({ kind: 'mention' }), 'bor names you in a note: Is it mended?'],
    ['an assignment', told({ kind: 'assignment' }, { assignee: ana }), 'It is assigned to you.'],
    ['that of others', told({ kind: 'assignment' }, { assignee: userId('cene') }), 'It is assigned to cene.'],
    ['a status', told({ kind: 'status' }, { status: { from: 'New', to: 'Closed' } }), 'It was New and is Closed.'],
    [
      'a bounce',
      told({ kind: 'bounce' }, { bounce: { recipient: 'z@customer.example', status: '5.1.1', permanent: true } }),
      'z@customer.example does not have a message, and does not get it.',
    ],
    [
      'a service level',
      told({ kind: 'service-level' }, { serviceLevel: { target: 'solution', what: 'missed', dueAt: AT } }),
      `the solution was due at ${AT}.`,
    ],
    [
      'a failure',
      told({ kind: 'sending-failed' }, { subject: 'Lamp', sendingFailed: { recipients: 1, error: 'no' } }),
      '“Lamp” could not be sent to 1: no',
    ],
    [
      'a webhook',
      told(
        { kind: 'webhook-suspended', record: null },
        { suspended: { webhookId: null, accountId: null, name: 'Shop', error: 'gone' } },
      ),
      'The webhook Shop is suspended: gone',
    ],
    [
      'an account',
      told(
        { kind: 'sending-suspended', record: null },
        { suspended: { webhookId: null, accountId: null, name: 's@acme.example', error: 'login' } },
      ),
      'Nothing leaves from s@acme.example: login',
    ],
  ])('says what it is: %s', (_, one, words) => {
    expect(notificationMessage(ana, [one], 0, to).text).toContain(`- ${words}\n`);
  });

  it('puts together what is about one record, each on one line, with its link', () => {
    const other = told({ record: { type: 'Contact', id: RecordId.parse('17') } }, { name: 'Zoja', number: null });
    const all = [told({}, { excerpt: 'One\r\n\r\n- Two' }), other, told({}, { excerpt: 'Three' })];
    const recordUrl = 'https://crm.example/#{type}/view/{id}';
    const { text, subject } = notificationMessage(ana, all, 2, { ...to, recordUrl });
    expect(subject).toBe('5 notifications');
    expect(text.split('\n\n').slice(0, 3)).toEqual([
      'Case 1: Printer on fire\nhttps://crm.example/#Case/view/c1\n- A note by bor: One - Two\n- A note by bor: Three',
      'Contact: Zoja\nhttps://crm.example/#Contact/view/17\n- A note by bor: Is it mended?',
      'And 2 more: they are in your list of notifications.',
    ]);
  });

  it('has no tag in its subject that would bring an answer into a case, and no end of a line', () => {
    const { subject } = notificationMessage(ana, [told({}, { name: 'Re: [#7] Lamp\r\nBcc: x@y.example' })], 0, to);
    expect(subject).toBe('Case 1: Re: #7 Lamp Bcc: x@y.example');
  });
});

describe('where records are shown', () => {
  const configure = (recordUrl: string | null) =>
    configureSystemMail(systemMail.initialState(), { accountId: support, recordUrl });
  it.each(['https://crm.example/#{type}/view/{id}', 'http://crm/{type}?id={id}', null])('%s is one', (recordUrl) => {
    expect(configure(recordUrl)).toMatchObject([{ type: 'SystemMailConfigured', data: { recordUrl } }]);
  });
  it.each([
    'https://crm.example/',
    'https://crm.example/{id}',
    'javascript:alert({type}{id})',
    '//crm/{type}/{id}',
    'https://crm.example/{type}/{id}/{name}',
    'https://crm.example/{type} {id}',
    'https://{type}:{id}',
  ])('%s is none', (recordUrl) => {
    expect(() => configure(recordUrl)).toThrow('recordUrl');
  });
});

describe('what waits for a user', () => {
  const recorded = <Type extends Parameters<typeof evolveMailing>[1]['type']>(
    type: Type,
    revision: number,
    data: RecordedAs<Type>['data'],
    at = AT,
  ) => {
    const metadata = { $correlationId: 'x', $causationId: 'x', actor: 'x', schemaVersion: 1, at };
    // Its type names its data.
    return { id: 'e', stream: 's', position: '1', type, revision, data, metadata } as unknown as RecordedAs<Type>;
  };
  const configured = recorded('SystemMailConfigured', 0, { accountId: support, recordUrl: null });
  const raised = (revision: number, change: Partial<Told> = {}) =>
    recorded('NotificationsRaised', revision, told(change));
  const fold = (...events: readonly Parameters<typeof evolveMailing>[1][]) => events.reduce(evolveMailing, noMailing);
  const marks = { bounced: null, complained: null };
  const addressee = { wantsEmail: true, address: 'ana@acme.example', marks, unread: [5] };
  const decide = (state: typeof noMailing, unread: readonly number[], now = NOW, unnamed = 0) =>
    decideMail(state, ana, { ...addressee, unread }, { own: 'support@acme.example', unnamed, now });
  const fresh = (state: typeof noMailing, now = NOW) => freshOf(state, ana, now).map(({ seq }) => seq);

  it('is nothing before an account is set, and nothing more once there is none', () => {
    expect(waitingUsers(fold(raised(4), configured))).toEqual([]);
    expect(waitingUsers(fold(configured, raised(5), recorded('SystemMailStopped', 1, { accountId: support })))).toEqual(
      [],
    );
    expect(waitingUsers(fold(configured, raised(5, { emailAtOnce: [] })))).toEqual([]);
  });

  it('is decided together, and what comes behind it waits for the next, some minutes later', () => {
    const state = fold(configured, raised(5), raised(6));
    expect(waitingUsers(state)).toEqual([{ userId: ana, dueAt: 0 }]);
    const data = decide(state, [5, 6]);
    expect(data).toMatchObject({ upTo: 6, reason: 'sent', mail: { notifications: [5, 6], more: 0 } });
    if (!data) return;
    // It was raised before the decision was appended, and is read behind it.
    const after = [raised(7), recorded('NotificationMailDecided', 0, data)].reduce(evolveMailing, state);
    expect(waitingUsers(after)).toEqual([{ userId: ana, dueAt: NOW + 300_000 }]);
    expect(fresh(after)).toEqual([7]);
  });

  it('is forgotten when it is a day old', () => {
    const state = fold(configured, raised(5), raised(6, { happenedAt: '2026-03-02T12:00:00.000Z' }));
    const day = 24 * 3_600_000;
    expect(fresh(state, NOW + day)).toEqual([6]);
    expect(decide(state, [6], NOW + day)).toMatchObject({ reason: 'sent' });
    expect(decide(state, [6], NOW + 2 * day)).toMatchObject({ mail: null, reason: 'old' });
  });

  it('does not grow without end', () => {
    const many = fold(configured, ...Array.from({ length: 500 }, (_, n) => raised(n)));
    const left = fresh(many);
    expect([left.length, left.at(-1)]).toEqual([50, 499]);
    const decision = decide(many, left);
    expect(decision?.mail).toMatchObject({ more: 450 });
    expect(decision?.mail?.notifications).toHaveLength(50);
  });

  it('is a digest as such, which says how many it does not name', () => {
    const data = { userId: ana, dueAt: AT, notifications: [3, 4], count: 200 };
    const state = fold(configured, recorded('NotificationDigestDue', 9, data));
    expect(freshOf(state, ana, NOW)).toEqual([{ seq: 9, at: AT, isDigest: true }]);
    const decision = decide(state, [3, 4], NOW, 198);
    expect(decision).toMatchObject({ upTo: 9, mail: { notifications: [3, 4], more: 198 } });
  });
});
