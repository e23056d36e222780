import type { Filter } from 'mongodb';
import type { Column } from '../documents/column.js';
import type { Place, Sort } from '../documents/cursor.js';
import { type Alternatives, type CheckedQuery, type Condition, ID } from '../documents/query.js';
import { type Row, shortened } from './document-row.js';

/** What one column, or the id, is asked for. */
type Asked = Readonly<Record<string, unknown>>;

/** Where a field stands in a row. */
export const pathOf = (field: string): string => (field === ID ? '_id' : `f.${field}`);

/** Documents that exist, and not the collection's marker. */
const EXISTING: Asked = { d: { $exists: true } };

/** All of these hold, and all of one of the alternatives. */
export const matching = (conditions: readonly Condition[], anyOf: Alternatives = null): Filter<Row> =>
  any(conditions.map(conditionOf), anyOf);

/** The order of a page, ties by id. */
export function orderOf({ field, direction }: Sort): readonly (readonly [string, 1 | -1])[] {
  const way = direction === 'asc' ? 1 : -1;
  return field === ID
    ? [['_id', way]]
    : [
        [pathOf(field), way],
        ['_id', way],
      ];
}

/**
 * The filters whose results, one after the other, are a page: each is one range of an index, and all of its documents
 * come before those of the next.
 */
export function pageFilters({ conditions, anyOf, words, sort, after }: CheckedQuery): readonly Filter<Row>[] {
  const wanted = [...conditions.map(conditionOf), ...words.map(beginning)];
  return behind(sort, after).map((place) => any([...wanted, ...place], anyOf));
}

// Built from paths of rows and operators of MongoDB only, which its types cannot follow through a list.
const all = (parts: readonly Asked[]): Filter<Row> => ({ $and: [EXISTING, ...parts] }) as Filter<Row>;

/** Each alternative is a whole filter, so that each can take an index of its own. */
function any(parts: readonly Asked[], anyOf: Alternatives): Filter<Row> {
  if (anyOf === null) return all(parts);
  const [first, ...others] = anyOf.map((alternative) => all([...parts, ...alternative.map(conditionOf)]));
  if (first === undefined) return all([NOTHING]);
  return others.length === 0 ? first : { $or: [first, ...others] };
}

function conditionOf(condition: Condition): Asked {
  const path = pathOf(condition.field);
  if (condition.kind === 'is') return { [path]: condition.value };
  if (condition.kind === 'has' && condition.values.length === 1) return { [path]: condition.values[0] };
  if (condition.kind === 'in' || condition.kind === 'has') return { [path]: { $in: condition.values } };
  const { comparison, bound } = condition;
  if (bound === null) return NOTHING;
  if (comparison === '>' || comparison === '>=') return { [path]: above(bound, comparison === '>=') };
  return { [path]: { ...below(bound, comparison === '<='), $ne: null } };
}

const NOTHING: Asked = { _id: { $in: [] } };

/**
 * Above a value in the order of columns. MongoDB compares within a type only, and all text is above all numbers; what
 * is not at most a number, and not nothing, is above it.
 */
function above(value: string | number, orEqual: boolean): Asked {
  if (typeof value === 'string') return orEqual ? { $gte: value } : { $gt: value };
  return { $not: orEqual ? { $lt: value } : { $lte: value }, $ne: null };
}

/** Below a value, nothing included where the value is text. */
function below(value: string | number, orEqual: boolean): Asked {
  if (typeof value === 'number') return orEqual ? { $lte: value } : { $lt: value };
  return { $not: orEqual ? { $gt: value } : { $gte: value } };
}

/** Words hold letters and digits only: nothing in them means anything to a regular expression. */
const beginning = (word: string): Asked => ({ w: new RegExp(`^${shortened(word)}`) });

/** What lies behind a place in the order (keyset paging), as ranges that follow each other. */
function behind(sort: Sort, place: Place | null): readonly (readonly Asked[])[] {
  if (place === null) return [[]];
  const { value, id } = place;
  const isUp = sort.direction === 'asc';
  const sameValue: Asked = { _id: isUp ? { $gt: id } : { $lt: id } };
  if (sort.field === ID) return [[sameValue]];
  const path = pathOf(sort.field);
  const ties = [{ [path]: value }, sameValue];
  return [ties, ...(isUp ? valuesAbove(value) : valuesBelow(value)).map((asked) => [{ [path]: asked }])];
}

const valuesAbove = (value: Column): readonly unknown[] => [value === null ? { $ne: null } : above(value, false)];

function valuesBelow(value: Column): readonly unknown[] {
  if (value === null) return [];
  return typeof value === 'string' ? [below(value, false)] : [below(value, false), null];
}
