import type { RecordedAs, RecordedEvent } from '../../../src/domain/events.js';
import { ofType, repeated } from '../../support/invariants.js';

const refOf = ({ stream, revision }: { readonly stream: string; readonly revision: number }): string =>
  `${stream}@${revision}`;

type Decided = RecordedAs<'EmailRouted' | 'EmailPlaced'>;

/** One decision for each cause, in the order of the log, and each carried out once. */
export function brokenDecisions(log: readonly RecordedEvent[]): string[] {
  const types = new Set(['EmailReceived', 'EmailDelivered', 'EmailQueued', 'EmailRoutingRequested', 'EmailCaseChosen']);
  const causes = log.filter(({ type }) => types.has(type));
  const routed = log.filter((event): event is Decided => event.type === 'EmailRouted' || event.type === 'EmailPlaced');
  const parked = ofType(log, 'EmailParked').map(({ data }) => `${data.emailId} is parked: ${data.error}`);
  const inOrder = causes.map(refOf).join('\n') === routed.map(({ data }) => refOf(data.cause)).join('\n');
  const caseCauses = ofType(log, 'CaseRouted').map(({ data }) => refOf(data.cause));
  const known = new Set(log.map(refOf));
  return [
    ...parked,
    ...(inOrder
      ? []
      : [
          notOneEach(
            causes.map(refOf),
            routed.map(({ data }) => refOf(data.cause)),
          ),
        ]),
    ...repeated(caseCauses).map((cause) => `${cause} was routed twice`),
    ...caseCauses.filter((cause) => !known.has(cause)).map((cause) => `${cause} was routed and is not in the log`),
    ...brokenNumbers(log),
    ...notCarriedOut(log),
  ];
}

function notOneEach(causes: readonly string[], decided: readonly string[]): string {
  const missing = causes.filter((cause) => !decided.includes(cause));
  const more = [...repeated(decided), ...decided.filter((cause) => !causes.includes(cause))];
  return `decisions and causes do not match: missing ${missing.join()}, too many ${more.join()}, or out of order`;
}

/** Numbers rise with the decisions, each given once. */
function brokenNumbers(log: readonly RecordedEvent[]): string[] {
  const given = log.flatMap((event) => {
    if (event.type !== 'EmailRouted' && event.type !== 'CaseRouted') return [];
    return event.data.case?.created ? [event.data.case.number] : [];
  });
  return given
    .filter((number, n) => number <= (given[n - 1] ?? 0))
    .map((number) => `the number ${number} was given after a higher one, or twice`);
}

/** What follows from each decision is there as often as it has to be. */
function notCarriedOut(log: readonly RecordedEvent[]): string[] {
  const done = new Map<string, number>();
  for (const event of log) {
    if (!('decision' in event.data) || !event.data.decision) continue;
    // Besides the link to the case that it was meant for, where that is a duplicate.
    if (event.type === 'EmailLinked' && event.data.reason === 'passed-on') continue;
    const key = `${refOf(event.data.decision)} ${event.type}`;
    done.set(key, (done.get(key) ?? 0) + 1);
  }
  const expect = (decision: string, type: string, count: number) => {
    const found = done.get(`${decision} ${type}`) ?? 0;
    return found === count ? [] : [`${decision} has caused ${type} ${found} times, not ${count}`];
  };
  return [
    ...ofType(log, 'EmailRouted').flatMap((event) =>
      effectsOf(event).flatMap(([type, count]) => expect(refOf(event), type, count)),
    ),
    ...ofType(log, 'EmailPlaced').flatMap((event) =>
      effectsOfPlaced(event).flatMap(([type, count]) => expect(refOf(event), type, count)),
    ),
    ...ofType(log, 'CaseRouted').flatMap((event) =>
      effectsOfCase(event).flatMap(([type, count]) => expect(refOf(event), type, count)),
    ),
    ...[...ofType(log, 'EmailRouted'), ...ofType(log, 'CaseRouted')].flatMap((event) => {
      if (!event.data.assignment?.userId) return [];
      const ref = refOf(event);
      const found = (done.get(`${ref} CaseAssigned`) ?? 0) + (done.get(`${ref} CaseAssignmentLapsed`) ?? 0);
      return found === 1 ? [] : [`${ref} gave a case to somebody ${found} times`];
    }),
    ...ofType(log, 'EmailRouted').flatMap(({ data, ...event }) => {
      const ref = refOf(event);
      // A case that is a duplicate already is told of the other one.
      const found = (done.get(`${ref} CaseRelated`) ?? 0) + (done.get(`${ref} CaseStatusChanged`) ?? 0);
      const expected = 2 * data.related.length + data.duplicates.length + (data.mentions && data.case ? 1 : 0);
      return found === expected ? [] : [`${ref} has named cases to each other ${found} times, not ${expected}`];
    }),
  ];
}

function effectsOf({ data }: RecordedAs<'EmailRouted'>): [string, number][] {
  const joined = data.case?.created ? data.joined.length : 0;
  const belongs = data.case ? 1 + joined : 0;
  // What was decided before stays, but for what a filter of another delivery says.
  const about = data.parent && (!data.again || data.parent.reason === 'filter') ? 1 : 0;
  return [
    ['EmailThreaded', data.again ? 0 : 1],
    ['EmailLinked', belongs + about],
    ['ThreadMerged', data.mergedThreads.length],
    ['CaseCreated', data.case?.created ? 1 : 0],
    ['CaseEmailAdded', belongs],
    ['CaseDuplicateFound', data.duplicates.length],
  ];
}

function effectsOfPlaced({ data: { case: to, before, stays } }: RecordedAs<'EmailPlaced'>): [string, number][] {
  const [comes, goes] = stays ? [0, 0] : [to ? 1 : 0, before ? 1 : 0];
  return [
    ['EmailLinked', comes],
    ['EmailLeftCase', to ? 0 : goes],
    ['CaseEmailRemoved', goes],
    ['CaseEmailAdded', comes],
  ];
}

function effectsOfCase({ data }: RecordedAs<'CaseRouted'>): [string, number][] {
  const moved = data.split?.emails.length ?? 0;
  return [
    ['CaseCreated', data.case.created ? 1 : 0],
    ['EmailLinked', moved],
    ['CaseEmailRemoved', moved],
    ['CaseEmailAdded', moved],
  ];
}
