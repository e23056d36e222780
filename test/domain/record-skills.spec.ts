import { describe, expect, test } from 'vitest';
import type { RecordedAs } from '../../src/domain/events.js';
import type { DomainWorld } from '../support/domain-world.js';
import { assigned, can, email, given, givesBack, is, team, unassigned } from '../support/given.js';
import { record } from '../support/given-records.js';

const ANA = 'ana@customer.example';
const company = [team('support', ['eva', 'jan'], { respects: true }), can('jan', 'german', 'invoices')];
const customer = [
  record('Account/7', [], { skills: ['german'] }),
  record('Contact/1', [ANA], { account: '7', skills: ['invoices'] }),
];

const lastRouted = (world: DomainWorld): RecordedAs<'CaseRouted'> | undefined => world.all('CaseRouted').at(-1);

describe('a case needs what its records say', () => {
  test('those of its Contact and of its Account together, and names them', () => {
    const { world } = given(...company, ...customer, email('m', { from: ANA })).then(assigned(1, 'jan'));
    const [decision] = world.all('EmailRouted');
    expect(decision?.data.assignment?.explanation).toMatchObject({
      skills: ['german', 'invoices'],
      recordSkills: [
        { record: { type: 'Account', id: '7' }, skills: ['german'] },
        { record: { type: 'Contact', id: '1' }, skills: ['invoices'] },
      ],
      candidates: [{ userId: 'eva', because: 'lacks-skill' }, { userId: 'jan' }],
    });
  });

  test('those of the only open Opportunity as well, and besides what a filter says', () => {
    const { world } = given(
      ...company,
      record('Contact/1', [ANA]),
      record('Opportunity/5', [], { contact: '1', skills: ['german'] }),
      email('m', { from: ANA, filed: { skills: ['invoices'] } }),
    ).then(assigned(1, 'jan'));
    const [decision] = world.all('EmailRouted');
    expect(decision?.data.assignment?.explanation).toMatchObject({
      skills: ['german', 'invoices'],
      recordSkills: [{ record: { type: 'Opportunity', id: '5' }, skills: ['german'] }],
    });
  });

  test('where its account looks at skills, and not elsewhere', () => {
    const { world } = given(team('support', ['eva']), ...customer, email('m', { from: ANA })).then(assigned(1, 'eva'));
    expect(world.all('EmailRouted')[0]?.data.assignment?.explanation.recordSkills).toEqual([]);
  });

  test('by the thread, where the message itself would lead nowhere', () => {
    given(...company, ...customer, email('first', { from: ANA, automatic: 'auto-replied' }))
      .when(email('second', { from: 'other@customer.example', re: 'first' }))
      .then(assigned(1, 'jan'));
  });
});

describe('when a case goes through the distribution again', () => {
  test('its records count as they are then: also those that were linked later', () => {
    given(...company, is('jan', 'away'), email('m', { from: ANA }))
      .then(assigned(1, 'eva'))
      .when(...customer, is('jan', 'there'), givesBack(1))
      .then(assigned(1, 'jan'));
  });

  test('what a record needs no more is not asked for', () => {
    given(team('support', ['eva'], { respects: true }), ...customer, email('m', { from: ANA }))
      .then(unassigned(1))
      .when(record('Account/7'), record('Contact/1', [ANA], { account: '7' }), givesBack(1))
      .then(assigned(1, 'eva'));
  });
});

test('a case that waits says what it waited for when somebody can do it', () => {
  const { world } = given(team('support', ['eva'], { respects: true }), ...customer, email('m', { from: ANA }))
    .then(unassigned(1))
    .when(can('eva', 'german'))
    .then(unassigned(1))
    .when(can('eva', 'german', 'invoices'))
    .then(assigned(1, 'eva'));
  expect(lastRouted(world)?.data.assignment.explanation.recordSkills).toHaveLength(2);
});
