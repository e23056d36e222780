import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byToken, levelOf, mayWithOwn } from '../../src/application/access/asker.js';
import { mustBeWithin } from '../../src/domain/access/api-token.js';
import { Action, EVERYTHING, Permissions, Scope, wider } from '../../src/domain/access/permissions.js';
import { isWithin, TokenScope } from '../../src/domain/access/token-scopes.js';
import { userId } from '../support/domain-builders.js';
import { arbitraryOf } from '../support/zod-arbitrary.js';

const scopes = fc.option(fc.subarray([...TokenScope.options]), { nil: null });
const permissions = arbitraryOf(Permissions);
const asker = fc.record({ permissions, administrator: fc.boolean() }).map(({ permissions, administrator }) => ({
  userId: userId('ana'),
  emailAddresses: [],
  teamIds: [],
  administrator,
  permissions: administrator ? EVERYTHING : permissions,
}));
const forGood = (given: readonly TokenScope[] | null) => ({ scopes: given, expiresAt: null });
const all = Scope.options.flatMap((scope) => Action.options.map((action) => [scope, action] as const));

describe('whoever comes by a token', () => {
  test('may nothing that they may not without it', () => {
    fc.assert(
      fc.property(asker, scopes, (ana, given) => {
        const narrow = byToken(ana, forGood(given));
        expect(narrow.administrator && !ana.administrator).toBe(false);
        for (const [scope, action] of all) {
          const full = levelOf(ana, scope, action);
          expect(wider(levelOf(narrow, scope, action), full)).toBe(full);
        }
      }),
    );
  });

  test('may nothing that it is not for', () => {
    fc.assert(
      fc.property(asker, fc.subarray([...TokenScope.options]), (ana, given) => {
        const narrow = byToken(ana, forGood(given));
        if (narrow.administrator) {
          expect(given).toContain('administrator');
          return;
        }
        for (const [scope, action] of all) {
          const expected = given.includes(`${scope}:${action}`) ? levelOf(ana, scope, action) : 'no';
          expect(levelOf(narrow, scope, action)).toBe(expected);
        }
        for (const action of ['read', 'edit'] as const)
          expect(mayWithOwn(narrow, action)).toBe(given.includes(`self:${action}`));
      }),
    );
  });

  test('makes with it none that gives more', () => {
    fc.assert(
      fc.property(asker, scopes, scopes, (ana, outer, inner) => {
        if (!isWithin(inner, outer)) return;
        const [first, second] = [byToken(ana, forGood(outer)), byToken(ana, forGood(inner))];
        expect(second.administrator && !first.administrator).toBe(false);
        for (const [scope, action] of all) {
          const full = levelOf(first, scope, action);
          expect(wider(levelOf(second, scope, action), full)).toBe(full);
        }
        for (const action of ['read', 'edit'] as const)
          expect(mayWithOwn(second, action) && !mayWithOwn(first, action)).toBe(false);
      }),
    );
  });
});

test.each([
  ['2026-05-01T00:00:00.000Z', '2026-06-01T00:00:00.000Z', true],
  ['2026-06-01T00:00:00.000Z', '2026-06-01T00:00:00.000Z', true],
  ['2026-07-01T00:00:00.000Z', '2026-06-01T00:00:00.000Z', false],
  [null, '2026-06-01T00:00:00.000Z', false],
  ['2026-07-01T00:00:00.000Z', null, true],
])('a token until %s, made by one until %s: %s', (inner, outer, isMade) => {
  const make = () => mustBeWithin({ scopes: null, expiresAt: inner }, { scopes: null, expiresAt: outer });
  if (isMade) expect(make).not.toThrow();
  else expect(make).toThrow(/longer/);
});
