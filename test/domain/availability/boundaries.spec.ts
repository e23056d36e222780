import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backAt, nextBoundary, type Plans, presenceAt } from '../../../src/domain/availability/boundaries.js';
import type { WorkingHours } from '../../../src/domain/availability/events.js';
import { nextDaily } from '../../../src/domain/availability/wall-clock.js';

const LJUBLJANA = 'Europe/Ljubljana';
const NEW_YORK = 'America/New_York';

/** The same hours every day: `08:00-12:00 13:00-16:00`. */
function daily(timeZone: string, hours: string): WorkingHours {
  const day = hours.split(' ').map((one) => {
    const [from = '', to = ''] = one.split('-');
    return { from, to };
  });
  return { timeZone, days: Array.from({ length: 7 }, () => day) };
}

const only = (hours: WorkingHours | null, ...away: readonly [string, string][]): Plans => ({
  hours,
  away: away.map(([from, to]) => ({ from, to })),
});

/** The next boundaries behind a moment. */
function boundaries(plans: Plans, after: string, most: number): string[] {
  const found: string[] = [];
  for (let next = nextBoundary(plans, after); next && found.length < most; next = nextBoundary(plans, next.at)) {
    found.push(`${next.at.slice(0, 16)}Z ${next.presence ?? 'there'}`);
  }
  return found;
}

describe('working hours on the days on which clocks change', () => {
  test.each([
    // In 2026 clocks go forward on 29 March and back on 25 October in Europe, on 8 March and 1 November in New York.
    [
      'forward, hours before and after',
      LJUBLJANA,
      '01:00-05:00',
      '2026-03-28T22:00:00.000Z',
      ['2026-03-29T00:00Z there', '2026-03-29T03:00Z outside-hours'],
    ],
    [
      'forward, a beginning that is left out',
      LJUBLJANA,
      '02:30-05:00',
      '2026-03-28T22:00:00.000Z',
      ['2026-03-29T01:00Z there', '2026-03-29T03:00Z outside-hours'],
    ],
    [
      'forward, an end that is left out',
      LJUBLJANA,
      '00:30-02:30',
      '2026-03-28T22:00:00.000Z',
      ['2026-03-28T23:30Z there', '2026-03-29T01:00Z outside-hours'],
    ],
    [
      'forward, hours that are left out: the next is the day after',
      LJUBLJANA,
      '02:00-03:00',
      '2026-03-28T22:00:00.000Z',
      ['2026-03-30T00:00Z there', '2026-03-30T01:00Z outside-hours'],
    ],
    [
      'back, hours that come twice',
      LJUBLJANA,
      '02:00-03:00',
      '2026-10-24T22:00:00.000Z',
      ['2026-10-25T00:00Z there', '2026-10-25T02:00Z outside-hours'],
    ],
    [
      'back, a beginning that comes twice',
      LJUBLJANA,
      '02:30-05:00',
      '2026-10-24T22:00:00.000Z',
      ['2026-10-25T00:30Z there', '2026-10-25T04:00Z outside-hours'],
    ],
    [
      'back, an end that comes twice',
      LJUBLJANA,
      '00:30-02:30',
      '2026-10-24T21:00:00.000Z',
      ['2026-10-24T22:30Z there', '2026-10-25T01:30Z outside-hours'],
    ],
    [
      'forward, over there',
      NEW_YORK,
      '01:30-03:30',
      '2026-03-08T05:00:00.000Z',
      ['2026-03-08T06:30Z there', '2026-03-08T07:30Z outside-hours'],
    ],
    [
      'forward over there, hours that are left out',
      NEW_YORK,
      '02:00-03:00',
      '2026-03-08T05:00:00.000Z',
      ['2026-03-09T06:00Z there', '2026-03-09T07:00Z outside-hours'],
    ],
    [
      'back, over there',
      NEW_YORK,
      '00:30-01:30',
      '2026-11-01T04:00:00.000Z',
      ['2026-11-01T04:30Z there', '2026-11-01T06:30Z outside-hours'],
    ],
    [
      'the working day after, by the new time',
      LJUBLJANA,
      '08:00-16:00',
      '2026-03-28T16:00:00.000Z',
      ['2026-03-29T06:00Z there', '2026-03-29T14:00Z outside-hours'],
    ],
    [
      'the working day before, by the old time',
      LJUBLJANA,
      '08:00-16:00',
      '2026-03-27T16:00:00.000Z',
      ['2026-03-28T07:00Z there', '2026-03-28T15:00Z outside-hours'],
    ],
    [
      'the working day after, over there',
      NEW_YORK,
      '09:00-17:00',
      '2026-11-01T00:00:00.000Z',
      ['2026-11-01T14:00Z there', '2026-11-01T22:00Z outside-hours'],
    ],
  ] as const)('%s', (_, zone, hours, after, expected) => {
    expect(boundaries(only(daily(zone, hours)), after, 2)).toEqual(expected);
  });

  test('the day itself is as long as it is', () => {
    const hours = daily(LJUBLJANA, '00:00-24:00');
    expect(nextBoundary(only(hours), '2026-03-28T12:00:00.000Z')).toBeNull();
    expect(presenceAt(only(hours), '2026-10-25T00:59:59.000Z')).toBeNull();
  });

  test('Lord Howe Island changes by half an hour', () => {
    // Clocks go back from 02:00 to 01:30 on 5 April 2026.
    expect(boundaries(only(daily('Australia/Lord_Howe', '01:30-02:00')), '2026-04-04T12:00:00.000Z', 2)).toEqual([
      '2026-04-04T14:30Z there',
      '2026-04-04T15:30Z outside-hours',
    ]);
  });
});

describe('a week', () => {
  const shift: WorkingHours = {
    timeZone: LJUBLJANA,
    days: [[{ from: '22:00', to: '24:00' }], [{ from: '00:00', to: '06:00' }], [], [], [], [], []],
  };

  test('a shift over midnight is one', () => {
    expect(boundaries(only(shift), '2026-06-15T12:00:00.000Z', 3)).toEqual([
      '2026-06-15T20:00Z there',
      '2026-06-16T04:00Z outside-hours',
      '2026-06-22T20:00Z there',
    ]);
  });

  test('a week without hours has no boundary', () => {
    const never: WorkingHours = { timeZone: LJUBLJANA, days: [[], [], [], [], [], [], []] };
    expect(presenceAt(only(never), '2026-06-15T12:00:00.000Z')).toBe('outside-hours');
    expect(nextBoundary(only(never), '2026-06-15T12:00:00.000Z')).toBeNull();
  });

  test('whoever has no hours is always there', () => {
    expect(presenceAt(only(null), '2026-06-15T03:00:00.000Z')).toBeNull();
    expect(nextBoundary(only(null), '2026-06-15T03:00:00.000Z')).toBeNull();
  });
});

describe('away', () => {
  const office = daily('UTC', '08:00-16:00');

  test('periods that overlap, touch, or lie within each other are one', () => {
    const plans = only(
      null,
      ['2026-07-01T00:00:00.000Z', '2026-07-05T00:00:00.000Z'],
      ['2026-07-03T00:00:00.000Z', '2026-07-08T00:00:00.000Z'],
      ['2026-07-04T00:00:00.000Z', '2026-07-04T12:00:00.000Z'],
      ['2026-07-08T00:00:00.000Z', '2026-07-09T00:00:00.000Z'],
    );
    expect(boundaries(plans, '2026-06-30T00:00:00.000Z', 9)).toEqual([
      '2026-07-01T00:00Z away',
      '2026-07-09T00:00Z there',
    ]);
  });

  test('a period in the past is nothing', () => {
    const plans = only(null, ['2026-07-01T00:00:00.000Z', '2026-07-05T00:00:00.000Z']);
    expect(nextBoundary(plans, '2026-07-05T00:00:00.000Z')).toBeNull();
    expect(presenceAt(plans, '2026-07-05T00:00:00.000Z')).toBeNull();
  });

  test('goes before the working hours, whose boundaries within it are none', () => {
    const plans = only(office, ['2026-07-01T12:00:00.000Z', '2026-07-03T20:00:00.000Z']);
    expect(boundaries(plans, '2026-07-01T09:00:00.000Z', 4)).toEqual([
      '2026-07-01T12:00Z away',
      '2026-07-03T20:00Z outside-hours',
      '2026-07-04T08:00Z there',
      '2026-07-04T16:00Z outside-hours',
    ]);
  });

  test('a year away ends when it ends', () => {
    const plans = only(office, ['2026-01-01T00:00:00.000Z', '2027-01-01T10:00:00.000Z']);
    expect(boundaries(plans, '2026-01-01T00:00:00.000Z', 1)).toEqual(['2027-01-01T10:00Z there']);
  });
});

describe('once a day', () => {
  test.each([
    ['today', '2026-06-15T04:00:00.000Z', '2026-06-15T05:30:00.000Z'],
    ['tomorrow, when it is over', '2026-06-15T05:30:00.000Z', '2026-06-16T05:30:00.000Z'],
    ['by winter time', '2026-12-01T00:00:00.000Z', '2026-12-01T06:30:00.000Z'],
  ])('07:30 in Ljubljana: %s', (_, after, expected) => {
    expect(nextDaily(LJUBLJANA, '07:30', after)).toBe(expected);
  });

  test('comes once where clocks go back over it, and when they change where they go forward over it', () => {
    expect(nextDaily(LJUBLJANA, '02:30', '2026-10-24T12:00:00.000Z')).toBe('2026-10-25T00:30:00.000Z');
    expect(nextDaily(LJUBLJANA, '02:30', '2026-10-25T00:30:00.000Z')).toBe('2026-10-26T01:30:00.000Z');
    expect(nextDaily(LJUBLJANA, '02:30', '2026-03-28T12:00:00.000Z')).toBe('2026-03-29T01:00:00.000Z');
  });

  test('where it is tomorrow already', () => {
    expect(nextDaily('Pacific/Kiritimati', '07:30', '2026-06-15T11:00:00.000Z')).toBe('2026-06-15T17:30:00.000Z');
  });
});

describe('for any plans', () => {
  const time = fc.integer({ min: 0, max: 96 }).map((quarter) => {
    const two = (number: number) => String(number).padStart(2, '0');
    return `${two(Math.floor(quarter / 4))}:${two((quarter % 4) * 15)}`;
  });
  const day = fc.uniqueArray(time, { maxLength: 6 }).map((times) => {
    const sorted = [...times].sort();
    return sorted.flatMap((from, n) => (n % 2 === 0 && sorted[n + 1] ? [{ from, to: sorted[n + 1] ?? '' }] : []));
  });
  const zone = fc.constantFrom(LJUBLJANA, NEW_YORK, 'UTC', 'Australia/Lord_Howe', 'Asia/Kathmandu');
  const hours = fc.option(fc.record({ timeZone: zone, days: fc.array(day, { minLength: 7, maxLength: 7 }) }), {
    nil: null,
  });
  // Around the change of clocks in Europe, in quarters of an hour.
  const moment = fc
    .integer({ min: -800, max: 800 })
    .map((n) => new Date(Date.UTC(2026, 2, 29) + n * 900_000).toISOString());
  const period = fc.tuple(moment, moment).map(([a, b]) => (a < b ? { from: a, to: b } : { from: b, to: a }));
  const plans: fc.Arbitrary<Plans> = fc.record({ hours, away: fc.array(period, { maxLength: 4 }) });

  test('nothing changes before the next boundary, and at it something does', () => {
    fc.assert(
      fc.property(plans, moment, fc.integer({ min: 0, max: 999 }), (any, after, part) => {
        const next = nextBoundary(any, after);
        const until = next ? Date.parse(next.at) : Date.parse(after) + 14 * 86_400_000;
        const between = Date.parse(after) + Math.floor(((until - Date.parse(after)) * part) / 1_000);
        expect(presenceAt(any, new Date(between).toISOString())).toBe(presenceAt(any, after));
        if (next) expect(presenceAt(any, next.at)).toBe(next.presence);
        if (next) expect(next.presence).not.toBe(presenceAt(any, after));
      }),
      { numRuns: 200 },
    );
  });

  test('whoever is not there is back when that says so, and at no moment before', () => {
    fc.assert(
      fc.property(plans, moment, fc.integer({ min: 0, max: 999 }), (any, at, part) => {
        const back = backAt(any, at);
        fc.pre(presenceAt(any, at) !== null);
        const until = back ? Date.parse(back) : Date.parse(at) + 40 * 86_400_000;
        const between = Date.parse(at) + Math.floor(((until - Date.parse(at)) * part) / 1_000);
        expect(presenceAt(any, new Date(between).toISOString())).not.toBeNull();
        if (back) expect(presenceAt(any, back)).toBeNull();
      }),
      { numRuns: 200 },
    );
  });
});
