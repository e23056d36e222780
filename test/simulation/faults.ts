import type { Random } from './random.js';

/** What may happen to a call of a port. */
export const faultKinds = [
  /** The process ends: before, after or in the middle of the effect. */
  'crash',
  /** The process stands still and goes on later, with what it knew. */
  'pause',
  /** The call fails and has no effect. */
  'fail',
  /** It takes effect, and the answer is a failure. */
  'lose-answer',
  /** The answer is a failure, and it takes effect later. */
  'late',
] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface FaultPlan {
  readonly kinds: readonly FaultKind[];
  /** Faults for each call, from 0 to 1. */
  readonly rate: number;
  /** At most so many in all. */
  readonly atMost: number;
}

/** Deals out faults, by the seed. */
export class Faults {
  private dealt = 0;
  private readonly ofReads: readonly FaultKind[];

  constructor(
    private readonly random: Random,
    private readonly plan: FaultPlan,
  ) {
    this.ofReads = plan.kinds.filter((kind) => kind !== 'lose-answer' && kind !== 'late');
  }

  /** What happens to a call; none: it works. What only reads has no effect that could be lost or late. */
  draw(writes: boolean): FaultKind | null {
    const kinds = writes ? this.plan.kinds : this.ofReads;
    if (kinds.length === 0 || this.dealt >= this.plan.atMost || !this.random.chance(this.plan.rate)) return null;
    this.dealt++;
    return this.random.pick(kinds);
  }

  stop(): void {
    this.dealt = Number.POSITIVE_INFINITY;
  }
}
