import { expect, it } from 'vitest';
import { Mailcase } from '../../src/application/mailcase.js';
import { type EventStore, StoreUnavailable } from '../../src/application/ports/event-store.js';
import { PLAIN } from '../../src/domain/assignment/rule.js';
import { availability, requestHandOver } from '../../src/domain/availability/availability.js';
import { HandOverId } from '../../src/domain/availability/events.js';
import { CaseId, derivedId, streams, UserId } from '../../src/domain/ids.js';
import { team } from '../support/company.js';
import { freshAdapters } from '../support/ground.js';
import { ofType, repeated, wholeLog } from '../support/invariants.js';

const CASES = 1_200;
const [ana, bor] = ['ana', 'bor'].map((name) => UserId.parse(name)) as [UserId, UserId];
const by = (cause: string) => ({ actor: 'system:test', cause });

/** A log that a process loses for good after so many changes of cases. */
function lostAfter(events: EventStore, changes: number): EventStore {
  let left = changes;
  return new Proxy(events, {
    get(store, name: keyof EventStore) {
      if (name === 'append') {
        return async (append: Parameters<EventStore['append']>[0]) => {
          const isChange = append.events.some(({ type }) => type === 'CaseUnassigned');
          if (left <= 0 || (isChange && --left < 0)) throw new StoreUnavailable('the log is lost', 'away');
          return store.append(append);
        };
      }
      return typeof store[name] === 'function' ? store[name].bind(store) : store[name];
    },
  });
}

it('over a thousand cases are handed over once each, though whoever does it is lost twice on the way', async () => {
  const adapters = await freshAdapters();
  const first = new Mailcase(adapters);
  await first.start({ fetch: false });
  const teamId = await team(first, 'support', ['ana', 'bor']);
  const rule = { distribution: 'direct-assignment', teamId, userId: ana, position: null, ...PLAIN } as const;
  const asked = { subject: 'by hand', description: '', priority: 'Normal', ...rule } as const;
  const appends = Array.from({ length: CASES }, (_, n) => {
    const caseId = CaseId.parse(derivedId('case', n));
    const events = [{ type: 'CaseRequested', data: { ...asked, caseId } } as const];
    return first.log.prepare({ stream: streams.case(caseId), expectedRevision: 'no-stream', events, by: by(`${n}`) });
  });
  await first.log.appendMany(appends);
  await first.settled();
  await first.stop();
  const handOver = { handOverId: HandOverId.parse('leaves'), to: bor, reason: 'leaves', cases: CASES };
  const request = (state: ReturnType<typeof availability.initialState>) => requestHandOver(state, ana, handOver);
  await first.aggregates.change(availability, streams.availability(ana), request, by('leaves'));

  for (const changes of [350, 500, null]) {
    const events = changes === null ? adapters.events : lostAfter(adapters.events, changes);
    const next = new Mailcase({ ...adapters, events });
    await next.start({ fetch: false });
    await next.settled();
    await next.stop();
  }

  const log = await wholeLog(adapters.events);
  const taken = ofType(log, 'CaseUnassigned').map(({ data }) => data.caseId);
  expect([taken.length, repeated(taken)]).toEqual([CASES, []]);
  const given = ofType(log, 'CaseAssigned').filter(({ data }) => data.userId === bor);
  expect([given.length, repeated(given.map(({ data }) => data.caseId))]).toEqual([CASES, []]);
  expect(ofType(log, 'HandOverFinished')).toHaveLength(1);
}, 60_000);
