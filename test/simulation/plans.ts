import { type FaultKind, faultKinds } from './faults.js';

/** What may go wrong in a history, and how many nodes it has. */
export interface Plan {
  readonly name: string;
  readonly kinds: readonly FaultKind[];
  readonly nodes: number;
  /**
   * Whether the nodes share leases, lose them, come and go. Otherwise each has leases of its own: that it has lost one
   * unnoticed is the worst that it can do to the others.
   */
  readonly sharesLeases?: boolean;
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
  { name: 'lost leases and pauses, with two nodes', kinds: ['pause'], nodes: 2, sharesLeases: true },
  { name: 'lost leases and crashes, with three nodes', kinds: ['crash', 'pause'], nodes: 3, sharesLeases: true },
  {
    name: 'lost leases and late effects, with two nodes',
    kinds: ['late', 'lose-answer', 'pause'],
    nodes: 2,
    sharesLeases: true,
  },
  { name: 'lost leases and everything, with three nodes', kinds: faultKinds, nodes: 3, sharesLeases: true },
];

export function planOf(seed: number): Plan {
  const plan = plans[seed % plans.length];
  if (!plan) throw new RangeError(`${seed} is no seed`);
  return plan;
}
