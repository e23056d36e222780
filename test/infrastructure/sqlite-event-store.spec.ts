import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type EventToAppend,
  StoreUnavailable,
  type SubscriptionMessage,
  WrongExpectedRevision,
} from '../../src/application/ports/event-store.js';
import { START } from '../../src/domain/event.js';
import { type Database, openDatabase } from '../../src/infrastructure/sqlite/database.js';
import { SqliteEventStore } from '../../src/infrastructure/sqlite/sqlite-event-store.js';

describe('The log in SQLite', () => {
  let folder: string;
  let path: string;
  let store: SqliteEventStore;
  let connection: FaultyConnection;
  let disk: HeldDisk;

  beforeEach(async () => {
    disk = new HeldDisk();
    folder = await mkdtemp(join(tmpdir(), 'mailcase-log-'));
    path = join(folder, 'log.db');
    store = SqliteEventStore.open(path, {
      open: (...how) => {
        connection = new FaultyConnection(openDatabase(...how));
        return connection.database;
      },
      flush: () => disk.flush(),
    });
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  const idsIn = async (from: SqliteEventStore = store) => {
    const ids: string[] = [];
    for await (const { events } of from.readAll({ after: START })) ids.push(...events.map(({ id }) => id));
    return ids;
  };
  const append = (stream: string, expectedRevision: number | 'no-stream', ...events: EventToAppend[]) =>
    store.append({ stream, expectedRevision, events });

  describe('when the disk is full', () => {
    it('refuses with the code full, keeps nothing of the group, and goes on by itself when there is space', async () => {
      const before = fact();
      await append('a', 'no-stream', before);
      const { page_count: pages } = connection.database.prepare('PRAGMA page_count').get();
      connection.database.exec(`PRAGMA max_page_count = ${pages + 2}`);

      const requests = [
        { stream: 'small', expectedRevision: 'no-stream' as const, events: [fact()] },
        ...Array.from({ length: 20 }, (_, n) => ({
          stream: `large-${n}`,
          expectedRevision: 'no-stream' as const,
          events: [fact('x'.repeat(20_000))],
        })),
      ];
      for (const outcome of await store.appendMany(requests)) {
        expect(outcome).toMatchObject({ ok: false, error: { code: 'full' } });
        expect(!outcome.ok && outcome.error).toBeInstanceOf(StoreUnavailable);
      }
      expect(await idsIn()).toEqual([before.id]);

      connection.database.exec('PRAGMA max_page_count = 1000000');
      expect((await store.appendMany(requests)).every(({ ok }) => ok)).toBe(true);
      expect(await idsIn()).toEqual([before.id, ...requests.map(({ events }) => events[0]?.id)]);
    });

    it('still takes what has room', async () => {
      const { page_count: pages } = connection.database.prepare('PRAGMA page_count').get();
      connection.database.exec(`PRAGMA max_page_count = ${pages + 2}`);
      await expect(append('a', 'no-stream', fact('x'.repeat(100_000)))).rejects.toMatchObject({ code: 'full' });
      expect((await append('a', 'no-stream', fact())).revision).toBe(0);
    });
  });

  describe('when the flush to the disk fails', () => {
    it('tells every append of the transaction, undoes it and goes on', async () => {
      await append('a', 'no-stream', fact());
      const before = await idsIn();
      connection.failNext('COMMIT');
      const [first, conflict, second] = [fact(), fact(), fact()];
      const outcomes = await Promise.allSettled([
        append('a', 0, first),
        append('a', 'no-stream', conflict),
        append('b', 'no-stream', second),
      ]);
      for (const outcome of outcomes) expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'io' } });
      expect(connection.database.isTransaction).toBe(false);
      expect(await idsIn()).toEqual(before);

      expect((await append('b', 'no-stream', second)).revision).toBe(0);
      expect((await append('a', 0, first)).revision).toBe(1);
      expect(await idsIn()).toEqual([...before, second.id, first.id]);
    });

    it('recognises the repeat where the commit had taken effect and only its answer was lost', async () => {
      const abort = new AbortController();
      const subscription = store.subscribe({ after: START, signal: abort.signal })[Symbol.asyncIterator]();
      await subscription.next();
      const received = subscription.next();

      connection.loseAnswerOfNext('COMMIT');
      const event = fact();
      await expect(append('a', 'no-stream', event)).rejects.toMatchObject({ code: 'io' });
      expect((await received).value).toMatchObject({ kind: 'events', events: [{ id: event.id }] });
      abort.abort();

      expect(await append('a', 'no-stream', event)).toEqual({ revision: 0, position: await store.head() });
      expect((await append('a', 0, fact())).revision).toBe(1);
      expect(await idsIn()).toHaveLength(2);
    });

    it('shows nobody what could not be undone, and goes on when it can', async () => {
      await append('a', 'no-stream', fact());
      const before = await idsIn();
      connection.failNext('COMMIT');
      // When the transaction is undone, when it is looked at what was committed, and when somebody reads.
      connection.failNext('ROLLBACK', 3);
      const event = fact();
      await expect(append('a', 0, event)).rejects.toThrow(StoreUnavailable);
      await expect(idsIn()).rejects.toThrow(StoreUnavailable);
      expect(await idsIn()).toEqual(before);
      expect((await append('a', 0, event)).revision).toBe(1);
    });

    it('is away where a transaction cannot begin because somebody else holds the file', async () => {
      connection.failNext('BEGIN IMMEDIATE', 1, { errcode: 5 });
      await expect(append('a', 'no-stream', fact())).rejects.toMatchObject({ code: 'away' });
      expect((await append('a', 'no-stream', fact())).revision).toBe(0);
    });
  });

  describe('what is not flushed yet', () => {
    it('is shown to nobody, and answered to nobody', async () => {
      await append('a', 'no-stream', fact());
      const [before, head] = [await idsIn(), await store.head()];
      const abort = new AbortController();
      const messages: SubscriptionMessage[] = [];
      const following = (async () => {
        for await (const message of store.subscribe({ after: head, signal: abort.signal })) messages.push(message);
      })();
      const release = disk.hold();
      const answers: string[] = [];
      const event = fact();
      const appended = append('a', 0, event).then(() => answers.push('appended'));
      // Refused because of what is not there for whoever asks: he is told when it is.
      const refused = append('a', 'no-stream', fact()).catch(() => answers.push('refused'));
      await disk.isAsked();
      expect([await idsIn(), await store.head(), answers]).toEqual([before, head, []]);
      release();
      await Promise.all([appended, refused]);
      expect(answers.sort()).toEqual(['appended', 'refused']);
      expect(await idsIn()).toEqual([...before, event.id]);
      abort.abort();
      await following;
      expect(messages.filter(({ kind }) => kind === 'events')).toMatchObject([{ events: [{ id: event.id }] }]);
    });

    it('shares the next flush with all that came meanwhile', async () => {
      const release = disk.hold();
      const first = append('a', 'no-stream', fact());
      await disk.isAsked();
      const others = [append('b', 'no-stream', fact()), append('c', 'no-stream', fact())];
      await nextTurn();
      const later = append('d', 'no-stream', fact());
      await nextTurn();
      release();
      await Promise.all([first, ...others, later]);
      expect(disk.flushes).toBe(2);
    });

    it('is written anew before it is answered as durable, when the flush failed', async () => {
      await append('a', 'no-stream', fact());
      const before = await idsIn();
      disk.failNext('EIO');
      const [event, other] = [fact(), fact()];
      await expect(append('a', 0, event)).rejects.toMatchObject({ code: 'io' });
      expect(await idsIn()).toEqual(before);
      const { flushes } = disk;
      expect((await append('b', 'no-stream', other)).revision).toBe(0);
      // A flush that follows one that failed proves nothing.
      expect(disk.flushes).toBe(flushes);
      expect(await idsIn()).toEqual([...before, event.id, other.id]);
      expect((await append('a', 0, event)).revision).toBe(1);
      expect((await append('a', 1, fact())).revision).toBe(2);
      expect(disk.flushes).toBe(flushes + 1);
    });

    it('is refused as long as it cannot be written anew either', async () => {
      // Whoever reads an older state keeps SQLite from writing over that.
      const reader = openDatabase(path, { synchronous: 'NORMAL', readOnly: true });
      reader.exec('BEGIN; PRAGMA user_version');
      disk.failNext('ENOSPC');
      const event = fact();
      await expect(append('a', 'no-stream', event)).rejects.toMatchObject({ code: 'full' });
      await expect(append('a', 'no-stream', event)).rejects.toMatchObject({ code: 'away' });
      expect(await idsIn()).toEqual([]);
      reader.close();
      expect((await append('a', 'no-stream', event)).revision).toBe(0);
      expect(await idsIn()).toEqual([event.id]);
    });

    it('is waited for by whoever closes', async () => {
      const release = disk.hold();
      const event = fact();
      const appended = append('a', 'no-stream', event);
      await disk.isAsked();
      const closed = store.close();
      release();
      expect((await appended).revision).toBe(0);
      await closed;
      store = SqliteEventStore.open(path);
      expect(await idsIn()).toEqual([event.id]);
    });
  });

  describe('group commit', () => {
    it('flushes once for all appends that wait together', async () => {
      await Promise.all(Array.from({ length: 32 }, (_, n) => append(`s-${n}`, 'no-stream', fact())));
      expect(connection.commits).toBe(1);
    });

    it('writes a thousand appends in one transaction', async () => {
      const outcomes = await store.appendMany(
        Array.from({ length: 1_000 }, (_, n) => ({
          stream: `s-${n}`,
          expectedRevision: 'no-stream' as const,
          events: [fact()],
        })),
      );
      expect(outcomes.every(({ ok }) => ok)).toBe(true);
      expect(connection.commits).toBe(1);
    });

    it('bounds a transaction by rows and by bytes, and keeps the order', async () => {
      const many = Array.from({ length: 50 }, (_, n) => ({
        stream: `s-${n}`,
        expectedRevision: 'no-stream' as const,
        events: Array.from({ length: 100 }, () => fact()),
      }));
      await store.appendMany(many);
      expect(connection.commits).toBe(3);
      const large = Array.from({ length: 20 }, (_, n) => ({
        stream: `l-${n}`,
        expectedRevision: 'no-stream' as const,
        events: [fact('x'.repeat(900_000))],
      }));
      await store.appendMany(large);
      expect(connection.commits).toBe(3 + 3);
      expect(await idsIn()).toEqual([...many, ...large].flatMap(({ events }) => events.map(({ id }) => id)));
    });
  });

  it('writes what waits before it closes', async () => {
    const events = Array.from({ length: 20 }, () => fact());
    const appends = Promise.all(events.map((event, n) => append(`s-${n}`, 'no-stream', event)));
    await store.close();
    await appends;
    store = SqliteEventStore.open(path);
    expect(await idsIn()).toEqual(events.map(({ id }) => id));
  });

  describe('reading', () => {
    it('lets other work go on during a long scan that chooses nothing', async () => {
      await store.appendMany(
        Array.from({ length: 45 }, (_, n) => ({
          stream: `s-${n}`,
          expectedRevision: 'no-stream' as const,
          events: Array.from({ length: 1_000 }, () => fact()),
        })),
      );
      let turns = 0;
      const counting = setInterval(() => turns++, 0);
      const checkpoints: string[] = [];
      for await (const { events, checkpoint } of store.readAll({ after: START, filter: { types: ['Unheard'] } })) {
        expect(events).toEqual([]);
        checkpoints.push(checkpoint);
      }
      clearInterval(counting);
      expect(checkpoints).toHaveLength(3);
      expect(checkpoints.at(-1)).toBe(await store.head());
      expect(turns).toBeGreaterThan(0);
    });

    it('makes small batches of large events', async () => {
      await store.appendMany(
        Array.from({ length: 128 }, () => ({
          stream: 'a',
          expectedRevision: 'any' as const,
          events: [fact('x'.repeat(100_000))],
        })),
      );
      const reader = SqliteEventStore.open(path, { readOnly: true });
      const sizes: number[] = [];
      for await (const { events } of reader.readAll({ after: START })) sizes.push(events.length);
      await reader.close();
      expect(sizes).toEqual([64, 64]);
    });

    it.each(['7', 'abc', '00000000000000070'])('refuses %j as a position', async (after) => {
      const reading = (async () => {
        for await (const _ of store.readAll({ after }));
      })();
      await expect(reading).rejects.toThrow(TypeError);
    });
  });

  describe('opened for reading beside the one that writes', () => {
    it('reads, hears of what is written, and appends nothing', async () => {
      const [first, second] = [fact(), fact()];
      await append('a', 'no-stream', first);
      const reader = SqliteEventStore.open(path, { readOnly: true });
      expect(reader.instanceId).toBe(store.instanceId);
      expect(await idsIn(reader)).toEqual([first.id]);
      await expect(reader.append({ stream: 'a', expectedRevision: 0, events: [fact()] })).rejects.toMatchObject({
        code: 'read-only',
      });

      const abort = new AbortController();
      const messages: SubscriptionMessage['kind'][] = [];
      const received: string[] = [];
      for await (const message of reader.subscribe({ after: START, signal: abort.signal })) {
        messages.push(message.kind);
        if (message.kind === 'events') received.push(...message.events.map(({ id }) => id));
        else if (received.length === 1) await append('a', 0, second);
        else abort.abort();
      }
      expect(received).toEqual([first.id, second.id]);
      expect(messages).toEqual(['events', 'caught-up', 'events', 'caught-up']);
      expect(await reader.head()).toBe(await store.head());
      await reader.close();
    });

    it('is unavailable where there is no log', () => {
      expect(() => SqliteEventStore.open(join(folder, 'none.db'), { readOnly: true })).toThrow(StoreUnavailable);
    });
  });

  it('sees what another connection has written, rather than trust what it remembers', async () => {
    await append('a', 'no-stream', fact());
    const other = SqliteEventStore.open(path);
    await other.append({ stream: 'a', expectedRevision: 0, events: [fact()] });
    await expect(append('a', 0, fact())).rejects.toThrow(WrongExpectedRevision);
    expect((await append('a', 1, fact())).revision).toBe(2);
    expect((await other.append({ stream: 'a', expectedRevision: 2, events: [fact()] })).revision).toBe(3);
    await other.close();
  });

  it('refuses a file of a later version, and one that is no database', async () => {
    connection.database.exec('PRAGMA user_version = 99');
    expect(() => SqliteEventStore.open(path)).toThrow(/format 99/);
    const other = join(folder, 'other.db');
    await writeFile(other, 'not a database, but long enough to be looked at'.repeat(100));
    expect(() => SqliteEventStore.open(other)).toThrow(StoreUnavailable);
  });
});

function fact(text = 'a fact'): EventToAppend {
  const metadata = { $correlationId: 'c', $causationId: 'c', actor: 'system:test', schemaVersion: 1 };
  return {
    id: randomUUID(),
    type: 'Noted',
    data: { text },
    metadata: { ...metadata, at: '2026-03-01T08:00:00.000Z' },
  };
}

/** A disk whose flushes wait, or fail, when told to. */
class HeldDisk {
  flushes = 0;
  private held: Promise<void> | null = null;
  private readonly faults: string[] = [];
  private asked: () => void = () => undefined;
  private readonly isHeldUp = new Promise<void>((resolve) => {
    this.asked = resolve;
  });

  async flush(): Promise<void> {
    this.flushes++;
    const code = this.faults.shift();
    if (code) throw Object.assign(new Error(`${code}: fdatasync`), { code });
    if (!this.held) return;
    this.asked();
    await this.held;
  }

  failNext(code: string): void {
    this.faults.push(code);
  }

  /** Until what it gives is called. */
  hold(): () => void {
    let release = () => {};
    this.held = new Promise((resolve) => {
      release = () => {
        this.held = null;
        resolve();
      };
    });
    return release;
  }

  /** Until a flush is held up. */
  isAsked(): Promise<void> {
    return this.isHeldUp;
  }
}

/** A connection on which statements fail when told to, as they do on a disk that fails. */
class FaultyConnection {
  commits = 0;
  private readonly faults: { sql: string; fault: object; afterwards: boolean }[] = [];

  constructor(readonly database: Database) {
    const exec = database.exec.bind(database);
    const faulty = (sql: string) => {
      const at = this.faults.findIndex((fault) => fault.sql === sql);
      const [planned] = at === -1 ? [] : this.faults.splice(at, 1);
      if (!planned || planned.afterwards) exec(sql);
      if (planned) throw planned.fault;
      if (sql === 'COMMIT') this.commits += 1;
    };
    // The driver's methods cannot be assigned to.
    Object.defineProperty(database, 'exec', { value: faulty });
  }

  /** The statement is not done. The default fault is that of a failing fsync. */
  failNext(sql: string, times = 1, { errcode = 1_034 } = {}): void {
    const fault = Object.assign(new Error('disk I/O error'), { errcode });
    for (let n = 0; n < times; n++) this.faults.push({ sql, fault, afterwards: false });
  }

  /** The statement is done, and fails nevertheless. */
  loseAnswerOfNext(sql: string): void {
    this.faults.push({ sql, fault: Object.assign(new Error('disk I/O error'), { errcode: 10 }), afterwards: true });
  }
}
