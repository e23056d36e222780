import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDate } from '../../../src/infrastructure/mime/date.js';

describe('a date', () => {
  it.each([
    ['Tue, 02 Jan 2024 10:00:00 +0100', '2024-01-02T09:00:00.000Z'],
    ['2 Jan 2024 10:00 -0930', '2024-01-02T19:30:00.000Z'],
    ['Tue, 2 Jan 24 10:00:00 GMT', '2024-01-02T10:00:00.000Z'],
    ['Fri, 31 Dec 99 23:59:59 EST', '2000-01-01T04:59:59.000Z'],
    ['Tue, 02 Jan 2024 10:00:00 +0100 (CET)', '2024-01-02T09:00:00.000Z'],
    ['Tue, 02 Jan 2024 10:00:00', '2024-01-02T10:00:00.000Z'],
    ['Thu, 01 Jan 1970 00:00:00 +0000', '1970-01-01T00:00:00.000Z'],
    ['Thu, 31 Dec 2099 23:59:59 +0000', '2099-12-31T23:59:59.000Z'],
    ['Sat, 31 Dec 2016 23:59:60 +0000', '2016-12-31T23:59:59.000Z'],
    ['Thu, 29 Feb 2024 10:00:00 +0000', '2024-02-29T10:00:00.000Z'],
  ])('%s is %s', (text, iso) => {
    expect(parseDate(text)).toBe(iso);
  });

  it.each([
    'Wed, 29 Feb 2023 10:00:00 +0000',
    'Fri, 31 Feb 2023 10:00:00 +0000',
    'Tue, 02 Foo 2024 10:00:00 +0000',
    'Tue, 02 Jan 2024 25:00:00 +0000',
    'tomorrow',
    '2024',
    '',
  ])('is not %j', (text) => {
    expect(parseDate(text)).toBeNull();
  });

  it('is what was written, for every time between 1970 and 2099', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('2099-12-31T23:59:59Z'), noInvalidDate: true }), (date) => {
        date.setUTCMilliseconds(0);
        expect(parseDate(date.toUTCString())).toBe(date.toISOString());
      }),
    );
  });
});
