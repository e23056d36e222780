import type { CollectionSpec } from '../../application/ports/document-store.js';
import { ID } from '../documents/query.js';
import type { Database } from './database.js';
import { columnName, indexName, listName, listTable, quoted } from './document-names.js';

/** How many rows of documents are taken into a table of lists at a time when it is made. */
const CHUNK = 5_000;

/**
 * What a collection's lists contain, as a table for each: a row for each text of each document, with those fields beside
 * it that an index names, so that an index over both gives "contains this, newest first". Triggers keep it.
 */
export class DocumentLists {
  constructor(
    private readonly database: Database,
    private readonly table: string,
    private readonly spec: CollectionSpec,
  ) {}

  /** Makes them of what is there, in steps. */
  *make(): Iterable<void> {
    for (const field of this.spec.arrays ?? []) yield* this.#make(field);
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
    const [inserted, updated] = [quoted(`${this.table}_${field}_inserted`), quoted(`${this.table}_${field}_updated`)];
    const beside = this.#beside(field);
    const columns = [...beside.map((one) => columnName(one)), ID].join(', ');
    const source = listName(field);
    const insert = (row: string, from: string) =>
      `INSERT OR REPLACE INTO ${list} (doc, value, ${columns})
        SELECT ${row}.rowid, one.value, ${[...beside, ID].map((name) => `${row}.${columnName(name)}`).join(', ')} FROM ${from}`;
    const changed = [source, ...beside.map(columnName)].map((name) => `new.${name} IS NOT old.${name}`).join(' OR ');
    // A beginning may have been made, and the disk been full.
    this.database.exec(`
      DROP TABLE IF EXISTS ${list};
      DROP TRIGGER IF EXISTS ${inserted};
      DROP TRIGGER IF EXISTS ${updated};
      CREATE TABLE ${list} (doc INTEGER NOT NULL, value TEXT NOT NULL, ${columns}, PRIMARY KEY (doc, value)) WITHOUT ROWID;
      CREATE TRIGGER ${inserted} AFTER INSERT ON ${table} WHEN new.${source} IS NOT NULL BEGIN
        ${insert('new', `json_each(new.${source}) AS one`)};
      END;
      CREATE TRIGGER ${updated} AFTER UPDATE ON ${table} WHEN ${changed} BEGIN
        DELETE FROM ${list} WHERE doc = old.rowid;
        ${insert('new', `json_each(new.${source}) AS one WHERE new.${source} IS NOT NULL`)};
      END`);
    // One row with one column.
    const { last } = this.database.prepare(`SELECT max(rowid) AS last FROM ${table}`).get() as { last: number | null };
    const fill = this.database.prepare(
      insert(
        'documents',
        `${table} AS documents, json_each(documents.${source}) AS one WHERE documents.rowid > ? AND documents.rowid <= ? AND documents.${source} IS NOT NULL`,
      ),
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

/** The fields that stand in a list's table beside its texts. */
export function fieldsBeside({ indexes }: CollectionSpec, field: string): readonly string[] {
  const named = indexes.filter((index) => index.includes(field)).flat();
  return [...new Set(named)].filter((one) => one !== field && one !== ID);
}
