import {
  type AllStreamResolvedEvent,
  BACKWARDS,
  END,
  excludeSystemEvents,
  FORWARDS,
  type KurrentDBClient,
  type ResolvedEvent,
} from '@kurrent/kurrentdb-client';
import type { StoredEvent } from '../../application/ports/event-store.js';
import { type Position, START } from '../../domain/event.js';
import { type ReadStreamOptions, streamRange } from '../event-log/scan.js';
import { storedEvent } from './event-shape.js';
import { faultOf, storeUnavailable } from './faults.js';
import { timely } from './timely.js';

const BATCH = 500;

type Resolved = ResolvedEvent | AllStreamResolvedEvent;

/** Reads single streams, and the end of the log. */
export class StreamReader {
  /** @param deadline milliseconds without an event after which the server counts as away */
  constructor(
    private readonly client: KurrentDBClient,
    private readonly deadline: number,
  ) {}

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
      requiresLeader: true,
    });
    yield* this.inBatches(events, storedEvent);
  }

  /** A short stream as the server gives it, also one that readers of the port do not see. @throws StoreUnavailable */
  async readRaw(stream: string): Promise<readonly NonNullable<ResolvedEvent['event']>[]> {
    const events = this.client.readStream(stream, { requiresLeader: true });
    const all: NonNullable<ResolvedEvent['event']>[] = [];
    for await (const batch of this.inBatches(events, ({ event }) => event ?? null)) all.push(...batch);
    return all;
  }

  /** Position of the last event that is ours; START where there is none. @throws StoreUnavailable */
  async head(): Promise<Position> {
    // The last entries may be of others, or of the stream of names.
    const events = this.client.readAll({
      direction: BACKWARDS,
      fromPosition: END,
      filter: excludeSystemEvents(),
      requiresLeader: true,
    });
    for await (const [last] of this.inBatches(events, storedEvent, 1)) return last?.position ?? START;
    return START;
  }

  private async lastRevision(stream: string): Promise<number> {
    const events = this.client.readStream(stream, {
      direction: BACKWARDS,
      fromRevision: END,
      maxCount: 1,
      requiresLeader: true,
    });
    for await (const [last] of this.inBatches(events, ({ event }) => event ?? null, 1)) return Number(last?.revision);
    return -1;
  }

  private async *inBatches<R extends Resolved, T>(
    events: AsyncIterable<R>,
    shape: (event: R) => T | null,
    size = BATCH,
  ): AsyncGenerator<readonly T[], void, undefined> {
    const iterator = events[Symbol.asyncIterator]();
    for (;;) {
      const batch = await this.collect(iterator, shape, size);
      if (batch.length === 0) return;
      yield batch;
    }
  }

  private async collect<R extends Resolved, T>(
    iterator: AsyncIterator<R>,
    shape: (event: R) => T | null,
    size: number,
  ): Promise<readonly T[]> {
    try {
      return await timely(this.deadline, async (onProgress) => {
        const batch: T[] = [];
        while (batch.length < size) {
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
