import type { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { StoreUnavailable } from '../../application/ports/event-store.js';
import { Window } from './append-order.js';
import { endClient } from './client-end.js';
import { faultOf } from './faults.js';
import { timely } from './timely.js';

/**
 * The client sends many appends through one call. From the seventeenth that is not yet written on, they wait in a queue
 * of the client's, and when the connection breaks, each of them there becomes an unhandled rejection, which ends the
 * process. So no client is given more at once.
 */
const MOST_AT_ONCE = 16;

interface Connection {
  client: KurrentDBClient;
  atWork: number;
}

/** Enough connections for so many appends at once, each with as few as can be. */
export class AppendConnections {
  private readonly window: Window;
  private readonly connections: readonly Connection[];

  /** @param deadline milliseconds after which an append counts as unanswered */
  constructor(
    private readonly connect: () => KurrentDBClient,
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
      const { client } = connection;
      connection.atWork += 1;
      try {
        return await timely(this.deadline, () => append(client));
      } catch (error) {
        if (isStuck(error)) await this.renew(connection, client);
        throw error;
      } finally {
        connection.atWork -= 1;
      }
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.connections.map(({ client }) => endClient(client)));
  }

  private async renew(connection: Connection, stuck: KurrentDBClient): Promise<void> {
    if (connection.client !== stuck) return;
    connection.client = this.connect();
    await endClient(stuck);
  }
}

/**
 * Whether a client may never work again by itself: where an append was not answered, more would add up that are not
 * written; and what went wrong when it asked for the server's features, it remembers.
 */
function isStuck(error: unknown): boolean {
  const fault = faultOf(error);
  return error instanceof StoreUnavailable || fault === 'other' || fault === 'denied';
}
