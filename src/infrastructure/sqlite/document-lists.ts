import type { CollectionSpec, Document } from '../../application/ports/document-store.js';
import { type Column, columnOf } from '../documents/column.js';
import { ID } from '../documents/query.js';
import type { Database } from './database.js';
import { columnName, indexName, listName, listTable, quoted } from './document-names.js';

type Statement = ReturnType<Database['prepare']>;

/** How many rows of documents are taken into a table of lists at a time when it is made. */
const CHUNK = 5_000;

/**
 * What a collection's lists contain, as a table for each: a row for each text of each document, with those fields beside
 * it that an index names, so that an index over both gives "contains this, newest first". Whoever writes a document keeps it:
 * triggers would take several times as long as the write itself.
 */
export class DocumentLists {
  /** Of the tables that are there. */
  readonly #keepers = new Map<string, Keeper>();

  constructor(
    private readonly database: Database,
    private readonly table: string,
    private readonly spec: CollectionSpec,
  ) {}

  /** Makes them of what is there, in steps. */
  *make(): Iterable<void> {
    for (const field of this.spec.arrays ?? []) yield* this.#make(field);
  }

  /**
   * Has the lists of a document that was just written stand as they are now.
   * @param doc its row
   * @param document none: it is a tombstone
   */
  keep(doc: number, id: string, document: Document | null, lists: ReadonlyMap<string, readonly string[]>): void {
    for (const field of this.spec.arrays ?? []) {
      this.#keeper(field)?.keep(doc, id, document, document === null ? [] : (lists.get(field) ?? []));
    }
  }

  /** None: its table is to be made yet, of all that is there by then. */
  #keeper(field: string): Keeper | undefined {
    const known = this.#keepers.get(field);
    if (known || this.#columnsThere(field).length === 0) return known;
    const keeper = new Keeper(this.database, listTable(this.table, field), this.#beside(field));
    this.#keepers.set(field, keeper);
    return keeper;
  }

  /** Makes anew what a specification with other indexes has left. */
  mend(): void {
    for (const field of this.spec.arrays ?? []) {
      if (this.#columnsThere(field).join() !== this.#columnsWanted(field).join()) for (const _ of this.#make(field));
      else this.#mendIndexes(field);
    }
  }

  drop(): void {
    for (const field of this.spec.arrays ?? [])
      this.database.exec(`DROP TABLE IF EXISTS ${quoted(listTable(this.table, field))}`);
  }

  *#make(field: string): Iterable<void> {
    const [table, list] = [quoted(this.table), quoted(listTable(this.table, field))];
    const beside = this.#beside(field);
    const columns = [...beside.map((one) => columnName(one)), ID].join(', ');
    const source = listName(field);
    // A beginning may have been made, and the disk been full.
    this.database.exec(`
      DROP TABLE IF EXISTS ${list};
      CREATE TABLE ${list} (doc INTEGER NOT NULL, value TEXT NOT NULL, ${columns}, PRIMARY KEY (doc, value)) WITHOUT ROWID`);
    // One row with one column.
    const { last } = this.database.prepare(`SELECT max(rowid) AS last FROM ${table}`).get() as { last: number | null };
    // What is written between two chunks stands there already, and is replaced by the same.
    const fill = this.database.prepare(
      `INSERT OR REPLACE INTO ${list} (doc, value, ${columns})
        SELECT documents.rowid, one.value, ${[...beside, ID].map((name) => `documents.${columnName(name)}`).join(', ')}
        FROM ${table} AS documents, json_each(documents.${source}) AS one
        WHERE documents.rowid > ? AND documents.rowid <= ? AND documents.${source} IS NOT NULL`,
    );
    for (let from = 0; from < (last ?? 0); from += CHUNK) {
      yield;
      fill.run(from, from + CHUNK);
    }
    yield;
    this.#mendIndexes(field);
  }

  #mendIndexes(field: string): void {
    const list = listTable(this.table, field);
    const wanted = new Map(this.#indexes(field).map((index) => [indexName(this.table, index), index]));
    // A column of text.
    const there = this.database
      .prepare(`SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL`)
      .all(list) as { name: string }[];
    for (const { name } of there) if (!wanted.delete(name)) this.database.exec(`DROP INDEX ${quoted(name)}`);
    for (const [name, index] of wanted) {
      const columns = [...index.map((one) => (one === field ? 'value' : columnName(one))), ID].join(', ');
      this.database.exec(`CREATE INDEX ${quoted(name)} ON ${quoted(list)} (${columns})`);
    }
  }

  #indexes(field: string): readonly (readonly string[])[] {
    return this.spec.indexes.filter((index) => index.includes(field));
  }

  /** The fields that its indexes name beside it. */
  #beside(field: string): readonly string[] {
    return fieldsBeside(this.spec, field);
  }

  #columnsWanted(field: string): readonly string[] {
    return ['doc', 'value', ...this.#beside(field).map((one) => `field_${one}`), ID];
  }

  #columnsThere(field: string): readonly string[] {
    // A column of text.
    const rows = this.database
      .prepare('SELECT name FROM pragma_table_info(?) ORDER BY cid')
      .all(listTable(this.table, field)) as { name: string }[];
    return rows.map(({ name }) => name);
  }
}

/** Writes one table of lists. What a list keeps stays where it stands, with its place in each index. */
class Keeper {
  readonly #read: Statement;
  readonly #insert: Statement;
  readonly #remove: Statement;
  readonly #removeAll: Statement;

  constructor(
    database: Database,
    list: string,
    private readonly beside: readonly string[],
  ) {
    const columns = [...beside, ID].map(columnName);
    const marks = columns.map(() => ', ?').join('');
    const [table, named] = [quoted(list), columns.join(', ')];
    this.#read = database.prepare(`SELECT value, ${named} FROM ${table} WHERE doc = ?`);
    this.#insert = database.prepare(`INSERT INTO ${table} (doc, value, ${named}) VALUES (?, ?${marks})`);
    this.#remove = database.prepare(`DELETE FROM ${table} WHERE doc = ? AND value = ?`);
    this.#removeAll = database.prepare(`DELETE FROM ${table} WHERE doc = ?`);
  }

  keep(doc: number, id: string, document: Document | null, list: readonly string[]): void {
    const columns: Column[] = [...this.beside.map((field) => columnOf(document?.[field])), id];
    // The columns that it names, the value among them.
    const there = this.#read.all(doc) as (Record<string, Column> & { value: string })[];
    const names = [...this.beside.map((field) => `field_${field}`), ID];
    const isMoved = there.some((row) => names.some((name, n) => row[name] !== columns[n]));
    const stays = new Set(isMoved ? [] : there.map(({ value }) => value));
    if (isMoved) this.#removeAll.run(doc);
    for (const value of stays) if (!list.includes(value)) this.#remove.run(doc, value);
    for (const value of list) if (!stays.has(value)) this.#insert.run(doc, value, ...columns);
  }
}

/** The fields that stand in a list's table beside its texts. */
export function fieldsBeside({ indexes }: CollectionSpec, field: string): readonly string[] {
  const named = indexes.filter((index) => index.includes(field)).flat();
  return [...new Set(named)].filter((one) => one !== field && one !== ID);
}
