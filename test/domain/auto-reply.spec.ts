import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AnswerFacts, answerOf } from '../../src/domain/auto-reply/answer.js';
import { type Answers, brake, withAnswer } from '../../src/domain/auto-reply/brake.js';
import {
  type Arrived,
  type Circumstances,
  candidateOf,
  decideAutoReply,
  isAnswerable,
  type Routed,
} from '../../src/domain/auto-reply/decide.js';
import type { Responder, Responders } from '../../src/domain/auto-reply/responders.js';
import { workingTimeOf } from '../../src/domain/calendar/working-time.js';
import { autoResponseOf } from '../../src/domain/email/auto-response.js';
import { automaticReason } from '../../src/domain/email/automatic.js';
import type { EmailReceivedData } from '../../src/domain/email/events.js';
import { AccountId, CalendarId, CaseId, EmailId } from '../../src/domain/ids.js';
import type { AutoReply } from '../../src/domain/mail-account/events.js';
import {
  configureAutoReply,
  mailAccount,
  openGroupAccount,
  stopAutoReply,
} from '../../src/domain/mail-account/mail-account.js';
import { MailparserParser } from '../../src/infrastructure/mime/index.js';
import { evolved } from '../support/decisions.js';
import { accountAddress, accountId, received, teamId, userAddress } from '../support/domain-builders.js';

const NOW = Date.parse('2026-03-02T10:00:00.000Z');
const CALENDAR = CalendarId.parse('office');
const HOUR = 3_600_000;
const ago = (hours: number) => new Date(NOW - hours * HOUR).toISOString();
const settings = { stream: 'mailAccount-support', revision: 3 };
const autoReply: AutoReply = {
  when: 'case-created',
  subject: 'Auto: {{email.subject|your message}}',
  text: 'Dear {{person.name|customer}}, this is case {{case.number}}.',
  templateId: null,
  outOfHours: { teamId: teamId('support'), calendarId: null, text: 'We are back at eight.' },
  onceInHours: 24,
  fromName: null,
  replyTo: null,
};
const responder: Responder = {
  name: 'Support',
  emailAddress: accountAddress('support'),
  active: true,
  teamIds: [teamId('support')],
  autoReply: { ...autoReply, settings },
};
const responders = (change: Partial<Responder> = {}): Responders => ({
  accounts: {
    [accountId('support')]: { ...responder, ...change },
    [accountId('sales')]: { ...responder, autoReply: null },
  },
  userAddresses: {},
  personalAddresses: {},
  teamHours: {},
});
const email = (change: Partial<EmailReceivedData> = {}): EmailReceivedData => ({
  ...received('one', { from: 'customer@outside.example' }),
  ...change,
});
const made = { id: CaseId.parse('case'), number: 12, created: true, accountId: accountId('support'), subject: 'Tent' };
const routed = (change: object = {}): Routed =>
  // What a decision says besides is nothing to an answer.
  ({
    insider: false,
    automatic: null,
    history: false,
    again: false,
    sender: 'customer@outside.example',
    cause: { stream: 'email-one', revision: 0 },
    case: made,
    ...change,
  }) as unknown as Routed;
const arrived = (change: Partial<Arrived> = {}): Arrived => ({
  accountId: accountId('support'),
  receivedAt: ago(0),
  fetched: true,
  revision: 0,
  ...change,
});
const circumstances = (change: Partial<Circumstances> = {}): Circumstances => ({
  isOurs: () => false,
  isOurId: () => false,
  brake: () => null,
  mayBeWritten: () => true,
  teamHours: {},
  calendars: {},
  now: NOW,
  ...change,
});
function decide(
  message: EmailReceivedData,
  how: Partial<Circumstances> = {},
  came: Partial<Arrived> = {},
  about = routed(),
) {
  const candidate = candidateOf(responders(), about, [arrived(came)]);
  if (!candidate) throw new Error('nobody could answer it');
  return decideAutoReply(message, about, { stream: 'routing', revision: 7 }, candidate, circumstances(how));
}
const returning = (returnPath: string | null) => ({ returnPath, refused: null });

describe('a message gets an answer', () => {
  it('where it makes a case, is fresh, and names the account', () => {
    expect(decide(email())).toMatchObject({
      accountId: accountId('support'),
      settings,
      case: { number: 12 },
      reason: 'case-created',
      answer: { to: 'customer@outside.example', outOfHours: false },
    });
  });

  it('that goes to its Return-Path, whatever From and Reply-To say', () => {
    const message = email({
      autoResponse: returning('bounces@esp.example'.replace('bounces', 'envelope')),
      replyTo: [{ address: 'third@outside.example', name: '' }],
    });
    expect(decide(message).answer?.to).toBe('envelope@esp.example');
  });

  it('where it stands in Cc', () => {
    const cc = [{ address: accountAddress('support'), name: '' }];
    expect(decide(email({ to: [], cc })).answer).not.toBeNull();
  });

  it('with another text outside of the working hours of the team', () => {
    const day = { from: '11:00', to: '17:00' };
    const hours = { timeZone: 'Europe/Ljubljana', days: Array.from({ length: 7 }, () => [day]) };
    const at = (now: string) =>
      decide(
        email({ date: null }),
        { teamHours: { [teamId('support')]: hours }, now: Date.parse(now) },
        { receivedAt: now },
      );
    expect(at('2026-03-02T10:30:00.000Z').answer?.outOfHours).toBe(false);
    expect(at('2026-03-02T09:30:00.000Z').answer?.outOfHours).toBe(true);
  });
});

describe('outside of the hours of a calendar', () => {
  const day = { from: '11:00', to: '17:00' };
  const hours = { timeZone: 'Europe/Ljubljana', days: Array.from({ length: 7 }, () => [day]) };
  const calendars = { [CALENDAR]: workingTimeOf({ hours, holidays: [{ date: '2026-03-03', name: 'A day off' }] }) };
  const by = { teamId: null, calendarId: CALENDAR, text: 'We are back at eight.' };
  const at = (now: string, known: Circumstances['calendars'] = calendars) => {
    const candidate = candidateOf(responders({ autoReply: { ...autoReply, outOfHours: by, settings } }), routed(), [
      arrived({ receivedAt: now }),
    ]);
    if (!candidate) throw new Error('nobody could answer it');
    const how = circumstances({ calendars: known, now: Date.parse(now) });
    const { answer } = decideAutoReply(
      email({ date: null }),
      routed(),
      { stream: 'routing', revision: 7 },
      candidate,
      how,
    );
    return answer?.outOfHours;
  };
  it.each<[string, boolean]>([
    ['2026-03-02T09:59:59.999Z', true],
    ['2026-03-02T10:00:00.000Z', false],
    ['2026-03-02T15:59:59.999Z', false],
    ['2026-03-02T16:00:00.000Z', true],
    ['2026-03-03T12:00:00.000Z', true],
  ])('%s: %s', (now, expected) => expect(at(now)).toBe(expected));
  it('there are no such hours: the usual text', () => expect(at('2026-03-03T12:00:00.000Z', {})).toBe(false));
});

describe('a message gets no answer', () => {
  const to = (address: string) => [{ address, name: '' }];
  const from = (address: string) => ({ from: { address, name: '' } });
  it.each<[string, Partial<EmailReceivedData>, Partial<Circumstances>, Partial<Arrived>]>([
    ['not-addressed', { to: to('list@outside.example') }, {}, {}],
    ['old', {}, {}, { receivedAt: ago(25) }],
    ['old', { date: ago(25) }, {}, {}],
    ['old', {}, {}, { receivedAt: null }],
    ['not-fetched', {}, {}, { fetched: false }],
    ['not-examined', { autoResponse: null }, {}, {}],
    [
      'x-auto-response-suppress: oof',
      { autoResponse: { returnPath: null, refused: 'x-auto-response-suppress: oof' } },
      {},
      {},
    ],
    ['our-own-id', {}, { isOurId: (id) => id === '<one@mail.example>' }, {}],
    ['our-own-id', { references: ['<a@b>', '<ours@b>'] }, { isOurId: (id) => id === '<ours@b>' }, {}],
    ['no-return-address', { autoResponse: returning('') }, {}, {}],
    ['no-return-address', { from: null }, {}, {}],
    ['machine-address', from('no-reply@outside.example'), {}, {}],
    ['machine-address', from('orders.noreply@outside.example'), {}, {}],
    ['machine-address', from('do_not_reply@outside.example'), {}, {}],
    ['machine-address', from('owner-list@outside.example'), {}, {}],
    ['machine-address', from('list-request@outside.example'), {}, {}],
    ['machine-address', from('MAILER-DAEMON@outside.example'.toLowerCase()), {}, {}],
    ['machine-address', { autoResponse: returning('bounces+17@esp.example') }, {}, {}],
    [
      'own-address',
      { autoResponse: returning(userAddress('ana')) },
      { isOurs: (one) => one === userAddress('ana') },
      {},
    ],
    ['unwanted', {}, { mayBeWritten: () => false }, {}],
    ['answered-lately', {}, { brake: () => 'answered-lately' }, {}],
    [
      'too-many',
      { autoResponse: returning('x17@esp.example') },
      { brake: (one) => (one === 'customer@outside.example' ? 'too-many' : null) },
      {},
    ],
  ])('%s', (reason, message, how, came) => {
    expect(decide(email(message), how, came)).toMatchObject({ answer: null, reason });
  });

  it.each(['norbert@x', 'replyton@x', 'dora@x', 'noreen.reply@x', 'rooter@x', 'request@x'])(
    'but %s is a person',
    (address) => {
      expect(decide(email(from(address))).answer).not.toBeNull();
    },
  );
});

describe('it is no question', () => {
  it.each([
    ['one of us wrote it', { insider: true }],
    ['a machine wrote it', { automatic: 'list' }],
    ['it is history', { history: true }],
    ['nobody wrote it', { sender: null }],
    ['it makes no case', { case: null }],
    ['it belongs to a case', { case: { ...made, created: false } }],
  ])('where %s', (_, change) => {
    expect(isAnswerable(responders(), routed(change))).toBe(false);
  });

  it('where the account that makes the case answers nothing, or is not active', () => {
    expect(candidateOf(responders({ active: false }), routed(), [arrived()])).toBeNull();
    const ofSales = routed({ case: { ...made, accountId: accountId('sales') } });
    expect(candidateOf(responders(), ofSales, [arrived(), arrived({ accountId: accountId('sales') })])).toBeNull();
  });

  it('for first contacts, by an account that it had reached before', () => {
    const answers = responders({ autoReply: { ...autoReply, when: 'first-contact', settings } });
    const again = routed({ again: true, case: null, cause: { stream: 'email-one', revision: 4 } });
    expect(candidateOf(answers, again, [arrived()])).toBeNull();
    expect(candidateOf(answers, again, [arrived({ revision: 4 })])?.occasion).toBe('first-contact');
    expect(candidateOf(answers, routed(), [arrived()])?.occasion).toBe('first-contact');
  });
});

describe('an address is answered', () => {
  const account = (n: number) => AccountId.parse(`account-${n}`);
  const step = fc.record({ minutes: fc.integer({ min: 0, max: 90 }), account: fc.integer({ min: 0, max: 8 }) });

  it('once in its time by an account, and at most five times in two hours, however many messages come', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), fc.integer({ min: 1, max: 48 }), (steps, onceInHours) => {
        let now = NOW;
        let answers: Answers = [];
        const all: { at: number; accountId: AccountId }[] = [];
        for (const [n, { minutes, account: who }] of steps.entries()) {
          now += minutes * 60_000;
          const one = { accountId: account(who), emailId: EmailId.parse(`e${n}`) };
          if (brake(answers, one, onceInHours, now) !== null) continue;
          answers = withAnswer(answers, { ...one, at: new Date(now).toISOString() });
          all.push({ at: now, accountId: one.accountId });
        }
        for (const [n, { at, accountId: who }] of all.entries()) {
          const earlier = all.slice(0, n);
          expect(earlier.filter((one) => one.accountId === who && one.at > at - onceInHours * HOUR)).toEqual([]);
          expect(earlier.filter((one) => one.at > at - 2 * HOUR).length).toBeLessThan(5);
        }
        // What is kept does not grow with what was answered.
        expect(answers.length).toBeLessThanOrEqual(9 + 5);
      }),
    );
  });

  it('once for a message, whichever accounts it reaches', () => {
    const first = { accountId: account(1), emailId: EmailId.parse('e'), at: ago(3) };
    const answers = withAnswer([], first);
    expect(withAnswer(answers, first)).toBe(answers);
    expect(brake(answers, { ...first, accountId: account(2) }, 1, NOW)).toBe('already-answered');
  });
});

describe('an answer', () => {
  const of = (
    change: Partial<EmailReceivedData> = {},
    wanted: Partial<AutoReply> = {},
    hours = false,
    template: AnswerFacts['template'] = null,
  ) => {
    const message = email({
      subject: 'Tent',
      from: { address: 'customer@outside.example', name: 'Eva Novak' },
      ...change,
    });
    const decision = decide(message);
    const answer = { to: 'customer@outside.example', outOfHours: hours };
    return answerOf({
      email: message,
      decision: { ...decision, answer },
      settings: { ...autoReply, ...wanted },
      template,
      account: responder,
      caseSubject: 'Tent',
    });
  };

  it('is known as one, names the case, and belongs to the thread', () => {
    expect(of({ references: ['<a@b>'] })).toEqual({
      from: { name: 'Support', address: accountAddress('support') },
      replyTo: [],
      to: [{ name: '', address: 'customer@outside.example' }],
      subject: '[#12] Auto: Tent',
      text: 'Dear Eva Novak, this is case 12.',
      inReplyTo: '<one@mail.example>',
      references: ['<a@b>', '<one@mail.example>'],
      headers: [
        ['Auto-Submitted', 'auto-replied'],
        ['X-Auto-Response-Suppress', 'All'],
        ['Precedence', 'auto_reply'],
      ],
    });
  });

  it('has the words of its template; what that leaves out is as it is set', () => {
    const template = { subject: 'We have it: {{email.subject}}', text: 'Case {{case.number}}.' };
    expect(of({}, {}, false, template)).toMatchObject({ subject: '[#12] We have it: Tent', text: 'Case 12.' });
    expect(of({}, {}, false, { ...template, subject: '' })).toMatchObject({ subject: '[#12] Auto: Tent' });
    expect(of({}, {}, true, template)).toMatchObject({ text: 'We are back at eight.' });
  });

  it('counts as automatic to whoever looks', () => {
    const fields = new Map(of().headers.map(([name, value]) => [name.toLowerCase(), [value]] as const));
    expect(automaticReason(fields)).toBe('auto-submitted: auto-replied');
    expect(automaticReason(new Map([...fields].filter(([name]) => name === 'precedence')))).toBe(
      'precedence: auto_reply',
    );
    expect(autoResponseOf(fields, null).refused).toBe('x-auto-response-suppress: all');
  });

  it('does not repeat the tag that is there', () => {
    expect(of({ subject: 'Re: [#12] Tent' }).subject).toBe('Auto: Re: [#12] Tent');
  });

  it('has another text outside of working hours, and the names that are configured', () => {
    expect(of({}, { fromName: 'Acme', replyTo: 'hello@acme.example' }, true)).toMatchObject({
      text: 'We are back at eight.',
      from: { name: 'Acme' },
      replyTo: [{ address: 'hello@acme.example' }],
    });
  });

  it.each(['Win now https://evil.example', 'evil@evil.example', 'www.evil.example', 'evil.com', 'x'.repeat(61), ''])(
    'says no name that is none: %s',
    (name) => {
      expect(of({ from: { address: 'customer@outside.example', name } }).text).toContain('Dear customer,');
    },
  );

  it('has one line of subject, whatever it answers', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 1_000 }), fc.string({ maxLength: 300 }), (subject, name) => {
        const written = of({ subject, from: { address: 'customer@outside.example', name } });
        expect(written.subject).not.toMatch(/[\p{Cc}]/u);
        expect(written.subject.length).toBeLessThanOrEqual(250);
      }),
    );
  });
});

describe('of a message it is known', () => {
  const parse = async (...lines: string[]) =>
    (
      await new MailparserParser().parse(
        Buffer.from(['From: a@b.example', 'Subject: x', ...lines, '', 'text'].join('\r\n')),
      )
    ).autoResponse;
  it.each<[string, string[], object]>([
    ['no Return-Path', [], { returnPath: null, refused: null }],
    ['where it came from', ['Return-Path: <Someone@B.example>'], { returnPath: 'someone@b.example' }],
    ['that it came from nobody', ['Return-Path: <>'], { returnPath: '' }],
    ['that this is no address', ['Return-Path: <someone>'], { returnPath: '' }],
    [
      'the last server is believed',
      ['Return-Path: <last@b.example>', 'Return-Path: <first@b.example>'],
      { returnPath: 'last@b.example' },
    ],
    [
      'what forbids answers',
      ['X-Auto-Response-Suppress: DR, RN, AutoReply'],
      { refused: 'x-auto-response-suppress: autoreply' },
    ],
    ['what is about receipts alone', ['X-Auto-Response-Suppress: DR, RN'], { refused: null }],
    ['that it is junk', ['X-Spam-Flag: YES'], { refused: 'junk' }],
    ['that it is none', ['X-Spam-Status: No, score=1.2'], { refused: null }],
  ])('%s', async (_, lines, expected) => {
    expect(await parse(...lines)).toMatchObject(expected);
  });
});

describe('the settings of an account', () => {
  const absent = mailAccount.initialState();
  const fetching = { folders: ['INBOX'], since: ago(0), keepUnread: true, maxSize: 1e6, schedule: '* * * * *' };
  const opening = {
    accountId: accountId('support'),
    name: 'Support',
    emailAddress: accountAddress('support'),
    imap: null,
    fetching,
    teamIds: [],
    caseCreation: null,
  };
  const support = evolved(mailAccount, absent, openGroupAccount(absent, { ...opening, autoReply }));

  it('are kept from its opening on, changed once, and taken back once', () => {
    expect(support).toMatchObject({ autoReply });
    expect(configureAutoReply(support, autoReply)).toEqual([]);
    const stopped = evolved(mailAccount, support, stopAutoReply(support));
    expect(stopped).toMatchObject({ autoReply: null });
    expect(stopAutoReply(stopped)).toEqual([]);
  });

  it.each<[Partial<AutoReply>, string]>([
    [{ text: '{{person.nmae}}' }, 'autoReply.text'],
    [{ subject: '{{case.number' }, 'autoReply.subject'],
    [{ outOfHours: { teamId: teamId('support'), calendarId: null, text: '{{x}}' } }, 'autoReply.outOfHours.text'],
    [{ replyTo: 'a@b, c@d' }, 'autoReply.replyTo'],
    [{ replyTo: 'a@b\r\nBcc: c@d' }, 'autoReply.replyTo'],
  ])('%j are refused', (wanted, path) => {
    const configure = () => configureAutoReply(support, { ...autoReply, ...wanted });
    expect(configure).toThrow(expect.objectContaining({ fields: [expect.objectContaining({ path })] }));
  });
});
