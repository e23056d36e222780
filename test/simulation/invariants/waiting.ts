import { somebodyFor } from '../../../src/domain/assignment/assign.js';
import type { RecordedEvent } from '../../../src/domain/events.js';
import { evolveRouting, initialRouting, type RoutingInput, routingInputs } from '../../../src/domain/routing/state.js';
import { ofType, repeated } from '../../support/invariants.js';
import type { History } from '../history.js';

/**
 * No case waits for whom there is somebody; each decision gives a case to one user, who was there as far as the decision
 * had seen; whoever came or went by their plans has come or gone; and what is handed over is handed over once, whole.
 */
export function brokenWaiting({ lastLookAt, endedAt }: History, log: readonly RecordedEvent[]): string[] {
  const inputs = new Set<string>(routingInputs);
  let state = initialRouting();
  // These are all types of a routing's input.
  for (const event of log) if (inputs.has(event.type)) state = evolveRouting(state, event as RoutingInput);
  return [
    ...Object.values(state.queue).flatMap(({ rule, cases }) =>
      somebodyFor(state.assignment, rule, state.assignment.now)
        ? cases.map(({ number }) => `case ${number} waits, and there is somebody for it`)
        : [],
    ),
    ...givenToTheAbsent(log),
    ...notByPlan(log, lastLookAt, endedAt),
    ...brokenHandOvers(log),
  ];
}

/** Whom the rule regards must have been there by the last event that the decision had seen. */
function givenToTheAbsent(log: readonly RecordedEvent[]): string[] {
  const rules = new Map<string, boolean>();
  return log.flatMap((event) => {
    if (event.type === 'CaseRequested') rules.set(event.data.caseId, event.data.respects.availability);
    if (event.type !== 'EmailRouted' && event.type !== 'CaseRouted') return [];
    const { case: made, assignment, asOf } = event.data;
    if (event.type === 'EmailRouted' && event.data.case?.created)
      rules.set(event.data.case.id, event.data.case.rule.respects.availability);
    if (!made || !assignment?.userId || !rules.get(made.id)) return [];
    const end = log.findIndex(({ stream, revision }) => stream === asOf?.stream && revision === asOf.revision);
    const { userId } = assignment;
    return absentAt(log.slice(0, end + 1)).has(userId)
      ? [`routing@${event.revision} gave case ${made.number} to ${userId}, who was away`]
      : [];
  });
}

function absentAt(log: readonly RecordedEvent[]): ReadonlySet<string> {
  const absent = new Set<string>();
  for (const { type, data } of log) {
    if (type === 'AvailabilityEnded') absent.add(data.userId);
    if (type === 'AvailabilityBegan') absent.delete(data.userId);
  }
  return absent;
}

/** Nobody here has working hours: who is not away is there. What begins or ends during the last look may come too late for it. */
function notByPlan(log: readonly RecordedEvent[], lastLookAt: string, endedAt: string): string[] {
  // Here all plans of a user have one name: calling them back takes all of them away.
  let plans: { readonly awayId: string; readonly userId: string; readonly from: string; readonly to: string }[] = [];
  for (const { type, data } of log) {
    if (type === 'AwayPlanned') plans.push(data);
    if (type === 'AwayCancelled') plans = plans.filter(({ awayId }) => awayId !== data.awayId);
  }
  const awayAt = (at: string) =>
    new Set(plans.flatMap(({ userId, from, to }) => (from <= at && at < to ? [userId] : [])));
  const [before, away] = [awayAt(lastLookAt), awayAt(endedAt)];
  const isSettled = (userId: string) => before.has(userId) === away.has(userId);
  const absent = absentAt(log);
  return [
    ...[...away]
      .filter((one) => !absent.has(one) && isSettled(one))
      .map((one) => `${one} is away, and the log does not know`),
    ...[...absent]
      .filter((one) => !away.has(one) && isSettled(one))
      .map((one) => `${one} is back, and the log does not know`),
  ];
}

function brokenHandOvers(log: readonly RecordedEvent[]): string[] {
  const requested = ofType(log, 'HandOverRequested').map(({ data }) => data.handOverId as string);
  const finished = ofType(log, 'HandOverFinished').map(({ data }) => data.handOverId as string);
  return [
    ...repeated(finished).map((id) => `${id} was handed over twice`),
    ...requested.filter((id) => !finished.includes(id)).map((id) => `${id} was never handed over`),
  ];
}
