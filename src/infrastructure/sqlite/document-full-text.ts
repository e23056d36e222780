import { createHash } from 'node:crypto';
import type { CollectionSpec, Document } from '../../application/ports/document-store.js';
import { NO_WORD } from '../../application/search/words.js';
import { type Column, columnOf, compareColumns, listOf } from '../documents/column.js';
import { fieldWords, type SearchClause } from '../documents/full-text.js';
import type { Alternatives, CheckedQuery, Condition } from '../documents/query.js';
import type { Database } from './database.js';
import { columnName, quoted, searchKeyIndex, type TableNames } from './document-names.js';
import { behindAny, comparing, type Select } from './document-select.js';

/** Documents of one second that have keys of their own. */
const KEYS = 2 ** 21;
const LAST_SECOND = 2 ** 32 - 1;
/** Stands in every document. */
const ALL = `${NO_WORD}a`;
/** Rows behind a page that are read with it: enough to see, most often, that its last second is whole. */
const SPARE = 16;
/** Bytes of a list's text that are indexed as they are; of longer ones, their hash. */
const LONGEST_VALUE = 100;

/** A row's place in the order of a search. */
export interface Found {
  readonly key: number;
  readonly doc: number;
  readonly id: string;
  readonly sort: Column;
}

type Run = (select: Select) => unknown[];

/**
 * The full-text index of a collection. A document's row in it is numbered by the second of its place in the order of
 * searches, so that what matches comes in that order, and a search ends when the page is full, however much else there
 * is. What its lists contain stands beside the words, so that "what Ana may see" is one more word.
 */
export class DocumentFullText {
  readonly #search: string;
  readonly #table: string;
  readonly #fields: readonly string[];
  readonly #order: string;

  constructor(
    private readonly names: TableNames,
    private readonly spec: CollectionSpec,
    { fields, order }: NonNullable<CollectionSpec['fullText']>,
  ) {
    this.#search = quoted(names.fullText);
    this.#table = quoted(names.table);
    this.#fields = fields;
    this.#order = order;
  }

  /** Made with the collection, and written with each document. */
  create(database: Database): void {
    const columns = [...this.#fields.map(textColumn), LISTS].join(', ');
    database.exec(`
      CREATE VIRTUAL TABLE ${this.#search} USING fts5(${columns}, content='', contentless_delete=1, prefix='1 2',
        tokenize='unicode61 remove_diacritics 2');
      CREATE UNIQUE INDEX ${quoted(searchKeyIndex(this.names.table))} ON ${this.#table} (search_key) WHERE search_key IS NOT NULL`);
  }

  /** Puts a document in the place of what was known of it; none: it is removed. Gives its key. */
  replace(run: Run, before: number | null, document: Document | null): number | null {
    if (before !== null) run({ sql: `DELETE FROM ${this.#search} WHERE rowid = ?`, values: [before] });
    if (document === null) return null;
    const second = secondOf(columnOf(document[this.#order]));
    const key = before !== null && secondIn(before) === second ? before : this.#freeKey(run, second);
    const words = fieldWords(this.spec, document);
    const columns = ['rowid', ...this.#fields.map(textColumn), LISTS];
    run({
      sql: `INSERT INTO ${this.#search} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
      values: [key, ...this.#fields.map((field) => words.get(field)?.join(' ') ?? ''), this.#tokens(document)],
    });
    return key;
  }

  /** One more than the page holds, in order; of equal places in it, by id. */
  find(run: Run, query: CheckedQuery): readonly Found[] {
    const { sort, limit, after } = query;
    const isUp = sort.direction === 'asc';
    const { match, conditions, anyOf } = this.#expression(query);
    const [low, high] = this.#bounds(query);
    const clauses = [...conditions, ...anyOf, ...(after ? [behindAny(sort, after)] : [])];
    const where = clauses.map(({ sql }) => ` AND (${sql})`).join('');
    const column = columnName(sort.field);
    const rows = (from: number, to: number, most: number): Found[] =>
      // The columns that it names.
      // The plus lets the index of keys be used: a virtual table's rowid is an integer by its type, and a key has none.
      run({
        sql: `SELECT found.rowid AS key, base.rowid AS doc, base.id AS id, base.${column} AS sort FROM ${this.#search} AS found
          CROSS JOIN ${this.#table} AS base ON base.search_key = +found.rowid
          WHERE found.${this.#search} MATCH ? AND found.rowid BETWEEN ? AND ?${where}
          ORDER BY found.rowid ${isUp ? 'ASC' : 'DESC'} LIMIT ?`,
        values: [match, from, to, ...clauses.flatMap(({ values }) => values), most],
      }) as Found[];
    // To begin a search costs most where a beginning of words fits many: once is enough, as a rule.
    const found = rows(low, high, limit + 1 + SPARE);
    const isLast = found.length < limit + 1 + SPARE;
    const [end, last] = [found[limit], found.at(-1)];
    if (!isLast && end && last && secondIn(end.key) === secondIn(last.key)) {
      // Within a second the keys are in no order: all of it is needed.
      const start = secondIn(last.key) * KEYS;
      const rest = isUp ? [last.key + 1, start + KEYS - 1] : [start, last.key - 1];
      found.push(...rows(Math.max(low, rest[0] ?? low), Math.min(high, rest[1] ?? high), -1));
    }
    const sign = isUp ? 1 : -1;
    return found
      .sort((a, b) => sign * (compareColumns(a.sort, b.sort) || compareColumns(a.id, b.id)))
      .slice(0, limit + 1);
  }

  /** The words of the index; and what it does not know, asked of the document's row. */
  #expression({ search, conditions, anyOf }: CheckedQuery) {
    const clauses = search ?? [];
    const lists = conditions.filter((condition) => condition.kind === 'has').map(oneOfTokens);
    const alternatives = tokensOfAny(anyOf);
    const wanted = [
      ...lists,
      ...(alternatives === null ? [] : [alternatives]),
      ...clauses.filter(({ not }) => !not).map((clause) => this.#words(clause)),
    ];
    const unwanted = clauses.filter(({ not }) => not).map((clause) => this.#words(clause));
    const positive = wanted.length > 0 ? wanted.join(' AND ') : quoted(ALL);
    return {
      match: unwanted.length > 0 ? `(${positive}) NOT (${unwanted.join(' OR ')})` : positive,
      conditions: conditions.filter((condition) => condition.kind !== 'has').map((one) => comparing(this.names, one)),
      anyOf: anyOf !== null && alternatives === null ? [comparing(this.names, anyOf)] : [],
    };
  }

  #words({ words, phrase, fields }: SearchClause): string {
    // To look at all of them is quicker than to choose; what stands beside them is no word.
    const isAll = this.#fields.every((field) => fields.includes(field));
    const columns = isAll ? '' : `{${fields.map(textColumn).join(' ')}} : `;
    if (phrase) return `(${columns}${quoted(words.join(' '))})`;
    return `(${words.map((word) => `${columns}${quoted(word)} *`).join(' AND ')})`;
  }

  /** The first and the last key that can be wanted. */
  #bounds({ conditions, sort, after }: CheckedQuery): readonly [number, number] {
    let [low, high] = [0, (LAST_SECOND + 1) * KEYS - 1];
    const from = (value: Column) => {
      low = Math.max(low, secondOf(value) * KEYS);
    };
    const to = (value: Column) => {
      high = Math.min(high, secondOf(value) * KEYS + KEYS - 1);
    };
    for (const condition of conditions) {
      if (condition.kind !== 'range' || condition.field !== this.#order || !isTime(condition.bound)) continue;
      if (condition.comparison.startsWith('>')) from(condition.bound);
      else to(condition.bound);
    }
    if (after) (sort.direction === 'asc' ? from : to)(after.value);
    return [low, high];
  }

  #tokens(document: Document): string {
    const lists = (this.spec.arrays ?? []).flatMap((field) => listOf(document[field]).map((one) => token(field, one)));
    return [ALL, ...lists].join(' ');
  }

  /** Should a second be full, one of the next. */
  #freeKey(run: Run, second: number): number {
    for (let at = second; ; at++) {
      const sql = `SELECT max(search_key) AS last FROM ${this.#table} WHERE search_key BETWEEN ? AND ?`;
      // One row with one column.
      const [row] = run({ sql, values: [at * KEYS, at * KEYS + KEYS - 1] }) as { last: number | null }[];
      const key = row?.last == null ? at * KEYS : row.last + 1;
      if (key < at * KEYS + KEYS) return key;
    }
  }
}

const LISTS = 'lists';
const textColumn = (field: string): string => quoted(`text_${field}`);

const isTime = (value: Column): boolean => value !== null && !Number.isNaN(new Date(value).getTime());

/** The second of an instant, or of milliseconds; of what is none, the first. */
function secondOf(value: Column): number {
  const time = value === null ? 0 : new Date(value).getTime();
  return Number.isNaN(time) ? 0 : Math.min(LAST_SECOND, Math.max(0, Math.floor(time / 1000)));
}

/** The second that a key is of. */
const secondIn = (key: number): number => Math.floor(key / KEYS);

/** A text of a list as a word that no text has. */
function token(field: string, value: string): string {
  const bytes = Buffer.from(value);
  const short = bytes.length > LONGEST_VALUE ? createHash('sha256').update(bytes).digest() : bytes;
  return `${NO_WORD}${Buffer.from(field).toString('hex')}x${short.toString('hex')}`;
}

type OfList = Extract<Condition, { kind: 'has' }>;

/** One of no texts: nothing has that. */
function oneOfTokens({ field, values }: OfList): string {
  const tokens = values.length > 0 ? values.map((value) => token(field, value)) : [`${NO_WORD}nothing`];
  return `(${tokens.map(quoted).join(' OR ')})`;
}

/** None: they ask for more than lists. */
function tokensOfAny(anyOf: Alternatives): string | null {
  if (anyOf === null) return null;
  const each: string[] = [];
  for (const conditions of anyOf) {
    const lists = conditions.filter((condition) => condition.kind === 'has');
    if (lists.length < conditions.length) return null;
    each.push(`(${lists.length > 0 ? lists.map(oneOfTokens).join(' AND ') : quoted(ALL)})`);
  }
  return each.length > 0 ? `(${each.join(' OR ')})` : quoted(`${NO_WORD}nothing`);
}
