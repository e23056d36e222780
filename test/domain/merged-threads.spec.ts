import { describe, test } from 'vitest';
import {
  account,
  assigned,
  beforeCarriedOut,
  caseCount,
  closes,
  duplicateOf,
  email,
  given,
  hasStatus,
  holds,
  linked,
  marksDuplicate,
  nameEachOther,
  oneThread,
  openCases,
  team,
  tells,
  tellsNothingOf,
} from '../support/given.js';

const support = team('support', ['ana', 'bor', 'cene']);
const MAJA = 'maja@outside.example';
const STRANGER = 'stranger@outside.example';
const ANA = 'ana@people.company.example';
/** Maja's matter, twice, in threads that nothing joins yet: case 1 is ana's, case 2 bor's. */
const twice = [email('a', { from: MAJA }), email('b', { from: MAJA })];
const joining = email('c', { from: MAJA, references: ['a', 'b'] });

describe('two threads with a case each turn out to be one', () => {
  test('and the later case becomes Duplicate of the earlier', () => {
    const { world } = given(support, ...twice)
      .when(joining)
      .then(oneThread('a', 'b', 'c'), duplicateOf(2, 1), assigned(1, 'ana'), holds(1, 'a', 'c'), holds(2, 'b'));
    tells(1, 'CaseDuplicateFound', { duplicate: { id: world.caseOf(2).caseId, number: 2 } })(world);
  });

  test('and its user is released', () => {
    given(support, ...twice)
      .when(joining)
      .then(
        tells(2, 'CaseUnassigned', { userId: 'bor', reason: 'duplicate' }),
        openCases('bor', 0),
        openCases('ana', 1),
      );
  });

  test('and the earlier is opened if it was not', () => {
    given(support, ...twice, closes(1))
      .when(joining)
      .then(duplicateOf(2, 1), assigned(1, 'ana'), tells(1, 'CaseReopened', { from: 'Closed' }), openCases('ana', 1));
  });

  test('whoever it is that joins them', () => {
    given(support, ...twice)
      .when(email('c', { from: STRANGER, references: ['a', 'b'] }))
      .then(duplicateOf(2, 1));
  });

  test('and the message that joins them goes to the earlier, though it answers the later', () => {
    given(support, ...twice)
      .when(email('c', { from: MAJA, re: 'b', references: ['a', 'b'] }))
      .then(holds(1, 'a', 'c'), linked('c', 1, 'reply'));
  });

  test('and further answers to the later go to the earlier', () => {
    given(support, ...twice, joining)
      .when(email('d', { from: MAJA, re: 'b' }))
      .then(holds(1, 'a', 'c', 'd'), holds(2, 'b'));
  });

  test('and several later ones become Duplicates at once', () => {
    given(support, ...twice, email('b2', { from: MAJA }))
      .when(email('c', { references: ['a', 'b', 'b2'], account: null }))
      .then(duplicateOf(2, 1), duplicateOf(3, 1), holds(1, 'a', 'c'), openCases('bor', 0), openCases('cene', 0));
  });

  test('and a closed later case becomes Duplicate too', () => {
    given(support, ...twice, closes(2))
      .when(joining)
      .then(duplicateOf(2, 1), openCases('bor', 0));
  });

  test('of which only one has a case: that stays the only one', () => {
    given(support, account('archive', null), email('a'), email('b', { account: 'archive' }))
      .when(email('c', { references: ['a', 'b'] }))
      .then(caseCount(1), holds(1, 'a', 'c'));
  });
});

describe('both cases stay and name each other', () => {
  test('when the later was answered', () => {
    given(support, ...twice, email('answer', { from: ANA, re: 'b' }))
      .when(joining)
      .then(assigned(1, 'ana'), assigned(2, 'bor'), nameEachOther(1, 2, 'same-thread'));
  });

  test('when the later was made by one of us', () => {
    given(support, email('a', { from: MAJA, cc: [ANA] }), email('b', { from: ANA }))
      .when(joining)
      .then(assigned(2, 'bor'), nameEachOther(1, 2, 'same-thread'));
  });

  test('when the sender of the later takes no part in the earlier: crafted References merge nothing', () => {
    given(support, email('a', { from: MAJA }), email('b', { from: STRANGER }))
      .when(email('c', { from: STRANGER, references: ['a', 'b'] }))
      .then(oneThread('a', 'b', 'c'), assigned(1, 'ana'), assigned(2, 'bor'), nameEachOther(1, 2, 'same-thread'));
  });

  test('when nobody is known to have sent the later', () => {
    given(support, email('a', { from: null }), email('b', { from: null }))
      .when(email('c', { references: ['a', 'b'] }))
      .then(nameEachOther(1, 2, 'same-thread'));
  });

  test('when an automatic message joins them, which changes no status', () => {
    given(support, ...twice, closes(1))
      .when(email('c', { references: ['a', 'b'], automatic: 'delivery-status' }))
      .then(hasStatus(1, 'Closed'), assigned(2, 'bor'), nameEachOther(1, 2, 'same-thread'));
  });

  test('each with its own answers from then on', () => {
    given(support, ...twice, email('answer', { from: ANA, re: 'b' }), joining)
      .when(email('to-a', { from: MAJA, re: 'a' }), email('to-b', { from: MAJA, re: 'answer' }))
      .then(holds(1, 'a', 'to-a'), holds(2, 'b', 'answer', 'c', 'to-b'));
  });

  test('while a third becomes Duplicate', () => {
    given(support, email('a', { from: MAJA }), email('b', { from: STRANGER }), email('b2', { from: MAJA }))
      .when(email('c', { references: ['a', 'b', 'b2'], account: null }))
      .then(duplicateOf(3, 1), assigned(2, 'bor'), nameEachOther(1, 2, 'same-thread'));
  });
});

describe('an agent was there before the merger was carried out', () => {
  test('and had closed the later: it becomes Duplicate', () => {
    given(support, ...twice)
      .when(beforeCarriedOut(joining, closes(2)))
      .then(duplicateOf(2, 1), openCases('bor', 0));
  });

  test('and had closed the earlier: it opens', () => {
    given(support, ...twice)
      .when(beforeCarriedOut(joining, closes(1)))
      .then(duplicateOf(2, 1), assigned(1, 'ana'));
  });

  test('and had made the later Duplicate of the earlier: that stands, once', () => {
    given(support, ...twice)
      .when(beforeCarriedOut(joining, marksDuplicate(2, 1)))
      .then(duplicateOf(2, 1), holds(1, 'a', 'c'));
  });

  test('and had made the earlier Duplicate of the later: one of them stays open', () => {
    given(support, ...twice)
      .when(beforeCarriedOut(joining, marksDuplicate(1, 2)))
      .then(duplicateOf(2, 1), assigned(1, 'ana'));
  });

  test('and had made the earlier Duplicate of a third: the message goes there, and nothing opens', () => {
    given(support, email('z'), email('a', { from: MAJA }), email('b', { from: MAJA }))
      .when(beforeCarriedOut(joining, marksDuplicate(2, 1)))
      .then(duplicateOf(3, 2), duplicateOf(2, 1), holds(1, 'z', 'c'), tellsNothingOf(2, 'CaseReopened'));
  });
});
