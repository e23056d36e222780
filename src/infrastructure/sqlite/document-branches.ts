import type { CollectionSpec } from '../../application/ports/document-store.js';
import { type Alternatives, type CheckedQuery, type Condition, ID } from '../documents/query.js';

/** A part of a query that one walk along an index answers in order. */
export interface Branch {
  readonly conditions: readonly Condition[];
  /** The whole query in one: its alternatives are left in it. */
  readonly anyOf: Alternatives;
  /** The list whose table is walked, along this index; null: the documents' own. */
  readonly list: { readonly field: string; readonly index: readonly string[] } | null;
}

/** The most branches that a query is cut into; each costs a look at an index. */
const MOST_BRANCHES = 128;

/**
 * "One of these" next to a sort would make the engine sort all that matches, and so would one of several filters. Where
 * an index holds each of the values in the wanted order, the query is asked once for each instead.
 */
export function branches(spec: CollectionSpec, query: CheckedQuery): readonly Branch[] {
  const { conditions, anyOf, words, sort } = query;
  const whole: readonly Branch[] = [{ conditions, anyOf, list: null }];
  if (words.length > 0 || isPlain(conditions, anyOf)) return whole;
  const cut: Branch[] = [];
  for (const alternative of anyOf ?? [[]]) {
    const all = [...conditions, ...alternative];
    const index = indexFor(spec, all, sort.field);
    if (!index) return whole;
    const parts = cutBy(index, all, MOST_BRANCHES - cut.length);
    if (!parts) return whole;
    const field = index.find((one) => spec.arrays?.includes(one));
    const list = field === undefined ? null : { field, index };
    cut.push(...parts.map((part) => ({ conditions: part, anyOf: null, list })));
  }
  return cut;
}

const isPlain = (conditions: readonly Condition[], anyOf: Alternatives): boolean =>
  anyOf === null && conditions.every(({ kind }) => kind === 'is' || kind === 'range');

const isFixed = ({ kind }: Condition): boolean => kind !== 'range';

/** The index that gives all of these in the order of the sort; one that narrows by more before one that does by less. */
function indexFor(spec: CollectionSpec, conditions: readonly Condition[], sort: string): readonly string[] | undefined {
  const fixed = new Set(conditions.filter(isFixed).map(({ field }) => field));
  return spec.indexes
    .filter((index) => serves(index, fixed, sort))
    .sort((a, b) => leadingOf(b, fixed) - leadingOf(a, fixed))[0];
}

/** Its fields are all fixed by the query, up to the one that is sorted by. */
function serves(index: readonly string[], fixed: ReadonlySet<string>, sort: string): boolean {
  const leading = leadingOf(index, fixed);
  if (leading === index.length) return sort === ID || index.includes(sort);
  return leading > 0 && index[leading] === sort;
}

function leadingOf(index: readonly string[], fixed: ReadonlySet<string>): number {
  const open = index.findIndex((field) => !fixed.has(field));
  return open === -1 ? index.length : open;
}

/** One part for each way to choose one value for each field by which the index is entered. None: more than so many. */
function cutBy(
  index: readonly string[],
  conditions: readonly Condition[],
  most: number,
): readonly (readonly Condition[])[] | null {
  const fixed = new Set(conditions.filter(isFixed).map(({ field }) => field));
  const entered = new Set(index.slice(0, leadingOf(index, fixed)));
  let parts: readonly (readonly Condition[])[] = [[]];
  for (const condition of conditions) {
    const ways = entered.has(condition.field) ? singly(condition) : [condition];
    if (parts.length * ways.length > most) return null;
    parts = parts.flatMap((part) => ways.map((one) => [...part, one]));
  }
  return parts;
}

function singly(condition: Condition): readonly Condition[] {
  const { field, kind } = condition;
  if (kind === 'in') return condition.values.map((value) => ({ kind: 'is', field, value }));
  if (kind === 'has') return condition.values.map((value) => ({ kind, field, values: [value] }));
  return [condition];
}
