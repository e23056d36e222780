import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AUDITED_TYPES, CATEGORIES, isAudited, subjectsOf } from '../../src/domain/audit/audited.js';
import { shownData } from '../../src/domain/audit/shown-data.js';
import type { EventMetadata } from '../../src/domain/event.js';
import type { RecordedEvent } from '../../src/domain/events.js';
import { anyEvent, eventTypes } from '../support/event-arbitrary.js';

const metadata = (actor: string): EventMetadata => ({
  $correlationId: 'c',
  $causationId: 'c',
  actor,
  schemaVersion: 1,
  at: '2026-03-02T10:00:00.000Z',
});

describe('what is shown of an event', () => {
  test.each(eventTypes)('%s: without what tells of people it is part of what is shown with it', (type) => {
    fc.assert(
      fc.property(anyEvent([type]), (event) => {
        const [all, some] = [shownData(event, true), shownData(event, false)];
        expect(event.data).toMatchObject(all);
        for (const name of Object.keys(some)) expect(all).toHaveProperty(name);
        expect(JSON.stringify(some).length).toBeLessThanOrEqual(JSON.stringify(all).length);
      }),
      { numRuns: 15 },
    );
  });

  test('never what a token is found by, nor where a password is', () => {
    for (const type of ['ApiTokenIssued', 'ImapConfigured'] as const) {
      fc.assert(
        fc.property(anyEvent([type]), (event) => {
          const shown = shownData(event, true);
          expect(shown).not.toHaveProperty('hash');
          expect(shown).not.toHaveProperty('secret');
        }),
        { numRuns: 15 },
      );
    }
  });

  test('a note without its text, a case without its subject', () => {
    fc.assert(
      fc.property(anyEvent(['CaseNoteAdded', 'CaseCreated']), (event) => {
        const shown = shownData(event, false);
        expect(shown).toHaveProperty('caseId');
        for (const name of ['text', 'subject', 'contact']) expect(shown).not.toHaveProperty(name);
      }),
      { numRuns: 15 },
    );
  });
});

describe('what is listed by who did it', () => {
  const isListed = (stream: string, actor: string) => isAudited({ stream, metadata: metadata(actor) });

  test.each([
    ['case-1', 'user:ana', true],
    ['case-1', 'system:routing', false],
    ['email-1', 'system:fetching', false],
    ['email-1', 'user:ana', true],
    ['user-ana', 'system:sign-in', true],
    ['apiToken-1', 'system:start', true],
    ['administrators', 'user:ana', true],
    ['inboxEmail-1-ana', 'user:ana', false],
    ['preferences-ana', 'user:ana', false],
    ['notifications-ana', 'user:ana', false],
    ['routing', 'system:routing', false],
  ])('%s by %s: %s', (stream, actor, listed) => {
    expect(isListed(stream, actor)).toBe(listed);
  });

  test('not what the service does with each message by itself', () => {
    for (const one of ['UserRolesSet', 'CaseNoteAdded', 'EmailLinked', 'RoleDefined', 'QuarantineReleased'] as const)
      expect(AUDITED_TYPES).toContain(one);
    for (const one of ['EmailReceived', 'EmailRouted', 'MailboxFetched', 'InboxEmailRead'] as const)
      expect(AUDITED_TYPES).not.toContain(one);
  });

  test('all streams have a category', () => {
    for (const one of ['case', 'user', 'administrators', 'crmRecord', 'routing']) expect(CATEGORIES).toContain(one);
  });

  test('by what it is about', () => {
    const about = (data: object) => subjectsOf({ data } as Pick<RecordedEvent, 'data'>);
    expect(about({ caseId: 'c', userId: 'ana' })).toEqual(['Case/c', 'User/ana']);
    expect(about({ type: 'Contact', id: '17', name: 'Zoja' })).toEqual(['Contact/17']);
    expect(about({ emailId: 'e', record: { type: 'Case', id: 'c' } })).toEqual(['Email/e', 'Case/c']);
    expect(about({ name: 'x', teamId: null })).toEqual([]);
  });
});
