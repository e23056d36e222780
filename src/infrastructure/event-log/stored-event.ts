import type { StoredEvent } from '../../application/ports/event-store.js';
import { numberedPosition } from './numbered-position.js';

/** An event as it is read, from what was written: in the order of the log's columns, data and metadata as JSON. */
export function storedEvent(
  position: number,
  stream: string,
  revision: number,
  id: string,
  type: string,
  data: string,
  metadata: string,
): StoredEvent {
  return {
    id,
    stream,
    revision,
    position: numberedPosition(position),
    type,
    data: JSON.parse(data),
    metadata: JSON.parse(metadata),
  };
}
