import { Invalid } from '../../domain/errors.js';
import type { Column } from './column.js';

export interface Sort {
  readonly field: string;
  readonly direction: 'asc' | 'desc';
}

/** Where a page ended: the last document's value of the sort field, and its id. */
export interface Place {
  readonly value: Column;
  readonly id: string;
}

/** An opaque cursor; it names its sort, so that it is refused for another. */
export function cursorAt(sort: Sort, { value, id }: Place): string {
  return Buffer.from(JSON.stringify([sort.field, sort.direction, value, id])).toString('base64url');
}

/** @throws Invalid, path `cursor`: it is none of ours, or of a query with another sort */
export function placeOf(sort: Sort, cursor: string): Place {
  const parts = parse(cursor);
  if (!Array.isArray(parts) || parts.length !== 4) throw bad('not a cursor of this service');
  const [field, direction, value, id]: unknown[] = parts;
  if (!isColumn(value) || typeof id !== 'string') throw bad('not a cursor of this service');
  if (field !== sort.field || direction !== sort.direction) throw bad('belongs to a query with another sort');
  return { value, id };
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return null;
  }
}

const isColumn = (value: unknown): value is Column =>
  value === null || typeof value === 'string' || typeof value === 'number';
const bad = (message: string): Invalid => new Invalid([{ path: 'cursor', message }]);
