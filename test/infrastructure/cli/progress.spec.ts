import { expect, it } from 'vitest';
import { count, duration, Progress } from '../../../src/infrastructure/cli/output/progress.js';

/** A stream that keeps what is written, and a clock that is set. */
function setUp(isTTY: boolean, total: number | null, columns = 100) {
  const written: string[] = [];
  let now = 0;
  const stream = { isTTY, columns, write: (text: string) => written.push(text) };
  const progress = new Progress({ stream, unit: 'messages', total, now: () => now });
  return {
    written,
    at: (seconds: number, counted: number, done?: number) => {
      now = seconds * 1_000;
      progress.show(counted, done);
    },
    end: () => progress.end(),
  };
}

it('is a bar with the rate and the time that is left on a terminal, and is gone at the end', () => {
  const { written, at, end } = setUp(true, 4_000);
  at(10, 1_000);
  at(20, 3_000);
  end();
  expect(written).toEqual([
    '\r\u001b[2K██████░░░░░░░░░░░░░░░░░░  25%  1,000 messages, 100/s, 30 s left',
    '\r\u001b[2K██████████████████░░░░░░  75%  3,000 messages, 150/s, 7 s left',
    '\r\u001b[2K',
  ]);
});

it('is drawn ten times a second at most, and never wider than the terminal', () => {
  const { written, at } = setUp(true, 100, 40);
  for (let n = 0; n < 100; n++) at(n / 100, n);
  expect(written).toHaveLength(10);
  // The line is cleared first; what is shown leaves the last column free, so that nothing wraps.
  for (const line of written) expect([...line.replace('\r\u001b[2K', '')].length).toBeLessThan(40);
});

it('is a plain line now and then where there is no terminal', () => {
  const { written, at, end } = setUp(false, 4_000);
  for (let second = 1; second <= 12; second++) at(second, second * 100);
  end();
  expect(written).toEqual(['12%: 500 messages, 100/s, 35 s left\n', '25%: 1,000 messages, 100/s, 30 s left\n']);
});

it('goes by bytes where the total is in bytes, and counts messages all the same', () => {
  const { written, at } = setUp(false, 1_000_000);
  at(10, 50, 500_000);
  expect(written).toEqual(['50%: 50 messages, 5/s, 10 s left\n']);
});

it('tells no part of a total that nobody knows, and none of more than all', () => {
  const unknown = setUp(false, null);
  unknown.at(10, 50);
  expect(unknown.written).toEqual(['50 messages, 5/s\n']);
  const beyond = setUp(false, 10);
  beyond.at(10, 50);
  expect(beyond.written).toEqual(['100%: 50 messages, 5/s, 0 s left\n']);
});

it('counts and durations as people write them', () => {
  expect([count(12_345), count(0)]).toEqual(['12,345', '0']);
  expect([0.4, 59.4, 185, 7_810].map(duration)).toEqual(['0 s', '59 s', '3 min 5 s', '2 h 10 min']);
});
