import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apiToken } from '../../src/domain/access/api-token.js';
import { apiTokenEvents, teamEvents, userEvents } from '../../src/domain/access/events.js';
import { team } from '../../src/domain/access/team.js';
import { user } from '../../src/domain/access/user.js';
import { assignment } from '../../src/domain/assignment/assignment.js';
import { caseDecider } from '../../src/domain/case/case.js';
import { caseEvents } from '../../src/domain/case/events.js';
import { type Decider, fold } from '../../src/domain/decider.js';
import type { EventType, MailcaseEvent, RecordedEvent } from '../../src/domain/events.js';
import { mailAccountEvents, mailboxEvents } from '../../src/domain/mail-account/events.js';
import { mailAccount } from '../../src/domain/mail-account/mail-account.js';
import { mailbox } from '../../src/domain/mail-account/mailbox.js';
import { initialRouting, routingInputs } from '../../src/domain/routing/state.js';
import { type IndexDocument, indexKey, leadsTo, touchedBy } from '../../src/domain/routing/thread-index.js';
import { indexChangesOf, routingAfter } from '../support/domain-world.js';
import { anyHistory } from '../support/event-arbitrary.js';

const typesOf = (schemas: object): EventType[] =>
  // The keys of a map of schemas are the types of its events.
  Object.keys(schemas) as EventType[];

/** A decider that is given whatever the schemas of its events accept. */
interface AnyDecider {
  initialState(): unknown;
  evolve(state: unknown, event: MailcaseEvent): unknown;
}
// It is given its own events only.
const any = <State, E extends MailcaseEvent>(decider: Decider<State, E>) => decider as unknown as AnyDecider;

describe('a fold never throws, whatever history it is given:', () => {
  test.each([
    ['user', any(user), typesOf(userEvents)],
    ['team', any(team), typesOf(teamEvents)],
    ['API token', any(apiToken), typesOf(apiTokenEvents)],
    ['mail account', any(mailAccount), typesOf(mailAccountEvents)],
    ['mailbox', any(mailbox), typesOf(mailboxEvents)],
    ['case', any(caseDecider), typesOf(caseEvents)],
  ])('%s', (_, decider, types) => {
    fc.assert(
      fc.property(anyHistory(types, 20), (events) => void fold(decider, events)),
      { numRuns: 300 },
    );
  });

  const inputs: readonly EventType[] = routingInputs;

  test('assignment, which never counts below zero', () => {
    fc.assert(
      fc.property(anyHistory(inputs), (events) => {
        let state = assignment.initialState();
        for (const event of events) state = any(assignment as never).evolve(state, event) as typeof state;
        for (const { openCases } of Object.values(state.agents)) expect(openCases).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 200 },
    );
  });

  test('routing, whose state is plain JSON', () => {
    fc.assert(
      fc.property(anyHistory(inputs), (events) => {
        const state = events.reduce(routingAfter, initialRouting());
        expect(JSON.parse(JSON.stringify(state))).toEqual(state);
      }),
      { numRuns: 200 },
    );
  });

  test('the index of message ids, which reads and writes what it says it does', () => {
    fc.assert(
      fc.property(anyHistory(inputs), (events) => {
        const whole = new Map<string, IndexDocument>();
        for (const event of events) {
          const loaded = loadedFor(whole, event);
          const changes = indexChangesOf(loaded, event);
          expect(changes).toEqual(indexChangesOf(whole, event));
          for (const [key, document] of changes) whole.set(key, document);
        }
        for (const document of whole.values()) expect(JSON.parse(JSON.stringify(document))).toEqual(document);
        expect(indexKey.number(1)).toBe('n:1');
      }),
      { numRuns: 200 },
    );
  });
});

/** Only what the event touches, and what that leads to. */
function loadedFor(whole: ReadonlyMap<string, IndexDocument>, event: RecordedEvent): Map<string, IndexDocument> {
  const loaded = new Map<string, IndexDocument>();
  // It leaves alone what it does not know.
  const wanted = touchedBy(event as Parameters<typeof touchedBy>[0]);
  for (const key of wanted) {
    const document = whole.get(key);
    if (!document || loaded.has(key)) continue;
    loaded.set(key, document);
    wanted.push(...leadsTo(document));
  }
  return loaded;
}
