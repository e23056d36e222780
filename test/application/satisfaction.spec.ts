import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Origin } from '../../src/application/fetching/intake.js';
import { type Adapters, Mailcase } from '../../src/application/mailcase.js';
import { silent } from '../../src/application/ports/logger.js';
import { Satisfaction } from '../../src/application/reactions/satisfaction.js';
import { addressMarks, markBounced } from '../../src/domain/address/address.js';
import { caseDecider, changeCaseStatus } from '../../src/domain/case/case.js';
import { caseNameOf, mergeCase, unmergeCase } from '../../src/domain/case/merge.js';
import type { CaseStatus } from '../../src/domain/case/status.js';
import {
  type AccountId,
  addressIdOf,
  type CaseId,
  EmailId,
  streams,
  type TeamId,
  TemplateId,
} from '../../src/domain/ids.js';
import { configureSatisfaction, mailAccount, stopSatisfaction } from '../../src/domain/mail-account/mail-account.js';
import { defineTemplate, type TextTemplate, textTemplate } from '../../src/domain/outgoing/text-template.js';
import { account, team } from '../support/company.js';
import { FakeClock } from '../support/fake-clock.js';
import { freshAdapters } from '../support/ground.js';
import { ofType, wholeLog } from '../support/invariants.js';
import { message } from '../support/messages.js';

const HOUR = 3_600_000;
const LATER = '2099-01-01T00:00:00.000Z';

describe('Asking how content somebody is', () => {
  let clock: FakeClock;
  let adapters: Adapters;
  let mailcase: Mailcase;
  let support: AccountId;
  let teamId: TeamId;
  let uid = 0;
  let changes = 0;

  beforeEach(async () => {
    clock = new FakeClock();
    adapters = await freshAdapters({ clock, publicUrl: 'https://help.acme.example' });
    mailcase = new Mailcase(adapters);
    teamId = await team(mailcase, 'support', ['ana', 'bor']);
    support = await account(mailcase, 'support@acme.example', teamId);
    await configure(true);
    await mailcase.start({ fetch: false });
  });
  afterEach(() => mailcase.stop());

  const by = (actor = 'user:ana') => ({ actor, cause: `change ${++changes}` });
  const configure = (asks: boolean, templateId: TemplateId | null = null) =>
    mailcase.aggregates.change(
      mailAccount,
      streams.mailAccount(support),
      (state) => (asks ? configureSatisfaction(state, { templateId, days: 30 }) : stopSatisfaction(state)),
      by(),
    );
  async function receives(parts: Parameters<typeof message>[0] = {}, origin: Partial<Origin> = {}): Promise<CaseId> {
    const content = message({ to: 'support@acme.example', from: 'Zoja <zoja@outside.example>', date: null, ...parts });
    const facts = { seen: false, size: content.length, content, headerOnly: false };
    const one = { uid: ++uid, key: `${uid}`, receivedAt: clock.now().toISOString(), ...facts };
    const place = { accountId: support, folder: 'INBOX', uidValidity: '1', ...origin };
    await mailcase.intake.takeIn([await mailcase.intake.store(one, place)]);
    await mailcase.settled();
    const last = ofType(await log(), 'CaseCreated').at(-1);
    if (!last) throw new Error('no case was made');
    return last.data.caseId;
  }
  const write = (caseId: CaseId, status: CaseStatus) =>
    mailcase.aggregates.change(
      caseDecider,
      streams.case(caseId),
      (state) => changeCaseStatus(state, { to: status, duplicateOf: null }),
      by(),
    );
  const becomes = async (caseId: CaseId, status: CaseStatus) => {
    await write(caseId, status);
    await mailcase.settled();
  };
  const merge = async (from: CaseId, into: CaseId) => {
    const { state } = await mailcase.aggregates.load(caseDecider, streams.case(into));
    if (state.phase !== 'created') throw new Error('it was not made');
    const name = caseNameOf(state);
    const decide = (one: Parameters<typeof mergeCase>[0]) => mergeCase(one, name, [name], LATER);
    await mailcase.aggregates.change(caseDecider, streams.case(from), decide, by());
    await mailcase.settled();
    await mailcase.settled();
  };
  const log = () => wholeLog(adapters.events);
  const requested = async () => ofType(await log(), 'CaseSatisfactionRequested').map(({ data }) => data);
  const queued = async () => ofType(await log(), 'EmailQueued').map(({ data }) => data);
  const textOf = async (mail: Awaited<ReturnType<typeof queued>>[number] | undefined) =>
    Buffer.from((mail && (await adapters.blobs.get(mail.blob))) ?? [])
      .toString()
      .replaceAll('=\r\n', '');

  it('whoever made a case is asked when it is closed; it stays closed, and nothing comes of the question', async () => {
    const caseId = await receives({ messageId: '<tent@outside.example>' });
    expect(await queued()).toEqual([]);
    await becomes(caseId, 'Closed');
    const [mail, ...more] = await queued();
    expect(more).toEqual([]);
    expect(mail).toMatchObject({
      subject: '[#1] How did we do?',
      inReplyTo: ['<tent@outside.example>'],
      automatic: 'auto-submitted: auto-generated',
      dispatch: { kind: 'satisfaction', case: { number: 1 }, envelope: { to: ['zoja@outside.example'] } },
    });
    expect(await textOf(mail)).toContain(`https://help.acme.example/satisfaction/${caseId}.`);
    expect(await requested()).toMatchObject([{ number: 1, userId: 'ana', teamId, recipient: 'zoja@outside.example' }]);
    expect(ofType(await log(), 'CaseReopened')).toEqual([]);
    expect(ofType(await log(), 'CaseCreated')).toHaveLength(1);
    expect(ofType(await log(), 'CaseEmailAdded').map(({ data }) => data.direction)).toEqual(['in', 'out']);
  });

  it('what values make of a template leaves cleaned', async () => {
    const templateId = TemplateId.parse('11111111-1111-4111-8111-111111111111');
    const html = '<a href="{{survey.link}}">Here</a> <a href="{{email.subject}}">there</a>';
    const texts = { subject: '', text: '{{survey.link}}', html };
    const asking = { templateId, kind: 'satisfaction', name: 'x', scope: { kind: 'all' }, ...texts } as const;
    const define = (state: TextTemplate) => defineTemplate(state, asking);
    await mailcase.aggregates.change(textTemplate, streams.template(templateId), define, by());
    await configure(true, templateId);
    await becomes(await receives({ subject: 'javascript:alert(1)' }), 'Closed');
    const source = await textOf((await queued())[0]);
    expect(source).toContain('href=3D"https://help.acme.example/satisfaction/');
    expect(source).not.toContain('href=3D"javascript');
  });

  it('once, also when the case is opened and closed again', async () => {
    const caseId = await receives();
    await becomes(caseId, 'Closed');
    await becomes(caseId, 'Assigned');
    await becomes(caseId, 'Closed');
    expect(await requested()).toHaveLength(1);
    expect(await queued()).toHaveLength(1);
  });

  it('not more than five times a day, whoever makes cases in whose name', async () => {
    const cases: CaseId[] = [];
    for (let n = 0; n < 8; n++) cases.push(await receives({ from: 'many@outside.example' }));
    // At once, so that all are decided about together; and one after a restart.
    for (const caseId of cases.slice(0, 7)) await write(caseId, 'Closed');
    await mailcase.settled();
    expect(await requested()).toHaveLength(5);
    expect(await queued()).toHaveLength(5);
    await mailcase.stop();
    mailcase = new Mailcase(adapters);
    await mailcase.start({ fetch: false });
    await becomes(cases[7] as CaseId, 'Closed');
    await becomes(await receives({ from: 'other@outside.example' }), 'Closed');
    expect((await requested()).map(({ recipient }) => recipient).slice(4)).toEqual([
      'many@outside.example',
      'other@outside.example',
    ]);
    clock.sleep(25 * HOUR);
    await becomes(await receives({ from: 'many@outside.example' }), 'Closed');
    expect(await requested()).toHaveLength(7);
  });

  it('about what stays of merged cases alone, and not where one of them was asked about', async () => {
    const [one, two] = [await receives(), await receives({ from: 'eva@outside.example' })];
    await merge(one, two);
    expect(await requested()).toEqual([]);
    await becomes(two, 'Closed');
    expect(await requested()).toMatchObject([{ number: 2, recipient: 'eva@outside.example' }]);
    const three = await receives({ from: 'ivo@outside.example' });
    await merge(two, three);
    await becomes(three, 'Closed');
    expect(await requested()).toHaveLength(1);
  });

  it('not by a case of what nobody should answer, nor of what was brought in from files', async () => {
    const cases = [
      await receives({ from: 'no-reply@outside.example' }),
      await receives({ headers: [['X-Auto-Response-Suppress', 'All']] }),
      await receives({}, { uidValidity: 'files' }),
    ];
    expect(new Set(cases).size).toBe(3);
    for (const caseId of cases) await write(caseId, 'Closed');
    await mailcase.settled();
    expect(await requested()).toEqual([]);
  });

  it('nobody whose address bounced, nor about what was rejected, nor where it was closed long ago', async () => {
    const bounced = await receives();
    const address = 'zoja@outside.example';
    const [emailId, report] = ['sent', 'bounce'].map((id) => EmailId.parse(id));
    if (!emailId || !report) throw new Error('there are two');
    const mark = { address, emailId, report, status: '5.1.1', diagnostic: null, at: LATER };
    const stream = streams.address(addressIdOf(address));
    await mailcase.aggregates.change(addressMarks, stream, (state) => markBounced(state, mark), by());
    await becomes(bounced, 'Closed');
    await becomes(await receives({ from: 'eva@outside.example' }), 'Rejected');
    const old = await receives({ from: 'ivo@outside.example' });
    await mailcase.stop();
    await write(old, 'Closed');
    clock.advance(25 * HOUR);
    mailcase = new Mailcase(adapters);
    await mailcase.start({ fetch: false });
    await mailcase.settled();
    expect(await requested()).toEqual([]);
  });

  it('not about a case that is closed again only because it is no part of another one any more', async () => {
    await configure(false);
    const [one, two] = [await receives(), await receives({ from: 'eva@outside.example' })];
    await becomes(one, 'Closed');
    await configure(true);
    await merge(one, two);
    const undo = (state: Parameters<typeof unmergeCase>[0]) => unmergeCase(state, null, true);
    await mailcase.aggregates.change(caseDecider, streams.case(one), undo, by());
    await mailcase.settled();
    const { state } = await mailcase.aggregates.load(caseDecider, streams.case(one));
    expect(state).toMatchObject({ status: 'Closed', merged: null });
    expect(await requested()).toEqual([]);
  });

  it('by what the account says while it is being looked at', async () => {
    const caseId = await receives();
    await configure(false);
    await mailcase.settled();
    const { readAll } = mailcase.log;
    let asks = false;
    // Behind the settings as they were read, before what is decided by them.
    mailcase.log.readAll = async function* (...args) {
      yield* readAll.apply(mailcase.log, args);
      if (asks || !args[1].some((type) => type === 'SatisfactionStopped')) return;
      asks = true;
      await configure(true);
      await write(caseId, 'Closed');
    } as typeof readAll;
    await mailcase.settled();
    await mailcase.settled();
    expect(asks).toBe(true);
    expect(await requested()).toHaveLength(1);
  });

  it('by what the account said when the case was closed', async () => {
    const [one, two] = [await receives(), await receives({ from: 'eva@outside.example' })];
    await configure(false);
    await becomes(one, 'Closed');
    await configure(true);
    await mailcase.settled();
    expect(await requested()).toEqual([]);
    await becomes(two, 'Closed');
    expect(await requested()).toHaveLength(1);
  });

  it('a crash before the question is queued: it is queued once, and a crash after that changes nothing', async () => {
    const { put } = adapters.blobs;
    let down = true;
    adapters.blobs.put = (bytes) =>
      down && Buffer.from(bytes).includes('Auto-Submitted')
        ? Promise.reject(new Error('away'))
        : put.call(adapters.blobs, bytes);
    await becomes(await receives(), 'Closed');
    expect(await requested()).toHaveLength(1);
    expect(await queued()).toEqual([]);
    down = false;
    for (let n = 0; n < 2; n++) {
      await mailcase.stop();
      mailcase = new Mailcase(adapters);
      await mailcase.start({ fetch: false });
      await mailcase.settled();
      expect(await queued()).toHaveLength(1);
    }
    expect(await requested()).toHaveLength(1);
  });

  it('two that decide at the same time ask once', async () => {
    const cases: CaseId[] = [];
    for (let n = 0; n < 3; n++) cases.push(await receives({ from: `c${n}@outside.example` }));
    await mailcase.stop();
    for (const caseId of cases) await write(caseId, 'Closed');
    mailcase = new Mailcase(adapters);
    const { log: events, aggregates, outgoing } = mailcase;
    const { documents, vault, html } = adapters;
    const parts = { log: events, aggregates, documents, outgoing, vault, html, publicUrl: 'https://a.example', clock };
    const both = [1, 2].map(() => new Satisfaction({ ...parts, logger: silent }));
    const { signal } = new AbortController();
    for (let round = 0; round < 3; round++) {
      const ends = await Promise.allSettled(both.map((one) => one.run(signal)));
      for (const [n, { status }] of ends.entries()) if (status === 'rejected') both[n]?.forget();
    }
    expect(await requested()).toHaveLength(3);
    expect(await queued()).toHaveLength(3);
  });
});
