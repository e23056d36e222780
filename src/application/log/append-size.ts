import type { EventToAppend } from '../ports/event-store.js';

const utf8 = new TextEncoder();
const json = (value: unknown): number => utf8.encode(JSON.stringify(value)).length;

/** What an event counts against MAX_APPEND_BYTES: bytes of the JSON of its data and metadata, in UTF-8. */
export const appendedBytes = ({ data, metadata }: EventToAppend): number => json(data) + json(metadata);
