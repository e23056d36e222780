import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVERYBODY, ofAddress, ofTeam, ofUser, reachOf } from '../../src/domain/access/audience.js';
import {
  Action,
  completed,
  EVERYTHING,
  Level,
  NOTHING,
  Permissions,
  reaches,
  Scope,
  wider,
  widest,
} from '../../src/domain/access/permissions.js';
import { teamId, userId } from '../support/domain-builders.js';
import { arbitraryOf } from '../support/zod-arbitrary.js';

const permissions = arbitraryOf(Permissions);
const level = fc.constantFrom(...Level.options);
const ana = { userId: userId('ana'), emailAddresses: ['ana@acme.example'], teamIds: [teamId('support')] };

describe('several roles together', () => {
  test('for each scope and action the widest counts', () => {
    fc.assert(
      fc.property(fc.array(permissions, { maxLength: 5 }), (roles) => {
        const sum = widest(roles);
        for (const scope of Scope.options) {
          for (const action of Action.options) {
            expect(sum[scope][action]).toBe(roles.map((role) => role[scope][action]).reduce(wider, 'no'));
          }
        }
      }),
    );
  });

  test('none allows nothing, and no order of them allows more', () => {
    expect(widest([])).toEqual(NOTHING);
    fc.assert(
      fc.property(permissions, permissions, (a, b) => {
        expect(widest([a, b])).toEqual(widest([b, a]));
        expect(widest([a, EVERYTHING])).toEqual(EVERYTHING);
        expect(widest([a, a])).toEqual(a);
      }),
    );
  });

  test('what permissions leave out they do not give', () => {
    expect(completed({})).toEqual(NOTHING);
    const some = completed({ cases: { read: 'team', edit: 'own' } });
    expect(some.cases).toEqual({ read: 'team', edit: 'own', assign: 'no', delete: 'no' });
    expect(some.emails).toEqual(NOTHING.emails);
  });
});

describe('the reach of a level', () => {
  test.each([
    ['no', false, false, false],
    ['own', true, false, false],
    ['team', true, true, false],
    ['all', true, true, true],
  ] as const)('%s', (one, own, team, other) => {
    expect(reaches(one, { own: true, team: false })).toBe(own);
    expect(reaches(one, { own: false, team: true })).toBe(team);
    expect(reaches(one, { own: false, team: false })).toBe(other);
  });

  test('is the same where it is looked up by what a thing belongs to', () => {
    fc.assert(
      fc.property(level, fc.boolean(), fc.boolean(), (one, own, team) => {
        const belongsTo: readonly string[] = [
          EVERYBODY,
          ofUser(own ? 'ana' : 'bor'),
          ofTeam(team ? 'support' : 'sales'),
          ofAddress('Zoja@customer.example'),
        ];
        expect(reachOf(one, ana).some((part) => belongsTo.includes(part))).toBe(reaches(one, { own, team }));
      }),
    );
  });

  test('what is private is within nobody else’s, however wide', () => {
    const belongsTo: readonly string[] = [ofUser('bor'), ofAddress('bor@acme.example')];
    for (const one of Level.options) expect(reachOf(one, ana).some((part) => belongsTo.includes(part))).toBe(false);
  });

  test('mail to one’s own address is one’s own, however it is written', () => {
    expect(reachOf('own', ana)).toContain(ofAddress('Ana@Acme.example'));
  });
});
