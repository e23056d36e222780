import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/infrastructure/process/system-clock.js';

describe('the system clock', () => {
  beforeEach(() => void vi.useFakeTimers({ now: new Date('2026-03-01T08:00:00.000Z') }));
  afterEach(() => void vi.useRealTimers());

  it('tells the time', () => {
    expect(systemClock.now().toISOString()).toBe('2026-03-01T08:00:00.000Z');
  });

  it.each([1, 1_500, 2 ** 31 + 5])('pauses for %d ms, not less', async (milliseconds) => {
    let over = false;
    const pause = systemClock.pause(milliseconds).then(() => {
      over = true;
    });
    await vi.advanceTimersByTimeAsync(milliseconds - 1);
    expect(over).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await pause;
  });

  it('ends a pause when the signal is aborted, and leaves no timer', async () => {
    const abort = new AbortController();
    const pause = systemClock.pause(60_000, abort.signal);
    abort.abort();
    await pause;
    await systemClock.pause(60_000, abort.signal);
    expect(vi.getTimerCount()).toBe(0);
  });
});
