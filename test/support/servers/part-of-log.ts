import type {
  Append,
  AppendOutcome,
  EventFilter,
  EventStore,
  StoredEvent,
} from '../../../src/application/ports/event-store.js';
import { type Position, START } from '../../../src/domain/event.js';

/**
 * A part of the log of a server that many tests share, as if it were a log of its own: the names of its streams begin
 * with `prefix` there, and it begins behind `start`.
 */
export function partOfLog(log: EventStore, prefix: string, start: Position): EventStore {
  const there = (append: Append): Append => ({ ...append, stream: prefix + append.stream });
  const here = <Event extends StoredEvent>(event: Event): Event => ({
    ...event,
    stream: event.stream.slice(prefix.length),
  });
  const filter = ({ types, streamPrefixes = [''] }: EventFilter = {}): EventFilter => ({
    ...(types ? { types } : {}),
    streamPrefixes: streamPrefixes.map((one) => prefix + one),
  });
  const after = (position: Position) => (position === START ? start : position);
  return {
    instanceId: `${log.instanceId} ${prefix}`,
    append: (append) => log.append(there(append)),
    appendMany: async (appends, options): Promise<readonly AppendOutcome[]> =>
      log.appendMany(appends.map(there), options),
    async *readStream(stream, options) {
      for await (const events of log.readStream(prefix + stream, options)) yield events.map(here);
    },
    async *readAll(options) {
      const found = log.readAll({ ...options, after: after(options.after), filter: filter(options.filter) });
      for await (const batch of found) yield { ...batch, events: batch.events.map(here) };
    },
    async *subscribe(options) {
      const heard = log.subscribe({ ...options, after: after(options.after), filter: filter(options.filter) });
      for await (const message of heard) {
        yield message.kind === 'events' ? { ...message, events: message.events.map(here) } : message;
      }
    },
    head: () => log.head(),
    close: () => log.close(),
  };
}
