import { describe, test } from 'vitest';
import {
  assigned,
  assigns,
  beforeCarriedOut,
  closes,
  deactivated,
  email,
  given,
  hasAddresses,
  hasMailbox,
  hasStatus,
  holds,
  openCases,
  removesMailbox,
  sets,
  takesBack,
  team,
  tells,
  tellsNothingOf,
  unassigned,
} from '../support/given.js';

const support = team('support', ['ana', 'bor']);

describe('a closed case', () => {
  test.each(['Closed', 'Rejected'] as const)('that is %s is opened again by an outsider', (status) => {
    given(support, email('a'), sets(1, status))
      .when(email('b', { re: 'a' }))
      .then(assigned(1, 'ana'), tells(1, 'CaseReopened', { from: status, userId: 'ana' }), openCases('ana', 1));
  });

  test('is opened by any outsider of its thread', () => {
    given(support, email('a'), closes(1))
      .when(email('b', { re: 'a', from: 'somebody-else@outside.example' }))
      .then(assigned(1, 'ana'));
  });

  test('is not opened by one of us', () => {
    given(support, email('a'), closes(1))
      .when(
        email('b', { re: 'a', from: 'ana@people.company.example' }),
        email('c', { re: 'a', from: 'support@company.example' }),
      )
      .then(hasStatus(1, 'Closed'), holds(1, 'a', 'b', 'c'), openCases('ana', 0));
  });

  test('is opened by an address that was one of ours and is no longer', () => {
    given(support, email('a'), closes(1), hasAddresses('ana', 'ana@new.company.example'))
      .when(email('b', { re: 'a', from: 'ana@new.company.example' }))
      .then(hasStatus(1, 'Closed'))
      .when(email('c', { re: 'a', from: 'ana@people.company.example' }))
      .then(assigned(1, 'ana'));
  });

  test('is not opened from a mailbox of one of us, but again when that is removed', () => {
    given(support, email('a'), closes(1), hasMailbox('ana', 'ana@home.example'))
      .when(email('b', { re: 'a', from: 'ana@home.example' }))
      .then(hasStatus(1, 'Closed'))
      .when(removesMailbox('ana', 'ana@home.example'), email('c', { re: 'a', from: 'ana@home.example' }))
      .then(assigned(1, 'ana'));
  });

  test('is joined by an automatic message, which changes nothing', () => {
    given(support, email('a'), closes(1))
      .when(email('vacation', { re: 'a', automatic: 'auto-submitted: auto-replied' }))
      .then(hasStatus(1, 'Closed'), holds(1, 'a', 'vacation'), tellsNothingOf(1, 'CaseReopened'));
  });

  test('is opened by a message that was decided before it was closed', () => {
    given(support, email('a'))
      .when(beforeCarriedOut(email('b', { re: 'a' }), closes(1)))
      .then(assigned(1, 'ana'), tells(1, 'CaseReopened', { from: 'Closed' }), holds(1, 'a', 'b'));
  });

  test('goes through the distribution when its user is gone', () => {
    given(support, email('a'), closes(1), deactivated('ana'))
      .when(email('b', { re: 'a' }))
      .then(assigned(1, 'bor'), openCases('ana', 0), openCases('bor', 1));
  });

  test('goes through the distribution when it has no user', () => {
    given(support, email('a'), takesBack(1), closes(1))
      .when(email('b', { re: 'a' }))
      .then(assigned(1, 'bor'));
  });

  test('stays unassigned when nobody is left', () => {
    given(support, email('a'), closes(1), deactivated('ana'), deactivated('bor'))
      .when(email('b', { re: 'a' }))
      .then(unassigned(1), tells(1, 'CaseUnassigned', { reason: 'user-gone' }), openCases('ana', 0));
  });

  test('is taken from whoever is gone in the team that had it, not in the one that nobody is found in', () => {
    given(support, team('sales', ['cene']), email('a'), assigns(1, 'cene', 'sales'), closes(1))
      .when(deactivated('cene'), deactivated('ana'), deactivated('bor'), email('b', { re: 'a' }))
      .then(unassigned(1), tells(1, 'CaseUnassigned', { userId: 'cene', teamId: 'sales' }));
  });

  test('stays with whoever has it, though by hand and in no team', () => {
    given(support, team('sales', ['cene']), email('a'), assigns(1, 'cene'), closes(1))
      .when(email('b', { re: 'a' }))
      .then(assigned(1, 'cene'));
  });

  test('is opened by hand too, and goes through the distribution when its user is gone', () => {
    given(support, email('a'), closes(1), deactivated('ana'))
      .when(sets(1, 'Pending'))
      .then(hasStatus(1, 'Pending'), tells(1, 'CaseAssigned', { userId: 'bor', previousUserId: 'ana' }));
  });
});

describe('an open case', () => {
  test('that is Pending stays so when a message comes', () => {
    given(support, email('a'), sets(1, 'Pending'))
      .when(email('b', { re: 'a' }))
      .then(hasStatus(1, 'Pending'), holds(1, 'a', 'b'));
  });
});
