import { Invalid } from '../../domain/errors.js';
import type { EventMetadata, EventSchema } from '../../domain/event.js';
import { allEvents, type EventType, type MailcaseEvent, type RecordedEvent } from '../../domain/events.js';
import type { EventToAppend, StoredEvent } from '../ports/event-store.js';

const schemas: ReadonlyMap<string, EventSchema> = new Map<string, EventSchema>(Object.entries(allEvents));

/** An event in the log that this version does not know: it stops whoever needs it, never the node. */
class UnreadableEvent extends Error {
  override readonly name = 'UnreadableEvent';
  constructor(
    readonly stored: StoredEvent,
    reason: string,
  ) {
    super(`${stored.type} at ${stored.stream}@${stored.revision} (${stored.position}): ${reason}`);
  }
}

/**
 * Checks an event against its schema on its way into the log.
 * @throws Invalid with the path of each field that is wrong
 */
export function encode(
  event: MailcaseEvent,
  id: string,
  metadata: Omit<EventMetadata, 'schemaVersion'>,
): EventToAppend {
  const schema = allEvents[event.type];
  const checked = schema.data.safeParse(event.data);
  if (!checked.success) {
    throw new Invalid(
      checked.error.issues.map(({ path, message }) => ({ path: [event.type, ...path].join('.'), message })),
      'event-refused',
    );
  }
  return { id, type: event.type, data: checked.data, metadata: { ...metadata, schemaVersion: schema.version } };
}

/**
 * Lifts an event of any version to the present one and checks it.
 * @throws UnreadableEvent where its type or version is unknown, or its data does not fit
 */
export function decode(stored: StoredEvent): RecordedEvent {
  const schema = schemas.get(stored.type);
  if (!schema) throw new UnreadableEvent(stored, 'unknown type');
  let data: Record<string, unknown> = stored.data;
  const written = stored.metadata.schemaVersion;
  if (written > schema.version) throw new UnreadableEvent(stored, `version ${written} is newer than ${schema.version}`);
  for (let version = written; version < schema.version; version++) {
    const upcast = schema.upcasts[version];
    if (!upcast) throw new UnreadableEvent(stored, `nothing lifts version ${version}`);
    data = upcast(data);
  }
  const checked = schema.data.safeParse(data);
  if (!checked.success) throw new UnreadableEvent(stored, checked.error.issues[0]?.message ?? 'its data does not fit');
  // The type names the schema that the data was just checked against.
  return { ...stored, type: stored.type as EventType, data: checked.data } as RecordedEvent;
}

const decoded = new WeakMap<StoredEvent, RecordedEvent>();

/** The same for those who follow the log: what a store gives to several of them as one object, frozen, is checked once. */
export function decodeOnce(stored: StoredEvent): RecordedEvent {
  if (!Object.isFrozen(stored)) return decode(stored);
  const known = decoded.get(stored);
  if (known) return known;
  const recorded = decode(stored);
  decoded.set(stored, recorded);
  return recorded;
}
