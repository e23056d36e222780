import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addRate, type HourlyRate, limitedUntil } from '../../src/domain/outgoing/rate.js';
import {
  accountSending,
  pauseAccount,
  recoverAccount,
  resumeAccount,
  resumeSending,
  sending,
  stopSending,
  suspendAccount,
} from '../../src/domain/outgoing/sending.js';
import { evolved } from '../support/decisions.js';
import { accountId } from '../support/domain-builders.js';

const HOUR = 3_600_000;
const BEGIN = Date.parse('2026-03-02T09:00:00.000Z');

test('in no hour it goes to more than the limit, and what waits goes in the end', () => {
  const step = fc.record({ wait: fc.integer({ min: 0, max: 20 * 60_000 }), to: fc.integer({ min: 1, max: 5 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 5, max: 12 }), (steps, limit) => {
      const sent: { at: number; to: number }[] = [];
      let rate: HourlyRate = [];
      let now = BEGIN;
      for (const { wait, to } of steps) {
        now += wait;
        const until = limitedUntil(rate, limit, to, now);
        if (until !== null) {
          expect(until).toBeGreaterThan(now);
          now = until;
          expect(limitedUntil(rate, limit, to, now)).toBeNull();
        }
        rate = addRate(rate, new Date(now).toISOString(), to);
        sent.push({ at: now, to });
      }
      for (const { at } of sent) {
        const inHour = sent.filter((one) => one.at > at - HOUR && one.at <= at);
        expect(inHour.reduce((sum, { to }) => sum + to, 0)).toBeLessThanOrEqual(limit);
      }
      expect(rate.length).toBeLessThanOrEqual(62);
    }),
  );
});

test('one message to more than the limit goes when nothing else has gone', () => {
  expect(limitedUntil([], 5, 50, BEGIN)).toBeNull();
  const rate = addRate([], new Date(BEGIN).toISOString(), 50);
  expect(limitedUntil(rate, 5, 1, BEGIN)).toBe(BEGIN + HOUR + 60_000);
});

test('what is said again is no news', () => {
  const going = sending.initialState();
  expect(resumeSending(going, null)).toEqual([]);
  const stopped = evolved(sending, going, stopSending(going, 'too much'));
  expect(stopSending(stopped, null)).toEqual([]);
  expect(evolved(sending, stopped, resumeSending(stopped, null))).toEqual(going);

  const support = accountId('support');
  const open = accountSending.initialState();
  expect([...resumeAccount(open, support), ...recoverAccount(open, support)]).toEqual([]);
  const suspended = evolved(accountSending, open, suspendAccount(open, support, 'login', 'no'));
  expect(suspendAccount(suspended, support, 'login', 'still no')).toEqual([]);
  expect(suspendAccount(suspended, support, 'tls', 'no')).toHaveLength(1);
  const paused = evolved(accountSending, suspended, pauseAccount(suspended, support));
  expect(paused).toMatchObject({ paused: true, suspended: { code: 'login' } });
  expect(pauseAccount(paused, support)).toEqual([]);
  expect(evolved(accountSending, paused, resumeAccount(paused, support))).toEqual(open);
  expect(evolved(accountSending, paused, recoverAccount(paused, support))).toEqual({ paused: true, suspended: null });
});
