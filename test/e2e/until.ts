import { setTimeout as pause } from 'node:timers/promises';

/** Looks every few milliseconds whether something holds; throws with the last answer after so many milliseconds. */
export async function until<T>(
  look: () => T | Promise<T>,
  holds: (answer: T) => boolean,
  milliseconds = 30_000,
): Promise<T> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const answer = await look();
    if (holds(answer)) return answer;
    if (Date.now() > end) {
      const last = JSON.stringify(answer)?.slice(0, 500);
      throw new Error(`It did not come about within ${milliseconds} ms: ${last}`);
    }
    await pause(20);
  }
}
