import type { Clock } from '../../application/ports/clock.js';

/** The longest that one timer can wait, in milliseconds; a longer one would fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => new Date(),
  pause: async (milliseconds, signal) => {
    for (let left = milliseconds; left > 0 && !signal?.aborted; left -= LONGEST_TIMER) {
      await wait(Math.min(left, LONGEST_TIMER), signal);
    }
  },
};

function wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal?.addEventListener('abort', end);
  });
}
