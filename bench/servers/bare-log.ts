import {
  ANY,
  BACKWARDS,
  END,
  excludeSystemEvents,
  jsonEvent,
  KurrentDBClient,
  NO_STREAM,
  START,
} from '@kurrent/kurrentdb-client';
import type { Append } from '../../src/application/ports/event-store.js';

/** Events that wait in the client at most: as many as in our own subscriptions, which is more than the client's default. */
const WAITING = 1_000;

/** The client of KurrentDB alone. */
export class BareLog {
  private readonly client: KurrentDBClient;
  private replays = 0;

  constructor(url: string) {
    this.client = KurrentDBClient.connectionString(url);
  }

  /** As many appends at once as the window is wide, each as large as it was, in the order in which they came. */
  async append(appends: readonly Append[], window: number): Promise<void> {
    const left = appends.values();
    const worker = async () => {
      for (const { stream, expectedRevision, events } of left) {
        const streamState = expectedRevision === 'no-stream' ? NO_STREAM : ANY;
        await this.client.appendToStream(
          stream,
          events.map(({ id, type, data, metadata }) =>
            // Safe: a named type is not an index signature, and these are plain JSON.
            jsonEvent({
              id,
              type,
              data: data as Record<string, unknown>,
              metadata: metadata as unknown as Record<string, unknown>,
            }),
          ),
          { streamState },
        );
      }
    };
    await Promise.all(Array.from({ length: window }, worker));
  }

  /** The same content as it was appended by others, for streams that nobody has and of types that nobody knows. */
  copiesOf(appends: readonly Append[]): readonly Append[] {
    const copy = `bench-copy-${++this.replays}-`;
    return appends.map(({ stream, expectedRevision, events }) => ({
      stream: `${copy}${stream}`,
      expectedRevision,
      events: events.map((event) => ({ ...event, type: `Bench${event.type}` })),
    }));
  }

  /** Events of the whole log, by a subscription from its beginning to where it ends now. */
  async readAll(): Promise<number> {
    const end = await this.end();
    const subscription = this.client.subscribeToAll(
      { fromPosition: START, filter: excludeSystemEvents() },
      { highWaterMark: WAITING },
    );
    // Leaving a subscription emits an error on it.
    subscription.on('error', () => undefined);
    let read = 0;
    for await (const { event } of subscription) {
      read += 1;
      if (event?.id === end) break;
    }
    await subscription.unsubscribe();
    return read;
  }

  close(): Promise<void> {
    return this.client.dispose();
  }

  private async end(): Promise<string | undefined> {
    const last = this.client.readAll({
      direction: BACKWARDS,
      fromPosition: END,
      filter: excludeSystemEvents(),
      maxCount: 1,
    });
    let id: string | undefined;
    for await (const { event } of last) id = event?.id;
    return id;
  }
}
