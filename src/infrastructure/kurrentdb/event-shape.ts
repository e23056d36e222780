import { type AllStreamResolvedEvent, type EventData, jsonEvent, type ResolvedEvent } from '@kurrent/kurrentdb-client';
import { v5 as uuidv5 } from 'uuid';
import type { StoredEvent } from '../../application/ports/event-store.js';
import type { SerialisedEvent } from '../event-log/append-rules.js';
import { positionToken } from './log-position.js';

/** Keeps the names of the log and of whoever may use it. No reader of the port ever sees it. */
export const OWN_STREAM = 'mailcase';
const UTF_8 = new TextEncoder();
/** How the names of the server's own streams and event types begin. */
const SYSTEM = '$';

const UUID = /^(?!0{8}-)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** What ids that are no UUIDs are derived in. */
const IDS = '6d0f0f3c-2f7e-5d0c-9a3e-9f4f4f0b7f52';
/** Where the metadata keep an id that is no UUID. */
const ORIGINAL_ID = 'eventId';

/**
 * An event as the server takes it: readable JSON, with `$correlationId` and `$causationId` at the top of the metadata,
 * where its own projections look for them. The server takes UUIDs only; another id is derived, and kept beside.
 */
export function eventForServer({ id, type, data, metadata }: SerialisedEvent): EventData {
  const serverId = idOnServer(id);
  const content: Record<string, unknown> = JSON.parse(data);
  // The client takes data as an object only, and writes it as JSON once more; metadata as they are.
  const about = serverId === id ? metadata : JSON.stringify({ ...JSON.parse(metadata), [ORIGINAL_ID]: id });
  return jsonEvent({ id: serverId, type, data: content, metadata: UTF_8.encode(about) });
}

function idOnServer(id: string): string {
  return UUID.test(id) ? id : uuidv5(id, IDS);
}

/** @throws TypeError for names that the server or this adapter keeps for itself */
export function requireFreeNames(stream: string, types: readonly string[]): void {
  if (stream === OWN_STREAM || stream.startsWith(SYSTEM)) {
    throw new TypeError(`${JSON.stringify(stream)} is a name of the store's own`);
  }
  const reserved = types.find((type) => type.startsWith(SYSTEM));
  if (reserved !== undefined) throw new TypeError(`${JSON.stringify(reserved)} is a type of the server's own`);
}

/**
 * An event as the port gives it; null for what is not ours: the server's own events, links, the stream of names, and
 * what others have written that is not JSON with metadata.
 */
export function storedEvent({ event }: ResolvedEvent | AllStreamResolvedEvent): StoredEvent | null {
  if (!event?.isJson || !event.position) return null;
  const { streamId: stream, type, data, metadata } = event;
  if (stream === OWN_STREAM || stream.startsWith(SYSTEM) || type.startsWith(SYSTEM)) return null;
  if (!isObject(data) || !isObject(metadata)) return null;
  const { [ORIGINAL_ID]: original, ...others } = metadata;
  const isOriginal = typeof original === 'string' && original !== event.id && idOnServer(original) === event.id;
  return {
    id: isOriginal ? original : event.id,
    stream,
    revision: Number(event.revision),
    position: positionToken(event.position),
    type,
    data,
    // Safe: only what passed as metadata was appended by the port; the codec checks it again.
    metadata: (isOriginal ? others : metadata) as unknown as StoredEvent['metadata'],
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}
