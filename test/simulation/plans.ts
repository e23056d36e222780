import { type FaultKind, faultKinds } from './faults.js';

/** What may go wrong in a history, and how many nodes it has. */
export interface Plan {
  readonly name: string;
  readonly kinds: readonly FaultKind[];
  readonly nodes: number;
}

/** A seed's plan is that of its remainder. */
export const plans: readonly Plan[] = [
  { name: 'crashes', kinds: ['crash'], nodes: 1 },
  { name: 'failing calls and lost answers', kinds: ['fail', 'lose-answer'], nodes: 1 },
  { name: 'late effects', kinds: ['late', 'lose-answer'], nodes: 1 },
  { name: 'pauses, with two nodes', kinds: ['pause'], nodes: 2 },
  { name: 'crashes, with two nodes', kinds: ['crash', 'pause'], nodes: 2 },
  { name: 'late effects, with two nodes', kinds: ['late', 'lose-answer', 'pause'], nodes: 2 },
  { name: 'everything, with two nodes', kinds: faultKinds, nodes: 2 },
  { name: 'everything, with three nodes', kinds: faultKinds, nodes: 3 },
];

export function planOf(seed: number): Plan {
  const plan = plans[seed % plans.length];
  if (!plan) throw new RangeError(`${seed} is no seed`);
  return plan;
}
