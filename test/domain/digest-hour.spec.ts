import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextHour } from '../../src/domain/notification/digest-hour.js';
import { isTimeZone } from '../../src/domain/notification/time-zone.js';

const LJUBLJANA = 'Europe/Ljubljana';

describe('the next time that it is an hour somewhere', () => {
  it.each([
    ['today', '2026-03-02T05:00:00.000Z', 8, LJUBLJANA, '2026-03-02T07:00:00.000Z'],
    ['tomorrow, when it has been', '2026-03-02T07:00:00.000Z', 8, LJUBLJANA, '2026-03-03T07:00:00.000Z'],
    ['in summer an hour earlier', '2026-07-02T07:00:00.000Z', 8, LJUBLJANA, '2026-07-03T06:00:00.000Z'],
    ['over the beginning of summer time', '2026-03-28T08:00:00.000Z', 8, LJUBLJANA, '2026-03-29T06:00:00.000Z'],
    ['over its end', '2026-10-24T07:00:00.000Z', 8, LJUBLJANA, '2026-10-25T07:00:00.000Z'],
    ['left out: when it is left out', '2026-03-28T12:00:00.000Z', 2, LJUBLJANA, '2026-03-29T01:00:00.000Z'],
    ['and the day after as always', '2026-03-29T01:00:00.000Z', 2, LJUBLJANA, '2026-03-30T00:00:00.000Z'],
    ['shown twice: the first time', '2026-10-24T12:00:00.000Z', 2, LJUBLJANA, '2026-10-25T00:00:00.000Z'],
    ['not the second time as well', '2026-10-25T00:00:00.000Z', 2, LJUBLJANA, '2026-10-26T01:00:00.000Z'],
    ['midnight', '2026-03-02T12:00:00.000Z', 0, 'America/New_York', '2026-03-03T05:00:00.000Z'],
    ['another day there already', '2026-03-02T23:00:00.000Z', 8, 'Pacific/Auckland', '2026-03-03T19:00:00.000Z'],
    ['half an hour off', '2026-03-02T00:00:00.000Z', 9, 'Asia/Kolkata', '2026-03-02T03:30:00.000Z'],
    ['a quarter of an hour off', '2026-03-02T00:00:00.000Z', 9, 'Asia/Kathmandu', '2026-03-02T03:15:00.000Z'],
    [
      'clocks that change by half an hour',
      '2026-04-04T00:00:00.000Z',
      8,
      'Australia/Lord_Howe',
      '2026-04-04T21:30:00.000Z',
    ],
    ['a day that was left out', '2011-12-29T20:00:00.000Z', 8, 'Pacific/Apia', '2011-12-30T18:00:00.000Z'],
  ])('%s', (_, after, hour, timeZone, expected) => {
    expect(nextHour(after, hour, timeZone)).toBe(expected);
  });

  it('comes once a day, behind now, and the clocks show it unless they leave it out', () => {
    const zones = [LJUBLJANA, 'UTC', 'America/Sao_Paulo', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Auckland'];
    const moments = fc.integer({ min: Date.UTC(2015, 0, 1), max: Date.UTC(2035, 0, 1) });
    fc.assert(
      fc.property(moments, fc.integer({ min: 0, max: 23 }), fc.constantFrom(...zones), (from, hour, timeZone) => {
        const next = Date.parse(nextHour(new Date(from).toISOString(), hour, timeZone));
        expect(next).toBeGreaterThan(from);
        expect(next - from).toBeLessThanOrEqual(26 * 3_600_000);
        const format = new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' });
        expect([hour, (hour + 1) % 24]).toContain(Number(format.format(next)));
      }),
    );
  });
});

it.each([
  ['Europe/Ljubljana', true],
  ['UTC', true],
  ['Mars/Olympus', false],
  ['+01:00', false],
  ['', false],
  ['../../etc/passwd', false],
])('%j is a time zone: %s', (name, is) => {
  expect(isTimeZone(name)).toBe(is);
});
