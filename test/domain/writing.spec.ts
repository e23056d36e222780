import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AccountId, UserId } from '../../src/domain/ids.js';
import { forwarded, quoted } from '../../src/domain/outgoing/quote.js';
import { type AnswerMode, recipientsOf } from '../../src/domain/outgoing/recipients.js';
import { placeBehind } from '../../src/domain/outgoing/references.js';
import { firstNameOf, inTheNameOf } from '../../src/domain/outgoing/sender.js';
import { answerSubject, forwardSubject } from '../../src/domain/outgoing/subject.js';

const one = (address: string) => ({ name: '', address });
const all = (text: string) => (text === '' ? [] : text.split(' ').map((name) => one(`${name}@x.example`)));
const ours = {
  sender: new Set(['support@x.example']),
  own: new Set(['ana@x.example']),
  leftOut: new Set(['support@x.example', 'sales@x.example', 'list@x.example']),
};

describe('whom an answer goes to', () => {
  it.each<[AnswerMode, string, string, string, string, boolean, string, string]>([
    // mode, from, replyTo, to, cc, written by us, expected to, expected cc
    ['reply', 'eva', '', 'support', '', false, 'eva', ''],
    ['reply', 'eva', 'desk', 'support', 'boss', false, 'desk', ''],
    ['reply', 'eva', 'support', 'support', '', false, 'eva', ''],
    ['reply', 'support', '', 'eva', 'boss', true, 'eva', ''],
    ['reply-all', 'eva', '', 'support boss', 'carl ana', false, 'eva boss', 'carl'],
    ['reply-all', 'eva', '', 'support', 'eva', false, 'eva', ''],
    ['reply-all', 'eva', '', 'sales support', 'list carl', false, 'eva', 'carl'],
    ['reply-all', 'support', '', 'eva boss', 'carl', true, 'eva boss', 'carl'],
    ['reply-all', 'support', '', 'sales', 'carl', true, 'carl', ''],
    ['reply-all', 'support', '', 'support', '', true, 'support', ''],
    ['reply-all', 'eva', 'desk', 'support', 'eva', false, 'desk', 'eva'],
  ])('%s to one from %s (%s), to %s, cc %s', (mode, from, replyTo, to, cc, written, toWhom, copies) => {
    const message = { from: all(from)[0] ?? null, replyTo: all(replyTo), to: all(to), cc: all(cc) };
    expect(recipientsOf(mode, message, written, ours)).toEqual({ to: all(toWhom), cc: all(copies) });
  });

  it('loses nobody but ourselves, and writes to nobody twice', () => {
    const people = fc.array(fc.constantFrom(...all('eva boss carl ana support sales')), { maxLength: 6 });
    fc.assert(
      fc.property(fc.constantFrom(...all('eva boss')), people, people, (from, to, cc) => {
        const found = recipientsOf('reply-all', { from, replyTo: [], to, cc }, false, ours);
        const written = [...found.to, ...found.cc].map(({ address }) => address);
        expect(new Set(written).size).toBe(written.length);
        const wanted = [from, ...to, ...cc].map(({ address }) => address).filter((address) => !address.match(/^[as]/));
        expect(new Set(written)).toEqual(new Set(wanted));
      }),
    );
  });
});

it.each([
  ['Lamp', 'Re: Lamp', 'Fwd: Lamp'],
  ['Re: Lamp', 'Re: Lamp', 'Fwd: Re: Lamp'],
  ['RE[2]: AW: Odg: Sv: Lamp', 'Re: Lamp', 'Fwd: RE[2]: AW: Odg: Sv: Lamp'],
  ['Fwd: WG: Lamp', 'Re: Fwd: WG: Lamp', 'Fwd: Lamp'],
  ['Regarding: Lamp', 'Re: Regarding: Lamp', 'Fwd: Regarding: Lamp'],
  ['a\r\nBcc: b', 'Re: a Bcc: b', 'Fwd: a Bcc: b'],
])('%j is answered as %j and passed on as %j', (subject, answer, forward) => {
  expect(answerSubject(subject, null)).toBe(answer);
  expect(forwardSubject(subject, null)).toBe(forward);
});

it('the number of the case stands in a subject once', () => {
  expect(answerSubject('Re: Lamp', 7)).toBe('Re: [#7] Lamp');
  expect(answerSubject('Re: [#7] Lamp', 7)).toBe('Re: [#7] Lamp');
});

describe('In-Reply-To and References', () => {
  const at = (messageId: string | null, inReplyTo: string[], references: string[]) =>
    placeBehind({ messageId, inReplyTo, references });
  it('are those of RFC 5322, section 3.6.4', () => {
    expect(at('<c>', ['<b>'], ['<a>', '<b>'])).toEqual({ inReplyTo: '<c>', references: ['<a>', '<b>', '<c>'] });
    expect(at('<c>', ['<b>'], [])).toEqual({ inReplyTo: '<c>', references: ['<b>', '<c>'] });
    expect(at('<c>', ['<a>', '<b>'], [])).toEqual({ inReplyTo: '<c>', references: ['<c>'] });
    expect(at(null, [], [])).toEqual({ inReplyTo: null, references: [] });
  });
  it('keep the first and the last of many', () => {
    const many = Array.from({ length: 100 }, (_, n) => `<${n}>`);
    const { references } = at('<last>', [], many);
    expect(references).toHaveLength(30);
    expect([references[0], references.at(-2), references.at(-1)]).toEqual(['<0>', '<99>', '<last>']);
  });
});

describe('in whose name', () => {
  const account = {
    accountId: AccountId.parse('support'),
    status: 'active' as const,
    owner: null,
    name: 'Acme Support',
    emailAddress: 'support@acme.example',
    teamIds: [],
    sending: { fromName: '{{user.name}} from {{account.name}}', replyTo: null },
  };
  const ana = { userId: UserId.parse('ana'), name: 'Ana Novak', addresses: ['ana@private.example'] };
  it.each([
    ['a member', account, ana, 'Ana Novak from Acme Support', 'support@acme.example'],
    ['nobody', account, null, 'Acme Support', 'support@acme.example'],
    [
      'one whose name is their address',
      account,
      { ...ana, name: 'Ana@private.example' },
      'Acme Support',
      'support@acme.example',
    ],
    [
      'a group with another place for answers',
      { ...account, sending: { ...account.sending, replyTo: 'in@acme.example' } },
      ana,
      'Ana Novak from Acme Support',
      'in@acme.example',
    ],
  ])('%s', (_, from, writer, name, answers) => {
    expect(inTheNameOf(from, writer)).toMatchObject({
      from: { name, address: 'support@acme.example' },
      replyTo: [{ address: answers }],
    });
  });
  it('of an own account it is their name', () => {
    expect(inTheNameOf({ ...account, owner: ana.userId, name: 'me' }, ana)).toEqual({
      from: { name: 'Ana Novak', address: 'support@acme.example' },
      replyTo: [],
    });
  });
  it('nobody writes from what is not active', () => {
    expect(() => inTheNameOf({ ...account, status: 'inactive' }, ana)).toThrow(/not active/);
  });
  it.each([
    ['Ana Novak', 'Ana'],
    ['Novak, Ana', 'Ana'],
    ['', ''],
  ])('the first name of %j is %j', (name, first) => expect(firstNameOf(name)).toBe(first));
});

it('a quote tells no address of whoever writes for a group', () => {
  const message = {
    from: { name: 'Ana', address: 'ana@private.example' },
    to: [one('eva@x.example'), one('ana@private.example')],
    cc: [],
    subject: 'Lamp',
    date: '2026-03-02T09:05:00.000Z',
    text: 'one\n> two\n\nthree',
    html: '',
  };
  const untold = new Set(['ana@private.example']);
  const { text, html } = quoted(message, untold);
  expect(text).toBe('On 2 March 2026, 09:05 UTC, Ana wrote:\n> one\n>> two\n>\n> three');
  expect(html).toContain('<blockquote type="cite"><p>one<br>&gt; two</p>');
  expect(JSON.stringify([quoted(message, untold), forwarded(message, untold)])).not.toContain('private');
});
