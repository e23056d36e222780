import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Origin } from '../../src/application/fetching/intake.js';
import { type Adapters, Mailcase } from '../../src/application/mailcase.js';
import { silent } from '../../src/application/ports/logger.js';
import { AddressWarnings } from '../../src/application/queries/address-warnings.js';
import { ReadModels } from '../../src/application/queries/read-models.js';
import { AutoReplying } from '../../src/application/reactions/auto-replying.js';
import { KnownSenders } from '../../src/application/reactions/known-senders.js';
import { type AccountId, addressIdOf, EmailId, streams, type TeamId } from '../../src/domain/ids.js';
import type { AutoReply } from '../../src/domain/mail-account/events.js';
import { configureAutoReply, mailAccount, stopAutoReply } from '../../src/domain/mail-account/mail-account.js';
import { account, team } from '../support/company.js';
import { FakeClock } from '../support/fake-clock.js';
import { freshAdapters } from '../support/ground.js';
import { ofType, wholeLog } from '../support/invariants.js';
import { message } from '../support/messages.js';

const HOUR = 3_600_000;
const settings: AutoReply = {
  when: 'case-created',
  subject: 'Auto: {{email.subject}}',
  text: 'Dear {{person.name|customer}}, your number is {{case.number}}.',
  templateId: null,
  outOfHours: null,
  onceInHours: 24,
  fromName: null,
  replyTo: null,
};

describe('Answering by itself', () => {
  let clock: FakeClock;
  let adapters: Adapters;
  let mailcase: Mailcase;
  let support: AccountId;
  let teamId: TeamId;
  let uid = 0;
  let changes = 0;

  beforeEach(async () => {
    clock = new FakeClock();
    adapters = await freshAdapters({ clock });
    mailcase = new Mailcase(adapters);
    teamId = await team(mailcase, 'support', ['ana', 'bor']);
    support = await account(mailcase, 'support@acme.example', teamId);
    await configure(support);
    await mailcase.start({ fetch: false });
  });
  afterEach(() => mailcase.stop());

  function configure(accountId: AccountId, change: Partial<AutoReply> | null = {}) {
    const by = { actor: 'test', cause: `settings ${++changes}` };
    return mailcase.aggregates.change(
      mailAccount,
      streams.mailAccount(accountId),
      (state) => (change ? configureAutoReply(state, { ...settings, ...change }) : stopAutoReply(state)),
      by,
    );
  }

  async function arrives(parts: Parameters<typeof message>[0], origin: Partial<Origin> = {}) {
    const content = message({ to: 'support@acme.example', from: 'Zoja <zoja@outside.example>', date: null, ...parts });
    const facts = { seen: false, size: content.length, content, headerOnly: false };
    const one = { uid: ++uid, key: `${uid}`, receivedAt: clock.now().toISOString(), ...facts };
    const place = { accountId: support, folder: 'INBOX', uidValidity: '1', ...origin };
    await mailcase.intake.takeIn([await mailcase.intake.store(one, place)]);
  }
  const receives = async (parts: Parameters<typeof message>[0] = {}, origin: Partial<Origin> = {}) => {
    await arrives(parts, origin);
    await mailcase.settled();
  };
  const log = () => wholeLog(adapters.events);
  const decided = async () => ofType(await log(), 'AutoReplyDecided').map(({ data }) => data);
  const reasons = async () => (await decided()).map(({ reason }) => reason);
  const queued = async () => ofType(await log(), 'EmailQueued').map(({ data }) => data);

  it('whoever makes a case hears of it, in the case, and nothing else comes of that', async () => {
    await receives({ subject: 'Tent', messageId: '<tent@outside.example>' });
    const [answer, ...more] = await queued();
    expect(more).toEqual([]);
    expect(answer).toMatchObject({
      subject: '[#1] Auto: Tent',
      to: [{ address: 'zoja@outside.example' }],
      inReplyTo: ['<tent@outside.example>'],
      automatic: 'auto-submitted: auto-replied',
      dispatch: { kind: 'auto-reply', case: { number: 1 }, userId: null, envelope: { to: ['zoja@outside.example'] } },
    });
    const bytes = answer && (await adapters.blobs.get(answer.blob));
    expect(Buffer.from(bytes ?? []).toString()).toContain('Dear Zoja, your number is 1.');
    const added = ofType(await log(), 'CaseEmailAdded').map(({ data }) => [data.direction, data.automatic]);
    expect(added).toEqual([
      ['in', null],
      ['out', 'auto-submitted: auto-replied'],
    ]);
    expect(ofType(await log(), 'CaseCreated')).toHaveLength(1);
    expect(ofType(await log(), 'CaseAssigned')).toHaveLength(1);
    expect(ofType(await log(), 'CaseReopened')).toEqual([]);
  });

  it('a storm from one address gets one answer, and each message says why', async () => {
    for (let n = 0; n < 100; n++) await arrives({ headers: [['Return-Path', `<x${n}@outside.example>`]] });
    await mailcase.settled();
    expect(await queued()).toHaveLength(1);
    const all = await reasons();
    expect(all.filter((one) => one === 'case-created')).toHaveLength(1);
    expect(all.filter((one) => one === 'answered-lately')).toHaveLength(99);
  });

  it('what was queued before a crash is not queued again, and what was not is, with the same text', async () => {
    const { put } = adapters.blobs;
    let down = true;
    adapters.blobs.put = (bytes) =>
      down && Buffer.from(bytes).includes('Auto-Submitted')
        ? Promise.reject(new Error('away'))
        : put.call(adapters.blobs, bytes);
    await receives();
    expect(await reasons()).toEqual(['case-created']);
    expect(await queued()).toEqual([]);
    await mailcase.stop();
    down = false;
    mailcase = new Mailcase(adapters);
    await configure(support, { text: 'Another text.' });
    await mailcase.start({ fetch: false });
    await mailcase.settled();
    const [answer] = await queued();
    const bytes = answer && (await adapters.blobs.get(answer.blob));
    expect(Buffer.from(bytes ?? []).toString()).toContain('your number is 1');
    await mailcase.stop();
    mailcase = new Mailcase(adapters);
    await mailcase.start({ fetch: false });
    await mailcase.settled();
    expect(await queued()).toHaveLength(1);
    expect(await reasons()).toEqual(['case-created']);
  });

  it('two that decide at the same time decide once', async () => {
    await mailcase.stop();
    mailcase = new Mailcase(adapters);
    for (let n = 0; n < 20; n++) await arrives({ from: `c${n}@outside.example` });
    await mailcase.routing.settle();
    await mailcase.projections.open();
    mailcase.projections.start();
    await mailcase.shown();
    const views = new ReadModels(mailcase.projections, adapters.documents);
    const senders = new KnownSenders(
      views,
      new AddressWarnings(views, mailcase.aggregates),
      adapters.vault.signer('message-id'),
    );
    const { log: events, aggregates, outgoing } = mailcase;
    const both = [1, 2].map(
      () => new AutoReplying(events, aggregates, adapters.documents, outgoing, senders, clock, silent),
    );
    const { signal } = new AbortController();
    for (let round = 0; round < 3; round++) {
      const ends = await Promise.allSettled(both.map((one) => one.run(signal)));
      for (const [n, { status }] of ends.entries()) if (status === 'rejected') both[n]?.forget();
    }
    expect(await reasons()).toEqual(Array.from({ length: 20 }, () => 'case-created'));
    expect(new Set((await queued()).map(({ emailId }) => emailId)).size).toBe(20);
    expect(await queued()).toHaveLength(20);
  });

  it('an address is answered again when its time is over, and by no more than five accounts in two hours', async () => {
    await receives();
    clock.advance(25 * HOUR);
    await receives();
    expect(await reasons()).toEqual(['case-created', 'case-created']);
    for (let n = 0; n < 6; n++) {
      const emailAddress = `more${n}@acme.example`;
      const other = await account(mailcase, emailAddress, teamId);
      await configure(other);
      await receives({ to: emailAddress }, { accountId: other });
    }
    expect((await reasons()).slice(2)).toEqual([
      ...Array.from({ length: 4 }, () => 'case-created'),
      'too-many',
      'too-many',
    ]);
  });

  it('a first contact is answered though it makes no case', async () => {
    await configure(support, { when: 'first-contact' });
    await receives({ from: 'eva@outside.example' });
    clock.advance(1_000);
    await receives({ from: 'eva@outside.example' });
    await receives({ from: 'ivo@outside.example', headers: [['Auto-Submitted', 'auto-generated']] });
    await receives({ from: 'ivo@outside.example' });
    expect(await decided()).toMatchObject([
      { occasion: 'first-contact', from: 'eva@outside.example', answer: {} },
      { occasion: 'first-contact', from: 'ivo@outside.example', answer: {} },
    ]);
  });

  it.each<[string, Parameters<typeof message>[0], Partial<Origin>]>([
    ['not-fetched', {}, { uidValidity: 'files' }],
    ['not-fetched', {}, { by: 'system:quarantine' }],
    ['not-fetched', {}, { by: 'system:filters' }],
    ['old', { date: 'Sat, 28 Feb 2026 10:00:00 +0000' }, {}],
    ['not-addressed', { to: 'undisclosed@outside.example' }, {}],
    ['own-address', { headers: [['Return-Path', '<ana@acme.example>']] }, {}],
    ['x-auto-response-suppress: all', { headers: [['X-Auto-Response-Suppress', 'All']] }, {}],
  ])('there is no answer, and it is written why: %s', async (reason, parts, origin) => {
    await receives(parts, origin);
    expect(await reasons()).toEqual([reason]);
    expect(await queued()).toEqual([]);
  });

  it.each<[string, Parameters<typeof message>[0]]>([
    ['a machine', { headers: [['Auto-Submitted', 'auto-replied']] }],
    ['a list', { headers: [['List-Id', '<a.example>']] }],
    ['bulk', { headers: [['Precedence', 'bulk']] }],
    ['a bounce', { headers: [['Return-Path', '<>']] }],
    ['a mailer daemon', { from: 'MAILER-DAEMON@outside.example' }],
    ['one of us', { from: 'ana@acme.example' }],
    ['the account itself', { from: 'support@acme.example' }],
  ])('what comes from %s is no question at all', async (_, parts) => {
    await receives(parts);
    expect(await decided()).toEqual([]);
    expect(await queued()).toEqual([]);
  });

  it('a copy of the answer, and an answer to it, make no more', async () => {
    await receives();
    const [answer] = await queued();
    const bytes = Buffer.from((answer && (await adapters.blobs.get(answer.blob))) ?? []);
    const one = {
      uid: 99,
      key: '99',
      receivedAt: clock.now().toISOString(),
      seen: true,
      size: bytes.length,
      content: bytes,
    };
    const stored = { ...one, headerOnly: false };
    const sent = { accountId: support, folder: 'Sent', uidValidity: '1' };
    await mailcase.intake.takeIn([await mailcase.intake.store(stored, sent)]);
    clock.advance(30 * HOUR);
    // A program that says of itself nothing at all, on another account that answers as well.
    const other = await account(mailcase, 'sales@acme.example', teamId);
    await configure(other, { when: 'both' });
    await receives({ to: 'sales@acme.example', inReplyTo: answer?.messageId ?? '' }, { accountId: other });
    expect(await queued()).toHaveLength(1);
    expect(await reasons()).toEqual(['case-created']);
  });

  it('whoever has complained of our mail gets none', async () => {
    const address = 'zoja@outside.example';
    const emailId = EmailId.parse('sent');
    const data = { address, emailId, report: emailId, at: clock.now().toISOString(), feedbackType: 'abuse' };
    await mailcase.log.append({
      stream: streams.address(addressIdOf(address)),
      expectedRevision: 'no-stream',
      events: [{ type: 'AddressComplained', data }],
      by: { actor: 'test', cause: 'a complaint' },
    });
    await receives();
    expect(await reasons()).toEqual(['unwanted']);
  });

  it('what comes while it is off is not answered later', async () => {
    await configure(support, null);
    await receives({ from: 'eva@outside.example' });
    await configure(support);
    await receives({ from: 'ivo@outside.example' });
    expect((await decided()).map(({ from }) => from)).toEqual(['ivo@outside.example']);
  });
});
