import { describe, expect, test } from 'vitest';
import {
  addCaseNote,
  assignCase,
  type Case,
  carryOutCreation,
  caseDecider,
  changeCasePriority,
  changeCaseStatus,
  unassignCase,
} from '../../src/domain/case/case.js';
import { CaseStatus, isOpen, noLinks } from '../../src/domain/case/events.js';
import { CaseId } from '../../src/domain/ids.js';
import { evolved, refused } from '../support/decisions.js';
import { rule, teamId, userId } from '../support/domain-builders.js';

const ana = userId('ana');
const bor = userId('bor');
const caseId = CaseId.parse('c1');
const other = { id: CaseId.parse('c2'), number: 2 };
const absent = caseDecider.initialState();
const none = { originalEmailId: null, threadId: null, accountId: null, contact: null, mentions: null };
const facts = { ...none, links: noLinks, status: 'New' as const, createdAt: null };
const created = {
  caseId,
  number: 1,
  subject: 'A matter',
  teamId: teamId('support'),
  ...facts,
  decision: { stream: 'routing', revision: 4 },
};
const fresh: Case = evolved(caseDecider, absent, carryOutCreation(absent, created));
const withAna: Case = evolved(caseDecider, fresh, assignCase(fresh, ana));
const to = (status: CaseStatus) => ({ to: status, duplicateOf: status === 'Duplicate' ? other : null });
const in_ = (status: CaseStatus, state: Case = withAna): Case =>
  evolved(caseDecider, state, changeCaseStatus(state, to(status)));

test('the last three of the statuses are not open', () => {
  expect(CaseStatus.options.filter(isOpen)).toEqual(['New', 'Assigned', 'Pending']);
});

describe('a case', () => {
  test('is New when it is made, and made once', () => {
    expect(fresh).toMatchObject({ status: 'New', assignee: null, priority: 'Normal', carriedOut: 4, revision: 0 });
    expect(carryOutCreation(fresh, created)).toEqual([]);
  });

  test('that was asked for and has no number yet takes no commands', () => {
    const data = { caseId, subject: 'A call', description: '', priority: 'Urgent' as const, ...rule({}) };
    const requested = evolved(caseDecider, absent, [{ type: 'CaseRequested', data }]);
    expect(refused(() => assignCase(requested, ana))).toBe('rejected case-not-ready');
    expect(refused(() => addCaseNote(requested, 'n', 'text'))).toBe('rejected case-not-ready');
    const made = evolved(caseDecider, requested, carryOutCreation(requested, created));
    expect(made).toMatchObject({ phase: 'created', priority: 'Urgent', revision: 1 });
  });

  test.each([
    ['assign', () => assignCase(absent, ana)],
    ['unassign', () => unassignCase(absent, false)],
    ['change the status of', () => changeCaseStatus(absent, to('Closed'))],
    ['change the priority of', () => changeCasePriority(absent, 'High')],
    ['note on', () => addCaseNote(absent, 'n', 'text')],
  ])('that does not exist is nothing to %s', (_, decide) => {
    expect(refused(decide)).toBe('not-found case-not-found');
  });
});

describe('assigning by hand', () => {
  test('makes a New case Assigned, and remembers that it was by hand', () => {
    expect(withAna).toMatchObject({ status: 'Assigned', assignee: 'ana', teamId: 'support', assignedByHand: 1 });
  });

  test('names who had it before', () => {
    expect(assignCase(withAna, bor)[0]).toMatchObject({
      type: 'CaseAssigned',
      data: { previousUserId: 'ana', userId: 'bor' },
    });
  });

  test('to whoever has it is no event, but to another team it is', () => {
    expect(assignCase(withAna, ana)).toEqual([]);
    expect(assignCase(withAna, ana, teamId('support'))).toEqual([]);
    expect(evolved(caseDecider, withAna, assignCase(withAna, ana, teamId('sales')))).toMatchObject({ teamId: 'sales' });
  });

  test('leaves a Pending case Pending', () => {
    expect(evolved(caseDecider, in_('Pending'), assignCase(in_('Pending'), bor))).toMatchObject({
      status: 'Pending',
      assignee: 'bor',
    });
  });

  test.each(['Closed', 'Rejected', 'Duplicate'] as const)('is refused when it is %s', (status) => {
    expect(refused(() => assignCase(in_(status), bor))).toBe('rejected case-not-open');
  });
});

describe('taking back', () => {
  test('makes an Assigned case New', () => {
    expect(evolved(caseDecider, withAna, unassignCase(withAna, false))).toMatchObject({
      status: 'New',
      assignee: null,
      assignedByHand: null,
    });
  });

  test('leaves a Pending case Pending', () => {
    expect(evolved(caseDecider, in_('Pending'), unassignCase(in_('Pending'), false))).toMatchObject({
      status: 'Pending',
      assignee: null,
    });
  });

  test('from nobody is no event, unless somebody is to be found', () => {
    expect(unassignCase(fresh, false)).toEqual([]);
    expect(unassignCase(fresh, true)).toMatchObject([{ data: { userId: null, redistribute: true } }]);
  });

  test('a closed case is possible, but nobody is looked for', () => {
    expect(unassignCase(in_('Closed'), false)).toMatchObject([{ data: { userId: 'ana', status: 'Closed' } }]);
    expect(refused(() => unassignCase(in_('Closed'), true))).toBe('rejected case-not-open');
  });
});

describe('changing the status', () => {
  test('to the same one is no event', () => {
    for (const status of ['Assigned', 'Pending', 'Closed', 'Rejected', 'Duplicate'] as const) {
      expect(changeCaseStatus(in_(status), to(status))).toEqual([]);
    }
  });

  test('says from where to where, and who has it', () => {
    const data = { from: 'Assigned', to: 'Closed', userId: 'ana', teamId: 'support' };
    expect(changeCaseStatus(withAna, to('Closed'))).toMatchObject([{ type: 'CaseStatusChanged', data }]);
  });

  test.each(['Closed', 'Rejected', 'Duplicate'] as const)('from %s to an open one opens it again', (status) => {
    const events = changeCaseStatus(in_(status), to('Pending'));
    expect(events).toMatchObject([
      { type: 'CaseReopened', data: { from: status, to: 'Pending', userId: 'ana', emailId: null } },
    ]);
    expect(evolved(caseDecider, in_(status), events)).toMatchObject({ status: 'Pending', duplicateOf: null });
  });

  test('to New is refused while somebody has it, to Assigned while nobody has', () => {
    expect(refused(() => changeCaseStatus(withAna, to('New')))).toBe('rejected case-is-assigned');
    expect(refused(() => changeCaseStatus(fresh, to('Assigned')))).toBe('rejected case-not-assigned');
  });

  test('to Duplicate names the other case, and only then', () => {
    const nameless = () => changeCaseStatus(withAna, { to: 'Duplicate', duplicateOf: null });
    expect(nameless).toThrow('duplicateOf: a Duplicate names the case that it duplicates');
    expect(refused(nameless)).toBe('invalid invalid');
    expect(() => changeCaseStatus(withAna, { to: 'Closed', duplicateOf: other })).toThrow(
      'duplicateOf: goes with Duplicate, not with Closed',
    );
    expect(refused(() => changeCaseStatus(withAna, { to: 'Duplicate', duplicateOf: { id: caseId, number: 1 } }))).toBe(
      'rejected duplicate-of-itself',
    );
  });

  test('from one original to another is an event', () => {
    const third = { id: CaseId.parse('c3'), number: 3 };
    const events = changeCaseStatus(in_('Duplicate'), { to: 'Duplicate', duplicateOf: third });
    expect(evolved(caseDecider, in_('Duplicate'), events)).toMatchObject({ duplicateOf: third });
  });

  test('to Closed forgets of what it was a Duplicate', () => {
    expect(in_('Closed', in_('Duplicate'))).toMatchObject({ status: 'Closed', duplicateOf: null });
  });
});

describe('priority and notes', () => {
  test('a priority is changed once', () => {
    const events = changeCasePriority(fresh, 'High');
    expect(events).toEqual([
      { type: 'CasePriorityChanged', data: { caseId, from: 'Normal', to: 'High', reason: null } },
    ]);
    expect(changeCasePriority(evolved(caseDecider, fresh, events), 'High')).toEqual([]);
  });

  test('a note is added, also to a closed case', () => {
    expect(addCaseNote(in_('Closed'), 'n1', 'Called back.')).toEqual([
      { type: 'CaseNoteAdded', data: { caseId, noteId: 'n1', text: 'Called back.', mentions: [] } },
    ]);
  });
});
