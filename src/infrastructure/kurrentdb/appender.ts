import { ANY, type AppendResult, type AppendStreamState, NO_STREAM } from '@kurrent/kurrentdb-client';
import { type Appended, type AppendOutcome, StoreUnavailable } from '../../application/ports/event-store.js';
import type { Position } from '../../domain/event.js';
import type { CheckedAppend } from '../event-log/append-rules.js';
import type { AppendConnections } from './append-connections.js';
import { Lanes } from './append-order.js';
import { eventForServer } from './event-shape.js';
import { appendError } from './faults.js';
import { positionToken } from './log-position.js';
import type { StreamReader } from './stream-reader.js';

/**
 * Appends: to one stream one after another, in the order of the calls, to different streams at once.
 *
 * The server answers a repeat with success, and what it then says of the place need not be where the events stand. So
 * an answer is believed only where its position is behind all that was known when it was asked for; else the place is
 * read.
 */
export class Appender {
  private readonly lanes = new Lanes();
  /** Whether the position that is answered for several events is that of the last one; unknown until it was looked at. */
  private answersForLast: boolean | null = null;

  /** @param known the last position of the log that is known */
  constructor(
    private readonly connections: AppendConnections,
    private readonly streams: StreamReader,
    private known: Position,
  ) {}

  append(append: CheckedAppend): Promise<AppendOutcome> {
    return this.lanes.add(append.stream, () => this.outcome(append));
  }

  /** Finishes what is under way. */
  async close(): Promise<void> {
    await this.lanes.idle();
    await this.connections.close();
  }

  private async outcome(append: CheckedAppend): Promise<AppendOutcome> {
    try {
      const known = { position: this.known };
      const answer = await this.connections.run((client) => {
        known.position = this.known;
        return client.appendToStream(append.stream, append.events.map(eventForServer), {
          streamState: streamState(append),
          requiresLeader: true,
        });
      });
      const appended = await this.placeOf(append, answer, known.position);
      if (appended.position > this.known) this.known = appended.position;
      return { ok: true, ...appended };
    } catch (error) {
      return { ok: false, error: appendError(error, append) };
    }
  }

  private async placeOf(append: CheckedAppend, answer: AppendResult, known: Position): Promise<Appended> {
    const revision = Number(answer.nextExpectedRevision);
    const position = answer.position && positionToken(answer.position);
    if (!position || position <= known) return this.readPlace(append, revision);
    if (append.events.length === 1 || this.answersForLast) return { revision, position };
    const place = await this.readPlace(append, revision);
    this.answersForLast ??= place.position === position;
    return place;
  }

  /** Where the last event of an append stands that the server has taken, now or before. @throws StoreUnavailable */
  private async readPlace({ stream, expectedRevision, events }: CheckedAppend, answered: number): Promise<Appended> {
    const id = events.at(-1)?.id;
    const first = expectedRevision === 'no-stream' ? 0 : expectedRevision === 'any' ? null : expectedRevision + 1;
    // After a stream was deleted its revisions go on, and only the answer says where.
    const places = first === null ? [answered] : [first + events.length - 1, answered];
    for (const from of new Set(places)) {
      for await (const [event] of this.streams.read(stream, { from, limit: 1 })) {
        if (event?.id === id && event) return { revision: event.revision, position: event.position };
      }
    }
    throw new StoreUnavailable(`${stream}: the server took an append that cannot be found there`, 'io');
  }
}

function streamState({ expectedRevision }: CheckedAppend): AppendStreamState {
  if (expectedRevision === 'any') return ANY;
  return expectedRevision === 'no-stream' ? NO_STREAM : BigInt(expectedRevision);
}
