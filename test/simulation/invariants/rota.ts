import { isDeepStrictEqual } from 'node:util';
import { assign } from '../../../src/domain/assignment/assign.js';
import type { AssignmentRule } from '../../../src/domain/assignment/rule.js';
import type { EventRef } from '../../../src/domain/event.js';
import type { RecordedAs, RecordedEvent } from '../../../src/domain/events.js';
import {
  evolveRouting,
  initialRouting,
  type RoutingInput,
  type RoutingState,
  routingInputs,
} from '../../../src/domain/routing/state.js';

type Decision = RecordedAs<'EmailRouted' | 'CaseRouted'>;

/** Every turn is the one that deciding again gives, from what the decision says that it had seen. */
export function brokenRota(log: readonly RecordedEvent[]): string[] {
  const types = new Set<string>(routingInputs);
  // These are all types of a routing's input.
  const inputs = log.filter(({ type }) => types.has(type)) as RoutingInput[];
  const states: RoutingState[] = [];
  for (const event of inputs) states.push(evolveRouting(states.at(-1) ?? initialRouting(), event));
  const rules = rulesOf(log);
  return log.flatMap((event) => {
    if (event.type !== 'EmailRouted' && event.type !== 'CaseRouted') return [];
    const { assignment, case: made, asOf } = event.data;
    if (!made) return [];
    const { seen, before } = stateBefore(event, asOf, inputs, states);
    if (!seen) return [`${event.revision} has seen an event that is not before it`];
    const wrongNumber = made.created && made.number !== before.lastNumber + 1;
    const rule = rules.get(made.id);
    const again =
      assignment && rule
        ? assign(before.assignment, rule, { asOf, at: assignment.explanation.at ?? '', avoid: avoids(before, event) })
        : null;
    return [
      ...(wrongNumber ? [`routing@${event.revision} gave number ${made.number} after ${before.lastNumber}`] : []),
      ...(isDeepStrictEqual(again, assignment)
        ? []
        : [
            `routing@${event.revision} gave the turn to ${assignment?.userId}, deciding again gives it to ${again?.userId}`,
          ]),
    ];
  });
}

/** What the log says up to `asOf`, and the decisions between that and this one. */
function stateBefore(
  { revision, position }: Decision,
  asOf: EventRef | null,
  inputs: readonly RoutingInput[],
  states: readonly RoutingState[],
): { readonly seen: boolean; readonly before: RoutingState } {
  const at = inputs.findIndex((event) => event.stream === asOf?.stream && event.revision === asOf.revision);
  const since = inputs.filter((event, n) => n > at && event.stream === 'routing' && event.revision < revision);
  const before = since.reduce(evolveRouting, states[at] ?? initialRouting());
  return { seen: asOf === null || (at >= 0 && (inputs[at]?.position ?? position) < position), before };
}

/** Whoever was too late with the case that is decided about. */
function avoids(before: RoutingState, { data: { cause } }: Decision) {
  return before.waiting.find((one) => isDeepStrictEqual(one.cause, cause))?.avoid ?? null;
}

/** How each case finds its user; one that was split off, as that which it comes from. */
function rulesOf(log: readonly RecordedEvent[]): ReadonlyMap<string, AssignmentRule> {
  const rules = new Map<string, AssignmentRule>();
  for (const event of log) {
    if (event.type === 'EmailRouted' && event.data.case?.created) rules.set(event.data.case.id, event.data.case.rule);
    if (event.type === 'CaseRequested') {
      const { caseId, subject: _, description: __, priority: ___, ...rule } = event.data;
      rules.set(caseId, rule);
    }
    const from = event.type === 'CaseSplitOff' ? rules.get(event.data.from.id) : undefined;
    if (from && event.type === 'CaseSplitOff') rules.set(event.data.caseId, from);
  }
  return rules;
}
