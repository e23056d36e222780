import type { CollectionSpec, Filter, Query } from '../../application/ports/document-store.js';
import { Invalid } from '../../domain/errors.js';
import { type Column, columnOf, compareColumns } from './column.js';
import { type Place, placeOf, type Sort } from './cursor.js';
import { queryWords } from './search-words.js';

/** The document's id may be filtered and sorted by in every collection. */
export const ID = 'id';

type Comparison = '>' | '>=' | '<' | '<=';

/** One thing that must hold; a comparison with nothing, on either side, never does. `has`: of a list. */
export type Condition =
  | { readonly kind: 'has'; readonly field: string; readonly values: readonly string[] }
  | { readonly kind: 'is'; readonly field: string; readonly value: Column }
  | { readonly kind: 'in'; readonly field: string; readonly values: readonly Column[] }
  | {
      readonly kind: 'range';
      readonly field: string;
      readonly comparison: Comparison;
      readonly bound: Column;
    };

/** A query that was checked, in the few parts that an engine has to know. */
export interface CheckedQuery {
  readonly conditions: readonly Condition[];
  /** All of one of these as well; null: that is not asked. */
  readonly anyOf: Alternatives;
  /** Each must be the beginning of a word of the document; none: no search. */
  readonly words: readonly string[];
  readonly sort: Sort;
  readonly limit: number;
  /** The place behind which the page begins. */
  readonly after: Place | null;
}

export type Alternatives = readonly (readonly Condition[])[] | null;

const COMPARISONS = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;
const isOperator = (key: string): key is keyof typeof COMPARISONS => Object.hasOwn(COMPARISONS, key);

/** @throws Invalid: an unknown field, a limit or a cursor that cannot be */
export function checkQuery(spec: CollectionSpec, query: Query): CheckedQuery {
  const { limit, text, cursor, sort = { field: ID, direction: 'asc' } } = query;
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) throw invalid('limit', 'must be 1 to 1,000');
  if (text !== undefined && !spec.text?.length) throw invalid('text', `${spec.name} cannot be searched`);
  mustKnow(spec, sort.field, 'sort');
  if (isList(spec, sort.field)) throw invalid('sort', `${sort.field} is a list`);
  if (sort.direction !== 'asc' && sort.direction !== 'desc') throw invalid('sort', 'must be asc or desc');
  return {
    conditions: checkFilter(spec, query.where ?? {}),
    anyOf: checkAlternatives(spec, query.anyOf),
    words: text === undefined ? [] : queryWords(text),
    sort,
    limit,
    after: cursor === undefined ? null : placeOf(sort, cursor),
  };
}

/** @throws Invalid */
export const checkAlternatives = (spec: CollectionSpec, anyOf: readonly Filter[] | undefined): Alternatives =>
  anyOf ? anyOf.map((where) => checkFilter(spec, where)) : null;

/** @throws Invalid */
export function checkFilter(spec: CollectionSpec, where: Filter): readonly Condition[] {
  return Object.entries(where).flatMap(([field, wanted]) => {
    mustKnow(spec, field, `where.${field}`);
    if (isList(spec, field)) return [contains(field, wanted)];
    if (wanted === null || typeof wanted !== 'object') return [{ kind: 'is', field, value: scalar(field, wanted) }];
    if ('in' in wanted) return [{ kind: 'in', field, values: list(field, wanted.in) }];
    return range(field, wanted);
  });
}

/** Whether a document's fields hold what a condition asks. */
export function holds(condition: Exclude<Condition, { kind: 'has' }>, value: Column): boolean {
  if (condition.kind === 'is') return value === condition.value;
  if (condition.kind === 'in') return condition.values.includes(value);
  if (value === null || condition.bound === null) return false;
  const order = compareColumns(value, condition.bound);
  if (order === 0) return condition.comparison === '>=' || condition.comparison === '<=';
  return order > 0 === condition.comparison.startsWith('>');
}

/** None of no values: nothing contains that. */
function contains(field: string, wanted: Filter[string]): Condition {
  const one = typeof wanted === 'object' && wanted !== null && 'in' in wanted ? list(field, wanted.in) : [wanted];
  const values = one.filter((value) => typeof value === 'string');
  if (values.length < one.length)
    throw invalid(`where.${field}`, 'is a list: ask for a text in it, or for one of several');
  return { kind: 'has', field, values };
}

function range(field: string, wanted: object): Condition[] {
  return Object.entries(wanted)
    .filter(([, bound]) => bound !== undefined)
    .map(([operator, bound]) => {
      if (!isOperator(operator)) throw invalid(`where.${field}`, `knows no ${operator}`);
      return { kind: 'range', field, comparison: COMPARISONS[operator], bound: scalar(field, bound) };
    });
}

function list(field: string, values: unknown): readonly Column[] {
  if (!Array.isArray(values)) throw invalid(`where.${field}`, 'in needs a list');
  return [...new Set(values.map((value: unknown) => scalar(field, value)))];
}

function scalar(field: string, value: unknown): Column {
  // A filter that was meant and got lost must not show everything.
  if (value === undefined || (typeof value === 'object' && value !== null)) {
    throw invalid(`where.${field}`, 'must be text, a number, a boolean or null');
  }
  return columnOf(value);
}

function mustKnow(spec: CollectionSpec, field: string, path: string): void {
  if (field === ID || spec.fields.includes(field) || isList(spec, field)) return;
  throw invalid(path, `${spec.name} has no field ${field}`);
}

const isList = (spec: CollectionSpec, field: string): boolean => spec.arrays?.includes(field) ?? false;

const invalid = (path: string, message: string): Invalid => new Invalid([{ path, message }]);
