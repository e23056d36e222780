import { Worker } from 'node:worker_threads';
import type {
  CheckpointMove,
  CollectionRef,
  CollectionSpec,
  CollectionVersion,
  DocumentStore,
  DocumentWrite,
  Filter,
  Page,
  Query,
  StoredDocument,
} from '../../application/ports/document-store.js';
import { StoreUnavailable } from '../../application/ports/event-store.js';
import type { Position } from '../../domain/event.js';
import { type Answer, type Call, type Opened, received, type Writing } from './document-protocol.js';
import { SqliteDocumentStore } from './sqlite-document-store.js';
import { closedStore } from './store-errors.js';

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** MiB of heap that the thread may use. */
const MEMORY = 128;
/** MiB of it for what is new: a batch is soon done with. */
const YOUNG = 8;

/**
 * The read models' file, written by a thread of its own, so that folding the log and writing what comes of it go on at
 * the same time; reading is done here, by a connection that follows.
 */
export class ThreadedDocumentStore implements DocumentStore {
  private readonly waiting = new Map<number, Waiting>();
  private calls = 0;
  private ended: Error | null = null;

  private constructor(
    private readonly worker: Worker,
    private readonly reader: SqliteDocumentStore,
  ) {
    worker.on('message', (answer: Answer) => this.answered(answer));
    // A thread that died takes what was under way with it; whether it took effect is open, as with any lost answer.
    worker.on('error', (error) =>
      this.end(new StoreUnavailable(`documents: the thread failed: ${error.message}`, 'io')),
    );
    worker.on('exit', () => this.end(closedStore('documents')));
  }

  /**
   * Opens (and makes) the file.
   * @param url the thread's program, as compiled; default the one beside this file
   * @throws StoreUnavailable
   */
  static async open(
    path: string,
    url: URL = new URL('./document-worker.js', import.meta.url),
  ): Promise<ThreadedDocumentStore> {
    const worker = new Worker(url, {
      workerData: path,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY, maxYoungGenerationSizeMb: YOUNG },
    });
    const opened = await new Promise<Opened>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    if (!opened.opened) {
      await worker.terminate();
      throw received(opened.error);
    }
    return new ThreadedDocumentStore(worker, SqliteDocumentStore.open(path, { readOnly: true }));
  }

  prepare(spec: CollectionSpec): Promise<void> {
    return this.call('prepare', [spec]);
  }

  startBuilding(spec: CollectionSpec): Promise<CollectionRef> {
    return this.call('startBuilding', [spec]);
  }

  swap(spec: CollectionSpec, checkpoint: CheckpointMove & { readonly buildingKey: string }): Promise<void> {
    return this.call('swap', [spec, checkpoint]);
  }

  drop(version: CollectionVersion, checkpoints: readonly string[]): Promise<void> {
    return this.call('drop', [version, checkpoints]);
  }

  write(collection: CollectionRef, writes: readonly DocumentWrite[], checkpoint?: CheckpointMove): Promise<void> {
    return this.call('write', checkpoint ? [collection, writes, checkpoint] : [collection, writes]);
  }

  versions(name: string): Promise<readonly number[]> {
    return this.reader.versions(name);
  }

  get(collection: CollectionRef, ids: readonly string[]): Promise<ReadonlyMap<string, StoredDocument>> {
    return this.reader.get(collection, ids);
  }

  find(collection: CollectionRef, query: Query): Promise<Page> {
    return this.reader.find(collection, query);
  }

  count(collection: CollectionRef, where: Filter, limit?: number, anyOf?: readonly Filter[]): Promise<number> {
    return this.reader.count(collection, where, limit, anyOf);
  }

  checkpoint(key: string): Promise<Position | null> {
    return this.reader.checkpoint(key);
  }

  checkpoints(keys: readonly string[]): Promise<ReadonlyMap<string, Position>> {
    return this.reader.checkpoints(keys);
  }

  async close(): Promise<void> {
    if (!this.ended) await this.call('close', []).catch(() => undefined);
    this.end(closedStore('documents'));
    await this.reader.close();
    await this.worker.terminate();
  }

  private call<Result>(method: Writing, args: readonly unknown[]): Promise<Result> {
    if (this.ended) return Promise.reject(this.ended);
    return new Promise<Result>((resolve, reject) => {
      const id = ++this.calls;
      // The thread answers each method with what that method gives.
      this.waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
      const call: Call = { id, method, args: JSON.stringify(args) };
      this.worker.postMessage(call);
    });
  }

  private answered(answer: Answer): void {
    const waiting = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if (answer.ok) waiting?.resolve(answer.result);
    else waiting?.reject(received(answer.error));
  }

  private end(error: Error): void {
    this.ended ??= error;
    for (const { reject } of this.waiting.values()) reject(this.ended);
    this.waiting.clear();
  }
}
