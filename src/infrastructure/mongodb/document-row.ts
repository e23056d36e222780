import type {
  CollectionSpec,
  Document,
  DocumentWrite,
  StoredDocument,
} from '../../application/ports/document-store.js';
import type { Position } from '../../domain/event.js';
import { type Column, columnOf, listOf } from '../documents/column.js';
import { ID } from '../documents/query.js';
import { searchWords } from '../documents/search-words.js';

/** Characters of a word that are indexed and looked for; longer words are no words. */
const LONGEST_WORD = 1_000;
/** Levels of a document that are kept as they are; MongoDB takes 100 in all. */
const DEEPEST = 60;

/**
 * A document as it stands in its collection. A tombstone is `_id` and `position`.
 */
export interface Row {
  readonly _id: string | typeof MARKER;
  readonly position: Position;
  /** The document, or its JSON as text where MongoDB cannot hold it exactly. */
  readonly d?: Readonly<Record<string, unknown>> | string;
  /** Its declared fields as columns, all of them: nothing is `null`; and its lists. */
  readonly f?: Readonly<Record<string, Column | readonly string[]>>;
  /** Its words, for searching. */
  readonly w?: readonly string[];
}

/** `_id` of what a collection says about itself; those of documents are text. */
export const MARKER = 0;

/** The parts of a declaration that stay while its version does, and which build of it this is. */
export interface Marker {
  readonly _id: typeof MARKER;
  readonly build: string;
  readonly fields: readonly string[];
  readonly text: readonly string[];
  /** None: made before there were any. */
  readonly arrays?: readonly string[];
}

/** @throws TypeError for a declared field that holds no scalar, or no list where it is one */
export function rowOf(
  { fields, arrays = [], text = [] }: CollectionSpec,
  { id, position, document }: DocumentWrite,
): Row {
  if (document === null) return { _id: id, position };
  const columns = [
    ...fields.filter((field) => field !== ID).map((field) => [field, columnOf(document[field])] as const),
    ...arrays.map((field) => [field, listOf(document[field])] as const),
  ];
  const texts = text.map((field) => document[field]).filter((value) => typeof value === 'string');
  return {
    _id: id,
    position,
    d: exactly(document),
    ...(columns.length > 0 && { f: Object.fromEntries(columns) }),
    ...(text.length > 0 && { w: searchWords(texts.join(' ')).map(shortened) }),
  };
}

/** A word as it is indexed, and so as it is to be looked for. */
export const shortened = (word: string): string => (word.length > LONGEST_WORD ? word.slice(0, LONGEST_WORD) : word);

/** A row of a document that exists; none: it was removed, or is the collection's marker. */
export function storedOf({ _id, position, d }: Row): StoredDocument | null {
  if (d === undefined || _id === MARKER) return null;
  // Written from a Document by `rowOf`.
  const document = (typeof d === 'string' ? JSON.parse(d) : d) as Document;
  return { id: _id, document, position };
}

/** The document as plain JSON, or where BSON would give something else back, its text. */
function exactly(document: Document): Readonly<Record<string, unknown>> | string {
  const plain = plainOf(document, 1);
  // A document is an object, and so is what is made of it.
  return plain === INEXACT ? JSON.stringify(document) : (plain as Readonly<Record<string, unknown>>);
}

const INEXACT = Symbol('inexact');
/** Half of a surrogate pair: no UTF-8 holds it. */
const HALF_A_PAIR = /\p{Cs}/u;

/** What `JSON.parse(JSON.stringify(…))` makes of a value, without the detour; undefined: left out. */
function plainOf(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return HALF_A_PAIR.test(value) ? INEXACT : value;
  // JSON knows no -0, NaN or infinity.
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : null;
  if (value === null || value === undefined || typeof value === 'boolean') return value;
  // Dates and all that says itself how it is written are rare: their text is exact.
  if (typeof value !== 'object' || 'toJSON' in value || depth > DEEPEST) return INEXACT;
  return Array.isArray(value) ? plainList(value, depth) : plainObject(value, depth);
}

function plainList(list: readonly unknown[], depth: number): unknown {
  const made: unknown[] = [];
  for (const value of list) {
    const plain = plainOf(value, depth + 1);
    if (plain === INEXACT) return INEXACT;
    made.push(plain === undefined ? null : plain);
  }
  return made;
}

function plainObject(object: object, depth: number): unknown {
  const made: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(object)) {
    const plain = plainOf(value, depth + 1);
    if (plain === INEXACT || !isPlainKey(key)) return INEXACT;
    if (plain !== undefined) made[key] = plain;
  }
  return made;
}

/** MongoDB, or its driver, reads more into other keys than a name. */
const isPlainKey = (key: string): boolean =>
  key !== '' && key !== '__proto__' && key !== '_bsontype' && key[0] !== '$' && !/[.\0]|\p{Cs}/u.test(key);
