import { type Case, caseDecider } from '../../../src/domain/case/case.js';
import { type CaseEvent, isOpen } from '../../../src/domain/case/events.js';
import type { RecordedEvent } from '../../../src/domain/events.js';
import { evolveRouting, initialRouting, type RoutingInput, routingInputs } from '../../../src/domain/routing/state.js';
import { ofType, repeated } from '../../support/invariants.js';
import { UnionFind } from '../../support/union-find.js';

/** Each case made once, each of its messages in it once, each open case counted for whoever has it. */
export function brokenCases(log: readonly RecordedEvent[]): string[] {
  const created = ofType(log, 'CaseCreated');
  const made = log.flatMap((event) => {
    if (event.type !== 'EmailRouted' && event.type !== 'CaseRouted') return [];
    return event.data.case?.created ? [`${event.data.case.id} #${event.data.case.number}`] : [];
  });
  const there = created.map(({ data }) => `${data.caseId} #${data.number}`);
  return [
    ...repeated(created.map(({ data }) => data.caseId)).map((id) => `case ${id} was made twice`),
    ...made.filter((one) => !there.includes(one)).map((one) => `case ${one} was decided and not made`),
    ...there.filter((one) => !made.includes(one)).map((one) => `case ${one} was made and not decided`),
    ...brokenMembership(log),
    ...superfluousCases(log),
    ...brokenCounts(log),
  ];
}

/** An e-mail is added to a case as often as that is decided, whatever became of the case on the way: by routing once. */
function brokenMembership(log: readonly RecordedEvent[]): string[] {
  const belonging = ofType(log, 'EmailRouted').flatMap(({ data }) => {
    if (!data.case) return [];
    return [data.emailId, ...(data.case.created ? data.joined.map(({ emailId }) => emailId) : [])];
  });
  const placed = ofType(log, 'EmailPlaced').flatMap(({ data }) => (data.case && !data.stays ? [data.emailId] : []));
  const split = ofType(log, 'CaseRouted').flatMap(({ data }) => data.split?.emails.map(({ emailId }) => emailId) ?? []);
  const decided = timesOf([...belonging, ...placed, ...split]);
  const added = timesOf(ofType(log, 'CaseEmailAdded').map(({ data }) => data.emailId));
  return [
    ...repeated(belonging).map((id) => `${id} was decided to belong to a case twice`),
    ...[...new Set([...decided.keys(), ...added.keys()])].flatMap((id) => {
      const [expected, actual] = [decided.get(id) ?? 0, added.get(id) ?? 0];
      return expected === actual
        ? []
        : [`${id} was added to a case ${actual} times, decided was that ${expected} times`];
    }),
  ];
}

function timesOf(ids: readonly string[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const id of ids) times.set(id, (times.get(id) ?? 0) + 1);
  return times;
}

/** A message makes a case only where none of those that it is joined with by then has one, unless people have moved some. */
function superfluousCases(log: readonly RecordedEvent[]): string[] {
  if (log.some(({ type }) => type === 'EmailPlaced' || type === 'CaseSplitOff')) return [];
  const threads = new UnionFind();
  const withCase: string[] = [];
  return ofType(log, 'EmailRouted').flatMap(({ data }) => {
    threads.join([data.messageId, ...data.references]);
    const root = threads.root(data.messageId);
    const had = withCase.some((id) => threads.root(id) === root);
    if (data.case) withCase.push(data.messageId);
    return data.case?.created && had ? [`case ${data.case.number} was made where its thread had one`] : [];
  });
}

/** Nobody waits for the distribution, and the rota's count of open cases is that of the cases themselves. */
function brokenCounts(log: readonly RecordedEvent[]): string[] {
  const inputs = new Set<string>(routingInputs);
  let state = initialRouting();
  const cases = new Map<string, Case>();
  for (const event of log) {
    // These are all types of a routing's input.
    if (inputs.has(event.type)) state = evolveRouting(state, event as RoutingInput);
    if (!event.stream.startsWith('case-')) continue;
    const before = cases.get(event.stream) ?? caseDecider.initialState();
    // A case's stream holds the events of a case.
    cases.set(event.stream, caseDecider.evolve(before, event as unknown as CaseEvent));
  }
  const held = [...cases.values()].flatMap((one) =>
    one.phase === 'created' && one.assignee && isOpen(one.status) ? [one.assignee] : [],
  );
  return [
    ...state.waiting.map(({ caseId }) => `case ${caseId} waits for the distribution for ever`),
    ...Object.entries(state.assignment.agents).flatMap(([userId, { openCases }]) => {
      const count = held.filter((one) => one === userId).length;
      return count === openCases ? [] : [`${userId} has ${count} open cases and the rota counts ${openCases}`];
    }),
  ];
}
