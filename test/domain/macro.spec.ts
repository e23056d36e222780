import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  assignCase,
  type Case,
  carryOutCreation,
  caseDecider,
  changeCaseStatus,
  tagCase,
} from '../../src/domain/case/case.js';
import { CasePriority, noLinks } from '../../src/domain/case/events.js';
import { MAX_TAGS } from '../../src/domain/case/tag.js';
import { CaseId, MacroId } from '../../src/domain/ids.js';
import { applyMacro, effectOf } from '../../src/domain/macro/apply.js';
import { MacroStatus, type MacroSteps } from '../../src/domain/macro/events.js';
import { macro, removeMacro, setMacro } from '../../src/domain/macro/macro.js';
import { evolved, refused } from '../support/decisions.js';
import { teamId, userId } from '../support/domain-builders.js';

const NONE: MacroSteps = {
  priority: null,
  addTags: [],
  removeTags: [],
  assign: null,
  status: null,
  note: null,
  answer: null,
};
const caseId = CaseId.parse('c1');
const facts = {
  originalEmailId: null,
  threadId: null,
  accountId: null,
  contact: null,
  mentions: null,
  createdAt: null,
};
const created = { ...facts, caseId, number: 1, subject: 'A matter', teamId: teamId('support'), decision: null };
const absent = caseDecider.initialState();
const fresh = evolved(caseDecider, absent, carryOutCreation(absent, { ...created, links: noLinks, status: 'New' }));
const withAna = evolved(caseDecider, fresh, assignCase(fresh, userId('ana')));
const closed = (state: Case) =>
  evolved(caseDecider, state, changeCaseStatus(state, { to: 'Closed', duplicateOf: null }));
const note = { noteId: 'n1', mentions: [] };
const toBor = { to: 'user', userId: userId('bor'), teamId: null } as const;

const apply = (state: Case, steps: Partial<MacroSteps>) => {
  const events = applyMacro(state, { ...NONE, ...steps }, note);
  return { types: events.map(({ type }) => type), after: evolved(caseDecider, state, events) };
};

describe('a macro on a case', () => {
  test('does its steps one after another', () => {
    const all: Partial<MacroSteps> = {
      priority: 'High',
      addTags: ['vip'],
      assign: toBor,
      status: 'Pending',
      note: 'Asked twice',
    };
    const { types, after } = apply(fresh, all);
    expect(types).toEqual(['CasePriorityChanged', 'CaseTagsSet', 'CaseAssigned', 'CaseStatusChanged', 'CaseNoteAdded']);
    expect(after).toMatchObject({ priority: 'High', tags: ['vip'], assignee: 'bor', status: 'Pending' });
  });

  test('that has it all changes nothing, and a note is written each time', () => {
    const steps = { priority: 'Normal', assign: { ...toBor, userId: userId('ana') }, status: 'Assigned' } as const;
    expect(apply(withAna, steps).types).toEqual([]);
    expect(apply(withAna, { ...steps, note: 'Again' }).types).toEqual(['CaseNoteAdded']);
  });

  test('opens one that is closed before it gets a user', () => {
    for (const state of [closed(fresh), closed(withAna)]) {
      for (const status of ['Assigned', 'Pending'] as const) {
        const { types, after } = apply(state, { assign: toBor, status });
        expect(types).toEqual(['CaseReopened', 'CaseAssigned']);
        expect(after).toMatchObject({ status, assignee: 'bor' });
      }
    }
    const { after } = apply(closed(withAna), { assign: { to: 'distribution' }, status: 'New' });
    expect(after).toMatchObject({ status: 'New', assignee: null });
  });

  test('closes it after it got a user', () => {
    expect(apply(fresh, { assign: toBor, status: 'Closed' }).after).toMatchObject({
      status: 'Closed',
      assignee: 'bor',
    });
  });

  test('is done altogether or not at all', () => {
    const steps = { ...NONE, priority: 'High', assign: toBor } as const;
    expect(refused(() => applyMacro(closed(withAna), steps, note))).toBe('rejected case-not-open');
    const many = Array.from({ length: MAX_TAGS }, (_, n) => `tag ${n}`);
    const full = evolved(caseDecider, fresh, tagCase(fresh, { add: many, remove: [] }));
    expect(refused(() => applyMacro(full, { ...steps, addTags: ['vip'] }, note))).toBe('rejected too-many-tags');
    expect(refused(() => applyMacro(absent, steps, note))).toBe('not-found case-not-found');
  });

  test('an answer alone still needs a case that can be worked on', () => {
    expect(refused(() => applyMacro(absent, NONE, note))).toBe('not-found case-not-found');
  });

  test('what it would do is what it does', () => {
    const tags = (...some: string[]) => fc.subarray(some);
    const steps = fc.record({
      priority: fc.option(fc.constantFrom(...CasePriority.options)),
      addTags: tags('vip', 'parts'),
      removeTags: tags('german', 'french'),
      assign: fc.option(fc.constantFrom(toBor, { to: 'distribution' } as const)),
      status: fc.option(fc.constantFrom(...MacroStatus.options)),
      note: fc.option(fc.constant('Done')),
      answer: fc.constant(null),
    });
    fc.assert(
      fc.property(steps, fc.constantFrom(fresh, withAna, closed(fresh), closed(withAna)), (given, state) => {
        if (state.phase !== 'created') return;
        fc.pre(!refusesAny(state, given));
        const events = applyMacro(state, given, note);
        const { changes, notes } = effectOf(state, events);
        const after = evolved(caseDecider, state, events);
        for (const { field, to } of changes) expect(after).toMatchObject({ [field]: to });
        expect(notes).toBe(given.note !== null);
        if (given.status !== null) expect(after).toMatchObject({ status: given.status });
        // Again it does nothing but what is done each time.
        if (given.assign?.to !== 'distribution') expect(applyMacro(after, { ...given, note: null }, note)).toEqual([]);
      }),
    );
  });
});

function refusesAny(state: Case, steps: MacroSteps): boolean {
  try {
    applyMacro(state, steps, note);
    return false;
  } catch {
    return true;
  }
}

describe('a macro', () => {
  const definition = (steps: Partial<MacroSteps>) => ({
    macroId: MacroId.parse('done'),
    name: 'Done',
    scope: { kind: 'all' as const },
    steps: { ...NONE, ...steps },
  });

  test('is defined, changed, removed, and may come back', () => {
    const first = setMacro(macro.initialState(), definition({ status: 'Closed' }));
    const there = evolved(macro, macro.initialState(), first);
    expect(setMacro(there, definition({ status: 'Closed' }))).toEqual([]);
    expect(setMacro(there, definition({ status: 'Rejected' }))).toMatchObject([{ type: 'MacroChanged' }]);
    const gone = evolved(macro, there, removeMacro(there));
    expect(removeMacro(gone)).toEqual([]);
    expect(setMacro(gone, definition({ status: 'Closed' }))).toMatchObject([{ type: 'MacroDefined' }]);
    expect(refused(() => removeMacro(macro.initialState()))).toBe('not-found macro-not-found');
  });

  test.each([
    ['no steps', {}],
    ['a tag that comes and goes', { addTags: ['vip'], removeTags: ['vip'] }],
    ['a user and New', { assign: toBor, status: 'New' }],
    ['the distribution and Closed', { assign: { to: 'distribution' }, status: 'Closed' }],
    ['the distribution and Assigned', { assign: { to: 'distribution' }, status: 'Assigned' }],
  ] as const)('is refused with %s', (_, steps) => {
    expect(refused(() => setMacro(macro.initialState(), definition(steps as Partial<MacroSteps>)))).toBe(
      'invalid invalid',
    );
  });
});
