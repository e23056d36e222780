import { expect, it } from 'vitest';
import { silent } from '../../src/application/ports/logger.js';
import { IDLE, Pump } from '../../src/application/reactions/pump.js';
import { until } from '../e2e/until.js';
import { FakeClock } from '../support/fake-clock.js';

/** Work that fails as often as it is told. */
function failing(times: number) {
  const clock = new FakeClock();
  let left = times;
  let done = 0;
  const work = async () => {
    if (left-- > 0) throw new Error('the store is away');
    done++;
  };
  const pump = new Pump('test', work, clock, silent);
  const afterPause = async (n: number) => {
    await until(
      () => clock.asked.length,
      (asked) => asked === n,
    );
  };
  return { clock, pump, afterPause, done: () => done };
}

it('tries again after a pause that doubles, up to half a minute, and begins anew after a success', async () => {
  const { clock, pump, afterPause, done } = failing(9);
  pump.ring();
  for (let n = 1; n <= 9; n++) {
    await afterPause(n);
    expect(pump.failure).toBe('the store is away');
    clock.advance(clock.asked.at(-1) ?? 0);
  }
  await pump.quiet();
  expect(clock.asked).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  expect([done(), pump.failure]).toEqual([1, null]);
});

it('does not wait for its pause when it is stopped', async () => {
  const { pump, afterPause, done } = failing(1);
  pump.ring();
  await afterPause(1);
  await pump.stop();
  expect(done()).toBe(0);
});

it('does its work once more for what it was rung for while it worked, and never twice at a time', async () => {
  let running = 0;
  let done = 0;
  const pump: Pump = new Pump(
    'test',
    async () => {
      expect(++running).toBe(1);
      if (done++ === 0) for (let n = 0; n < 5; n++) pump.ring();
      await new Promise((resolve) => setImmediate(resolve));
      running--;
    },
    new FakeClock(),
    silent,
  );
  pump.ring();
  pump.ring();
  await pump.quiet();
  expect(done).toBe(2);
});

it('is quiet for whoever asked when that is done, however often it is rung meanwhile', async () => {
  const pump: Pump = new Pump(
    'test',
    async () => {
      pump.ring();
      await new Promise((resolve) => setImmediate(resolve));
    },
    new FakeClock(),
    silent,
  );
  pump.ring();
  await pump.quiet();
  pump.ring();
  await pump.quiet();
  await pump.stop();
  await pump.quiet();
});

it('says that it fails until it has worked, not when there was nothing to do', async () => {
  const answers = [IDLE, 'done'];
  const clock = new FakeClock();
  let failed = false;
  const work = async () => {
    if (!failed) {
      failed = true;
      throw new Error('the store is away');
    }
    return answers.shift();
  };
  const pump = new Pump('test', work, clock, silent);
  pump.ring();
  await until(
    () => clock.waiting.length,
    (pauses) => pauses === 1,
  );
  clock.advance(250);
  await pump.quiet();
  expect([answers, pump.failure]).toEqual([['done'], 'the store is away']);
  pump.ring();
  await pump.quiet();
  expect(pump.failure).toBeNull();
});

it('keeps whoever wants it tried waiting no longer than until it has failed', async () => {
  const { clock, pump, done } = failing(1);
  pump.ring();
  await pump.tried();
  expect(pump.failure).toBe('the store is away');
  await pump.tried();
  const quiet = pump.quiet();
  clock.advance(250);
  await quiet;
  await pump.tried();
  expect([done(), pump.failure]).toEqual([1, null]);
});
