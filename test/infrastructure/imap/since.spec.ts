import { expect, it } from 'vitest';
import { olderThan } from '../../../src/infrastructure/imap/since.js';

it('fetches what came in the second of `since`: INTERNALDATE has no fractions', () => {
  expect(olderThan('2026-03-02T10:00:00.700Z')('2026-03-02T10:00:00.000Z')).toBe(false);
  expect(olderThan('2026-03-02T10:00:00.700Z')('2026-03-02T09:59:59.000Z')).toBe(true);
  expect(olderThan(null)('1970-01-01T00:00:00.000Z')).toBe(false);
});
