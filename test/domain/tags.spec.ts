import { describe, expect, test } from 'vitest';
import { assignCase, carryOutCreation, caseDecider, tagCase } from '../../src/domain/case/case.js';
import { noLinks } from '../../src/domain/case/events.js';
import { MAX_TAGS, Tag } from '../../src/domain/case/tag.js';
import { CaseId } from '../../src/domain/ids.js';
import { evolved, refused } from '../support/decisions.js';
import { teamId, userId } from '../support/domain-builders.js';
import { assigned, canHave, given, givesBack, newCase, sets, tags, team, unassigned } from '../support/given.js';

const absent = caseDecider.initialState();
const none = { originalEmailId: null, threadId: null, accountId: null, contact: null, mentions: null };
const facts = { ...none, links: noLinks, status: 'New' as const, createdAt: null };
const caseId = CaseId.parse('c1');
const created = { caseId, number: 1, subject: 'A matter', teamId: teamId('support'), ...facts, decision: null };
const untagged = evolved(caseDecider, absent, carryOutCreation(absent, created));
const tagged = evolved(caseDecider, untagged, tagCase(untagged, { add: ['vip', 'parts'], remove: [] }));

describe('a tag', () => {
  test.each([
    ['VIP ', 'vip'],
    ['Čaka na dele', 'čaka na dele'],
    // One letter, or a letter and its accent.
    ['c\u030caka', 'čaka'],
    ['#1 priority', null],
    ['two\nlines', null],
    ['a,b', null],
    ['', null],
    ['x'.repeat(64), 'x'.repeat(64)],
    ['x'.repeat(65), null],
  ])('%j is %j', (given, tag) => {
    expect(Tag.safeParse(given).data ?? null).toBe(tag);
  });
});

describe('tagging a case', () => {
  test('says all of its tags in order, what they were, and who has it', () => {
    const withAna = evolved(caseDecider, tagged, assignCase(tagged, userId('ana')));
    expect(tagCase(withAna, { add: ['german'], remove: ['vip'] })).toEqual([
      { type: 'CaseTagsSet', data: { caseId, tags: ['german', 'parts'], previous: ['parts', 'vip'], userId: 'ana' } },
    ]);
  });

  test('that changes nothing is no event', () => {
    expect(tagCase(tagged, { add: ['vip'], remove: ['unknown'] })).toEqual([]);
    expect(tagCase(tagged, { add: ['vip'], remove: ['vip'] })).toEqual([]);
  });

  test(`ends at ${MAX_TAGS}`, () => {
    const many = Array.from({ length: MAX_TAGS - 2 }, (_, n) => `tag ${n}`);
    const full = evolved(caseDecider, tagged, tagCase(tagged, { add: many, remove: [] }));
    expect(refused(() => tagCase(full, { add: ['one more'], remove: [] }))).toBe('rejected too-many-tags');
    expect(tagCase(full, { add: ['one more'], remove: ['vip'] })).toHaveLength(1);
    expect(refused(() => tagCase(absent, { add: ['vip'], remove: [] }))).toBe('not-found case-not-found');
  });
});

describe('a capacity that leaves out cases by tag', () => {
  const company = [team('support', ['ana'], { respects: true }), canHave('ana', 1, { tags: ['parts'] })];

  test('lets the next one through as soon as a case has the tag, and not before', () => {
    given(...company, newCase(1), newCase(2))
      .then(assigned(1, 'ana'), unassigned(2))
      .when(tags(1, ['other']))
      .then(unassigned(2))
      .when(tags(1, ['parts']))
      .then(assigned(2, 'ana'));
  });

  test('counts a case again that has lost the tag', () => {
    given(...company, newCase(1), tags(1, ['parts']), tags(1, [], ['parts']), newCase(2)).then(unassigned(2));
  });

  test('knows the tags of a case that comes back, opened again or through the distribution', () => {
    given(...company, newCase(1), tags(1, ['parts']), sets(1, 'Closed'), tags(1, ['late']), sets(1, 'Assigned'))
      .when(newCase(2))
      .then(assigned(2, 'ana'))
      .when(sets(2, 'Closed'), givesBack(1), newCase(3))
      .then(assigned(1, 'ana'), assigned(3, 'ana'));
  });
});
