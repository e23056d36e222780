import type { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { Window } from './append-order.js';
import { timely } from './timely.js';

/**
 * The client sends many appends through one call. From the seventeenth that is not yet written on, they wait in a queue
 * of the client's, and when the connection breaks, each of them there becomes an unhandled rejection, which ends the
 * process. So no client is given more at once.
 */
const MOST_AT_ONCE = 16;

interface Connection {
  readonly client: KurrentDBClient;
  atWork: number;
}

/** Enough connections for so many appends at once, each with as few as can be. */
export class AppendConnections {
  private readonly window: Window;
  private readonly connections: readonly Connection[];

  /** @param deadline milliseconds after which an append counts as unanswered */
  constructor(
    connect: () => KurrentDBClient,
    window: number,
    private readonly deadline: number,
  ) {
    this.window = new Window(window);
    const count = Math.ceil(window / MOST_AT_ONCE);
    this.connections = Array.from({ length: count }, () => ({ client: connect(), atWork: 0 }));
  }

  /** Waits for its turn, then appends. @throws what the client throws; StoreUnavailable where it has not answered in time */
  run<T>(append: (client: KurrentDBClient) => Promise<T>): Promise<T> {
    return this.window.run(async () => {
      const connection = this.connections.reduce((best, other) => (other.atWork < best.atWork ? other : best));
      connection.atWork += 1;
      let isAnswered = false;
      try {
        return await timely(this.deadline, async () => {
          try {
            return await append(connection.client);
          } finally {
            isAnswered = true;
          }
        });
      } finally {
        connection.atWork -= 1;
        // What is still unwritten there must not add up: its call ends, and the next append begins another.
        if (!isAnswered) void connection.client.dispose().catch(() => undefined);
      }
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.connections.map(({ client }) => client.dispose()));
  }
}
