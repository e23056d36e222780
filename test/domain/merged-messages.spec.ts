import { expect, test } from 'vitest';
import { bringBack, type EmailCase, emailCase, followCase, hasCome, hasGoneOn } from '../../src/domain/email/case.js';
import type { EmailEvent } from '../../src/domain/email/events.js';
import { CaseId, derivedId, EmailId } from '../../src/domain/ids.js';

const emailId = EmailId.parse(derivedId('email', 'one'));
const named = (number: number) => ({ id: CaseId.parse(derivedId('case', `${number}`)), number });
const [own, other, third] = [named(1), named(2), named(3)];
const none = { threadId: null, via: null, opportunityId: null, considered: [], direction: null };

const links = (to: typeof own, reason: string, revision: number | null): EmailEvent => ({
  type: 'EmailLinked',
  data: {
    ...{ emailId, record: { type: 'Case', ...to }, reason, ...none },
    decision: revision === null ? null : { stream: 'routing', revision },
  },
});
const chosen = (to: typeof own): EmailEvent => ({ type: 'EmailCaseChosen', data: { emailId, case: to } });
const after = (...events: readonly EmailEvent[]): EmailCase =>
  events.reduce(emailCase.evolve, emailCase.initialState());
const asDecided = (decision: number) => ({ caseId: own.id, decision });

test('a message goes where its case went, from there to where that goes, and back', () => {
  const came = links(own, 'reply', 4);
  const merged = links(other, 'merged', null);
  expect(followCase(after(came), emailId, asDecided(4), other)).toMatchObject([{ data: { record: { id: other.id } } }]);
  expect(followCase(after(came, merged), emailId, asDecided(4), other)).toEqual([]);
  expect(followCase(after(came, merged), emailId, asDecided(4), third)).toHaveLength(1);
  expect(followCase(after(came, merged), emailId, asDecided(4), own)).toHaveLength(1);
});

test('one that somebody puts elsewhere stays there, also before that is decided', () => {
  const put = after(links(own, 'reply', 4), links(other, 'merged', null), chosen(third));
  expect(followCase(put, emailId, asDecided(4), own)).toEqual([]);
  const passedOn = [links(own, 'reply', 4), links(other, 'passed-on', 4)];
  expect(bringBack(after(...passedOn), emailId, own, 4)).toEqual([chosen(own)]);
  expect(bringBack(after(...passedOn, chosen(third)), emailId, own, 4)).toEqual([]);
});

test('whether its stream says where it came, and whether it went on from there', () => {
  const came = after(links(own, 'reply', 4));
  expect([hasCome(came, asDecided(4)), hasCome(came, asDecided(5)), hasGoneOn(came, asDecided(4))]).toEqual([
    true,
    false,
    false,
  ]);
  expect(hasGoneOn(after(links(own, 'reply', 4), links(other, 'passed-on', 4)), asDecided(4))).toBe(true);
});
