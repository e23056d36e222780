import type { CollectionSpec } from '../../application/ports/document-store.js';
import type { Column } from '../documents/column.js';
import type { Place, Sort } from '../documents/cursor.js';
import { type Alternatives, type CheckedQuery, type Condition, ID } from '../documents/query.js';
import { type Branch, branches } from './document-branches.js';
import { fieldsBeside } from './document-lists.js';
import { columnName, indexName, listTable, quoted, type TableNames } from './document-names.js';

/** A statement and what is bound to it. The SQL depends on the query's shape only, so that it is prepared once. */
export interface Select {
  readonly sql: string;
  readonly values: readonly Column[];
}

/** A page by one statement; or by several, which give row ids in order, to be merged, and cut, and then read. */
export type PageSelects = { readonly whole: Select } | { readonly keys: readonly Select[] };

/** Each select is ordered and cut at `limit + 1`. There are several where an index serves each in order, but not all at once. */
export function pageSelects(names: TableNames, spec: CollectionSpec, query: CheckedQuery): PageSelects {
  const keys = branches(spec, query).flatMap((branch) =>
    behind(query.sort, query.after).map((place) => keySelect(names, spec, query, branch, place)),
  );
  const [first] = keys;
  return first && keys.length === 1 ? { whole: documentsOf(names, query.sort, first) } : { keys };
}

/** Documents by their row ids, in no order. */
export const documentsSelect = ({ table }: TableNames): string =>
  `SELECT rowid AS doc, id, position, document FROM ${quoted(table)} WHERE rowid IN (SELECT value FROM json_each(?))`;

/** Counts what matches, up to `limit` (-1: all). */
export function countSelect(
  names: TableNames,
  conditions: readonly Condition[],
  anyOf: Alternatives,
  limit: number,
): Select {
  const render = (condition: Condition) =>
    condition.kind === 'has' ? containing(names, condition) : compared(condition);
  const { where, values } = all([EXISTING, ...conditions.map(render), ...alternatives(anyOf, render)]);
  return {
    sql: `SELECT count(*) AS count FROM (SELECT 1 FROM ${quoted(names.table)} AS base WHERE ${where} LIMIT ?)`,
    values: [...values, limit],
  };
}

interface Clause {
  readonly sql: string;
  readonly values: readonly Column[];
}

const EXISTING: Clause = { sql: 'document IS NOT NULL', values: [] };

function orderBy({ field, direction }: Sort): string {
  const way = direction === 'asc' ? 'ASC' : 'DESC';
  return field === ID ? `id ${way}` : `${columnName(field)} ${way}, id ${way}`;
}

/** Sorted by row id and fetched afterwards, so that no sort carries whole documents. */
const documentsOf = ({ table }: TableNames, sort: Sort, { sql, values }: Select): Select => ({
  sql: `SELECT id, position, document, ${columnName(sort.field)} AS sort FROM ${quoted(table)} WHERE rowid IN
    (SELECT doc FROM (${sql})) ORDER BY ${orderBy(sort)}`,
  values,
});

function keySelect(
  names: TableNames,
  spec: CollectionSpec,
  query: CheckedQuery,
  branch: Branch,
  place: readonly Clause[],
): Select {
  const { sort, limit } = query;
  const { from, clauses } = branch.list
    ? alongList(names, spec, branch, branch.list)
    : alongDocuments(names, query, branch);
  const { where, values } = all([...clauses, ...place]);
  const row = branch.list ? 'base.doc' : 'base.rowid';
  return {
    sql: `SELECT ${row} AS doc, id, ${columnName(sort.field)} AS sort FROM ${from} WHERE ${where} ORDER BY ${orderBy(sort)} LIMIT ?`,
    values: [...values, limit + 1],
  };
}

interface Walk {
  readonly from: string;
  readonly clauses: readonly Clause[];
}

function alongDocuments(names: TableNames, { words }: CheckedQuery, { conditions, anyOf }: Branch): Walk {
  const render = (condition: Condition) =>
    condition.kind === 'has' ? holding(names, condition, 'base.rowid') : compared(condition);
  return {
    from: `${quoted(names.table)} AS base`,
    clauses: [EXISTING, ...conditions.map(render), ...alternatives(anyOf, render), ...matching(names.search, words)],
  };
}

/** Removed documents have no lists. What is not beside the list is looked up in the document's own row. */
function alongList(
  names: TableNames,
  spec: CollectionSpec,
  { conditions }: Branch,
  { field, index }: NonNullable<Branch['list']>,
): Walk {
  const beside = new Set([ID, ...fieldsBeside(spec, field)]);
  const clauses: Clause[] = [];
  const elsewhere: Clause[] = [];
  let entered = false;
  for (const condition of conditions) {
    if (condition.kind !== 'has') (beside.has(condition.field) ? clauses : elsewhere).push(compared(condition));
    else if (condition.field === field && !entered) {
      entered = true;
      clauses.push({ sql: 'value = ?', values: condition.values });
    } else clauses.push(holding(names, condition, 'base.doc'));
  }
  const { where, values } = all(elsewhere);
  if (elsewhere.length > 0) {
    const document = `SELECT 1 FROM ${quoted(names.table)} AS document WHERE document.rowid = base.doc AND ${where}`;
    clauses.push({ sql: `EXISTS (${document})`, values });
  }
  const list = quoted(listTable(names.table, field));
  return { from: `${list} AS base INDEXED BY ${quoted(indexName(names.table, index))}`, clauses };
}

const all = (clauses: readonly Clause[]) => ({
  where: clauses.map(({ sql }) => `(${sql})`).join(' AND '),
  values: clauses.flatMap(({ values }) => values),
});

function alternatives(anyOf: Alternatives, render: (condition: Condition) => Clause): readonly Clause[] {
  if (anyOf === null) return [];
  const each = anyOf.map((conditions) => all([ALWAYS, ...conditions.map(render)]));
  const sql = each.map(({ where }) => `(${where})`).join(' OR ') || 'FALSE';
  return [{ sql, values: each.flatMap(({ values }) => values) }];
}

const ALWAYS: Clause = { sql: 'TRUE', values: [] };

type OfList = Extract<Condition, { kind: 'has' }>;

/** Asked of one row. */
function holding({ table }: TableNames, { field, values }: OfList, row: string): Clause {
  const list = quoted(listTable(table, field));
  const [only] = values;
  return values.length === 1 && only !== undefined
    ? { sql: `EXISTS (SELECT 1 FROM ${list} AS held WHERE held.doc = ${row} AND held.value = ?)`, values: [only] }
    : {
        sql: `EXISTS (SELECT 1 FROM ${list} AS held WHERE held.doc = ${row} AND held.value IN (SELECT value FROM json_each(?)))`,
        values: [JSON.stringify(values)],
      };
}

/** All rows that hold it. */
function containing({ table }: TableNames, { field, values }: OfList): Clause {
  const list = quoted(listTable(table, field));
  return {
    sql: `rowid IN (SELECT doc FROM ${list} WHERE value IN (SELECT value FROM json_each(?)))`,
    values: [JSON.stringify(values)],
  };
}

function compared(condition: Exclude<Condition, OfList>): Clause {
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
