import { describe, expect, test } from 'vitest';
import { taggedNumber } from '../../src/domain/routing/route.js';
import {
  account,
  assigned,
  caseCount,
  closes,
  email,
  given,
  hasStatus,
  holds,
  linked,
  marksDuplicate,
  noCase,
  ownThreads,
  standsIn,
  team,
  tells,
} from '../support/given.js';

const support = team('support', ['ana', 'bor']);
const CUSTOMER = 'customer-a@outside.example';
const STRANGER = 'stranger@outside.example';

test.each([
  ['[#12] Invoice', 12],
  ['Re: Invoice [#7]', 7],
  ['[#7] and [#8]', 7],
  ['#12', null],
  ['[# 12]', null],
  ['[#x]', null],
  ['[#1234567890]', null],
  ['', null],
])('the tag in "%s" is %s', (subject, number) => {
  expect(taggedNumber(subject)).toBe(number);
});

describe('the tag in a subject', () => {
  test('links to the case when its sender takes part in it', () => {
    given(support, email('a'))
      .when(email('b', { from: CUSTOMER, subject: 'More on [#1]' }))
      .then(caseCount(1), holds(1, 'a', 'b'), linked('b', 1, 'tag'), ownThreads('a', 'b'));
  });

  test.each([
    ['to whom it was written', { to: ['support@company.example', STRANGER] }],
    ['who was copied in', { cc: [STRANGER] }],
    ['to whom replies go', { replyTo: [STRANGER] }],
  ])('takes for a participant somebody %s', (_, people) => {
    given(support, email('a', people))
      .when(email('b', { from: STRANGER, subject: '[#1]' }))
      .then(caseCount(1), holds(1, 'a', 'b'));
  });

  test('takes for a participant who was written to later', () => {
    given(support, email('a'), email('ours', { re: 'a', from: 'ana@people.company.example', cc: [STRANGER] }))
      .when(email('b', { from: STRANGER, subject: '[#1]' }))
      .then(caseCount(1), holds(1, 'a', 'ours', 'b'));
  });

  test('takes for a participant who wrote before there was a case', () => {
    given(support, account('archive', null), email('a', { account: 'archive' }), email('b', { re: 'a' }))
      .when(email('c', { from: CUSTOMER, subject: '[#1]' }))
      .then(caseCount(1), holds(1, 'a', 'b', 'c'));
  });

  test('does not take for a participant whom only an automatic message names', () => {
    given(support, email('a'), email('bounce', { re: 'a', automatic: 'delivery-status', from: STRANGER }))
      .when(email('b', { from: STRANGER, subject: '[#1]' }))
      .then(caseCount(2));
  });

  test('links to the case when one of us wrote it', () => {
    given(support, email('a'))
      .when(email('b', { from: 'bor@people.company.example', subject: '[#1]' }))
      .then(caseCount(1), holds(1, 'a', 'b'), linked('b', 1, 'tag'));
  });

  test('of a stranger gives a new case that mentions the other; both timelines say so', () => {
    const { world } = given(support, email('a'))
      .when(email('b', { from: STRANGER, subject: 'About [#1]' }))
      .then(caseCount(2), holds(1, 'a'), holds(2, 'b'), assigned(2, 'bor'));
    tells(2, 'CaseCreated', { mentions: { id: world.caseOf(1).caseId, number: 1 } })(world);
    tells(1, 'CaseRelated', { other: { id: world.caseOf(2).caseId, number: 2 }, reason: 'mentioned' })(world);
  });

  test('of a stranger opens nothing', () => {
    given(support, email('a'), closes(1))
      .when(email('b', { from: STRANGER, subject: '[#1]' }))
      .then(hasStatus(1, 'Closed'), caseCount(2));
  });

  test('of nobody gives a new case as well', () => {
    given(support, email('a', { from: null }))
      .when(email('b', { from: null, subject: '[#1]' }))
      .then(caseCount(2), holds(1, 'a'));
  });

  test('of a stranger in an automatic message links nothing', () => {
    given(support, email('a'))
      .when(email('b', { from: STRANGER, subject: '[#1]', automatic: 'list' }))
      .then(caseCount(1), noCase('b', 'automatic'));
  });

  test('opens a closed case again when a participant writes it', () => {
    given(support, email('a'), closes(1))
      .when(email('b', { from: CUSTOMER, subject: '[#1]' }))
      .then(assigned(1, 'ana'), tells(1, 'CaseReopened', { from: 'Closed' }));
  });

  test('of a Duplicate leads to its original', () => {
    given(support, email('a'), email('b'), marksDuplicate(2, 1))
      .when(email('c', { from: CUSTOMER, subject: '[#2]' }))
      .then(caseCount(2), holds(1, 'a', 'c'));
  });

  test('of a Duplicate is also for who takes part in that one only, and in none of its originals', () => {
    const BOB = 'customer-b@outside.example';
    given(support, email('a'), email('b'), email('x'), marksDuplicate(2, 1), marksDuplicate(1, 3))
      .when(email('c', { from: BOB, subject: '[#2]' }))
      .then(caseCount(3), holds(3, 'x', 'c'), linked('c', 3, 'tag'))
      .when(email('d', { from: CUSTOMER, subject: '[#2]' }))
      .then(caseCount(3), holds(3, 'x', 'c', 'd'));
  });

  test('of an original is not for who takes part in its Duplicate', () => {
    given(support, email('a'), email('b'), marksDuplicate(2, 1))
      .when(email('c', { from: 'customer-b@outside.example', subject: '[#1]' }))
      .then(caseCount(3), holds(1, 'a'), holds(3, 'c'));
  });

  test('of duplicates of each other is for who takes part in one of them', () => {
    given(support, email('a'), email('b'), marksDuplicate(2, 1), marksDuplicate(1, 2))
      .when(email('c', { from: STRANGER, subject: '[#2]' }), email('d', { from: CUSTOMER, subject: '[#2]' }))
      .then(caseCount(3), holds(3, 'c'), standsIn('d', 1));
  });

  test('gives way to what the message answers', () => {
    given(support, email('a'), email('b', { from: CUSTOMER }))
      .when(email('c', { re: 'b', from: CUSTOMER, subject: '[#1]' }))
      .then(holds(1, 'a'), holds(2, 'b', 'c'), linked('c', 2, 'reply'));
  });

  test('of a case that does not exist is a subject like others', () => {
    given(support)
      .when(email('a', { subject: '[#99]' }))
      .then(caseCount(1), holds(1, 'a'));
  });

  test('makes replies to it belong to the case too', () => {
    given(support, email('a'), email('b', { from: CUSTOMER, subject: '[#1]' }))
      .when(email('c', { re: 'b', from: STRANGER }))
      .then(caseCount(1), holds(1, 'a', 'b', 'c'));
  });
});
