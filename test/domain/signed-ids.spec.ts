import { describe, expect, test } from 'vitest';
import { caseAnswered, makeMessageId } from '../../src/domain/outgoing/message-id.js';
import { HmacSigner } from '../../src/infrastructure/sealing/hmac-signer.js';
import {
  account,
  caseCount,
  closes,
  email,
  given,
  holds,
  linked,
  marksDuplicate,
  noCase,
  team,
  tells,
} from '../support/given.js';

const signer = new HmacSigner(new Uint8Array(32), 'message-id');
const foreign = new HmacSigner(new Uint8Array(32).fill(1), 'message-id');
const id = (number: number | null, by = signer, unique = '1'.repeat(32)) =>
  makeMessageId(by, unique, number, 'company.example');

describe('the case that a message answers by an id of ours', () => {
  test.each<[string, readonly string[], number | null]>([
    ['is that of the nearest', [id(2), id(1)], 2],
    ['is one further away, where the nearest has none', ['<x@y.example>', id(null), id(1)], 1],
    ['is none, where nobody here has signed it', [id(7, foreign), id(2).replace('.2.', '.7.')], null],
    ['is not lost behind a forged one', [id(7, foreign), id(2)], 2],
    ['is none behind a hundred forged ones', [...Array.from({ length: 100 }, () => id(7, foreign)), id(2)], null],
    ['is none, where it names nothing', [], null],
  ])('%s', (_, ids, number) => {
    expect(caseAnswered(signer, ids)).toBe(number);
  });
});

const support = team('support', ['ana', 'bor']);
const archive = account('archive', null);
const ours = id(1);
const answering = { re: ours, from: 'somebody@outside.example', answersCase: 1 };

describe('a message that answers one of ours which nobody here knows', () => {
  test('goes into the case that it carries, whoever writes it', () => {
    given(support, email('a'))
      .when(email('b', answering))
      .then(caseCount(1), holds(1, 'a', 'b'), linked('b', 1, 'reply'));
  });

  test('and so does what answers that one', () => {
    given(support, email('a'))
      .when(email('b', answering), email('c', { re: 'b', from: 'somebody@outside.example' }))
      .then(caseCount(1), holds(1, 'a', 'b', 'c'));
  });

  test('opens the case again', () => {
    given(support, email('a'), closes(1))
      .when(email('b', answering))
      .then(caseCount(1), tells(1, 'CaseReopened', { from: 'Closed' }));
  });

  test('goes before the number in the subject', () => {
    given(support, email('a'), email('x'))
      .when(email('b', { ...answering, subject: '[#2]', from: 'customer-x@outside.example' }))
      .then(caseCount(2), holds(1, 'a', 'b'), holds(2, 'x'));
  });

  test('gives way to a message that is known', () => {
    given(support, email('a'), email('x'))
      .when(email('b', { ...answering, references: ['x'] }))
      .then(caseCount(2), holds(2, 'x', 'b'), holds(1, 'a'));
  });

  test('leads to the original of a Duplicate', () => {
    given(support, email('a'), email('b'), marksDuplicate(1, 2))
      .when(email('c', answering))
      .then(caseCount(2), holds(2, 'b', 'c'));
  });

  test('makes a case, where that number is nowhere', () => {
    given(support)
      .when(email('b', { ...answering, answersCase: 9 }))
      .then(caseCount(1), linked('b', 1, 'created'));
  });
});

test('where ours is known and in no case, what answers it goes into none either', () => {
  const ofOurs = { account: 'archive', from: 'ana@people.company.example' };
  given(support, archive, email('a'), email(ours, ofOurs))
    .when(email('b', { ...answering, account: 'archive' }))
    .then(caseCount(1), noCase('b', 'account-makes-no-cases'));
});
