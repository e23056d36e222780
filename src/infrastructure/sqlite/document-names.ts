import { ID } from '../documents/query.js';

/** What the tables of one collection are called. */
export interface TableNames {
  readonly table: string;
  readonly search: string;
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
/** Of a field that holds one value. */
export const columnName = (field: string): string => (field === ID ? 'id' : quoted(`field_${field}`));
/** Of a field that holds a list: its JSON. */
export const listName = (field: string): string => quoted(`list_${field}`);
/** The table of what a list contains. */
export const listTable = (table: string, field: string): string => `${table}_of_${field}`;
/** A declared index, on whichever table it stands. */
export const indexName = (table: string, index: readonly string[]): string => `${table}:${index.join(',')}`;
