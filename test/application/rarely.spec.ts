import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Rarely } from '../../src/application/reactions/rarely.js';

describe('Rings that come many times a second', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('are passed on at once, then once for all that comes within a tenth of a second', () => {
    const act = vi.fn();
    const bell = new Rarely(act);
    bell.ring();
    expect(act).toHaveBeenCalledTimes(1);
    for (let n = 0; n < 50; n++) bell.ring();
    expect(act).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(100);
    expect(act).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(10_000);
    expect(act).toHaveBeenCalledTimes(2);
  });

  it('are passed on at once again after a quiet moment', () => {
    const act = vi.fn();
    const bell = new Rarely(act);
    bell.ring();
    vi.advanceTimersByTime(100);
    bell.ring();
    expect(act).toHaveBeenCalledTimes(2);
  });

  it('are heard while they are passed on', () => {
    let left = 3;
    const bell: Rarely = new Rarely(() => {
      if (--left > 0) bell.ring();
    });
    bell.ring();
    vi.advanceTimersByTime(200);
    expect(left).toBe(0);
  });

  it('are forgotten when it is stopped', () => {
    const act = vi.fn();
    const bell = new Rarely(act);
    bell.ring();
    bell.ring();
    bell.stop();
    vi.advanceTimersByTime(1_000);
    expect(act).toHaveBeenCalledTimes(1);
  });
});
