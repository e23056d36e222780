import type {
  CollectionSpec,
  Document,
  DocumentWrite,
  Filter,
  Page,
  Query,
  StoredDocument,
} from '../../application/ports/document-store.js';
import type { Position } from '../../domain/event.js';
import { type Column, columnOf, compareColumns, listOf } from '../documents/column.js';
import { cursorAt } from '../documents/cursor.js';
import { type CheckedQuery, checkAlternatives, checkFilter, checkQuery, ID } from '../documents/query.js';
import { searchWords } from '../documents/search-words.js';
import type { Database } from './database.js';
import { DocumentFullText } from './document-full-text.js';
import { DocumentLists } from './document-lists.js';
import { columnName, indexName, listName, quoted, searchKeyIndex, type TableNames } from './document-names.js';
import { countSelect, documentsSelect, pageSelects, type Select } from './document-select.js';

type Statement = ReturnType<Database['prepare']>;

interface Row {
  readonly id: string;
  readonly position: string;
  readonly document: string;
}

/** A row's place in the order of a page. */
interface Key {
  readonly doc: number;
  readonly id: string;
  readonly sort: Column;
}

/** How many rows are taken into the search index at a time when it is made. */
const SEARCH_CHUNK = 5_000;
/** Shapes of queries are few; a caller that makes up many must not fill the memory. */
const MOST_STATEMENTS = 300;

/**
 * One collection as a table of its own: the document as JSON (none: a tombstone), a column per declared field, and
 * what is searched for in a full-text index with the same row ids.
 */
export class DocumentTable {
  readonly #names: TableNames;
  readonly #fields: readonly string[];
  readonly #arrays: readonly string[];
  readonly #lists: DocumentLists;
  readonly #fullText: DocumentFullText | null;
  readonly #statements = new Map<string, Statement>();
  readonly #upsertSql: string;

  constructor(
    private readonly database: Database,
    readonly table: string,
    readonly spec: CollectionSpec,
  ) {
    this.#names = { table, search: `${table}_search`, fullText: `${table}_full_text` };
    this.#fields = spec.fields.filter((field) => field !== ID);
    this.#arrays = spec.arrays ?? [];
    this.#lists = new DocumentLists(database, table, spec);
    this.#fullText = spec.fullText ? new DocumentFullText(this.#names, spec, spec.fullText) : null;
    this.#upsertSql = upsertSql(table, this.#columns());
  }

  /**
   * Makes the bare table, which takes writes fastest, or one that can be asked from the start. What is long stands last: a
   * filter need not read past it.
   */
  create(): void {
    const columns = this.#columns()
      .map((name) => `, ${name}`)
      .join('');
    this.database.exec(
      `CREATE TABLE ${quoted(this.table)} (id NOT NULL PRIMARY KEY, position TEXT NOT NULL${columns}, search TEXT, document TEXT)`,
    );
    this.#fullText?.create(this.database);
    if (!this.spec.askedWhileBuilt) return;
    for (const sql of this.#missingIndexes()) this.database.exec(sql);
    for (const _ of this.#lists.make());
  }

  /** What is left to do before it may be read, as steps that each keep the others waiting for a short time only. */
  *finish(): Iterable<void> {
    for (const sql of this.#missingIndexes()) {
      this.database.exec(sql);
      yield;
    }
    if (!this.spec.askedWhileBuilt) yield* this.#lists.make();
    if (this.spec.text?.length) yield* this.#makeSearch();
  }

  /** Makes the indexes that the specification has and the table has not, and drops those of earlier specifications. */
  mendIndexes(): void {
    const wanted = new Set(this.#ownIndexes().map((fields) => indexName(this.table, fields)));
    wanted.add(searchKeyIndex(this.table));
    for (const name of this.#indexes()) if (!wanted.has(name)) this.database.exec(`DROP INDEX ${quoted(name)}`);
    for (const sql of this.#missingIndexes()) this.database.exec(sql);
    this.#lists.mend();
  }

  drop(): void {
    this.#lists.drop();
    for (const index of [this.#names.search, this.#names.fullText])
      this.database.exec(`DROP TABLE IF EXISTS ${quoted(index)}`);
    this.database.exec(`DROP TABLE ${quoted(this.table)}`);
  }

  /** Each is skipped where the stored position is not behind theirs. */
  write(writes: readonly DocumentWrite[]): void {
    const upsert = this.#prepared(this.#upsertSql);
    // With how many rows it has changed it tells the last row's number, which may be one of the full-text index: those
    // are larger than a number can be.
    upsert.setReadBigInts(true);
    const [fields, arrays] = [this.#fields, this.#arrays];
    const nothing = [...fields, ...arrays, 'search', 'document'].map(() => null);
    const text = this.spec.text ?? [];
    for (const { id, position, document } of writes) {
      const key = this.#fullText ? this.#search(this.#fullText, id, position, document) : null;
      if (key === 'late') continue;
      const values: Column[] = [id, position];
      if (this.#fullText) values.push(key);
      const lists = new Map<string, readonly string[]>();
      if (document === null) values.push(...nothing);
      else {
        for (const field of fields) values.push(columnOf(document[field]));
        for (const field of arrays) {
          const list = listOf(document[field]);
          lists.set(field, list);
          values.push(jsonOf(list));
        }
        values.push(textOf(document, text), JSON.stringify(document));
      }
      const { changes } = upsert.run(...values);
      // None: what is stored goes further.
      if (arrays.length > 0 && changes > 0n) this.#lists.keep(this.#rowOf(id), id, document, lists);
    }
  }

  /** RETURNING would say so as well, at several times the cost of the write: it works as a trigger does. */
  #rowOf(id: string): number {
    // A row that was just written.
    return (this.#prepared(`SELECT rowid AS doc FROM ${quoted(this.table)} WHERE id = ?`).get(id) as { doc: number })
      .doc;
  }

  /** What the full-text index is told of a document: its key there, or that what is stored goes further. */
  #search(fullText: DocumentFullText, id: string, position: Position, document: Document | null) {
    const sql = `SELECT position, search_key AS key FROM ${quoted(this.table)} WHERE id = ?`;
    // The columns that it names.
    const [before] = this.#all({ sql, values: [id] }) as { position: Position; key: number | null }[];
    if (before && before.position >= position) return 'late';
    return fullText.replace((select) => this.#all(select), before?.key ?? null, document);
  }

  /** Beside id, position, search and document. */
  #columns(): readonly string[] {
    const key = this.#fullText ? ['search_key'] : [];
    return [...key, ...this.#fields.map(columnName), ...this.#arrays.map(listName)];
  }

  get(ids: readonly string[]): ReadonlyMap<string, StoredDocument> {
    // The statement's columns are the row's fields; documents were objects when they were written.
    const rows = this.#prepared(
      `SELECT id, position, document FROM ${quoted(this.table)} WHERE id IN (SELECT value FROM json_each(?)) AND document IS NOT NULL`,
    ).all(JSON.stringify(ids)) as Row[];
    return new Map(rows.map((row) => [row.id, stored(row)]));
  }

  /** @throws Invalid */
  find(query: Query): Page {
    const checked = checkQuery(this.spec, query);
    if (this.#fullText && checked.search) {
      const found = this.#fullText.find((select) => this.#all(select), checked);
      return pageOf(this.#documents(found), checked);
    }
    const selects = pageSelects(this.#names, this.spec, checked);
    const rows =
      'whole' in selects
        ? // The columns that it names.
          (this.#all(selects.whole) as (Row & Key)[])
        : this.#merged(selects.keys, checked);
    return pageOf(rows, checked);
  }

  /** @throws Invalid */
  count(where: Filter, limit = -1, anyOf?: readonly Filter[]): number {
    const conditions = checkFilter(this.spec, where);
    const { sql, values } = countSelect(this.#names, conditions, checkAlternatives(this.spec, anyOf), limit);
    // One row with one column.
    return (this.#prepared(sql).get(...values) as { count: number }).count;
  }

  /** What several selects give, each document once. */
  #merged(selects: readonly Select[], { sort, limit }: CheckedQuery): (Row & Key)[] {
    // The columns that each of them names.
    const found = selects.flatMap((select) => this.#all(select) as Key[]);
    const sign = sort.direction === 'asc' ? 1 : -1;
    const keys = [...new Map(found.map((key) => [key.doc, key])).values()]
      .sort((a, b) => sign * (compareColumns(a.sort, b.sort) || compareColumns(a.id, b.id)))
      .slice(0, limit + 1);
    return this.#documents(keys);
  }

  #documents(keys: readonly Key[]): (Row & Key)[] {
    const values = [JSON.stringify(keys.map(({ doc }) => doc))];
    // The columns that it names.
    const rows = this.#all({ sql: documentsSelect(this.#names), values }) as (Row & { doc: number })[];
    const byDoc = new Map(rows.map((row) => [row.doc, row]));
    return keys.flatMap((key) => {
      const row = byDoc.get(key.doc);
      return row ? [{ ...row, ...key }] : [];
    });
  }

  #all({ sql, values }: Select): unknown[] {
    return this.#prepared(sql).all(...values);
  }

  #prepared(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    if (this.#statements.size >= MOST_STATEMENTS) this.#statements.clear();
    const statement = this.database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  /** Those that stand on a list's table are made there. */
  #ownIndexes(): readonly (readonly string[])[] {
    return this.spec.indexes.filter((fields) => !fields.some((field) => this.#arrays.includes(field)));
  }

  #indexes(): readonly string[] {
    // A column of text.
    const rows = this.database
      .prepare(`SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL`)
      .all(this.table) as { name: string }[];
    return rows.map(({ name }) => name);
  }

  #missingIndexes(): readonly string[] {
    const existing = new Set(this.#indexes());
    return this.#ownIndexes()
      .filter((fields) => !existing.has(indexName(this.table, fields)))
      .map((fields) => {
        const columns = [...fields.map(columnName), 'id'].join(', ');
        // Without tombstones, so that no page walks over them.
        return `CREATE INDEX ${quoted(indexName(this.table, fields))} ON ${quoted(this.table)} (${columns}) WHERE document IS NOT NULL`;
      });
  }

  /** Triggers first: what is written between two chunks is in the index already and is replaced by the same. */
  *#makeSearch(): Iterable<void> {
    const [table, search] = [quoted(this.table), quoted(this.#names.search)];
    const [inserted, updated] = [quoted(`${this.table}_inserted`), quoted(`${this.table}_updated`)];
    // A beginning may have been made, and the disk been full.
    this.database.exec(`
      DROP TABLE IF EXISTS ${search};
      DROP TRIGGER IF EXISTS ${inserted};
      DROP TRIGGER IF EXISTS ${updated};
      CREATE VIRTUAL TABLE ${search} USING fts5(search, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2');
      CREATE TRIGGER ${inserted} AFTER INSERT ON ${table} WHEN new.search IS NOT NULL BEGIN
        INSERT INTO ${search} (rowid, search) VALUES (new.rowid, new.search);
      END;
      CREATE TRIGGER ${updated} AFTER UPDATE ON ${table} WHEN new.search IS NOT old.search BEGIN
        DELETE FROM ${search} WHERE rowid = old.rowid;
        INSERT INTO ${search} (rowid, search) SELECT new.rowid, new.search WHERE new.search IS NOT NULL;
      END`);
    // One row with one column.
    const { last } = this.database.prepare(`SELECT max(rowid) AS last FROM ${table}`).get() as { last: number | null };
    const fill = this.database.prepare(
      `INSERT OR REPLACE INTO ${search} (rowid, search) SELECT rowid, search FROM ${table} WHERE rowid > ? AND rowid <= ? AND search IS NOT NULL`,
    );
    for (let from = 0; from < (last ?? 0); from += SEARCH_CHUNK) {
      yield;
      fill.run(from, from + SEARCH_CHUNK);
    }
  }
}

function pageOf(rows: readonly (Row & Key)[], { sort, limit }: CheckedQuery): Page {
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    items: rows.slice(0, limit).map(stored),
    next: last ? cursorAt(sort, { value: last.sort, id: last.id }) : null,
  };
}

const jsonOf = (list: readonly string[]): string | null => (list.length > 0 ? JSON.stringify(list) : null);

function upsertSql(table: string, fields: readonly string[]): string {
  const columns = ['position', ...fields, 'search', 'document'];
  const marks = columns.map(() => '?').join(', ');
  const sets = columns.map((column) => `${column} = excluded.${column}`).join(', ');
  return `INSERT INTO ${quoted(table)} AS stored (id, ${columns.join(', ')}) VALUES (?, ${marks})
    ON CONFLICT (id) DO UPDATE SET ${sets} WHERE excluded.position > stored.position`;
}

function textOf(document: Document, fields: readonly string[]): string | null {
  if (fields.length === 0) return null;
  let text = '';
  for (const field of fields) {
    const value = document[field];
    if (typeof value === 'string') text += ` ${value}`;
  }
  return text === '' ? null : searchWords(text).join(' ') || null;
}

/** A row of a document that exists. */
function stored({ id, position, document }: Row): StoredDocument {
  // Written from a Document by `write`.
  return { id, position, document: JSON.parse(document) as Document };
}
