import type { BlobStore } from '../../src/application/ports/blob-store.js';
import type { DocumentStore, DocumentWrite } from '../../src/application/ports/document-store.js';
import {
  type Append,
  type AppendOutcome,
  type EventStore,
  StoreUnavailable,
} from '../../src/application/ports/event-store.js';
import type { Vault } from '../../src/application/ports/vault.js';
import { called, type Process } from './process.js';
import type { Random } from './random.js';

/** What is atomic has no parts. */
const nothing = async (): Promise<unknown> => undefined;
const whole = { partly: nothing };

const away = () => new StoreUnavailable('the simulation says so', 'away');

/** The log as one process sees it: every call a step, and each append of many with a fate of its own. */
export function faultyEvents(process: Process, inner: EventStore, random: Random): EventStore {
  const batchSize = random.pick([1, 2, 3, 7, 500]);
  const many = (appends: readonly Append[]): Promise<readonly AppendOutcome[]> => {
    const label = `append ${appends.map(describe).join(' · ')}`;
    const failing = (kind: 'fail' | 'lose-answer' | 'late') =>
      Promise.all(appends.map((append) => (random.chance(0.5) ? one(append) : fails(append, kind))));
    const partly = () => inner.appendMany(appends.filter(() => random.chance(0.5)));
    const apply = () => inner.appendMany(appends);
    return process.call({ label, apply, unavailable: away, effect: { partly, failing } });
  };
  const one = async (append: Append): Promise<AppendOutcome> => {
    const [outcome] = await inner.appendMany([append]);
    return outcome ?? { ok: false, error: away() };
  };
  const fails = async (append: Append, kind: 'fail' | 'lose-answer' | 'late'): Promise<AppendOutcome> => {
    if (kind === 'lose-answer') await inner.appendMany([append]);
    if (kind === 'late') process.later(`append ${describe(append)}`, () => inner.appendMany([append]));
    return { ok: false, error: away() };
  };
  return {
    instanceId: inner.instanceId,
    append: (append) => {
      const apply = () => inner.append(append);
      const label = `append ${describe(append)}`;
      return process.call({ label, apply, unavailable: away, effect: whole });
    },
    appendMany: (appends) => (appends.length === 0 ? Promise.resolve([]) : many(appends)),
    readStream: (stream, options) => called(process, `read ${stream}`, inner.readStream(stream, options), away),
    readAll: (options) =>
      called(process, `read all after ${options.after || 'the start'}`, inner.readAll({ ...options, batchSize }), away),
    async *subscribe(options) {
      const messages = inner.subscribe({ ...options, batchSize })[Symbol.asyncIterator]();
      for (;;) {
        const next = await process.hear('hears of news', messages.next(), away);
        if (next.done) return;
        yield next.value;
      }
    },
    head: () => process.call({ label: 'asks for the head', apply: () => inner.head(), unavailable: away }),
    close: () => inner.close(),
  };
}

function describe({ stream, expectedRevision, events }: Append): string {
  return `${stream}@${expectedRevision} [${events.map(({ type }) => type).join(' ')}]`;
}

/** Who does not write a read model looks every half second whether it goes on. */
const LOOKED_AT = 'read-model-failures';

/** The documents as one process sees them. A write is atomic for each document and no more. */
export function faultyDocuments(process: Process, inner: DocumentStore, random: Random): DocumentStore {
  const asks = <T>(label: string, apply: () => Promise<T>, isRoutine = false) =>
    process.call({ label, apply, unavailable: away, isRoutine });
  const changes = (label: string, apply: () => Promise<void>, partly = nothing, isRoutine = false) =>
    process.call({ label, apply, unavailable: away, effect: { partly }, isRoutine });
  return {
    prepare: (spec) => asks(`prepare ${spec.name}`, () => inner.prepare(spec), true),
    startBuilding: (spec) => asks(`build ${spec.name}`, () => inner.startBuilding(spec)),
    swap: (spec, checkpoint) => changes(`swap ${spec.name}`, () => inner.swap(spec, checkpoint)),
    versions: (name) => asks(`versions of ${name}`, () => inner.versions(name), true),
    drop: (version, checkpoints) =>
      changes(`drop ${version.name} version ${version.version}`, () => inner.drop(version, checkpoints)),
    get: (collection, ids) =>
      asks(`get ${collection.name} ${ids.length}`, () => inner.get(collection, ids), collection.name === LOOKED_AT),
    find: (collection, query) => asks(`find ${collection.name}`, () => inner.find(collection, query)),
    count: (collection, where, limit) => asks(`count ${collection.name}`, () => inner.count(collection, where, limit)),
    write(collection, writes, checkpoint) {
      const some = (): readonly DocumentWrite[] => writes.filter(() => random.chance(0.5));
      const label = `write ${collection.name} ${writes.length}${checkpoint ? ` to ${checkpoint.to}` : ''}`;
      const apply = () => inner.write(collection, writes, checkpoint);
      // What comes late comes behind a checkpoint that may have moved: then the store refuses it.
      return changes(label, apply, () => inner.write(collection, some()), writes.length === 0);
    },
    checkpoint: (key) => asks(`checkpoint ${key}`, () => inner.checkpoint(key), true),
    checkpoints: (keys) => asks('checkpoints', () => inner.checkpoints(keys), true),
    close: () => inner.close(),
  };
}

/** Bytes as one process sees them. */
export function faultyBlobs(process: Process, inner: BlobStore): BlobStore {
  const effect = whole;
  return {
    put: (bytes) => process.call({ label: 'put blob', apply: () => inner.put(bytes), unavailable: away, effect }),
    putStream: (chunks) =>
      process.call({ label: 'put large blob', apply: () => inner.putStream(chunks), unavailable: away, effect }),
    get: (hash) => process.call({ label: 'get blob', apply: () => inner.get(hash), unavailable: away }),
    getStream: (hash) => process.call({ label: 'stream blob', apply: () => inner.getStream(hash), unavailable: away }),
    has: (hash) => process.call({ label: 'has blob', apply: () => inner.has(hash), unavailable: away }),
    remove: (hash, unusedFor) =>
      process.call({ label: 'remove blob', apply: () => inner.remove(hash, unusedFor), unavailable: away, effect }),
    close: () => inner.close(),
  };
}

/** Secrets as one process sees them. */
export function faultyVault(process: Process, inner: Vault): Vault {
  return {
    put: (name, secret) => inner.put(name, secret),
    get: (name) => process.call({ label: 'get secret', apply: () => inner.get(name), unavailable: away }),
    remove: (name) => inner.remove(name),
    signer: (purpose) => inner.signer(purpose),
  };
}
