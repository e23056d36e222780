import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Availability,
  availability,
  cancelAway,
  elapse,
  nextMoment,
  planAway,
  setHours,
} from '../../../src/domain/availability/availability.js';
import { type AvailabilityEvent, AwayId, type WorkingHours } from '../../../src/domain/availability/events.js';
import { userId } from '../../support/domain-builders.js';

const ana = userId('ana');
const MONDAY = '2026-03-02T10:00:00.000Z';
const office: WorkingHours = {
  timeZone: 'UTC',
  days: Array.from({ length: 7 }, () => [{ from: '08:00', to: '16:00' }]),
};

const hoursLater = (at: string, hours: number): string => new Date(Date.parse(at) + hours * 3_600_000).toISOString();
/** What was decided at a moment is recorded at it. */
const recorded = (state: Availability, events: readonly AvailabilityEvent[], at: string): Availability =>
  events.reduce((now, event) => availability.evolve(now, { ...event, metadata: { at } }), state);
const told = (events: readonly AvailabilityEvent[]): string[] =>
  events.map(({ type, data }) => `${'at' in data ? data.at.slice(0, 16) : ''}Z ${type}`);

const inOffice = recorded(
  availability.initialState(),
  setHours(availability.initialState(), ana, office, MONDAY),
  MONDAY,
);
const period = (id: string, from: string, to: string) => ({ awayId: AwayId.parse(id), from, to, reason: null });

describe('time that goes by', () => {
  test('is told at each boundary, and once', () => {
    const events = elapse(inOffice, ana, hoursLater(MONDAY, 24));
    expect(told(events)).toEqual(['2026-03-02T16:00Z AvailabilityEnded', '2026-03-03T08:00Z AvailabilityBegan']);
    expect(elapse(recorded(inOffice, events, hoursLater(MONDAY, 24)), ana, hoursLater(MONDAY, 24))).toEqual([]);
  });

  test('that was missed is caught up in order, but for what is more than five weeks ago', () => {
    expect(elapse(inOffice, ana, hoursLater(MONDAY, 3 * 24))).toHaveLength(6);
    const longAgo = hoursLater(MONDAY, 100 * 24);
    expect(elapse(inOffice, ana, longAgo)).toEqual([]);
    expect(told(elapse(inOffice, ana, hoursLater(longAgo, 10)))).toEqual(['2026-06-10T20:00Z AvailabilityEnded']);
  });

  test('that a wrong clock had told is taken back when the clock is right again', () => {
    const ahead = recorded(inOffice, elapse(inOffice, ana, hoursLater(MONDAY, 10)), hoursLater(MONDAY, 10));
    expect(ahead.presence).toBe('outside-hours');
    // Two nodes whose clocks differ by a moment do not contradict each other.
    expect(elapse(ahead, ana, '2026-03-02T15:59:00.000Z')).toEqual([]);
    expect(told(elapse(ahead, ana, MONDAY))).toEqual(['2026-03-02T10:00Z AvailabilityBegan']);
  });

  test('between the decision and its record is not lost', () => {
    const events = setHours(availability.initialState(), ana, office, '2026-03-02T15:59:59.999Z');
    const state = recorded(availability.initialState(), events, '2026-03-02T16:00:00.001Z');
    expect(nextMoment(state, '2026-03-02T16:00:00.002Z')).toBe('2026-03-02T16:00:00.002Z');
    expect(told(elapse(state, ana, '2026-03-02T16:00:00.002Z'))).toEqual(['2026-03-02T16:00Z AvailabilityEnded']);
  });

  test('before new plans were made says nothing of them', () => {
    const at = hoursLater(MONDAY, 2);
    const evening = { ...office, days: office.days.map(() => [{ from: '09:00', to: '18:00' }]) };
    const state = recorded(inOffice, setHours(inOffice, ana, evening, at), at);
    expect(elapse(state, ana, at)).toEqual([]);
  });
});

describe('away', () => {
  test('from now on is told at once, and so is the end', () => {
    const events = planAway(inOffice, ana, period('a', MONDAY, hoursLater(MONDAY, 2)), MONDAY);
    expect(told(events)).toEqual(['Z AwayPlanned', '2026-03-02T10:00Z AvailabilityEnded']);
    const state = recorded(inOffice, events, MONDAY);
    expect(told(elapse(state, ana, hoursLater(MONDAY, 2)))).toEqual(['2026-03-02T12:00Z AvailabilityBegan']);
    expect(told(cancelAway(state, ana, AwayId.parse('a'), hoursLater(MONDAY, 1)))).toContain(
      '2026-03-02T11:00Z AvailabilityBegan',
    );
  });

  test('periods that overlap may be planned; the same one twice is one', () => {
    const first = period('a', hoursLater(MONDAY, 24), hoursLater(MONDAY, 72));
    const state = recorded(inOffice, planAway(inOffice, ana, first, MONDAY), MONDAY);
    expect(planAway(state, ana, { ...first, awayId: AwayId.parse('b') }, MONDAY)).toEqual([]);
    const overlaps = period('c', hoursLater(MONDAY, 48), hoursLater(MONDAY, 96));
    const both = recorded(state, planAway(state, ana, overlaps, MONDAY), MONDAY);
    const ends = elapse(both, ana, hoursLater(MONDAY, 120)).filter(
      ({ data }) => 'reason' in data && data.reason === 'away',
    );
    expect(told(ends)).toEqual(['2026-03-03T10:00Z AvailabilityEnded']);
  });

  test.each([
    ['ends before it begins', hoursLater(MONDAY, 2), hoursLater(MONDAY, 1)],
    ['is over', hoursLater(MONDAY, -2), hoursLater(MONDAY, -1)],
    ['ends in ten years', hoursLater(MONDAY, 1), hoursLater(MONDAY, 87_600)],
  ])('a period that %s is refused', (_, from, to) => {
    expect(() => planAway(inOffice, ana, period('a', from, to), MONDAY)).toThrow(/^to: /);
  });
});

test('however often time is told of, in whatever steps, the log ends the same and says each change once', () => {
  const step = fc.integer({ min: 1, max: 400 });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
      const end = hoursLater(MONDAY, steps.reduce((sum, quarters) => sum + quarters, 0) / 4);
      let stepwise = inOffice;
      let at = MONDAY;
      const all: AvailabilityEvent[] = [];
      for (const quarters of steps) {
        at = hoursLater(at, quarters / 4);
        for (let n = 0; n < 2; n++) {
          const events = elapse(stepwise, ana, at);
          all.push(...events);
          stepwise = recorded(stepwise, events, at);
        }
      }
      fc.pre(Date.parse(end) - Date.parse(MONDAY) < 34 * 86_400_000);
      expect(all).toEqual(elapse(inOffice, ana, end));
    }),
    { numRuns: 60 },
  );
});
