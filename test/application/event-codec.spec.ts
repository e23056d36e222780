import { beforeEach, describe, expect, it } from 'vitest';
import { decode, encode } from '../../src/application/log/event-codec.js';
import { EventLog } from '../../src/application/log/event-log.js';
import type { EventStore, StoredEvent } from '../../src/application/ports/event-store.js';
import { Invalid } from '../../src/domain/errors.js';
import { START } from '../../src/domain/event.js';
import type { MailcaseEvent } from '../../src/domain/events.js';
import { accountIdOf, streams } from '../../src/domain/ids.js';
import { MemoryEventStore } from '../../src/infrastructure/memory/memory-event-store.js';
import { systemClock } from '../../src/infrastructure/process/system-clock.js';

const accountId = accountIdOf('support@acme.example');
const stream = streams.mailAccount(accountId);
const { schemaVersion: _, ...metadata } = {
  $correlationId: 'c',
  $causationId: 'c',
  actor: 'user:ana',
  schemaVersion: 1,
  at: '2026-03-02T08:00:00.000Z',
};
/** As version 1 was really written: with one folder. */
const written = {
  accountId,
  folder: 'INBOX',
  since: '2026-03-02T08:00:00.000Z',
  keepUnread: true,
  maxSize: 1_000,
  schedule: '* * * * *',
};

describe('an event in the log', () => {
  let store: EventStore;
  let log: EventLog;

  beforeEach(() => {
    store = new MemoryEventStore();
    log = new EventLog(store, systemClock);
  });

  const append = (type: string, data: Record<string, unknown>, schemaVersion: number) =>
    store.append({
      stream,
      expectedRevision: 'any',
      events: [{ id: `${type}-${schemaVersion}`, type, data, metadata: { ...metadata, schemaVersion } }],
    });

  const read = async () => {
    const events: unknown[] = [];
    for await (const { type, data } of log.readStream(stream)) events.push({ type, data });
    return events;
  };

  it('of version 1 is lifted to version 2 when it is read, by stream and by all, and stays as it was stored', async () => {
    await append('FetchingConfigured', written, 1);
    const { folder, ...rest } = written;
    const lifted = { ...rest, folders: [folder] };
    expect(await read()).toEqual([{ type: 'FetchingConfigured', data: lifted }]);
    for await (const { events } of log.readAll(START, ['FetchingConfigured'])) {
      expect(events.map(({ data }) => data)).toEqual([lifted]);
    }
    for await (const events of store.readStream(stream)) expect(events.map(({ data }) => data)).toEqual([written]);
  });

  it.each([
    ['of an unknown type', 'FetchingAbandoned', written, 1, 'unknown type'],
    ['of a version to come', 'FetchingConfigured', written, 99, 'version 99 is newer than 2'],
    ['whose data does not fit', 'AccountActivated', { accountId: 7 }, 1, 'expected string, received number'],
    ['whose data does not fit when it is lifted', 'FetchingConfigured', { accountId }, 1, 'expected string'],
  ])('%s stops whoever reads it, who is told where it is', async (_name, type, data, version, reason) => {
    await append(type, data, version);
    await expect(read()).rejects.toMatchObject({
      name: 'UnreadableEvent',
      message: expect.stringMatching(new RegExp(`^${type} at ${stream}@0 \\(\\d+\\): .*${reason}`)),
    });
  });

  it('is refused with the path of each field that is wrong, and nothing of it is written', async () => {
    const wrong = { accountId, name: '', emailAddress: 7 };
    // What no type lets through: it may come from outside all the same.
    const event = { type: 'GroupAccountOpened', data: wrong } as unknown as MailcaseEvent;
    const by = { actor: 'user:ana', cause: 'open' };
    const refused = log.append({ stream, expectedRevision: 'no-stream', events: [event], by });
    await expect(refused).rejects.toBeInstanceOf(Invalid);
    await expect(refused).rejects.toMatchObject({
      code: 'event-refused',
      fields: [{ path: 'GroupAccountOpened.name' }, { path: 'GroupAccountOpened.emailAddress' }],
    });
    expect(await store.head()).toBe(START);
  });

  it('carries the version that is written now, and nothing that its schema does not know', () => {
    const data = { accountId, name: 'Support', emailAddress: 'support@acme.example', surplus: 1 };
    const encoded = encode({ type: 'GroupAccountOpened', data }, 'id', metadata);
    const { surplus: _surplus, ...known } = data;
    expect(encoded).toEqual({
      id: 'id',
      type: 'GroupAccountOpened',
      data: known,
      metadata: { ...metadata, schemaVersion: 1 },
    });
    const stored: StoredEvent = { ...encoded, stream, revision: 0, position: '1' };
    expect(decode(stored)).toEqual(stored);
  });
});
