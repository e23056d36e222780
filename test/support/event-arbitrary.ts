import fc from 'fast-check';
import { allEvents, type EventType, type MailcaseEvent, type RecordedEvent } from '../../src/domain/events.js';
import { metadata } from './domain-builders.js';
import { arbitraryOf } from './zod-arbitrary.js';

/** The name of every event. */
// The keys of the map are the types, by its own type.
export const eventTypes = Object.keys(allEvents) as EventType[];

/** Any event of these types that its schema accepts. */
export function anyEvent(types: readonly EventType[] = eventTypes): fc.Arbitrary<MailcaseEvent> {
  // A type and data of its schema; of the union of all schemas, each taken for itself.
  const one = (type: EventType) =>
    arbitraryOf<unknown>(allEvents[type].data).map((data) => ({ type, data }) as MailcaseEvent);
  return fc.oneof(...types.map(one));
}

/** A sequence of events as a log might hold them, one stream for each kind. */
export function anyHistory(types: readonly EventType[] = eventTypes, maxLength = 30): fc.Arbitrary<RecordedEvent[]> {
  return fc.array(anyEvent(types), { maxLength, size: 'max' }).map((events) => {
    const revisions = new Map<string, number>();
    return events.map(({ type, data }, n) => {
      const stream = type.endsWith('Routed') || type === 'EmailParked' ? 'routing' : `stream-${n % 3}`;
      const revision = revisions.get(stream) ?? 0;
      revisions.set(stream, revision + 1);
      const place = { id: `event-${n}`, stream, revision, position: String(n).padStart(6, '0'), metadata };
      // A type and the data that came with it.
      return { ...place, type, data } as RecordedEvent;
    });
  });
}
