import { performance } from 'node:perf_hooks';

/** Something measured and something to measure it by, in seconds: medians over the rounds. */
export interface Beside {
  readonly seconds: number;
  readonly bare: number;
}

/**
 * Runs both in turns, A B A B, so that a machine that gets slower or busier meanwhile is slow for both. The first round
 * warms up and does not count.
 * @param measured gives its own seconds, so that what it has to prepare does not count
 */
export async function interleaved(
  rounds: number,
  measured: (round: number) => Promise<number>,
  bare: (round: number) => Promise<number>,
): Promise<Beside> {
  const seconds: number[] = [];
  const bareSeconds: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const one = await measured(round);
    const other = await bare(round);
    if (round === 0) continue;
    seconds.push(one);
    bareSeconds.push(other);
  }
  return { seconds: median(seconds), bare: median(bareSeconds) };
}

/**
 * How much more work one thing is than another, in per cent: the median of what neighbours in time say of it, each of them
 * first in turn. By `worked` it is what they need, and not what a busy machine makes of it.
 */
export async function surplus(
  rounds: number,
  measured: (round: number) => Promise<number>,
  bare: (round: number) => Promise<number>,
): Promise<number> {
  const shares: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const early = round % 2 === 0 ? await measured(round) : 0;
    const without = await bare(round);
    const one = round % 2 === 0 ? early : await measured(round);
    if (round > 0) shares.push((one / without - 1) * 100);
  }
  return median(shares);
}

/** How much of the processors something takes, in seconds, over all threads of this process. */
export async function worked(work: () => Promise<unknown>): Promise<number> {
  const from = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1_000_000;
}

/** How long something takes, in seconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1_000;
}

/** The mean of the middle half: checkpoints of a log hit a few groups hard, and either of the two. */
export function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.slice(Math.floor(sorted.length / 4), Math.ceil((sorted.length * 3) / 4));
  return half.length === 0 ? median(values) : half.reduce((sum, value) => sum + value, 0) / half.length;
}

export const median = (values: readonly number[]): number => percentile(values, 50);

/** The value that so many per cent do not exceed (nearest rank). */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}
