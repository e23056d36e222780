import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaseEvent, CaseStatus } from '../../src/domain/case/events.js';
import type { RecordedAs } from '../../src/domain/events.js';
import { AccountId, CaseId, EmailId, TeamId, UserId } from '../../src/domain/ids.js';
import { defineTemplate, textTemplate } from '../../src/domain/outgoing/text-template.js';
import { caseOfToken, linkOf, tokenOf } from '../../src/domain/satisfaction/link.js';
import { type QuestionFacts, questionOf, recipientOf } from '../../src/domain/satisfaction/mail.js';
import {
  type CaseSatisfaction,
  caseSatisfaction,
  giveSatisfaction,
  isAskable,
  question,
  requestSatisfaction,
} from '../../src/domain/satisfaction/satisfaction.js';
import { publicCaseEvent } from '../../src/domain/webhook/published.js';
import { HmacSigner } from '../../src/infrastructure/sealing/hmac-signer.js';
import { metadata, received } from '../support/domain-builders.js';

const caseId = CaseId.parse('11111111-1111-4111-8111-111111111111');
const other = { id: CaseId.parse('22222222-2222-4222-8222-222222222222'), number: 2 };
const of = { caseId, userId: UserId.parse('ana'), teamId: TeamId.parse('support'), decision: null };
const NOW = '2026-03-02T10:00:00.000Z';
const UNTIL = '2026-04-01T10:00:00.000Z';

const created = {
  type: 'CaseCreated',
  data: {
    ...{ caseId, number: 7, subject: 'Tent', originalEmailId: EmailId.parse('mail'), threadId: null },
    ...{ accountId: AccountId.parse('account'), teamId: of.teamId, contact: null, mentions: null, decision: null },
    ...{
      links: { accountId: null, contactId: null, leadId: null, opportunityId: null },
      status: 'New',
      createdAt: null,
    },
  },
} satisfies CaseEvent;
const becomes = (to: CaseStatus): CaseEvent => ({
  type: 'CaseStatusChanged',
  data: { ...of, from: 'Assigned', to, duplicateOf: null },
});
const reopened: CaseEvent = {
  type: 'CaseReopened',
  data: { ...of, from: 'Closed', to: 'Assigned', emailId: null, tags: [] },
};
const merged: CaseEvent = {
  type: 'CaseMerged',
  data: { caseId, into: other, undoUntil: NOW, before: { status: 'Closed', userId: null, duplicateOf: null } },
};
const asking = {
  recipient: 'zoja@outside.example',
  closed: { stream: 'case-1', revision: 2 },
  userId: of.userId,
  teamId: of.teamId,
  settings: { stream: 'mailAccount-account', revision: 3 },
  until: UNTIL,
};
const following = (...events: readonly CaseEvent[]): CaseSatisfaction =>
  events.reduce(
    (state: CaseSatisfaction, event) => caseSatisfaction.evolve(state, { ...event, metadata: { at: NOW } }),
    caseSatisfaction.initialState(),
  );
const asked = () => {
  const closed = [created, becomes('Closed')];
  return [...closed, ...requestSatisfaction(following(...closed), asking)];
};

describe('somebody is asked about a case', () => {
  it('when it is closed, by a message to an account, and once', () => {
    expect(isAskable(following(created))).toBe(false);
    expect(isAskable(following(created, becomes('Closed')))).toBe(true);
    expect(isAskable(following(...asked()))).toBe(false);
    expect(requestSatisfaction(following(...asked(), reopened, becomes('Closed')), asking)).toEqual([]);
  });

  it.each<[string, readonly CaseEvent[]]>([
    ['rejected', [created, becomes('Rejected')]],
    ['a duplicate', [created, becomes('Duplicate')]],
    ['open again', [created, becomes('Closed'), reopened]],
    ['merged', [created, becomes('Closed'), merged]],
    [
      'made by hand',
      [{ ...created, data: { ...created.data, originalEmailId: null, accountId: null } }, becomes('Closed')],
    ],
  ])('not, where it is %s', (_, events) => {
    expect(isAskable(following(...events))).toBe(false);
  });

  it('not, where it was brought from another system', () => {
    // Of it no more is looked at.
    const imported = { type: 'CaseImported', data: { caseId } } as unknown as CaseEvent;
    expect(isAskable(following(imported, created, becomes('Closed')))).toBe(false);
  });
});

describe('an answer', () => {
  const answer = { rating: 4, comment: '<script>alert(1)</script>' } as const;

  it('is one for each case, of whoever had it', () => {
    const given = giveSatisfaction(following(...asked()), answer, NOW);
    const { userId, teamId } = of;
    expect(given).toMatchObject([
      { type: 'CaseSatisfactionGiven', data: { ...answer, number: 7, userId, teamId, requestedAt: NOW } },
    ]);
    const then = following(...asked(), ...given);
    expect(() => giveSatisfaction(then, { rating: 1, comment: null }, NOW)).toThrow(/answered already/);
    expect(question(then, '2027-01-01T00:00:00.000Z').given).toMatchObject({ rating: 4 });
  });

  it('comes in time, and to a question', () => {
    const late = '2026-04-01T10:00:00.001Z';
    expect(() => giveSatisfaction(following(...asked()), answer, late)).toThrow(/no more/);
    expect(giveSatisfaction(following(...asked()), answer, UNTIL)).toHaveLength(1);
    expect(() => giveSatisfaction(following(created, becomes('Closed')), answer, NOW)).toThrow(/no question/);
    expect(() => giveSatisfaction(caseSatisfaction.initialState(), answer, NOW)).toThrow(/no question/);
  });
});

it('a webhook is told of an answer, and of whom it is about', () => {
  const recorded = (event: CaseEvent) => ({ ...event, metadata }) as unknown as RecordedAs<'CaseSatisfactionGiven'>;
  const [given] = giveSatisfaction(following(...asked()), { rating: 2, comment: 'Slow' }, NOW);
  if (!given) throw new Error('nothing was said');
  const history = [...asked(), given].map(recorded);
  expect(publicCaseEvent(history, recorded(given))).toMatchObject({
    ...{ type: 'case.rated', key: caseId },
    data: { case: { number: 7, status: 'Closed' }, rating: 2, comment: 'Slow', assignee: 'ana', by: null },
  });
});

describe('a link', () => {
  const signer = new HmacSigner(new Uint8Array(32).fill(7), 'satisfaction');

  it('names its case, and nothing else does', () => {
    const token = tokenOf(signer, caseId);
    expect(caseOfToken(signer, token)).toBe(caseId);
    expect(linkOf('https://help.acme.example/', token)).toBe(`https://help.acme.example/satisfaction/${token}`);
    expect(caseOfToken(new HmacSigner(new Uint8Array(32).fill(7), 'message-id'), token)).toBeNull();
    expect(caseOfToken(signer, token.replace('1111', '1112'))).toBeNull();
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, letter) => {
        const forged = token.slice(0, at) + letter + token.slice(at + 1);
        expect(caseOfToken(signer, forged)).toBe(forged === token ? caseId : null);
      }),
    );
  });

  it('of any other form is none', () => {
    fc.assert(fc.property(fc.string(), (token) => caseOfToken(signer, token) === null));
  });
});

describe('a question', () => {
  const email = received('tent', { from: 'zoja@outside.example', subject: 'Tent' });
  const facts: QuestionFacts = {
    email: { ...email, from: { name: 'Zoja Kos', address: 'zoja@outside.example' } },
    recipient: 'zoja@outside.example',
    account: {
      name: 'Acme',
      emailAddress: 'support@acme.example',
      sending: {
        ...{ fromName: '{{user.name}}', replyTo: null, signature: { text: '', html: '' }, subjectTag: false },
        ...{ undoSeconds: 10, excludeFromReply: [] },
      },
    },
    case: { number: 7, subject: 'Tent' },
    userName: 'Ana Novak',
    link: 'https://help.acme.example/satisfaction/x.y',
    template: null,
  };

  it('is the usual one, says that no person wrote it, and stands in the thread', () => {
    const mail = questionOf(facts);
    expect(mail).toMatchObject({
      from: { name: 'Acme', address: 'support@acme.example' },
      to: [{ address: 'zoja@outside.example' }],
      subject: '[#7] How did we do?',
      html: null,
      inReplyTo: email.messageId,
    });
    expect(mail.text).toContain('Dear Zoja,');
    expect(mail.text).toContain(`\n${facts.link}\n`);
    expect(Object.fromEntries(mail.headers)).toMatchObject({ 'Auto-Submitted': 'auto-generated' });
  });

  it('is worded by a template, with values escaped', () => {
    const text = '{{user.firstName}} asks {{person.name}} about {{case.subject}}: {{survey.link}}';
    const template = { subject: '{{case.number}}?', text, html: `<p>${text}</p>` };
    const mail = questionOf({ ...facts, template, case: { number: 7, subject: '<b>' } });
    expect(mail.subject).toBe('[#7] 7?');
    expect(mail.html).toBe(`<p>Ana asks Zoja Kos about &lt;b&gt;: ${facts.link}</p>`);
  });

  it('of a template names its link, there alone', () => {
    const define = (kind: 'satisfaction' | 'canned', text: string) => () =>
      defineTemplate(textTemplate.initialState(), {
        ...{ templateId: 't' as never, kind, name: 'Ask', subject: '', text, html: '', scope: { kind: 'all' } },
      });
    expect(define('satisfaction', 'Here: {{ survey.link }}')()).toHaveLength(1);
    expect(define('satisfaction', 'How was it? survey.link')).toThrow(/survey\.link/);
    expect(define('canned', '{{survey.link}}')).toThrow(/no placeholder/);
  });

  it('goes to nobody who is a machine, one of us, or wants none, nor by a message that never came', async () => {
    const may = { isOurs: () => false, mayBeWritten: async () => true };
    const from = (address: string) => ({ ...email, from: { name: '', address } });
    expect(await recipientOf(email, true, may)).toBe('zoja@outside.example');
    expect(await recipientOf(email, false, may)).toBeNull();
    expect(await recipientOf({ ...email, from: null }, true, may)).toBeNull();
    expect(await recipientOf(from('no-reply@outside.example'), true, may)).toBeNull();
    expect(await recipientOf({ ...email, automatic: 'list' }, true, may)).toBeNull();
    expect(await recipientOf({ ...email, autoResponse: { returnPath: null, refused: 'junk' } }, true, may)).toBeNull();
    expect(await recipientOf(email, true, { ...may, isOurs: () => true })).toBeNull();
    expect(await recipientOf(email, true, { ...may, mayBeWritten: async () => false })).toBeNull();
  });
});
