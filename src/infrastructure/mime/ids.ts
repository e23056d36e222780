import { decodeRaw, first, type HeaderFields } from './header.js';

/** Longer ones name nothing: they count as missing. */
const MAX_ID_LENGTH = 16 * 1024;
/** As JSON in an event. */
const MAX_REFERENCES_BYTES = 512 * 1024;
const MAX_IN_REPLY_TO_BYTES = 32 * 1024;

export interface MessageIds {
  /** The first id of the first Message-ID field. */
  readonly messageId: string | null;
  readonly inReplyTo: readonly string[];
  /** Oldest first, at most 512 kB: the first one and the last ones. */
  readonly references: readonly string[];
}

/**
 * The ids of a message (RFC 5322, section 3.6.4), the only place where they are brought into form: `<…>`, without
 * blanks, case kept, each once, in order. The message's own id is not among those it refers to.
 */
export function messageIdsOf(fields: HeaderFields): MessageIds {
  const messageId = messageIdOf(fields);
  const others = (name: string) =>
    [...new Set((fields.get(name) ?? []).flatMap((value) => parseMessageIds(value)))].filter((id) => id !== messageId);
  return {
    messageId,
    inReplyTo: firstAndLast(others('in-reply-to'), MAX_IN_REPLY_TO_BYTES),
    references: firstAndLast(others('references'), MAX_REFERENCES_BYTES),
  };
}

/** The message's own id; of two fields the first that has one. A value without brackets is taken as a whole. */
export function messageIdOf(fields: HeaderFields): string | null {
  for (const value of fields.get('message-id') ?? []) {
    const id = parseMessageIds(value)[0] ?? bare(decodeWords(decodeRaw(value)));
    if (id !== null) return id;
  }
  return null;
}

/**
 * The ids of a field's value. Comments between them and blanks within them are dropped; an id that is not closed ends
 * at the next blank. Ids without brackets are taken only where the value holds nothing else, so that the address in
 * `your message of Monday, joe@example.com` names no message. Linear in its input.
 */
export function parseMessageIds(field: string): readonly string[] {
  const value = decodeWords(decodeRaw(field));
  const ids: string[] = [];
  let at = 0;
  let comments = true;
  while (at < value.length) {
    const char = value[at];
    if (char === '(' && comments) {
      const end = commentEnd(value, at);
      // One that never closes is no comment, and neither are those in it: looked for once, so that time stays linear.
      if (end === null) comments = false;
      else at = end - 1;
    } else if (char === '<') {
      const end = idEnd(value, at + 1);
      const id = bare(value.slice(at + 1, end));
      if (id !== null) ids.push(id);
      at = end - 1;
    }
    at++;
  }
  if (ids.length > 0 || value.includes('<')) return ids;
  const words = value.split(/[\s,;]+/).filter((word) => word !== '');
  return words.every((word) => word.includes('@')) ? words.flatMap((word) => bare(word) ?? []) : [];
}

/** Behind the comment that opens at `open` (RFC 5322, section 3.2.2); none: it never closes. */
function commentEnd(value: string, open: number): number | null {
  let depth = 0;
  for (let at = open; at < value.length; at++) {
    const char = value[at];
    if (char === '\\') at++;
    else if (char === '(') depth++;
    else if (char === ')' && --depth === 0) return at + 1;
  }
  return null;
}

function idEnd(value: string, from: number): number {
  for (let at = from; at < value.length; at++) {
    if (value[at] === '>' || value[at] === '<') return at;
  }
  // Never closed: it ends with the word.
  const blank = value.slice(from).search(/\s/);
  return blank === -1 ? value.length : from + blank;
}

function bare(text: string): string | null {
  const id = text.replace(/[\s<>\p{Cc}]+/gu, '');
  return id === '' || id.length > MAX_ID_LENGTH ? null : `<${id}>`;
}

/** Some mail programs encode long id lists as if they were text (RFC 2047). */
function decodeWords(value: string): string {
  if (!value.includes('=?')) return value;
  return value.replace(/=\?[^?\s]{1,40}\?([bq])\?([^?\s]*)\?=\s*/gi, (_, encoding: string, text: string) =>
    encoding.toLowerCase() === 'b'
      ? Buffer.from(text, 'base64').toString('latin1')
      : text
          .replaceAll('_', ' ')
          .replace(/=([0-9a-f]{2})/gi, (_byte, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
  );
}

/** The first one and the last ones that fit: threads are found by their root and by what is answered. */
function firstAndLast(ids: readonly string[], maxBytes: number): readonly string[] {
  // Quotes and a comma; non-ASCII takes up to three bytes.
  const cost = (id: string) => Buffer.byteLength(JSON.stringify(id)) + 1;
  const [oldest, ...rest] = ids;
  if (oldest === undefined) return [];
  let room = maxBytes - cost(oldest);
  let from = rest.length;
  while (from > 0) {
    room -= cost(rest[from - 1] ?? '');
    if (room < 0) break;
    from--;
  }
  return [oldest, ...rest.slice(from)];
}

/** The value of a field that identifies the message, blanks collapsed: folding differs by who passed it on. */
export const asWritten = (fields: HeaderFields, name: string): string =>
  (first(fields, name) ?? '').replace(/\s+/g, ' ').trim();
