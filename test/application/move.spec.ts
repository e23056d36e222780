import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { EventLog } from '../../src/application/log/event-log.js';
import { type Adapters, Mailcase } from '../../src/application/mailcase.js';
import { isBeingMovedInto, Move, type MoveProgress, type Stores } from '../../src/application/moving/move.js';
import { namedBy } from '../../src/application/moving/named-by.js';
import { StoreUnavailable } from '../../src/application/ports/event-store.js';
import { START } from '../../src/domain/event.js';
import { allEvents } from '../../src/domain/events.js';
import { BlobHash, DraftId, streams, UserId } from '../../src/domain/ids.js';
import type { DraftEvent } from '../../src/domain/outgoing/draft-events.js';
import { MemoryEventStore } from '../../src/infrastructure/memory/memory-event-store.js';
import { watchedAccount } from '../e2e/watched-account.js';
import { team } from '../support/company.js';
import { inMemory } from '../support/in-memory.js';
import { wholeLog } from '../support/invariants.js';
import { MemoryMailboxes } from '../support/memory-mailboxes.js';
import { message } from '../support/messages.js';

const SERVER = { host: 'mail.acme.example', port: 143 };
const MESSAGES = 40;

async function company(): Promise<Adapters> {
  const source = new MemoryMailboxes();
  const adapters = inMemory({ source });
  const mailcase = new Mailcase(adapters);
  const teamId = await team(mailcase, 'support', ['ana', 'bor']);
  const accountId = await watchedAccount(mailcase, SERVER, { emailAddress: 'x@acme.example', user: 'x', teamId });
  for (let n = 0; n < MESSAGES; n++) source.folder('x').put(message({ subject: `No. ${n}` }));
  await mailcase.fetching.fetchNow(accountId);
  await mailcase.routing.settle();
  await mailcase.stop();
  return adapters;
}

const contents = async ({ events }: Pick<Stores, 'events'>) =>
  (await wholeLog(events)).map(({ position, ...content }) => content);

/** The same, but for some of its methods. */
function over<Port extends object>(port: Port, changes: Partial<Port>): Port {
  const get = (target: Port, key: string | symbol): unknown => {
    if (key in changes) return Reflect.get(changes, key);
    const value: unknown = Reflect.get(target, key);
    return typeof value === 'function' ? value.bind(target) : value;
  };
  return new Proxy(port, { get });
}

/** Refuses whatever is written after so many appends and before the next try. */
function failing(stores: Adapters, after: number): Stores {
  let left = after;
  const mayGoOn = () => {
    if (left-- <= 0) throw new StoreUnavailable('the disk is full', 'full');
  };
  const { events, documents } = stores;
  return {
    ...stores,
    events: over(events, {
      appendMany: async (...given: Parameters<typeof events.appendMany>) => {
        const [first, ...others] = given[0];
        if (left <= 1 && first && others.length > 0) {
          // Half of it takes effect, and nobody is told.
          await events.appendMany([first, ...others.slice(0, others.length / 2)]);
        }
        mayGoOn();
        return events.appendMany(...given);
      },
    }),
    documents: over(documents, {
      write: async (...given: Parameters<typeof documents.write>) => {
        mayGoOn();
        return documents.write(...given);
      },
    }),
  };
}

describe('moving a log to other engines', () => {
  it('copies every event in its order with its id, and all that they name; and back again it is the same', async () => {
    const source = await company();
    const there = inMemory();
    const seen: MoveProgress[] = [];
    const moved = await new Move(source, there, (progress) => seen.push(progress)).run();
    const log = await wholeLog(source.events);
    expect(moved).toEqual({ events: log.length, blobs: MESSAGES, secrets: 1 });
    expect(seen.at(-1)).toMatchObject({ step: 'comparing' });
    expect(await contents(there)).toEqual(await contents(source));
    const back = inMemory();
    await new Move(there, back).run();
    expect(await contents(back)).toEqual(await contents(source));
    for (const { data } of log) {
      for (const hash of namedBy(data).blobs) expect(await back.blobs.get(hash)).toEqual(await source.blobs.get(hash));
      for (const name of namedBy(data).secrets) {
        expect(await back.vault.get(name)).toBe(await source.vault.get(name));
      }
    }
  });

  it('goes on wherever it was broken off, and until then nobody may work there', async () => {
    const source = await company();
    const target = inMemory();
    for (let after = 0; ; after++) {
      try {
        await new Move(source, failing(target, after)).run();
        break;
      } catch (error) {
        expect(error).toBeInstanceOf(StoreUnavailable);
        expect(await isBeingMovedInto(target.documents)).toBe(after > 0);
      }
    }
    expect(await isBeingMovedInto(target.documents)).toBe(false);
    expect(await contents(target)).toEqual(await contents(source));
  });

  it('ends when it is interrupted, and goes on from there', async () => {
    const source = await company();
    const target = inMemory();
    const broken = new Move(source, target, undefined, AbortSignal.abort());
    await expect(broken.run()).rejects.toMatchObject({ code: 'broken-off' });
    await new Move(source, target).run();
    expect(await contents(target)).toEqual(await contents(source));
  });

  it('has not ended before what else is built there is, and builds it again where that was broken off', async () => {
    const source = await company();
    const target = inMemory();
    const built: number[] = [];
    const build = async ({ events }: { readonly events: number }) => {
      if (built.push(events) === 1) throw new StoreUnavailable('the server went', 'away');
    };
    await expect(new Move(source, target).run(build)).rejects.toThrow('the server went');
    expect(await isBeingMovedInto(target.documents)).toBe(true);
    const { events } = await new Move(source, target).run(build);
    expect(built).toEqual([events, events]);
    expect(await isBeingMovedInto(target.documents)).toBe(false);
  });

  it('refuses to go where another log is', async () => {
    const [source, target] = [await company(), await company()];
    await expect(new Move(source, target).run()).rejects.toMatchObject({ code: 'target-not-empty' });
    const third = inMemory();
    await expect(new Move(source, third, undefined, AbortSignal.abort()).run()).rejects.toThrow();
    await expect(new Move(target, third).run()).rejects.toMatchObject({ code: 'target-not-empty' });
  });

  it('misses no blob that a later event says was removed', async () => {
    const source = await company();
    const log = new EventLog(source.events, source.clock);
    const blob = BlobHash.parse('0'.repeat(64));
    const draftId = DraftId.parse('0f8fad5b-d9cb-5e5f-a165-70867728950e');
    const file = { fileId: 'x', name: 'x', contentType: 'text/plain', size: 1, blob, contentId: null };
    const added: DraftEvent = { type: 'DraftFileAdded', data: { draftId, userId: UserId.parse('ana'), file } };
    const removed: DraftEvent = {
      type: 'DraftBlobsRemoved',
      data: { draftId, upTo: '2026-03-02T10:00:00.000Z', blobs: [{ blob, removed: true }] },
    };
    const stream = streams.draft(draftId);
    const by = { actor: 'test', cause: 'x' };
    await log.append({ stream, expectedRevision: 'no-stream', events: [added], by });
    await expect(new Move(source, inMemory()).run()).rejects.toMatchObject({ code: 'blob-missing' });
    await log.append({ stream, expectedRevision: 0, events: [removed], by: { ...by, cause: 'y' } });
    const target = inMemory();
    expect(await new Move(source, target).run()).toMatchObject({ blobs: MESSAGES });
    expect(await contents(target)).toEqual(await contents(source));
  });

  it('tells what is missing or differs', async () => {
    const source = await company();
    const blobs: Adapters['blobs'] = over(source.blobs, { getStream: async () => null });
    await expect(new Move({ ...source, blobs }, inMemory()).run()).rejects.toMatchObject({ code: 'blob-missing' });
    const target = inMemory();
    const forgetful = new MemoryEventStore();
    const events: Adapters['events'] = over(forgetful, {
      appendMany: async (...[appends]: Parameters<typeof forgetful.appendMany>) => {
        await forgetful.appendMany(appends.slice(1));
        return appends.map(() => ({ ok: true, revision: 0, position: START }));
      },
    });
    await expect(new Move(source, { ...target, events }).run()).rejects.toMatchObject({ code: 'move-differs' });
  });

  it('takes blobs, secrets and nothing else elsewhere where the log stays', async () => {
    const source = await company();
    const target = { ...inMemory(), events: source.events };
    const before = await contents(source);
    expect(await new Move(source, target).run()).toMatchObject({ blobs: MESSAGES, secrets: 1 });
    expect(await contents(source)).toEqual(before);
  });
});

it('blobs and secrets have one name each in all events', () => {
  const found: string[] = [];
  const walk = (schema: unknown, name: string) => {
    if (typeof schema !== 'object' || schema === null) return;
    if (Reflect.get(schema, 'description') === BlobHash.description) found.push(name);
    for (const [key, inner] of Object.entries(schema))
      walk(inner, key === 'properties' || key === 'anyOf' ? name : key);
  };
  for (const { data } of Object.values(allEvents)) walk(z.toJSONSchema(data, { io: 'input' }), '');
  expect(found.length).toBeGreaterThan(2);
  // A choice between shapes is numbered.
  expect(new Set(found.filter((name) => !/^\d+$/.test(name)))).toEqual(new Set(['blob']));
});
