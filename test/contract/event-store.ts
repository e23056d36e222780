import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  AppendTooLarge,
  type EventBatch,
  type EventFilter,
  type EventStore,
  type EventToAppend,
  type ExpectedRevision,
  MAX_APPEND_BYTES,
  type StoredEvent,
  StoreUnavailable,
  type SubscriptionMessage,
  WrongExpectedRevision,
} from '../../src/application/ports/event-store.js';
import { type Position, START } from '../../src/domain/event.js';

/** A log under test, and how to leave it and come back. */
export interface OpenedEventStore {
  readonly store: EventStore;
  /** Closes the store and opens the same log again. */
  reopen(): Promise<EventStore>;
  /** Closes what is open and clears up. */
  close(): Promise<void>;
}

/**
 * What every EventStore must do. The engine may hold other events than those of the test, and its positions need not
 * be dense: each test has streams of its own and looks only at these.
 */
export function eventStoreContract(name: string, open: () => Promise<OpenedEventStore>): void {
  describe(`An event store (${name})`, () => {
    let opened: OpenedEventStore;
    let store: EventStore;
    let mine: string;
    /** The end of the log before the test. */
    let start: Position;

    beforeEach(async () => {
      opened = await open();
      store = opened.store;
      mine = `${randomUUID()}_`;
      start = await store.head();
    });
    afterEach(() => opened.close());

    const named = (stream: string) => `${mine}${stream}`;
    const append = (stream: string, expectedRevision: ExpectedRevision, ...events: readonly EventToAppend[]) =>
      store.append({ stream: named(stream), expectedRevision, events });
    const appendOneByOne = async (stream: string, count: number) => {
      const outcomes = await store.appendMany(
        facts(count).map((event) => ({ stream: named(stream), expectedRevision: 'any', events: [event] })),
      );
      expect(outcomes.every(({ ok }) => ok)).toBe(true);
    };
    const read = async (stream: string, options?: Parameters<EventStore['readStream']>[1]) =>
      (await all(store.readStream(named(stream), options))).flat();
    const readMine = async (after = start, filter?: EventFilter): Promise<StoredEvent[]> =>
      eventsOf(await all(store.readAll({ after, filter }))).filter(({ stream }) => stream.startsWith(mine));

    describe('appending', () => {
      it('starts a stream at revision 0 and goes on without gaps', async () => {
        expect((await append('a', 'no-stream', fact())).revision).toBe(0);
        expect((await append('a', 0, fact(), fact())).revision).toBe(2);
        expect((await append('a', 'any', fact())).revision).toBe(3);
        expect((await read('a')).map(({ revision }) => revision)).toEqual([0, 1, 2, 3]);
      });

      it('answers with the revision and the position of the last event', async () => {
        const appended = await append('a', 'no-stream', fact(), fact(), fact());
        const last = (await read('a')).at(-1);
        expect(appended).toEqual({ revision: last?.revision, position: last?.position });
      });

      it('gives back what was put in', async () => {
        const event = fact('Noted', { text: 'x', list: [1, 2.5, null, { deep: true }] });
        await append('a', 'no-stream', event);
        expect(await read('a')).toEqual([
          { ...event, stream: named('a'), revision: 0, position: expect.any(String) satisfies Position },
        ]);
      });

      it('keeps unicode, control characters and halves of surrogate pairs in the data', async () => {
        const text = 'čšž 日本語 👩‍👩‍👧 \0 \u0001 \u2028 \ud800 "\\ \u{10ffff}';
        await append('a', 'no-stream', fact('Noted', { text, [text]: 1 }));
        expect((await read('a'))[0]?.data).toEqual({ text, [text]: 1 });
      });

      it('keeps unicode in the names of streams, types and ids', async () => {
        const event = { ...fact('Šifra-日本'), id: 'číslo 7' };
        await append('škatla-👩', 'no-stream', event);
        expect((await read('škatla-👩'))[0]).toMatchObject(event);
        expect(await readMine(start, { streamPrefixes: [named('škatla')], types: [event.type] })).toHaveLength(1);
      });

      it('keeps an event of 900 kB', async () => {
        const text = 'x'.repeat(900_000);
        await append('a', 'no-stream', fact('Noted', { text }));
        expect((await read('a'))[0]?.data).toEqual({ text });
      });

      it('does not change with the object that was put in, nor with one that was given back', async () => {
        const data = { list: [1] };
        const appended = append('a', 'no-stream', fact('Noted', data));
        data.list.push(2);
        await appended;
        const list = (await read('a'))[0]?.data.list;
        try {
          if (Array.isArray(list)) list.push(3);
        } catch {
          // Frozen: as good.
        }
        expect((await read('a'))[0]?.data).toEqual({ list: [1] });
      });

      it('refuses an append without events', async () => {
        await expect(append('a', 'no-stream')).rejects.toThrow(TypeError);
      });

      it.each([-1, 0.5, Number.NaN])('refuses %d as a revision', async (revision) => {
        await expect(append('a', revision, fact())).rejects.toThrow(TypeError);
      });

      it.each(['', 'a\0b'])('refuses %j as a name', async (bad) => {
        const events = [fact()];
        await expect(store.append({ stream: bad, expectedRevision: 'any', events })).rejects.toThrow(TypeError);
        await expect(append('a', 'any', { ...fact(), id: bad })).rejects.toThrow(TypeError);
        await expect(append('a', 'any', { ...fact(), type: bad })).rejects.toThrow(TypeError);
        expect(await readMine()).toEqual([]);
      });

      it('refuses more than the limit, and writes none of it', async () => {
        const half = 'č'.repeat(MAX_APPEND_BYTES / 4);
        const tooLarge = append('a', 'no-stream', fact('Noted', { half }), fact('Noted', { half }));
        await expect(tooLarge).rejects.toThrow(AppendTooLarge);
        expect(await read('a')).toEqual([]);
        await append('a', 'no-stream', fact('Noted', { half }));
      });

      it('has durably what it has answered', async () => {
        const events = facts(3);
        await append('a', 'no-stream', ...events);
        store = await opened.reopen();
        expect(idsOf(await read('a'))).toEqual(idsOf(events));
        expect((await append('a', 2, fact())).revision).toBe(3);
      });
    });

    describe('the expected revision', () => {
      const refusals: [string, number, ExpectedRevision, number | 'no-stream'][] = [
        ['a stream that exists, where none was expected', 1, 'no-stream', 0],
        ['a stream that does not exist, where one was expected', 0, 0, 'no-stream'],
        ['a revision behind the end', 3, 1, 2],
        ['a revision ahead of the end', 3, 3, 2],
      ];
      it.each(refusals)('refuses %s', async (_, existing, expected, actual) => {
        if (existing > 0) await append('a', 'no-stream', ...facts(existing));
        const error = await append('a', expected, fact()).catch((reason) => reason);
        expect(error).toBeInstanceOf(WrongExpectedRevision);
        expect(error).toMatchObject({ stream: named('a'), expected, actual });
        expect(await read('a')).toHaveLength(existing);
      });

      it('lets anything pass where any is good', async () => {
        await append('a', 'any', fact());
        expect((await append('a', 'any', fact())).revision).toBe(1);
      });

      it('lets one of ten first appends win, and tells the nine others', async () => {
        const events = facts(10);
        const results = await Promise.allSettled(events.map((event) => append('a', 'no-stream', event)));
        const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
        expect(refused).toHaveLength(9);
        for (const error of refused) {
          expect(error).toBeInstanceOf(WrongExpectedRevision);
          expect(error).toMatchObject({ expected: 'no-stream', actual: 0 });
        }
        const winner = results.findIndex(({ status }) => status === 'fulfilled');
        expect(idsOf(await read('a'))).toEqual([events[winner]?.id]);
      });

      it('lets one of ten appends at the same revision win', async () => {
        await append('a', 'no-stream', fact());
        const results = await Promise.allSettled(facts(10).map((event) => append('a', 0, event)));
        expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        expect(await read('a')).toHaveLength(2);
      });
    });

    describe('a repeat', () => {
      it('of the first append succeeds with the same answer and writes nothing', async () => {
        const event = fact();
        const first = await append('a', 'no-stream', event);
        expect(await append('a', 'no-stream', event)).toEqual(first);
        expect(await read('a')).toHaveLength(1);
      });

      it('of several events in the middle of a stream succeeds with the answer that the first had', async () => {
        const [before, after] = [facts(2), facts(2)];
        await append('a', 'no-stream', ...before);
        const events = facts(3);
        const first = await append('a', 1, ...events);
        await append('a', 4, ...after);
        expect(await append('a', 1, ...events)).toEqual(first);
        expect(await append('a', 'no-stream', ...before)).toMatchObject({ revision: 1 });
        expect(idsOf(await read('a'))).toEqual(idsOf([...before, ...events, ...after]));
      });

      it('is recognised after the log was opened again', async () => {
        const events = facts(2);
        const first = await append('a', 'no-stream', ...events);
        store = await opened.reopen();
        expect(await append('a', 'no-stream', ...events)).toEqual(first);
        expect(await read('a')).toHaveLength(2);
      });

      it('is recognised while the first is still under way', async () => {
        const event = fact();
        const [first, second] = await Promise.all([append('a', 'no-stream', event), append('a', 'no-stream', event)]);
        expect(second).toEqual(first);
        expect(await read('a')).toHaveLength(1);
      });

      it('may be a part of what was written at once', async () => {
        const [first, second] = facts(2);
        if (!first || !second) throw new Error('two facts');
        await append('a', 'no-stream', first, second);
        expect((await append('a', 'no-stream', first)).revision).toBe(0);
        expect((await append('a', 0, second)).revision).toBe(1);
        expect(await read('a')).toHaveLength(2);
      });

      it('with other data succeeds, and the first content stays', async () => {
        const event = fact('Noted', { text: 'first' });
        await append('a', 'no-stream', event);
        await append('a', 'no-stream', { ...event, type: 'Other', data: { text: 'second' } });
        expect(await read('a')).toMatchObject([{ type: 'Noted', data: { text: 'first' } }]);
      });

      it('at the current revision is written a second time', async () => {
        const event = fact();
        await append('a', 'no-stream', event);
        expect((await append('a', 0, event)).revision).toBe(1);
        expect(idsOf(await read('a'))).toEqual([event.id, event.id]);
      });

      it('in another stream is none: it is written there', async () => {
        const event = fact();
        await append('a', 'no-stream', event);
        expect((await append('b', 'no-stream', event)).revision).toBe(0);
        expect(await readMine()).toHaveLength(2);
      });

      it('with any succeeds, recognised or written again', async () => {
        const event = fact();
        await append('a', 'any', event);
        await append('a', 'any', event);
        const stored = await read('a');
        expect(stored.length === 1 || stored.length === 2).toBe(true);
      });

      const [known, alsoKnown] = facts(2);
      if (!known || !alsoKnown) throw new Error('two facts');
      const none: [string, ExpectedRevision, EventToAppend[]][] = [
        ['the first event is known and the second is not', 'no-stream', [known, fact()]],
        ['the second event is known and the first is not', 'no-stream', [fact(), alsoKnown]],
        ['they come in another order', 'no-stream', [alsoKnown, known]],
        ['the events are known at another revision', 0, [known]],
        ['there are more events than were written', 'no-stream', [known, alsoKnown, fact()]],
        ['the expected revision lies ahead', 5, [known, alsoKnown]],
      ];
      it.each(none)('is none, but a conflict, where %s', async (_, expected, events) => {
        await append('a', 'no-stream', known, alsoKnown);
        await expect(append('a', expected, ...events)).rejects.toThrow(WrongExpectedRevision);
        expect(idsOf(await read('a'))).toEqual([known.id, alsoKnown.id]);
      });
    });

    describe('many appends at once', () => {
      it('are each told their own outcome; one that fails does not fail its neighbours', async () => {
        await append('taken', 'no-stream', fact());
        const request = (stream: string, expectedRevision: ExpectedRevision, ...events: EventToAppend[]) => ({
          stream: named(stream),
          expectedRevision,
          events,
        });
        const outcomes = await store.appendMany([
          request('a', 'no-stream', fact(), fact()),
          request('taken', 'no-stream', fact()),
          request('b', 'any', fact('Noted', { text: 'x'.repeat(MAX_APPEND_BYTES) })),
          request('a', 1, fact()),
          request('a', 1, fact()),
          request('b', 'no-stream', fact()),
        ]);
        expect(outcomes.map((outcome) => (outcome.ok ? outcome.revision : outcome.error.constructor))).toEqual([
          1,
          WrongExpectedRevision,
          AppendTooLarge,
          2,
          WrongExpectedRevision,
          0,
        ]);
        const written = await readMine();
        const places = (of: string) =>
          written.filter(({ stream }) => stream === named(of)).map(({ revision }) => revision);
        expect(written).toHaveLength(5);
        expect([places('taken'), places('a'), places('b')]).toEqual([[0], [0, 1, 2], [0]]);
      });

      it('may be none', async () => {
        expect(await store.appendMany([])).toEqual([]);
      });

      it('are not begun where one of them has no events', async () => {
        const good = { stream: named('a'), expectedRevision: 'any' as const, events: [fact()] };
        await expect(store.appendMany([good, { ...good, events: [] }])).rejects.toThrow(TypeError);
        expect(await read('a')).toEqual([]);
      });

      it('keep the order of the request within a stream', async () => {
        const events = facts(1_000);
        const outcomes = await store.appendMany(
          events.map((event, index) => ({
            stream: named('a'),
            expectedRevision: index === 0 ? 'no-stream' : index - 1,
            events: [event],
          })),
        );
        expect(outcomes.every(({ ok }) => ok)).toBe(true);
        expect(idsOf(await read('a'))).toEqual(idsOf(events));
      });

      it('keep the order of the request over all streams where that is asked for', async () => {
        const appends = facts(60).map((event, n) => ({
          stream: named(`s-${n % 7}`),
          expectedRevision: n === 30 ? 99 : ('any' as const),
          events: n % 5 === 0 ? [event, fact()] : [event],
        }));
        const outcomes = await store.appendMany(appends, { inOrder: true });
        expect(outcomes.flatMap(({ ok }, n) => (ok ? [] : [n]))).toEqual([30]);
        const written = appends.filter((_, n) => n !== 30).flatMap(({ events }) => events);
        expect(idsOf(await readMine())).toEqual(idsOf(written));
      });

      it('give every append its own place when they come from many callers', async () => {
        const appended = await Promise.all(
          facts(200).map((event, index) => append(`s-${index % 10}`, 'any', event, fact())),
        );
        expect(new Set(appended.map(({ position }) => position)).size).toBe(200);
        const log = await readMine();
        expect(log).toHaveLength(400);
        for (let s = 0; s < 10; s++) {
          const revisions = (await read(`s-${s}`)).map(({ revision }) => revision);
          expect(revisions).toEqual(Array.from({ length: 40 }, (_, revision) => revision));
        }
      });
    });

    describe('reading a stream', () => {
      const EVENTS = 1_203;
      const revisions = async (options?: Parameters<EventStore['readStream']>[1]) =>
        (await read('a', options)).map(({ revision }) => revision);
      const range = (from: number, to: number) =>
        Array.from({ length: Math.abs(to - from) + 1 }, (_, i) => (to < from ? from - i : from + i));

      it('that does not exist gives nothing', async () => {
        expect(await all(store.readStream(named('a')))).toEqual([]);
        expect(await all(store.readStream(named('a'), { direction: 'backwards', limit: 1 }))).toEqual([]);
      });

      it('goes forwards and backwards, from a revision, up to a limit', async () => {
        await append('a', 'no-stream', ...facts(EVENTS));
        await append('b', 'no-stream', fact());
        expect(await revisions()).toEqual(range(0, EVENTS - 1));
        expect(await revisions({ from: 1_200 })).toEqual([1_200, 1_201, 1_202]);
        expect(await revisions({ from: EVENTS })).toEqual([]);
        expect(await revisions({ from: 10, limit: 2 })).toEqual([10, 11]);
        expect(await revisions({ limit: 700 })).toEqual(range(0, 699));
        expect(await revisions({ limit: 0 })).toEqual([]);
        expect(await revisions({ direction: 'backwards' })).toEqual(range(EVENTS - 1, 0));
        expect(await revisions({ direction: 'backwards', limit: 1 })).toEqual([EVENTS - 1]);
        expect(await revisions({ direction: 'backwards', from: 2 })).toEqual([2, 1, 0]);
        expect(await revisions({ direction: 'backwards', from: 9_999, limit: 2 })).toEqual([EVENTS - 1, EVENTS - 2]);
      });

      it('comes in batches, none of them empty', async () => {
        await append('a', 'no-stream', ...facts(EVENTS));
        const batches = await all(store.readStream(named('a')));
        expect(batches.length).toBeGreaterThan(1);
        expect(batches.every(({ length }) => length > 0)).toBe(true);
      });

      it('ends, also while it is appended to', async () => {
        await append('a', 'no-stream', ...facts(EVENTS));
        let seen = 0;
        for await (const batch of store.readStream(named('a'))) {
          seen += batch.length;
          if (seen < 3 * EVENTS) await append('a', 'any', ...facts(600));
        }
        expect(seen).toBeGreaterThanOrEqual(EVENTS);
        expect(seen).toBeLessThan(3 * EVENTS);
      });
    });

    describe('reading all', () => {
      it('gives one order, the same each time, in which positions rise as strings', async () => {
        for (const stream of ['a', 'b', 'a', 'c', 'b']) await append(stream, 'any', fact(), fact());
        const log = await readMine();
        expect(log.map(({ stream }) => stream.slice(mine.length)).join('')).toBe('aabbaaccbb');
        expectRising(log.map(({ position }) => position));
        expect(await readMine()).toEqual(log);
      });

      it('keeps that order, and goes on with it, when the log is opened again', async () => {
        await appendOneByOne('a', 12);
        const before = await readMine();
        store = await opened.reopen();
        expect(await readMine()).toEqual(before);
        await appendOneByOne('b', 3);
        const after = await readMine();
        expect(after.slice(0, 12)).toEqual(before);
        expectRising(after.map(({ position }) => position));
      });

      it('goes on behind any position', async () => {
        await append('a', 'no-stream', ...facts(7));
        await appendOneByOne('b', 7);
        const log = await readMine();
        for (const [index, { position }] of log.entries()) {
          expect(await readMine(position)).toEqual(log.slice(index + 1));
        }
      });

      it('comes in batches of at most the size asked for, each with the position up to which it goes', async () => {
        await append('a', 'no-stream', ...facts(10));
        const batches = await all(store.readAll({ after: start, batchSize: 3, filter: { streamPrefixes: [mine] } }));
        expect(eventsOf(batches)).toHaveLength(10);
        expectRising(batches.map(({ checkpoint }) => checkpoint));
        for (const { events, checkpoint } of batches) {
          expect(events.length).toBeLessThanOrEqual(3);
          for (const { position } of events) expect(position <= checkpoint).toBe(true);
        }
      });

      it('goes on behind any checkpoint without gap or double', async () => {
        await append('a', 'no-stream', ...facts(10));
        const log = await readMine();
        const seen: StoredEvent[] = [];
        for await (const { events, checkpoint } of store.readAll({ after: start, batchSize: 3 })) {
          seen.push(...events.filter(({ stream }) => stream.startsWith(mine)));
          expect([...seen, ...(await readMine(checkpoint))]).toEqual(log);
        }
      });

      it('chooses by type, by how the stream begins, or by both, in the order of the log', async () => {
        await append('case-1', 'no-stream', fact('Opened'), fact('Closed'));
        await append('case-2', 'no-stream', fact('Opened'));
        await append('casement-1', 'no-stream', fact('Opened'));
        await append('email-1', 'no-stream', fact('Received'), fact('Opened'));
        const chosen = async (filter: EventFilter) =>
          (await readMine(start, filter)).map(({ stream, type }) => `${stream.slice(mine.length)} ${type}`);
        const prefixes = (...names: string[]) => ({ streamPrefixes: names.map(named) });

        expect(await chosen({ types: ['Closed', 'Received'] })).toEqual(['case-1 Closed', 'email-1 Received']);
        expect(await chosen(prefixes('case-'))).toEqual(['case-1 Opened', 'case-1 Closed', 'case-2 Opened']);
        expect(await chosen(prefixes('email-', 'case-2'))).toEqual([
          'case-2 Opened',
          'email-1 Received',
          'email-1 Opened',
        ]);
        expect(await chosen({ types: ['Opened'], ...prefixes('case-', 'email-') })).toEqual([
          'case-1 Opened',
          'case-2 Opened',
          'email-1 Opened',
        ]);
        expect(await chosen({ types: ['Unheard'] })).toEqual([]);
      });

      it('moves the checkpoint over what the filter leaves out', async () => {
        await append('a', 'no-stream', fact('Wanted'), ...facts(20));
        const { position } = await append('a', 20, fact('Unwanted'));
        const batches = await all(store.readAll({ after: start, filter: { types: ['Wanted'] } }));
        expect(eventsOf(batches).filter(({ stream }) => stream.startsWith(mine))).toHaveLength(1);
        expect((batches.at(-1)?.checkpoint ?? START) >= position).toBe(true);
      });

      it('never shows a later position before an earlier one while many append', async () => {
        let writing = true;
        const writers = Promise.all(
          Array.from({ length: 8 }, async (_, writer) => {
            for (let n = 0; n < 40; n++) await append(`w-${writer}`, 'any', ...facts(1 + (n % 3)));
          }),
        ).finally(() => {
          writing = false;
        });
        const seen: StoredEvent[] = [];
        let checkpoint = start;
        const readOn = async () => {
          for await (const batch of store.readAll({ after: checkpoint, batchSize: 7 })) {
            seen.push(...batch.events.filter(({ stream }) => stream.startsWith(mine)));
            checkpoint = batch.checkpoint;
          }
        };
        while (writing) {
          await readOn();
          await nextTurn();
        }
        await writers;
        await readOn();
        expect(idsOf(seen)).toEqual(idsOf(await readMine()));
        expect(seen).toHaveLength(8 * (13 * 6 + 1));
      });
    });

    describe('subscribing', () => {
      const subscribe = (
        signal: AbortSignal,
        options: { after?: Position; filter?: EventFilter; batchSize?: number } = {},
      ) => store.subscribe({ after: start, filter: { streamPrefixes: [mine] }, signal, ...options });

      /** What comes until so many events are there and the end is reached; `onMessage` is called with the number of events so far. */
      const receive = async (
        count: number,
        options: { after?: Position; filter?: EventFilter; batchSize?: number } = {},
        onMessage: (message: SubscriptionMessage, seen: number) => unknown = () => {},
      ): Promise<SubscriptionMessage[]> => {
        const abort = new AbortController();
        const messages: SubscriptionMessage[] = [];
        let seen = 0;
        for await (const message of subscribe(abort.signal, options)) {
          messages.push(message);
          if (message.kind === 'events') seen += message.events.length;
          await onMessage(message, seen);
          if (message.kind === 'caught-up' && seen >= count) abort.abort();
        }
        return messages;
      };

      it('gives what was there, then says that it has caught up, then what comes', async () => {
        await append('a', 'no-stream', ...facts(5));
        let more = true;
        const messages = await receive(6, {}, async ({ kind }) => {
          if (kind === 'caught-up' && more) {
            more = false;
            await append('a', 'any', fact());
          }
        });
        expect(
          messages.flatMap<number | string>((m) =>
            m.kind === 'events' ? m.events.map(({ revision }) => revision) : m.kind,
          ),
        ).toEqual([0, 1, 2, 3, 4, 'caught-up', 5, 'caught-up']);
        expectRisingOrSame(messages.map(({ checkpoint }) => checkpoint));
      });

      it('says at once that it has caught up where there is nothing', async () => {
        const messages = await receive(0);
        expect(messages.map(({ kind }) => kind)).toEqual(['caught-up']);
      });

      it('gives what begins behind the position, not what is at it', async () => {
        await append('a', 'no-stream', ...facts(5));
        const third = (await readMine())[2];
        const messages = await receive(2, { after: third?.position ?? START });
        expect(receivedBy(messages).map(({ revision }) => revision)).toEqual([3, 4]);
      });

      const borders = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((offset) =>
        [1, 3, 500].flatMap((batchSize) => [true, false].map((awaited) => ({ offset, batchSize, awaited }))),
      );
      it.each(borders)(
        'misses and doubles nothing at the border: appended after event $offset, batches of $batchSize, awaited: $awaited',
        async ({ offset, batchSize, awaited }) => {
          if (offset > 0) await appendOneByOne('a', offset);
          const appends: Promise<unknown>[] = [];
          let left = 4;
          const messages = await receive(offset + 8, { batchSize }, async (_, seen) => {
            // Two events at the border, at each message from there on: while catching up, at its sign, and live.
            if (seen < offset - 1 || left === 0) return;
            left -= 1;
            appends.push(append('b', 'any', fact(), fact()));
            if (awaited) await Promise.all(appends);
          });
          await Promise.all(appends);
          expect(idsOf(receivedBy(messages))).toEqual(idsOf(await readMine()));
        },
      );

      it('misses nothing that is appended while it waits', async () => {
        const abort = new AbortController();
        const messages = subscribe(abort.signal)[Symbol.asyncIterator]();
        expect((await messages.next()).value).toMatchObject({ kind: 'caught-up' });
        for (let n = 0; n < 20; n++) {
          const waiting = messages.next();
          await append('a', 'any', fact());
          expect((await waiting).value).toMatchObject({ kind: 'events', events: [{ revision: n }] });
          expect((await messages.next()).value).toMatchObject({ kind: 'caught-up' });
        }
        abort.abort();
        expect((await messages.next()).done).toBe(true);
      });

      it('says once for each time of catching up that it has caught up', async () => {
        await append('a', 'no-stream', ...facts(10));
        const kinds = (await receive(10, { batchSize: 2 })).map(({ kind }) => kind);
        expect(kinds.filter((kind) => kind === 'caught-up')).toHaveLength(1);
        expect(kinds.at(-1)).toBe('caught-up');
      });

      it('moves its checkpoint over what the filter leaves out', async () => {
        await append('a', 'no-stream', fact('Wanted'));
        const { position } = await append('b', 'no-stream', ...facts(30));
        const messages = await receive(1, { filter: { types: ['Wanted'], streamPrefixes: [mine] } });
        expect(receivedBy(messages)).toHaveLength(1);
        expect((messages.at(-1)?.checkpoint ?? START) >= position).toBe(true);
      });

      it('goes on from any of its checkpoints without gap or double', async () => {
        await append('a', 'no-stream', ...facts(10));
        const log = idsOf(await readMine());
        const messages = await receive(10, { batchSize: 3 });
        for (const [index, { checkpoint }] of messages.entries()) {
          const before = receivedBy(messages.slice(0, index + 1));
          const rest = receivedBy(await receive(10 - before.length, { after: checkpoint }));
          expect(idsOf([...before, ...rest])).toEqual(log);
        }
      });

      it('gives each of several subscribers everything, at its own pace and with its own filter', async () => {
        await append('a', 'no-stream', ...facts(10));
        const slow = receive(30, { batchSize: 1 }, nextTurn);
        const fast = receive(30);
        const choosy = receive(5, { filter: { types: ['Rare'], streamPrefixes: [mine] } });
        for (let n = 0; n < 5; n++) {
          await append('b', 'any', fact('Rare'), ...facts(3));
        }
        const log = await readMine();
        expect(idsOf(receivedBy(await slow))).toEqual(idsOf(log));
        expect(idsOf(receivedBy(await fast))).toEqual(idsOf(log));
        expect(idsOf(receivedBy(await choosy))).toEqual(idsOf(log.filter(({ type }) => type === 'Rare')));
      });

      it('ends at once when it is aborted while it waits', async () => {
        const abort = new AbortController();
        const messages = subscribe(abort.signal)[Symbol.asyncIterator]();
        await messages.next();
        const waiting = messages.next();
        abort.abort();
        expect(await waiting).toEqual({ done: true, value: undefined });
      });

      it('ends at once when it is aborted in the middle of a history', async () => {
        await append('a', 'no-stream', ...facts(10));
        const abort = new AbortController();
        let messages = 0;
        for await (const _ of subscribe(abort.signal, { batchSize: 1 })) {
          messages += 1;
          abort.abort();
        }
        expect(messages).toBe(1);
      });

      it('gives nothing where it was aborted before', async () => {
        await append('a', 'no-stream', fact());
        expect(await all(subscribe(AbortSignal.abort()))).toEqual([]);
      });

      it('may be left at any message', async () => {
        await append('a', 'no-stream', ...facts(10));
        const abort = new AbortController();
        for await (const _ of subscribe(abort.signal, { batchSize: 1 })) break;
        expect((await append('a', 9, fact())).revision).toBe(10);
        abort.abort();
      });

      it('throws StoreUnavailable when the store is closed', async () => {
        const abort = new AbortController();
        const messages = subscribe(abort.signal)[Symbol.asyncIterator]();
        await messages.next();
        const waiting = messages.next();
        const refused = expect(waiting).rejects.toThrow(StoreUnavailable);
        await store.close();
        await refused;
      });
    });

    describe('the log itself', () => {
      it('has a name of its own that stays when it is opened again', async () => {
        const { instanceId } = store;
        expect(instanceId).not.toBe('');
        store = await opened.reopen();
        expect(store.instanceId).toBe(instanceId);
      });

      it('knows its last position', async () => {
        const { position } = await append('a', 'no-stream', fact(), fact());
        expect((await store.head()) >= position).toBe(true);
        expect(await readMine(await store.head())).toEqual([]);
        store = await opened.reopen();
        expect((await store.head()) >= position).toBe(true);
      });

      it('is unavailable once it is closed, and may be closed again', async () => {
        await append('a', 'no-stream', fact());
        await store.close();
        await store.close();
        const closed = { code: 'closed' };
        await expect(append('a', 0, fact())).rejects.toThrow(StoreUnavailable);
        await expect(append('a', 0, fact())).rejects.toMatchObject(closed);
        const request = { stream: named('a'), expectedRevision: 0, events: [fact()] };
        expect(await store.appendMany([request])).toMatchObject([{ ok: false, error: closed }]);
        await expect(read('a')).rejects.toMatchObject(closed);
        await expect(readMine()).rejects.toMatchObject(closed);
        await expect(store.head()).rejects.toMatchObject(closed);
      });

      it('answers every append that was under way when it was closed, with what became of it', async () => {
        const events = facts(20);
        const appends = events.map((event, index) => append(`s-${index}`, 'no-stream', event));
        const results = Promise.allSettled(appends);
        await store.close();
        const written = (await results).flatMap(({ status }, index) => (status === 'fulfilled' ? [events[index]] : []));
        store = await opened.reopen();
        const ids = new Set(idsOf(await readMine()));
        for (const event of written) expect(ids).toContain(event?.id);
      });
    });
  });
}

const fact = (type = 'Noted', data: Readonly<Record<string, unknown>> = { text: 'a fact' }): EventToAppend => ({
  id: randomUUID(),
  type,
  data,
  metadata: {
    $correlationId: 'c-1',
    $causationId: 'c-1',
    actor: 'system:test',
    schemaVersion: 1,
    at: '2026-03-01T08:00:00.000Z',
  },
});

const facts = (count: number): EventToAppend[] => Array.from({ length: count }, () => fact());

const idsOf = (events: readonly { readonly id: string }[]): string[] => events.map(({ id }) => id);

const eventsOf = (batches: readonly EventBatch[]): StoredEvent[] => batches.flatMap(({ events }) => events);

const receivedBy = (messages: readonly SubscriptionMessage[]): StoredEvent[] =>
  messages.flatMap((message) => (message.kind === 'events' ? message.events : []));

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

function expectRisingOrSame(positions: readonly Position[]): void {
  for (const [index, position] of positions.entries()) expect(position >= (positions[index - 1] ?? START)).toBe(true);
}

function expectRising(positions: readonly Position[]): void {
  expectRisingOrSame(positions);
  expect(new Set(positions).size).toBe(positions.length);
}
