import type { CollectionSpec } from '../../application/ports/document-store.js';
import type { Column } from '../documents/column.js';
import type { Place, Sort } from '../documents/cursor.js';
import { type CheckedQuery, type Condition, ID } from '../documents/query.js';

/** A statement and what is bound to it. The SQL depends on the query's shape only, so that it is prepared once. */
export interface Select {
  readonly sql: string;
  readonly values: readonly Column[];
}

/** What the tables of one collection are called. */
export interface TableNames {
  readonly table: string;
  readonly search: string;
}

/** The most branches that a query is cut into, see `branches`. */
const MOST_BRANCHES = 24;

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const columnName = (field: string): string => (field === ID ? 'id' : quoted(`field_${field}`));

/**
 * The selects that together give a page, each ordered and cut at `limit + 1`. Their results are to be merged by the
 * sort: there are several where an index can serve each in order, but not all at once.
 */
export function pageSelects(names: TableNames, spec: CollectionSpec, query: CheckedQuery): readonly Select[] {
  return branches(spec, query).flatMap((conditions) =>
    behind(query.sort, query.after).map((place) => pageSelect(names, query, [...conditions.map(render), ...place])),
  );
}

/** Counts what matches, up to `limit` (-1: all). */
export function countSelect({ table }: TableNames, conditions: readonly Condition[], limit: number): Select {
  const { where, values } = all([EXISTING, ...conditions.map(render)]);
  return {
    sql: `SELECT count(*) AS count FROM (SELECT 1 FROM ${quoted(table)} WHERE ${where} LIMIT ?)`,
    values: [...values, limit],
  };
}

interface Clause {
  readonly sql: string;
  readonly values: readonly Column[];
}

const EXISTING: Clause = { sql: 'document IS NOT NULL', values: [] };

function pageSelect({ table, search }: TableNames, { sort, words, limit }: CheckedQuery, clauses: Clause[]): Select {
  const direction = sort.direction === 'asc' ? 'ASC' : 'DESC';
  const column = columnName(sort.field);
  const order = sort.field === ID ? `id ${direction}` : `${column} ${direction}, id ${direction}`;
  const { where, values } = all([EXISTING, ...clauses, ...matching(search, words)]);
  // Sorted by row id and fetched afterwards, so that no sort carries whole documents.
  return {
    sql: `SELECT id, position, document, ${column} AS sort FROM ${quoted(table)} WHERE rowid IN
      (SELECT rowid FROM ${quoted(table)} WHERE ${where} ORDER BY ${order} LIMIT ?) ORDER BY ${order}`,
    values: [...values, limit + 1],
  };
}

const all = (clauses: readonly Clause[]) => ({
  where: clauses.map(({ sql }) => `(${sql})`).join(' AND '),
  values: clauses.flatMap(({ values }) => values),
});

function render(condition: Condition): Clause {
  const column = columnName(condition.field);
  if (condition.kind === 'is') {
    return condition.value === null
      ? { sql: `${column} IS NULL`, values: [] }
      : { sql: `${column} = ?`, values: [condition.value] };
  }
  if (condition.kind === 'range') return { sql: `${column} ${condition.comparison} ?`, values: [condition.bound] };
  const oneOf = `${column} IN (SELECT value FROM json_each(?))`;
  return {
    sql: condition.values.includes(null) ? `${oneOf} OR ${column} IS NULL` : oneOf,
    values: [JSON.stringify(condition.values)],
  };
}

/** Words hold letters and digits only; quoted all the same, they can be nothing but words. */
function matching(search: string, words: readonly string[]): Clause[] {
  if (words.length === 0) return [];
  const table = quoted(search);
  const expression = words.map((word) => `${quoted(word)}*`).join(' AND ');
  return [{ sql: `rowid IN (SELECT rowid FROM ${table} WHERE ${table} MATCH ?)`, values: [expression] }];
}

/**
 * What lies behind a place in the order (keyset paging), as one or two ranges: nothing compares with NULL, which comes
 * first.
 */
function behind({ field, direction }: Sort, place: Place | null): readonly Clause[][] {
  if (place === null) return [[]];
  const { value, id } = place;
  const comparison = direction === 'asc' ? '>' : '<';
  if (field === ID) return [[{ sql: `id ${comparison} ?`, values: [id] }]];
  const column = columnName(field);
  const nulls = (clauses: Clause[]): Clause[] => [{ sql: `${column} IS NULL`, values: [] }, ...clauses];
  if (value === null) {
    const rest = nulls([{ sql: `id ${comparison} ?`, values: [id] }]);
    return direction === 'asc' ? [rest, [{ sql: `${column} IS NOT NULL`, values: [] }]] : [rest];
  }
  const rest = [{ sql: `(${column}, id) ${comparison} (?, ?)`, values: [value, id] }];
  return direction === 'asc' ? [rest] : [rest, nulls([])];
}

/**
 * "One of these" next to a sort would make the engine sort all that matches. Where an index holds each of the values
 * in the wanted order, the query is asked once per value instead.
 */
function branches(spec: CollectionSpec, { conditions, sort, words }: CheckedQuery): readonly (readonly Condition[])[] {
  const whole = [conditions];
  if (words.length > 0 || !conditions.some(({ kind }) => kind === 'in')) return whole;
  const fixed = new Set(conditions.filter(({ kind }) => kind !== 'range').map(({ field }) => field));
  if (!spec.indexes.some((index) => serves(index, fixed, sort.field))) return whole;
  const product = conditions.reduce<readonly (readonly Condition[])[]>(
    (done, condition) => done.flatMap((before) => alternatives(condition).map((one) => [...before, one])),
    [[]],
  );
  return product.length > MOST_BRANCHES ? whole : product;
}

/** Its fields are all fixed by the query, up to the one that is sorted by. */
function serves(index: readonly string[], fixed: ReadonlySet<string>, sort: string): boolean {
  const leading = index.findIndex((field) => !fixed.has(field));
  if (leading === -1) return sort === ID || fixed.has(sort);
  return leading > 0 && index[leading] === sort;
}

function alternatives(condition: Condition): readonly Condition[] {
  if (condition.kind !== 'in') return [condition];
  return condition.values.map((value) => ({ kind: 'is', field: condition.field, value }));
}
