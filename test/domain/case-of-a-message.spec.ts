import { describe, test } from 'vitest';
import {
  account,
  accountDeactivated,
  beforeCarriedOut,
  caseCount,
  casesGo,
  closes,
  copy,
  email,
  given,
  holds,
  linked,
  marksDuplicate,
  noCase,
  oneThread,
  ownThreads,
  team,
  tells,
  tellsNothingOf,
  user,
} from '../support/given.js';

const support = team('support', ['ana', 'bor']);
/** A mailbox that makes no cases. */
const archive = account('archive', null);
const ANA = 'ana@people.company.example';
const DAY_BEFORE = '2026-03-01T09:00:00.000Z';

describe('a message that has no case makes one', () => {
  test('when it reaches a group account with case creation', () => {
    given(support)
      .when(email('a'))
      .then(caseCount(1), holds(1, 'a'), linked('a', 1, 'created'));
  });

  test('not when it was brought in for no account', () => {
    given(support)
      .when(email('a', { account: null }))
      .then(noCase('a', 'no-account'), caseCount(0));
  });

  test('not when the account makes none', () => {
    given(support, archive)
      .when(email('a', { account: 'archive' }))
      .then(noCase('a', 'account-makes-no-cases'));
  });

  test('not when the account is not active', () => {
    given(support, accountDeactivated('support')).when(email('a')).then(noCase('a', 'account-inactive'));
  });

  test('when another account than the first makes cases', () => {
    given(support, archive)
      .when(email('a', { account: 'archive' }), copy('a', 'support'))
      .then(caseCount(1), holds(1, 'a'));
  });

  test('once, when it reaches two group accounts', () => {
    given(support, team('sales', ['cene']))
      .when(email('a'), copy('a', 'sales'), copy('a', 'support'))
      .then(caseCount(1), holds(1, 'a'), linked('a', 1, 'created'));
  });

  test('whichever message of the thread it is; earlier ones join', () => {
    given(support, archive)
      .when(
        email('a', { account: 'archive' }),
        email('b', { re: 'a', account: 'archive', from: ANA }),
        email('c', { re: 'b' }),
        email('d', { re: 'c', account: 'archive' }),
      )
      .then(caseCount(1), holds(1, 'a', 'b', 'c', 'd'), linked('a', 1, 'joined'), linked('c', 1, 'created'));
  });

  test('and the reply that came first joins when the first message makes it', () => {
    given(support, archive)
      .when(email('b', { re: 'a', account: 'archive' }), email('a'))
      .then(caseCount(1), holds(1, 'b', 'a'));
  });

  test('and a thread put together by it joins as a whole', () => {
    given(support, archive)
      .when(
        email('a', { account: 'archive' }),
        email('b', { account: 'archive' }),
        email('c', { references: ['b', 'a'] }),
      )
      .then(oneThread('a', 'b', 'c'), caseCount(1), holds(1, 'a', 'b', 'c'));
  });

  test('and threads that became one before join as a whole', () => {
    given(support, archive)
      .when(
        email('a', { account: 'archive' }),
        email('b', { account: 'archive' }),
        email('c', { references: ['b', 'a'], account: 'archive' }),
        email('d', { re: 'c' }),
      )
      .then(caseCount(1), holds(1, 'a', 'b', 'c', 'd'));
  });

  test('never when it is automatic', () => {
    given(support)
      .when(email('a', { automatic: 'list' }))
      .then(noCase('a', 'automatic'), caseCount(0));
  });

  test('never when it is from one of our own group addresses', () => {
    given(support)
      .when(email('a', { from: 'support@company.example' }))
      .then(noCase('a', 'from-our-own-address'));
  });

  test('when a colleague writes it', () => {
    given(support)
      .when(email('a', { from: ANA }))
      .then(caseCount(1), tells(1, 'CaseEmailAdded', { direction: 'out' }));
  });

  test('never when it is older than casesSince, and exactly then it does', () => {
    given(account('support', { casesSince: '2026-03-02T08:00:00Z' }))
      .when(email('old', { receivedAt: DAY_BEFORE }), email('new', { receivedAt: '2026-03-02T08:00:00.000Z' }))
      .then(noCase('old', 'older-than-cases-since'), caseCount(1), holds(1, 'new'));
  });

  test('by the moment of each delivery', () => {
    given(support, account('sales', { casesSince: DAY_BEFORE }))
      .when(email('a', { receivedAt: DAY_BEFORE }), copy('a', 'sales', DAY_BEFORE))
      .then(caseCount(1));
  });

  test('when it names no sender and no subject', () => {
    given(support)
      .when(email('a', { from: null, subject: '' }))
      .then(tells(1, 'CaseCreated', { subject: '(no subject)', contact: null }));
  });
});

describe('the case of a message', () => {
  test('is that of the message it answers', () => {
    given(support)
      .when(email('a'), email('b', { re: 'a' }))
      .then(caseCount(1), holds(1, 'a', 'b'), linked('b', 1, 'reply'));
  });

  test('is that of the nearest message it answers that has one', () => {
    // Two cases of one thread that stay apart: the second one was answered.
    given(support)
      .when(
        email('a'),
        email('b'),
        email('answer', { re: 'b', from: ANA }),
        email('both', { references: ['a', 'b'], account: null }),
      )
      .then(caseCount(2), holds(2, 'b', 'answer', 'both'))
      .when(email('to-a', { references: ['b', 'a', 'lost'] }), email('to-b', { re: 'b', references: ['lost', 'a'] }))
      .then(holds(1, 'a', 'to-a'), holds(2, 'b', 'answer', 'both', 'to-b'));
  });

  const twoOfAThread = [
    email('a'),
    email('b'),
    email('answer', { re: 'b', from: ANA }),
    email('ghost', { references: ['b', 'a', 'lost'] }),
  ];

  test('is else the oldest open case of its thread', () => {
    given(support, ...twoOfAThread)
      .when(email('c', { re: 'lost' }))
      .then(holds(1, 'a', 'ghost', 'c'), linked('c', 1, 'thread'))
      .when(closes(1), email('d', { re: 'lost', automatic: 'list' }))
      .then(holds(2, 'b', 'answer', 'd'));
  });

  test('is else its newest', () => {
    given(support, ...twoOfAThread, closes(1), closes(2))
      .when(email('c', { re: 'lost' }))
      .then(holds(2, 'b', 'answer', 'c'));
  });

  test('is found by an answer to one that joined later', () => {
    given(support, archive)
      .when(email('a', { account: 'archive' }), email('b', { re: 'a' }), email('c', { re: 'a' }))
      .then(caseCount(1), holds(1, 'a', 'b', 'c'), linked('c', 1, 'reply'));
  });

  test('is the original where it became a Duplicate', () => {
    given(support)
      .when(email('a'), email('b'), marksDuplicate(2, 1), email('c', { re: 'b' }))
      .then(holds(1, 'a', 'c'), holds(2, 'b'));
  });

  test('has no part in the subject: an old subject makes a new case', () => {
    given(support)
      .when(
        email('a', { subject: 'Invoice' }),
        email('b', { subject: 'Re: Invoice', from: 'customer-a@outside.example' }),
      )
      .then(caseCount(2), ownThreads('a', 'b'));
  });

  test('takes an automatic message in', () => {
    given(support)
      .when(email('a'), email('bounce', { re: 'a', automatic: 'delivery-status' }))
      .then(holds(1, 'a', 'bounce'), tells(1, 'CaseEmailAdded', { automatic: 'delivery-status' }));
  });

  test('takes a message once, however often and wherever it is delivered', () => {
    given(support, archive)
      .when(email('a'), email('b', { re: 'a' }), copy('b', 'archive'), copy('a', 'archive'), copy('b', 'support'))
      .then(holds(1, 'a', 'b'), linked('b', 1, 'reply'));
  });

  test('stays when the account changes how its cases find their users', () => {
    given(support, email('a'), casesGo('support', { distribution: 'none' }))
      .when(email('b', { re: 'a' }))
      .then(caseCount(1), holds(1, 'a', 'b'));
  });
});

describe('two messages with one Message-ID', () => {
  const other = email('a', { from: 'other@outside.example', as: 'other' });

  test('are two e-mails of one case', () => {
    given(support)
      .when(email('a'), other)
      .then(caseCount(1), holds(1, 'a', 'other'));
  });

  test('join it once each, however often they are delivered', () => {
    given(support, archive)
      .when(email('a'), other, copy('other', 'archive'), copy('a', 'archive'), copy('other', 'support'))
      .then(caseCount(1), holds(1, 'a', 'other'));
  });

  test('make a case together when the second one reaches an account that makes cases', () => {
    given(support, archive)
      .when(email('a', { account: 'archive' }), other, copy('other', 'archive'), copy('a', 'support'))
      .then(caseCount(1), holds(1, 'a', 'other'));
  });

  test('make a case together when the first one does so later', () => {
    const archived = email('a', { from: 'other@outside.example', as: 'other', account: 'archive' });
    given(support, archive)
      .when(email('a', { account: 'archive' }), archived, copy('a', 'support'), copy('other', 'support'))
      .then(caseCount(1), holds(1, 'other', 'a'));
  });
});

describe('a message for a case that an agent has made a Duplicate meanwhile', () => {
  test('goes to the original, by way of the duplicate', () => {
    const { world } = given(support, email('a'), email('b'))
      .when(beforeCarriedOut(email('c', { re: 'b' }), marksDuplicate(2, 1)))
      .then(holds(2, 'b'), holds(1, 'a', 'c'));
    tells(1, 'CaseEmailAdded', { via: { id: world.caseOf(2).caseId, number: 2 } })(world);
  });

  test('opens that one again', () => {
    given(support, email('a'), email('b'), closes(1))
      .when(beforeCarriedOut(email('c', { re: 'b' }), marksDuplicate(2, 1)))
      .then(tells(1, 'CaseReopened', { from: 'Closed', to: 'Assigned' }), tellsNothingOf(2, 'CaseReopened'));
  });

  test('finds the end of a chain', () => {
    given(support, email('a'), email('b'), email('c'))
      .when(beforeCarriedOut(email('d', { re: 'c' }), marksDuplicate(3, 2), marksDuplicate(2, 1)))
      .then(holds(1, 'a', 'd'));
  });

  test('is not lost in a ring that it comes into from outside: the last of it opens', () => {
    given(support, email('a'), email('b'), email('c'), marksDuplicate(2, 3), marksDuplicate(3, 2))
      .when(beforeCarriedOut(email('d', { re: 'a' }), marksDuplicate(1, 2)))
      .then(holds(1, 'a'), holds(3, 'c', 'd'), tells(3, 'CaseReopened', { from: 'Duplicate', to: 'Assigned' }));
  });

  test('is not lost where they are duplicates of each other: one of them opens', () => {
    given(support, email('a'), email('b'), marksDuplicate(1, 2), marksDuplicate(2, 1))
      .when(email('c', { re: 'a' }))
      .then(holds(2, 'b', 'c'), tells(2, 'CaseReopened', { from: 'Duplicate', to: 'Assigned' }));
  });
});

describe('an address that every object knows by name', () => {
  test('is no colleague', () => {
    given(support, user('ana'))
      .when(email('a'), email('b', { from: 'constructor', subject: '[#1] let me in' }))
      .then(caseCount(2), holds(1, 'a'));
  });
});
