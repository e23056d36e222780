import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { workingTimeOf } from '../../src/domain/calendar/working-time.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ZONES = [
  'UTC',
  'Europe/Ljubljana',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Havana',
  'Asia/Kathmandu',
];

const two = (n: number) => String(n).padStart(2, '0');
const time = (quarter: number) => `${two(Math.floor(quarter / 4))}:${two((quarter % 4) * 15)}`;
/** Up to three intervals of a day, in order; some end at midnight. */
const day = fc
  .uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 0, maxLength: 6 })
  .map((edges) => [...edges].sort((a, b) => a - b))
  .map((edges) =>
    Array.from({ length: Math.floor(edges.length / 2) }, (_, n) => ({
      from: time(edges[2 * n] ?? 0),
      to: time(edges[2 * n + 1] ?? 0),
    })),
  );
const date = fc
  .integer({ min: Date.UTC(2026, 0, 1) / DAY, max: Date.UTC(2027, 0, 1) / DAY })
  .map((n) => new Date(n * DAY).toISOString().slice(0, 10));
const calendar = fc
  .record({
    timeZone: fc.constantFrom(...ZONES),
    days: fc.array(day, { minLength: 7, maxLength: 7 }),
    holidays: fc.uniqueArray(date, { maxLength: 20 }),
  })
  .filter(({ days }) => days.some((one) => one.length > 0))
  .map(({ timeZone, days, holidays }) => ({
    hours: { timeZone, days },
    holidays: holidays.map((one) => ({ date: one, name: 'holiday' })),
  }));
/** Of a year with all its changes of clocks; many near those of Europe and America. */
const moment = fc.oneof(
  fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 11, 31) }),
  ...[
    Date.UTC(2026, 2, 8),
    Date.UTC(2026, 2, 29),
    Date.UTC(2026, 3, 4),
    Date.UTC(2026, 9, 25),
    Date.UTC(2026, 10, 1),
  ].map((near) => fc.integer({ min: near - DAY, max: near + 2 * DAY })),
);

describe('working time, whatever the calendar', () => {
  it('adds up, never goes back, and never counts more than there is', () => {
    fc.assert(
      fc.property(calendar, fc.tuple(moment, moment, moment), (defined, moments) => {
        const working = workingTimeOf(defined);
        const [a, b, c] = [...moments].sort((x, y) => x - y) as [number, number, number];
        const [ab, bc, ac] = [working.between(a, b), working.between(b, c), working.between(a, c)];
        expect(ab + bc).toBe(ac);
        expect(Math.min(ab, bc)).toBeGreaterThanOrEqual(0);
        expect(ac).toBeLessThanOrEqual(c - a);
      }),
      { numRuns: 200 },
    );
  });

  it('is over at the first moment at which so much has gone by', () => {
    fc.assert(
      fc.property(calendar, moment, fc.integer({ min: 1, max: 40 * HOUR }), (defined, from, duration) => {
        const working = workingTimeOf(defined);
        const end = working.after(from, duration);
        if (end === null) throw new Error('it ends within a year at most');
        expect(working.between(from, end)).toBe(duration);
        expect(working.between(from, end - 1)).toBe(duration - 1);
      }),
      { numRuns: 200 },
    );
  });

  it('goes on where it was left', () => {
    fc.assert(
      fc.property(calendar, moment, fc.nat(20 * HOUR), fc.nat(20 * HOUR), (defined, from, first, second) => {
        const working = workingTimeOf(defined);
        const middle = working.after(from, first) ?? 0;
        expect(working.after(middle, second)).toBe(second === 0 ? middle : working.after(from, first + second));
      }),
      { numRuns: 100 },
    );
  });
});

const workdays = (timeZone: string) => ({
  timeZone,
  days: Array.from({ length: 7 }, (_, n) => (n < 5 ? [{ from: '08:00', to: '16:00' }] : [])),
});

describe('hours and holidays', () => {
  it.each([
    ['over a night', '2026-03-02T15:00:00Z', 2, '2026-03-03T09:00:00.000Z'],
    ['over a weekend', '2026-03-06T15:30:00Z', 1, '2026-03-09T08:30:00.000Z'],
    ['over a holiday', '2026-03-03T15:00:00Z', 2, '2026-03-05T09:00:00.000Z'],
    ['to the very end of a day', '2026-03-02T14:00:00Z', 2, '2026-03-02T16:00:00.000Z'],
    ['from before the first hour', '2026-03-01T00:00:00Z', 1, '2026-03-02T09:00:00.000Z'],
  ])('goes by %s', (_, from, hours, end) => {
    const working = workingTimeOf({ hours: workdays('UTC'), holidays: [{ date: '2026-03-04', name: 'fair' }] });
    expect(new Date(working.after(Date.parse(from), hours * HOUR) ?? 0).toISOString()).toBe(end);
  });

  it('a day on which clocks go forward is an hour shorter, one on which they go back an hour longer', () => {
    const all = {
      timeZone: 'Europe/Ljubljana',
      days: Array.from({ length: 7 }, () => [{ from: '00:00', to: '24:00' }]),
    };
    const working = workingTimeOf({ hours: all, holidays: [] });
    const within = (from: string, to: string) => working.between(Date.parse(from), Date.parse(to)) / HOUR;
    expect(within('2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z')).toBe(23);
    expect(within('2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z')).toBe(25);
  });

  it('is never over by a calendar of a minute a week', () => {
    const days = Array.from({ length: 7 }, (_, n) => (n === 0 ? [{ from: '08:00', to: '08:01' }] : []));
    const working = workingTimeOf({ hours: { timeZone: 'UTC', days }, holidays: [] });
    expect(working.after(Date.parse('2026-03-02T00:00:00Z'), 1_000 * 60_000)).toBeNull();
  });
});
