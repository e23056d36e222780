import { expect, test } from 'vitest';
import { Aggregates } from '../../src/application/log/aggregates.js';
import { EventLog } from '../../src/application/log/event-log.js';
import { type RunningCases, ServiceLevels } from '../../src/application/reactions/service-levels.js';
import type { MailcaseEvent } from '../../src/domain/events.js';
import { CaseId, EmailId, streams } from '../../src/domain/ids.js';
import { USUAL_LEVEL } from '../../src/domain/service-level/level.js';
import { accountId, teamId } from '../support/domain-builders.js';
import { reading } from '../support/failing-store.js';
import { FakeClock } from '../support/fake-clock.js';
import { freshAdapters } from '../support/ground.js';

const MINUTE = 60_000;
const account = accountId('support');
const caseId = CaseId.parse('c1');
const { signal } = new AbortController();

/** A read model that knows of the case as soon as it is asked, as one that is behind or ahead would. */
const running: RunningCases = {
  dues: async () => [
    { caseId, calendar: null, due: { 'first-response': null, solution: null }, lookAt: '2026-03-02T10:00:00.000Z' },
  ],
  async *by() {},
};

/** Two nodes on one log, each with a clock of its own, and a case of an account that promises an answer within an hour. */
async function twoNodes() {
  const { events, documents } = await freshAdapters();
  const clocks = [new FakeClock(), new FakeClock()] as const;
  const log = new EventLog(events, clocks[0]);
  const append = async (stream: string, event: MailcaseEvent) => {
    const { revision } = await new Aggregates(log).load({ initialState: () => null, evolve: () => null }, stream);
    const by = { actor: 'system:test', cause: `${event.type} ${stream}@${revision}` };
    await log.append({ stream, expectedRevision: revision < 0 ? 'no-stream' : revision, events: [event], by });
  };
  const level = { ...USUAL_LEVEL, firstResponseMinutes: 60 };
  await append(streams.mailAccount(account), {
    type: 'ServiceLevelConfigured',
    data: { ...level, accountId: account },
  });
  const none = {
    originalEmailId: null,
    threadId: null,
    contact: null,
    mentions: null,
    createdAt: null,
    decision: null,
  };
  const links = { accountId: null, contactId: null, leadId: null, opportunityId: null };
  await append(streams.case(caseId), {
    type: 'CaseCreated',
    data: {
      ...{ caseId, number: 1, subject: 'x', accountId: account, teamId: teamId('support'), status: 'New', links },
      ...none,
    },
  });
  const nodes = clocks.map((clock) => {
    const own = new EventLog(events, clock);
    return new ServiceLevels(own, new Aggregates(own), running, documents, clock);
  });
  const told = async () => {
    const types: string[] = [];
    for await (const { type } of log.readStream(streams.case(caseId))) types.push(type);
    return types.slice(1);
  };
  const answer = () =>
    append(streams.case(caseId), {
      type: 'CaseEmailAdded',
      data: {
        ...{ caseId, emailId: EmailId.parse('re'), direction: 'out', from: null },
        ...{ automatic: null, via: null, decision: null },
      },
    });
  return { clocks, nodes, told, answer };
}

test('two nodes, one after the other or begun anew, tell each thing once', async () => {
  const { clocks, nodes, told } = await twoNodes();
  const [one, other] = nodes;
  await one?.run(signal);
  for (const clock of clocks) clock.sleep(61 * MINUTE);
  await one?.run(signal);
  await other?.run(signal).catch(() => other.forget());
  one?.forget();
  await one?.run(signal);
  expect(await told()).toEqual(['CaseServiceLevelStarted', 'CaseDueTimesSet', 'CaseServiceLevelMissed']);
});

test('two nodes at the very same moment write as one', async () => {
  const { clocks, nodes, told } = await twoNodes();
  for (const clock of clocks) clock.sleep(61 * MINUTE);
  // Only one of them may say how far it has come; the other takes up again from there.
  await Promise.allSettled(nodes.map((node) => node.run(signal)));
  for (const node of nodes) node.forget();
  for (const node of nodes) await node.run(signal);
  expect(await told()).toEqual(['CaseServiceLevelStarted', 'CaseServiceLevelMissed', 'CaseDueTimesSet']);
});

test('what happened while nobody looked is told in its order, and an answer that came in time is no miss', async () => {
  const { clocks, nodes, told, answer } = await twoNodes();
  for (const clock of clocks) clock.sleep(59 * MINUTE);
  await answer();
  for (const clock of clocks) clock.sleep(600 * MINUTE);
  await nodes[0]?.run(signal);
  expect(await told()).toEqual(['CaseEmailAdded', 'CaseServiceLevelStarted', 'CaseServiceLevelMet', 'CaseDueTimesSet']);
});

test('one of which nothing can be said is not asked about again at once', async () => {
  const { clocks, nodes } = await twoNodes();
  await nodes[0]?.run(signal);
  expect(await nodes[0]?.run(signal)).toEqual(new Date(clocks[0].now().getTime() + MINUTE));
});

test('what is promised right before a case holds for it, also where both come while the log is read', async () => {
  const { events, documents } = await freshAdapters();
  const clock = new FakeClock();
  const log = new EventLog(events, clock);
  const late = accountId('late');
  const append = (stream: string, event: MailcaseEvent) =>
    log.append({
      ...{ stream, expectedRevision: 'any', events: [event] },
      by: { actor: 'system:test', cause: `${event.type} ${stream}` },
    });
  const promise = (of: typeof account): MailcaseEvent => ({
    type: 'ServiceLevelConfigured',
    data: { ...USUAL_LEVEL, firstResponseMinutes: 60, accountId: of },
  });
  await append(streams.mailAccount(account), promise(account));
  /** Behind the first look at what is promised. */
  const meanwhile = async () => {
    await append(streams.mailAccount(late), promise(late));
    await append(streams.case(caseId), {
      type: 'CaseCreated',
      data: {
        ...{ caseId, number: 1, subject: 'x', accountId: late, teamId: teamId('support'), status: 'New' },
        ...{ links: { accountId: null, contactId: null, leadId: null, opportunityId: null }, originalEmailId: null },
        ...{ threadId: null, contact: null, mentions: null, createdAt: null, decision: null },
      },
    });
  };
  let asked = 0;
  async function* readAll(options: Parameters<typeof events.readAll>[0]) {
    yield* events.readAll(options);
    if (++asked === 1) await meanwhile();
  }
  const own = new EventLog(reading(events, readAll), clock);
  await new ServiceLevels(own, new Aggregates(own), running, documents, clock).run(signal);
  const types: string[] = [];
  for await (const { type } of log.readStream(streams.case(caseId))) types.push(type);
  expect(types).toContain('CaseServiceLevelStarted');
});
