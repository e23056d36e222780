import { expect, it } from 'vitest';
import { Mailcase } from '../../src/application/mailcase.js';
import { type Case, caseDecider } from '../../src/domain/case/case.js';
import { absorbCase, caseNameOf, mergeCase } from '../../src/domain/case/merge.js';
import { type CaseId, streams } from '../../src/domain/ids.js';
import { account, team } from '../support/company.js';
import { freshAdapters } from '../support/ground.js';
import { ofType, wholeLog } from '../support/invariants.js';
import { message } from '../support/messages.js';

const LATER = '2099-01-01T00:00:00.000Z';

it('of two cases that are merged into each other at the same moment one stays, and what comes for either reaches it', async () => {
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
  const created = ofType(await wholeLog(adapters.events), 'CaseCreated').map(({ data }) => data.caseId);
  const [one, two] = await Promise.all(created.map(present));
  if (!one || !two) throw new Error('there are no two cases');
  // As two requests that have both looked before either has written.
  const merge = (from: CaseId, into: typeof one) => {
    const decide = (state: Case) => mergeCase(state, caseNameOf(into), [caseNameOf(into)], LATER);
    return mailcase.aggregates.change(caseDecider, streams.case(from), decide, { actor: 'user:ana', cause: from });
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
