import type { Query as DocumentQuery } from '../ports/document-store.js';

/** A part of a list. */
export interface Paging {
  /** 1 to 200; default 25. */
  readonly limit?: number;
  /** From the page before, of the same query. */
  readonly cursor?: string;
}

const USUAL = 25;

/** What a page asks of the store. */
export function pageOf({ limit = USUAL, cursor }: Paging): Pick<DocumentQuery, 'limit' | 'cursor'> {
  return cursor === undefined ? { limit } : { limit, cursor };
}
