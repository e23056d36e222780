import { describe, expect, it } from 'vitest';
import {
  type RecordLine,
  RegisterRecords,
  RegisterRecordsHandler,
} from '../../src/application/commands/register-records.js';
import { Mailcase } from '../../src/application/mailcase.js';
import { type EventStore, StoreUnavailable } from '../../src/application/ports/event-store.js';
import { Routing } from '../../src/application/reactions/routing.js';
import type { RecordedEvent } from '../../src/domain/events.js';
import { RecordId } from '../../src/domain/ids.js';
import { seeded } from '../support/crash-mail.js';
import { freshAdapters } from '../support/ground.js';
import { ofType, repeated, wholeLog } from '../support/invariants.js';
import { message } from '../support/messages.js';

const ORIGIN = { accountId: null, folder: 'history', uidValidity: 'files' };

/** Messages that were there before, each in a thread of its own, from as many writers in turn. */
async function history(mailcase: Mailcase, messages: number, writers: number): Promise<void> {
  const stored = await Promise.all(
    Array.from({ length: messages }, (_, n) => {
      const raw = message({ messageId: `<m${n}@customer.example>`, from: `writer${n % writers}@customer.example` });
      const facts = { key: `${n}`, receivedAt: null, seen: false, size: raw.length, headerOnly: false, content: raw };
      return mailcase.intake.store({ uid: n + 1, ...facts }, ORIGIN);
    }),
  );
  await mailcase.intake.takeIn(stored);
  await mailcase.routing.settle();
}

async function* contacts(count: number): AsyncGenerator<RecordLine> {
  for (let n = 0; n < count; n++) {
    const none = {
      accountId: null,
      contactId: null,
      convertedTo: null,
      stage: null,
      assignedUserId: null,
      teamIds: [],
      skills: [],
    };
    const facts = { type: 'Contact' as const, id: RecordId.parse(`${n}`), name: `Writer ${n}`, ...none };
    yield { line: n + 1, facts: { ...facts, emailAddresses: [`writer${n}@customer.example`] } };
  }
}

function register(mailcase: Mailcase, count: number): Promise<unknown> {
  const { log, aggregates } = mailcase;
  const handler = new RegisterRecordsHandler(log, aggregates);
  return handler.execute(new RegisterRecords(contacts(count), { actor: 'system:test', cause: 'register' }));
}

const links = (log: readonly RecordedEvent[]) =>
  ofType(log, 'EmailLinked').map(({ data }) => `${data.emailId} to ${data.record.type}/${data.record.id}`);

describe('records that come later', () => {
  it('by one record with very many messages: in several steps, each of a bounded size, and each message once', async () => {
    const mailcase = new Mailcase(await freshAdapters());
    await history(mailcase, 450, 1);
    await register(mailcase, 1);
    await mailcase.routing.settle();
    const log = await wholeLog(mailcase.adapters.events);
    const steps = ofType(log, 'ThreadsLinked').map(({ data }) => data);
    expect(steps.map(({ threads }) => threads.length)).toEqual([200, 200, 50, 0]);
    expect(steps.map(({ records }) => records)).toEqual([0, 0, 0, 1]);
    expect(links(log)).toHaveLength(450);
    expect(repeated(links(log))).toEqual([]);
  });

  it('by many records with few messages: many of them in one decision', async () => {
    const mailcase = new Mailcase(await freshAdapters());
    await history(mailcase, 150, 150);
    await register(mailcase, 300);
    await mailcase.routing.settle();
    const log = await wholeLog(mailcase.adapters.events);
    const steps = ofType(log, 'ThreadsLinked').map(({ data }) => data);
    expect(steps.map(({ records }) => records)).toEqual([250, 50]);
    expect(links(log)).toHaveLength(150);
    await mailcase.routing.settle();
    expect(await mailcase.log.head()).toBe(log.at(-1)?.position);
  });

  it.each([1, 2, 3])('link each message once, wherever the log was away (%i)', async (seed) => {
    const adapters = await freshAdapters();
    const mailcase = new Mailcase(adapters);
    await history(mailcase, 120, 40);
    const random = seeded(seed);
    const failing = new Mailcase({ ...adapters, events: failingNow(adapters.events, random) });
    await register(mailcase, 60);
    let failures = 0;
    for (let settled = false; !settled; ) {
      // A process of its own each time: nothing is left but what is stored.
      settled = await new Routing(failing.log, adapters.documents).settle().then(
        () => true,
        (error: unknown) => {
          expect(error).toBeInstanceOf(StoreUnavailable);
          return false;
        },
      );
      if (!settled) failures++;
    }
    expect(failures).toBeGreaterThan(0);
    const log = await wholeLog(adapters.events);
    expect(links(log)).toHaveLength(120);
    expect(repeated(links(log))).toEqual([]);
    expect(ofType(log, 'ThreadsLinked').reduce((sum, { data }) => sum + data.records, 0)).toBe(60);
  });
});

/** The same log, which fails now and then: before it has written, or after. */
function failingNow(store: EventStore, random: () => number): EventStore {
  const perhaps = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const away = () => {
      throw new StoreUnavailable('away', 'away');
    };
    const chance = random();
    if (chance < 0.25) away();
    const result = await work();
    if (chance < 0.5) away();
    return result;
  };
  return new Proxy(store, {
    get(target, name) {
      if (name === 'append')
        return (append: Parameters<EventStore['append']>[0]) => perhaps(() => target.append(append));
      if (name === 'appendMany') {
        return (appends: Parameters<EventStore['appendMany']>[0]) => perhaps(() => target.appendMany(appends));
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

it('a record that comes while others are being looked at is looked at as well', async () => {
  const adapters = await freshAdapters();
  const { events } = adapters;
  let meanwhile: (() => Promise<unknown>) | null = null;
  // What is told between the folding of the log and the reading of what waits.
  const busy = new Proxy(events, {
    get(store, name: keyof EventStore) {
      if (name !== 'readAll') return typeof store[name] === 'function' ? store[name].bind(store) : store[name];
      return async function* (options: Parameters<EventStore['readAll']>[0]) {
        if (meanwhile && options.filter?.types?.join() === 'RecordRegistered,RecordChanged,RecordRemoved') {
          const tell = meanwhile;
          meanwhile = null;
          await tell();
        }
        yield* store.readAll(options);
      };
    },
  });
  const mailcase = new Mailcase({ ...adapters, events: busy });
  await history(mailcase, 2, 2);
  await register(mailcase, 1);
  meanwhile = () => register(mailcase, 2);
  await mailcase.routing.settle();
  await mailcase.routing.settle();
  expect(links(await wholeLog(events)).map((link) => link.split(' to ')[1])).toEqual(['Contact/0', 'Contact/1']);
});
