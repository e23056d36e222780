import { expect, it } from 'vitest';
import { explainCase } from '../../src/application/queries/why.js';
import type { Candidate, Explanation } from '../../src/domain/assignment/explanation.js';
import { PLAIN } from '../../src/domain/assignment/rule.js';
import { RecordId, TeamId, UserId } from '../../src/domain/ids.js';
import type { AssignmentEntry } from '../../src/projections/assignment-history.js';
import type { CaseView } from '../../src/projections/cases.js';

const support = TeamId.parse('support');
const [ana, bor] = [UserId.parse('ana'), UserId.parse('bor')];
const names = new Map([
  ['ana', 'Ana'],
  ['bor', 'Bor'],
  ['support', 'Support'],
]);
// Only who and which: nothing else of a case is looked at.
const view = { caseId: 'c', number: 42, assignee: 'ana' } as unknown as CaseView;

const candidate = (userId: UserId, openCases: number, because: string | null = null): Candidate => ({
  userId,
  position: null,
  openCases,
  eligible: because === null,
  because,
  reasons: because === null ? [] : [because],
  limits: null,
  lastTurn: 1,
});

function decided(rule: string, distribution: Explanation['distribution'], candidates: Candidate[]): AssignmentEntry {
  const order = candidates.filter(({ eligible }) => eligible).map(({ userId }) => userId);
  const explanation = { distribution, teamId: support, rule, candidates, orderBefore: order, orderAfter: order };
  return {
    ...by('system:routing', order[0] ?? null, null),
    distribution,
    explanation: { ...explanation, ...PLAIN, recordSkills: [], at: null, asOf: null },
    reason: rule,
  };
}

function by(actor: string, userId: string | null, previousUserId: string | null, reason = 'by-hand'): AssignmentEntry {
  const at = '2026-03-03T10:00:00.000Z';
  const what = { distribution: userId === null ? 'unassigned' : 'manual', explanation: null, reason };
  return { caseId: 'c', revision: 1, at, actor, userId, previousUserId, teamId: support, ...what, belongsTo: [] };
}

const sentence = (...history: AssignmentEntry[]): string => explainCase(view, history, names).sentence;

it('says which rule decided', () => {
  const two = [candidate(ana, 1), candidate(bor, 3)];
  expect(sentence(decided('longest-ago', 'round-robin', two))).toBe(
    'Case 42: Ana got it by round-robin in Support: of the 2 who were eligible, their last turn was longest ago.',
  );
  expect(sentence(decided('fewest-open', 'less-busy', two))).toBe(
    'Case 42: Ana got it by less-busy in Support: with 1 open case they had the fewest of the 2 who were eligible.',
  );
  expect(sentence(decided('only-one', 'round-robin', [candidate(ana, 0), candidate(bor, 0, 'inactive')]))).toBe(
    'Case 42: Ana got it by round-robin in Support: nobody else was eligible.',
  );
  expect(sentence(decided('configured-user', 'direct-assignment', [candidate(ana, 0)]))).toBe(
    'Case 42: Ana got it by direct-assignment: the account names them.',
  );
});

it('says why nobody got it', () => {
  const nobody = [candidate(ana, 0, 'inactive'), candidate(bor, 0, 'other-position')];
  expect(sentence(decided('nobody-eligible', 'round-robin', nobody))).toBe(
    'Case 42: Nobody got it by round-robin in Support: nobody was eligible (1 inactive, 1 other position).',
  );
  expect(sentence(decided('nobody-eligible', 'round-robin', []))).toContain('there are no members');
  expect(sentence()).toBe('Case 42 has not been distributed yet, and nobody has it.');
});

it('says what people did, and what the distribution had decided before', () => {
  const first = decided('only-one', 'round-robin', [candidate(ana, 0)]);
  expect(sentence(first, by('user:bor', 'bor', 'ana'))).toBe(
    'Case 42: Bor gave it to Bor by hand. Before that, Ana got it by round-robin in Support: nobody else was eligible.',
  );
  expect(sentence(first, by('user:bor', null, 'ana'))).toContain('Bor took it from Ana; nobody has it.');
  expect(sentence(first, by('system:routing', null, 'ana', 'duplicate'))).toContain('it is a duplicate');
  expect(sentence(first, by('system:routing', null, 'ana', 'user-gone'))).toContain('Ana could not have it any more.');
});

it('lists who could be thought of, with the order of turns', () => {
  const three = [candidate(ana, 1), candidate(bor, 3), candidate(UserId.parse('cene'), 0, 'inactive')];
  const { candidates, rule } = explainCase(view, [decided('longest-ago', 'round-robin', three)], names);
  expect(rule).toBe('longest-ago');
  expect(candidates.map(({ name, turn, picked, because }) => [name, turn, picked, because])).toEqual([
    ['Ana', 1, true, null],
    ['Bor', 2, false, null],
    ['cene', null, false, 'inactive'],
  ]);
});

it('says what the case needs, and which records ask for it', () => {
  const entry = decided('longest-ago', 'round-robin', [candidate(ana, 1), candidate(bor, 3)]);
  const recordSkills = [
    { record: { type: 'Account' as const, id: RecordId.parse('7') }, skills: ['german'] },
    { record: { type: 'Contact' as const, id: RecordId.parse('1') }, skills: ['german'] },
  ];
  const needs = { skills: ['german', 'invoices'], recordSkills };
  const regards = { ...PLAIN.respects, skills: true };
  const explained = (respects: Explanation['respects']) =>
    sentence({ ...entry, explanation: entry.explanation && { ...entry.explanation, ...needs, respects } });
  expect(explained(regards)).toContain(' It needs german (of Account/7, Contact/1), invoices.');
  expect(explained(PLAIN.respects)).not.toContain('needs');
});
