import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withEither } from '../../src/application/with-either.js';

describe('A signal that is the first of several', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const until = (signal: AbortSignal) =>
    new Promise((_, reject) => {
      if (signal.aborted) reject(signal.reason);
      signal.addEventListener('abort', () => reject(signal.reason));
    });

  it('is aborted by any of them, with its reason', async () => {
    const [one, other] = [new AbortController(), new AbortController()];
    const work = withEither([one.signal, other.signal], until);
    other.abort(new Error('other'));
    await expect(work).rejects.toThrow('other');
  });

  it('is aborted from the start where one of them is', async () => {
    const signals = [new AbortController().signal, AbortSignal.abort(new Error('before'))];
    await expect(withEither(signals, until)).rejects.toThrow('before');
  });

  it('is aborted when it takes too long, as a TimeoutError or as is said', async () => {
    const { signal } = new AbortController();
    const late = expect(withEither([signal], until, { milliseconds: 50 })).rejects.toMatchObject({
      name: 'TimeoutError',
    });
    const reason = () => new Error('late');
    const said = expect(withEither([signal], until, { milliseconds: 50, reason })).rejects.toThrow('late');
    vi.advanceTimersByTime(50);
    await late;
    await said;
  });

  it('leaves nothing with them: neither a listener nor a timer', async () => {
    const { signal } = new AbortController();
    const add = vi.spyOn(signal, 'addEventListener');
    const remove = vi.spyOn(signal, 'removeEventListener');
    expect(await withEither([signal], () => 'done', { milliseconds: 50 })).toBe('done');
    const fails = withEither([signal], () => Promise.reject(new Error('no')), { milliseconds: 50 });
    await expect(fails).rejects.toThrow('no');
    expect(remove.mock.calls.map(([, listener]) => listener)).toEqual(add.mock.calls.map(([, listener]) => listener));
    expect(vi.getTimerCount()).toBe(0);
  });
});
