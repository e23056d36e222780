import { describe, expect, it } from 'vitest';
import { Mailcase } from '../../src/application/mailcase.js';
import { type Case, caseDecider } from '../../src/domain/case/case.js';
import type { CaseEvent, CaseName } from '../../src/domain/case/events.js';
import { absorbCase, caseNameOf, mergeCase, unmergeCase } from '../../src/domain/case/merge.js';
import { emailCase } from '../../src/domain/email/case.js';
import { type CaseId, type EmailId, streams } from '../../src/domain/ids.js';
import { account, team } from '../support/company.js';
import { freshAdapters } from '../support/ground.js';
import { ofType, wholeLog } from '../support/invariants.js';
import { message } from '../support/messages.js';

const LATER = '2099-01-01T00:00:00.000Z';

const by = (cause: string) => ({ actor: 'user:ana', cause });

/** Two cases, each of one message. */
async function twoCases() {
  const adapters = await freshAdapters();
  const mailcase = new Mailcase(adapters);
  await mailcase.start({ fetch: false });
  const support = await account(mailcase, 'support@acme.example', await team(mailcase, 'support', ['ana', 'bor']));
  const receive = async (...raw: readonly Buffer[]) => {
    async function* all() {
      for (const [n, content] of raw.entries()) {
        const facts = { receivedAt: null, seen: false, size: content.byteLength, headerOnly: false };
        yield { uid: n + 1, key: `${n}`, content, ...facts };
      }
    }
    await mailcase.importing.run(all(), support, `import ${raw[0]?.byteLength}`);
    await mailcase.settled();
  };
  await receive(message({ messageId: '<one@customer.example>' }), message({ messageId: '<two@customer.example>' }));
  const present = async (caseId: CaseId) => {
    const { state } = await mailcase.aggregates.load(caseDecider, streams.case(caseId));
    if (state.phase !== 'created') throw new Error('it was not made');
    return state;
  };
  const log = () => wholeLog(adapters.events);
  const created = ofType(await log(), 'CaseCreated').map(({ data }) => data.caseId);
  const [one, two] = await Promise.all(created.map(present));
  if (!one || !two) throw new Error('there are no two cases');
  const emails = ofType(await log(), 'CaseEmailAdded');
  const emailOf = (caseId: CaseId) => {
    const first = emails.find(({ data }) => data.caseId === caseId);
    if (!first) throw new Error('it has no message');
    return first.data.emailId;
  };
  const change = async (caseId: CaseId, decide: (state: Case) => CaseEvent[]) => {
    const stream = streams.case(caseId);
    await mailcase.aggregates.change(caseDecider, stream, decide, by(`${caseId} ${(await log()).length}`));
    await mailcase.settled();
  };
  const choose = async (emailId: EmailId, ...cases: readonly CaseName[]) => {
    const all = () => cases.map((one) => ({ type: 'EmailCaseChosen', data: { emailId, case: one } }) as const);
    await mailcase.aggregates.change(emailCase, streams.email(emailId), all, by(`${emailId} ${cases.length}`));
    await mailcase.settled();
    await mailcase.settled();
  };
  /** By its own stream, and by those of the cases. */
  const placeOf = async (emailId: EmailId) => {
    const { state } = await mailcase.aggregates.load(emailCase, streams.email(emailId));
    const added = ofType(await log(), 'CaseEmailAdded').filter(({ data }) => data.emailId === emailId);
    const removed = ofType(await log(), 'CaseEmailRemoved').filter(({ data }) => data.emailId === emailId);
    const there = added.map(({ data }) => data.caseId);
    for (const { data } of removed) there.splice(there.indexOf(data.caseId), 1);
    return [state.status === 'here' ? state.caseId : null, ...there];
  };
  return { adapters, mailcase, receive, present, one, two, emailOf, change, choose, placeOf };
}

it('of two cases that are merged into each other at the same moment one stays, and what comes for either reaches it', async () => {
  const { adapters, mailcase, receive, present, one, two } = await twoCases();
  // As two requests that have both looked before either has written.
  const merge = (from: CaseId, into: typeof one) => {
    const decide = (state: Case) => mergeCase(state, caseNameOf(into), [caseNameOf(into)], LATER);
    return mailcase.aggregates.change(caseDecider, streams.case(from), decide, by(from));
  };
  await Promise.all([merge(one.caseId, two), merge(two.caseId, one)]);
  await mailcase.settled();
  await mailcase.settled();
  const [a, b] = [await present(one.caseId), await present(two.caseId)];
  const stays = a.merged === null ? a : b;
  const gone = a.merged === null ? b : a;
  expect([stays.merged, stays.status, gone.merged?.into.id]).toEqual([null, 'Assigned', stays.caseId]);
  expect(ofType(await wholeLog(adapters.events), 'CaseUnmerged').map(({ data }) => data.reason)).toEqual(['ring']);
  await receive(message({ inReplyTo: '<one@customer.example>' }), message({ inReplyTo: '<two@customer.example>' }));
  const last = ofType(await wholeLog(adapters.events), 'CaseEmailAdded').slice(-2);
  expect(last.map(({ data }) => data.caseId)).toEqual([stays.caseId, stays.caseId]);
  // Done once, whoever comes to it again.
  expect(absorbCase(await present(stays.caseId), caseNameOf(gone), { tags: [], followers: [], wasOpen: true })).toEqual(
    [],
  );
  await mailcase.stop();
});

describe('a user puts a message into a case that was merged', () => {
  it('in which it is by that: it stands in the other one, and comes back when that is undone', async () => {
    const { mailcase, one, two, emailOf, change, choose, placeOf } = await twoCases();
    const emailId = emailOf(two.caseId);
    await change(two.caseId, (state) => mergeCase(state, caseNameOf(one), [caseNameOf(one)], LATER));
    await choose(emailId, caseNameOf(two));
    expect(await placeOf(emailId)).toEqual([one.caseId, one.caseId]);
    await change(two.caseId, (state) => unmergeCase(state, null, true));
    await mailcase.settled();
    expect(await placeOf(emailId)).toEqual([two.caseId, two.caseId]);
    await mailcase.stop();
  });

  it('and at once back: it is in one case, once', async () => {
    const { mailcase, one, two, emailOf, change, choose, placeOf } = await twoCases();
    const emailId = emailOf(one.caseId);
    await change(two.caseId, (state) => mergeCase(state, caseNameOf(one), [caseNameOf(one)], LATER));
    await choose(emailId, caseNameOf(two), caseNameOf(one));
    expect(await placeOf(emailId)).toEqual([one.caseId, one.caseId]);
    await mailcase.stop();
  });
});
