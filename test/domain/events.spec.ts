import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { derivedEventId, type EventSchema } from '../../src/domain/event.js';
import { allEvents } from '../../src/domain/events.js';
import { accountIdOf, caseIdOf, derivedId, EmailId, threadIdOf } from '../../src/domain/ids.js';
import { anyEvent, eventTypes } from '../support/event-arbitrary.js';

/** Data of any version, lifted to the present one. */
function lifted(
  { upcasts, version }: EventSchema,
  from: number,
  data: Record<string, unknown>,
): Record<string, unknown> {
  let now = data;
  for (let at = from; at < version; at++) now = upcasts[at]?.(now) ?? now;
  return now;
}

describe('an event', () => {
  test.each(eventTypes)('%s survives its way through JSON and its schema', (type) => {
    fc.assert(
      fc.property(anyEvent([type]), ({ data }) => {
        const read: unknown = JSON.parse(JSON.stringify(data));
        expect(read).toEqual(data);
        expect(allEvents[type].data.parse(read)).toEqual(data);
      }),
      { numRuns: 25 },
    );
  });

  test.each(eventTypes)('%s has an upcast for each earlier version', (type) => {
    const { version, upcasts }: EventSchema = allEvents[type];
    expect(Object.keys(upcasts).map(Number)).toEqual(Array.from({ length: version - 1 }, (_, n) => n + 1));
  });

  test.each(eventTypes)('%s refuses what lacks a field', (type) => {
    const schema: EventSchema = allEvents[type];
    expect(schema.data.safeParse({}).success).toBe(false);
  });
});

describe('FetchingConfigured', () => {
  const schema = allEvents.FetchingConfigured;
  const rest = {
    accountId: 'a1',
    since: '2026-03-02T08:00:00.000Z',
    keepUnread: true,
    maxSize: 1_000,
    schedule: '* * * * *',
  };

  test('of version 1 knew one folder; lifted, it has a list of one', () => {
    const stored = { ...rest, folder: 'INBOX' };
    expect(schema.version).toBe(2);
    expect(schema.data.parse(lifted(schema, 1, stored))).toEqual({ ...rest, folders: ['INBOX'] });
  });

  test('of version 1 stays as it was stored', () => {
    const stored = Object.freeze({ ...rest, folder: 'INBOX' });
    lifted(schema, 1, stored);
    expect(stored).toEqual({ ...rest, folder: 'INBOX' });
  });

  test('of version 2 is not lifted', () => {
    const stored = { ...rest, folders: ['INBOX', 'Sent'] };
    expect(lifted(schema, 2, stored)).toBe(stored);
  });

  test('of version 1 is none of version 2', () => {
    expect(schema.data.safeParse({ ...rest, folder: 'INBOX' }).success).toBe(false);
  });
});

describe('ApiTokenIssued', () => {
  test('of version 1 could do all that its user may, for good', () => {
    const schema = allEvents.ApiTokenIssued;
    const stored = { tokenId: 't1', userId: 'ana', name: 'laptop', hash: 'a'.repeat(64) };
    expect(schema.data.parse(lifted(schema, 1, stored))).toEqual({ ...stored, scopes: null, expiresAt: null });
  });
});

describe('AutoReplyConfigured', () => {
  const schema = allEvents.AutoReplyConfigured;
  const rest = { accountId: 'a1', when: 'both', subject: 'Auto', text: 'Hello', onceInHours: 24, fromName: null };
  const stored = { ...rest, replyTo: null };
  test.each([
    [null, null],
    [
      { teamId: 'support', text: 'Later' },
      { teamId: 'support', calendarId: null, text: 'Later' },
    ],
  ])('of version 1 knew a team alone, and no template', (outOfHours, expected) => {
    const data = schema.data.parse(lifted(schema, 1, { ...stored, outOfHours }));
    expect(data).toEqual({ ...stored, templateId: null, outOfHours: expected });
  });
});

describe('NotificationPreferencesSet', () => {
  const schema = allEvents.NotificationPreferencesSet;
  const four = ['email', 'assignment', 'note', 'mention', 'status', 'bounce', 'service-level', 'sending-failed'];
  const stored = {
    ...{ userId: 'ana', delivery: 'off', digestHour: 8, timeZone: 'UTC', list: four },
    autoFollow: { assigned: true, replied: true, note: true, mention: true },
  };
  const added = ['webhook-suspended', 'sending-suspended'];
  test.each([
    [four, [...four, ...added]],
    [['email'], ['email']],
  ])('of version 4 said nothing of what is suspended: it is listed, and mailed where all was', (email, expected) => {
    const data = schema.data.parse(lifted(schema, 4, { ...stored, email }));
    expect(data).toEqual({ ...stored, list: [...four, ...added], email: expected });
  });
});

describe('a derived id', () => {
  test('is the same for ever: stored logs depend on it', () => {
    const email = EmailId.parse('e1');
    expect(derivedId('a', 1, null)).toBe('0134c03b-4880-5bd5-86f9-e6c3c801e0da');
    expect(accountIdOf('Support@Company.example')).toBe(accountIdOf('support@company.example'));
    expect(accountIdOf('support@company.example')).toBe('7391742a-c312-5cc8-aa10-a1f26aa3c5fe');
    expect(threadIdOf(email)).toBe('efbc1d89-3cc4-5d12-a0b9-aa0ea54a3236');
    expect(caseIdOf(email)).toBe('a3aa7c79-cd31-5191-b812-ecbd4c1e512e');
    expect(derivedEventId('system:routing', 'email-e1@0', 'routing', 'EmailRouted', 0)).toBe(
      'c3ada904-8022-5851-af9d-1aa37ec464d7',
    );
  });

  test('differs when any part of it does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 3 }), { minLength: 1 }),
        fc.array(fc.string({ maxLength: 3 }), { minLength: 1 }),
        (one, other) => {
          fc.pre(![...one, ...other].some((part) => part.includes('\u0000')));
          expect(derivedId(...one) === derivedId(...other)).toBe(JSON.stringify(one) === JSON.stringify(other));
        },
      ),
    );
  });
});
