import { Rejected, Unavailable } from '../../domain/errors.js';
import { type Position, START } from '../../domain/event.js';
import type { BlobHash } from '../../domain/ids.js';
import { appendedBytes } from '../log/append-size.js';
import type { BlobStore } from '../ports/blob-store.js';
import { type CollectionSpec, type DocumentStore, live } from '../ports/document-store.js';
import type { Append, EventStore, StoredEvent } from '../ports/event-store.js';
import type { Vault } from '../ports/vault.js';
import { type Named, namedBy } from './named-by.js';

/** Everything that cannot be made again. */
export interface Stores {
  readonly events: EventStore;
  /** Those of the target remember how far one is. */
  readonly documents: DocumentStore;
  readonly blobs: BlobStore;
  readonly vault: Vault;
}

export interface MoveProgress {
  readonly step: 'copying' | 'comparing';
  readonly events: number;
}

export interface Moved {
  readonly events: number;
  readonly blobs: number;
  readonly secrets: number;
}

const moves: CollectionSpec = { name: 'moves', version: 1, fields: [], indexes: [] };
/** Which log is being moved here; afterwards DONE. */
const UNDER_WAY = 'move';
const DONE = 'done';
const BATCH = 500;
/** Bytes of events in one append, where it has more than one. */
const APPEND_BYTES = 400_000;
const BLOBS_AT_ONCE = 8;

/** Whether a move into these documents was begun and not ended: nobody may work on such a half. @throws StoreUnavailable */
export async function isBeingMovedInto(documents: DocumentStore): Promise<boolean> {
  const state = await documents.checkpoint(UNDER_WAY);
  return state !== null && state !== DONE;
}

/**
 * Copies a log with its blobs and secrets to other engines, event by event in the same order, with the same ids and
 * revisions; then compares both. Broken off anywhere it goes on from there: what was written already is recognised.
 * Nobody may write to either of them meanwhile.
 */
export class Move {
  private readonly copied = new Set<BlobHash>();
  /** Named by events that were compared, and not there; a later event may say that they were removed. */
  private readonly missing = new Set<BlobHash>();
  private readonly compared = { blobs: new Set<BlobHash>(), secrets: new Set<string>() };

  constructor(
    private readonly source: Stores,
    private readonly target: Stores,
    private readonly onProgress: (progress: MoveProgress) => void = () => undefined,
    private readonly signal: AbortSignal = new AbortController().signal,
  ) {}

  /**
   * @param build makes what else has to be there before anybody works on the copy; broken off, it is called again
   * @throws Rejected: the target has another log (`target-not-empty`), or differs at the end (`move-differs`); Unavailable:
   *   it was broken off, or a blob or a secret is missing; StoreUnavailable
   */
  async run(build: (moved: Moved) => Promise<void> = async () => undefined): Promise<Moved> {
    await this.begin();
    await this.copy();
    const events = await this.compare();
    const { blobs, secrets } = this.compared;
    const moved = { events, blobs: blobs.size, secrets: secrets.size };
    await build(moved);
    await this.end();
    return moved;
  }

  private get key(): string {
    return `moved from ${this.source.events.instanceId}`;
  }

  /** Only what the log names is to go elsewhere. */
  private get isSameLog(): boolean {
    return this.source.events.instanceId === this.target.events.instanceId;
  }

  private async begin(): Promise<void> {
    const { documents, events } = this.target;
    const { instanceId } = this.source.events;
    await documents.prepare(moves);
    const state = await documents.checkpoint(UNDER_WAY);
    if (state === instanceId) return;
    const isEmpty = this.isSameLog || (await events.head()) === START;
    if (!isEmpty || (state !== null && state !== DONE)) {
      throw new Rejected(
        'target-not-empty',
        'There is a log already where this one is to go. Name empty stores, or empty these.',
      );
    }
    await documents.write(live(moves), [], { key: UNDER_WAY, from: state, to: instanceId });
  }

  private async end(): Promise<void> {
    const { instanceId } = this.source.events;
    await this.target.documents.write(live(moves), [], { key: UNDER_WAY, from: instanceId, to: DONE });
  }

  private async copy(): Promise<void> {
    let reached = await this.target.documents.checkpoint(this.key);
    let events = 0;
    for await (const batch of this.source.events.readAll({ after: reached ?? START, batchSize: BATCH })) {
      this.goOn();
      await this.copyNamed(batch.events);
      if (!this.isSameLog) await this.append(batch.events);
      const move = { key: this.key, from: reached, to: batch.checkpoint };
      await this.target.documents.write(live(moves), [], move);
      reached = batch.checkpoint;
      events += batch.events.length;
      this.onProgress({ step: 'copying', events });
    }
  }

  /** Blobs and secrets come before the events that name them. */
  private async copyNamed(events: readonly StoredEvent[]): Promise<void> {
    const named = events.map(({ data }) => namedBy(data));
    const blobs = [...new Set(named.flatMap((one) => one.blobs))].filter((hash) => !this.copied.has(hash));
    for (let n = 0; n < blobs.length; n += BLOBS_AT_ONCE) {
      await Promise.all(blobs.slice(n, n + BLOBS_AT_ONCE).map((hash) => this.copyBlob(hash)));
    }
    for (const name of new Set(named.flatMap(({ secrets }) => secrets))) await this.copySecret(name);
  }

  private async copyBlob(hash: BlobHash): Promise<void> {
    this.copied.add(hash);
    if (await this.target.blobs.has(hash)) return;
    const content = await this.source.blobs.getStream(hash);
    // Whether a later event says that it was removed, the comparison tells.
    if (!content) return;
    const stored = await this.target.blobs.putStream(content);
    if (stored.hash !== hash)
      throw new Unavailable(`The blob ${hash} is damaged: it is ${stored.hash}.`, 'blob-damaged');
  }

  /** One that was replaced since is gone, and nobody needs it. */
  private async copySecret(name: string): Promise<void> {
    const secret = await this.source.vault.get(name);
    if (secret !== null) await this.target.vault.put(name, secret);
  }

  private async append(events: readonly StoredEvent[]): Promise<void> {
    const outcomes = await this.target.events.appendMany(appendsOf(events), { inOrder: true });
    for (const outcome of outcomes) if (!outcome.ok) throw outcome.error;
  }

  /** Both logs side by side: the same events in the same order, and all that they name. */
  private async compare(): Promise<number> {
    const [ours, theirs] = [everyEvent(this.source.events), everyEvent(this.target.events)];
    let events = 0;
    for (; ; events++) {
      if (events % BATCH === 0) {
        this.goOn();
        this.onProgress({ step: 'comparing', events });
      }
      const [one, other] = await Promise.all([ours.next(), theirs.next()]);
      if (one.done && other.done) break;
      if (one.done || other.done || !isSame(one.value, other.value)) {
        const at = one.done
          ? 'more events than it had'
          : `${one.value.stream}@${one.value.revision} (event ${events + 1})`;
        throw new Rejected(
          'move-differs',
          `The copy differs at ${at}. Empty the stores that it went to and begin again.`,
        );
      }
      await this.compareNamed(namedBy(one.value.data));
    }
    const [hash] = this.missing;
    if (hash === undefined) return events;
    if (await this.source.blobs.getStream(hash)) throw new Rejected('move-differs', `The blob ${hash} did not arrive.`);
    throw new Unavailable(`The blob ${hash} is missing where the log comes from.`, 'blob-missing');
  }

  private async compareNamed({ blobs, secrets, removed }: Named): Promise<void> {
    for (const hash of blobs) {
      if (this.compared.blobs.has(hash) || this.missing.has(hash)) continue;
      if (await this.target.blobs.has(hash)) this.compared.blobs.add(hash);
      else this.missing.add(hash);
    }
    for (const hash of removed) this.missing.delete(hash);
    for (const name of secrets) {
      const [ours, theirs] = await Promise.all([this.source.vault.get(name), this.target.vault.get(name)]);
      if (ours !== theirs) throw new Rejected('move-differs', `The secret ${name} did not arrive.`);
      if (ours !== null) this.compared.secrets.add(name);
    }
  }

  private goOn(): void {
    if (!this.signal.aborted) return;
    throw new Unavailable('Broken off; the same command goes on from there.', 'broken-off');
  }
}

/** Events that follow each other in one stream go together, as far as an append takes them. */
function appendsOf(events: readonly StoredEvent[]): Append[] {
  const appends: {
    stream: string;
    expectedRevision: Append['expectedRevision'];
    events: StoredEvent[];
    bytes: number;
  }[] = [];
  for (const event of events) {
    const last = appends.at(-1);
    const bytes = appendedBytes(event);
    if (last && last.stream === event.stream && last.bytes + bytes <= APPEND_BYTES) {
      last.events.push(event);
      last.bytes += bytes;
    } else {
      const expectedRevision = event.revision === 0 ? 'no-stream' : event.revision - 1;
      appends.push({ stream: event.stream, expectedRevision, events: [event], bytes });
    }
  }
  return appends;
}

async function* everyEvent(store: EventStore): AsyncGenerator<StoredEvent, undefined> {
  const after: Position = START;
  for await (const { events } of store.readAll({ after, batchSize: BATCH })) yield* events;
  return undefined;
}

const isSame = (one: StoredEvent, other: StoredEvent): boolean => contentOf(one) === contentOf(other);

const contentOf = ({ stream, revision, id, type, data, metadata }: StoredEvent): string =>
  JSON.stringify([stream, revision, id, type, data, metadata]);
