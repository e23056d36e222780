import {
  type AllStreamResolvedEvent,
  BACKWARDS,
  END,
  excludeSystemEvents,
  FORWARDS,
  type KurrentDBClient,
  type ReadStreamOptions as ReadStreamRequest,
  type ResolvedEvent,
} from '@kurrent/kurrentdb-client';
import type { StoredEvent } from '../../application/ports/event-store.js';
import { type Position, START } from '../../domain/event.js';
import { type ReadStreamOptions, streamRange } from '../event-log/scan.js';
import type { ConnectionString } from './connection-string.js';
import { storedEvent } from './event-shape.js';
import { faultOf, storeUnavailable } from './faults.js';
import { timely } from './timely.js';

const BATCH = 500;

type Resolved = ResolvedEvent | AllStreamResolvedEvent;

/** Reads single streams, and the end of the log. */
export class StreamReader {
  private readonly deadline: number;
  /** Of every read: only the leader knows all; and the part of the client that reads does not decode a password. */
  private readonly always: Pick<ReadStreamRequest, 'requiresLeader' | 'credentials'>;

  constructor(
    private readonly client: KurrentDBClient,
    { deadline, login }: Pick<ConnectionString, 'deadline' | 'login'>,
  ) {
    this.deadline = deadline;
    this.always = { requiresLeader: true, ...(login ? { credentials: login } : {}) };
  }

  /** @throws StoreUnavailable */
  async *read(
    stream: string,
    options: ReadStreamOptions = {},
  ): AsyncGenerator<readonly StoredEvent[], void, undefined> {
    const { direction, limit, from } = streamRange(options);
    if (limit === 0) return;
    const isForwards = direction === 'forwards';
    // A place behind the end is asked for as the end.
    const isFromEnd = !isForwards && (options.from === undefined || (await this.lastRevision(stream)) <= from);
    const events = this.client.readStream(stream, {
      direction: isForwards ? FORWARDS : BACKWARDS,
      fromRevision: isFromEnd ? END : BigInt(from),
      maxCount: limit,
      ...this.always,
    });
    yield* this.inBatches(events, storedEvent);
  }

  /** A short stream as the server gives it, also one that readers of the port do not see. @throws StoreUnavailable */
  async readRaw(stream: string): Promise<readonly NonNullable<ResolvedEvent['event']>[]> {
    const events = this.client.readStream(stream, this.always);
    const all: NonNullable<ResolvedEvent['event']>[] = [];
    for await (const batch of this.inBatches(events, ({ event }) => event ?? null)) all.push(...batch);
    return all;
  }

  /** Position of the last event that is ours; START where there is none. @throws StoreUnavailable */
  async head(): Promise<Position> {
    // The last entry may be of others, or of the stream of names: then it is looked for further back. No more is asked
    // for than a batch takes: a read that is broken off delays the next one by some 40 ms.
    for (const maxCount of [1, BATCH - 1, Number.MAX_SAFE_INTEGER]) {
      const events = this.client.readAll({
        direction: BACKWARDS,
        fromPosition: END,
        filter: excludeSystemEvents(),
        maxCount,
        ...this.always,
      });
      for await (const [last] of this.inBatches(events, storedEvent)) return last?.position ?? START;
    }
    return START;
  }

  private async lastRevision(stream: string): Promise<number> {
    const events = this.client.readStream(stream, {
      direction: BACKWARDS,
      fromRevision: END,
      maxCount: 1,
      ...this.always,
    });
    for await (const [last] of this.inBatches(events, ({ event }) => event ?? null)) return Number(last?.revision);
    return -1;
  }

  private async *inBatches<R extends Resolved, T>(
    events: AsyncIterable<R>,
    shape: (event: R) => T | null,
  ): AsyncGenerator<readonly T[], void, undefined> {
    const iterator = events[Symbol.asyncIterator]();
    for (;;) {
      const batch = await this.collect(iterator, shape);
      if (batch.length === 0) return;
      yield batch;
    }
  }

  private async collect<R extends Resolved, T>(
    iterator: AsyncIterator<R>,
    shape: (event: R) => T | null,
  ): Promise<readonly T[]> {
    try {
      return await timely(this.deadline, async (onProgress) => {
        const batch: T[] = [];
        while (batch.length < BATCH) {
          const next = await iterator.next();
          if (next.done) break;
          onProgress();
          const shaped = shape(next.value);
          if (shaped !== null) batch.push(shaped);
        }
        return batch;
      });
    } catch (error) {
      const fault = faultOf(error);
      if (fault === 'missing' || fault === 'deleted') return [];
      throw storeUnavailable(error);
    }
  }
}
