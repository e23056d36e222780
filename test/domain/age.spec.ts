import { describe, expect, test } from 'vitest';
import { cameBefore, openingMoment } from '../../src/domain/mail-account/age.js';
import { account, caseCount, email, given, noCase } from '../support/given.js';

describe('the age of a message', () => {
  const isOld = cameBefore('2026-03-02T10:00:00.700Z');

  test.each([
    ['2026-03-02T09:59:59.000Z', true],
    // It came at .900: the server tells whole seconds.
    ['2026-03-02T10:00:00.000Z', false],
    ['2026-03-02T10:00:00.900Z', false],
    ['2026-03-02T10:00:01.000Z', false],
    [null, false],
  ])('of %s is before a moment in that second: %s', (receivedAt, old) => {
    expect(isOld(receivedAt)).toBe(old);
  });

  test('is no matter where no moment is set', () => {
    expect(cameBefore(null)('1970-01-01T00:00:00.000Z')).toBe(false);
  });

  test('is counted, by default, from a minute before the account is opened', () => {
    const moment = openingMoment(new Date('2026-03-02T10:00:00.700Z'));
    expect(moment).toBe('2026-03-02T09:59:00.000Z');
    // The server's clock is half a minute behind.
    expect(cameBefore(moment)('2026-03-02T09:59:31.000Z')).toBe(false);
  });

  test('lets what came in the very second of `casesSince` make a case', () => {
    given(account('support', { casesSince: '2026-03-02T10:00:00.700Z' }))
      .when(email('a', { receivedAt: '2026-03-02T10:00:00.000Z' }))
      .then(caseCount(1))
      .when(email('b', { receivedAt: '2026-03-02T09:59:59.000Z' }))
      .then(caseCount(1), noCase('b', 'older-than-cases-since'));
  });
});
