import { somebodyFor } from '../assignment/assign.js';
import type { RecordSkills } from '../assignment/explanation.js';
import type { AssignmentRule } from '../assignment/rule.js';
import type { AssignmentState } from '../assignment/state.js';
import { CasePriority } from '../case/events.js';
import type { EventRef } from '../event.js';
import type { CaseId } from '../ids.js';

/** A case for which there was nobody. */
export interface QueuedCase {
  /** The decision that found nobody. */
  readonly cause: EventRef;
  readonly caseId: CaseId;
  readonly number: number;
  readonly priority: CasePriority;
  /** Those of the rule's skills that its records ask for. */
  readonly recordSkills: readonly RecordSkills[];
}

/** The cases that look for their users by one rule: whoever can have one of them can have any. */
export interface Lane {
  readonly rule: AssignmentRule;
  /** The first is the next. */
  readonly cases: readonly QueuedCase[];
}

/** By rule. */
export type Queue = Readonly<Record<string, Lane>>;

/** The urgent before the others, the oldest first. */
function before(a: QueuedCase, b: QueuedCase): boolean {
  const rank = ({ priority }: QueuedCase) => CasePriority.options.indexOf(priority);
  return rank(a) === rank(b) ? a.number < b.number : rank(a) > rank(b);
}

export function enqueue(queue: Queue, rule: AssignmentRule, queued: QueuedCase): Queue {
  const key = JSON.stringify(rule);
  const cases = queue[key]?.cases ?? [];
  const behind = cases.findLastIndex((one) => before(one, queued));
  return { ...queue, [key]: { rule, cases: [...cases.slice(0, behind + 1), queued, ...cases.slice(behind + 1)] } };
}

/** Somebody has it, or it is not open any more. */
export function dequeue(queue: Queue, caseId: CaseId): Queue {
  const found = Object.entries(queue).find(([, { cases }]) => cases.some((one) => one.caseId === caseId));
  if (!found) return queue;
  const [key, lane] = found;
  const { [key]: _, ...others } = queue;
  const cases = lane.cases.filter((one) => one.caseId !== caseId);
  return cases.length > 0 ? { ...others, [key]: { ...lane, cases } } : others;
}

export function changePriority(queue: Queue, caseId: CaseId, priority: CasePriority): Queue {
  const lane = Object.values(queue).find(({ cases }) => cases.some((one) => one.caseId === caseId));
  const queued = lane?.cases.find((one) => one.caseId === caseId);
  return lane && queued ? enqueue(dequeue(queue, caseId), lane.rule, { ...queued, priority }) : queue;
}

/** The next case that somebody can have now, and its rule; none: all go on waiting. */
export function nextQueued(
  queue: Queue,
  assignment: AssignmentState,
): { readonly queued: QueuedCase; readonly rule: AssignmentRule } | null {
  let next: { readonly queued: QueuedCase; readonly rule: AssignmentRule } | null = null;
  for (const { rule, cases } of Object.values(queue)) {
    const [queued] = cases;
    if (!queued || (next && before(next.queued, queued))) continue;
    if (somebodyFor(assignment, rule, assignment.now)) next = { queued, rule };
  }
  return next;
}
