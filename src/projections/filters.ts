import { live } from '../application/ports/document-store.js';
import type { FilterDefinition, FilterScope } from '../domain/filter/events.js';
import { scopeKey } from '../domain/filter/filing-state.js';
import { belongingsOfFilter } from '../domain/filter/filter.js';
import { at, projection, remove } from './projection.js';

export interface FilterView extends FilterDefinition {
  readonly scopeKey: string;
  /** Sorts them as they are asked: those of all, of accounts, of users; then by their order, then by id. */
  readonly place: string;
  readonly belongsTo: readonly string[];
  /** Of the filter's stream: what `If-Match` names. */
  readonly revision: number;
}

const RANK: Readonly<Record<FilterScope['kind'], string>> = { global: '1', account: '2', user: '3' };
/** So that no order is negative. */
const LOWEST = 1_000_000;

const view = (definition: FilterDefinition, revision: number): FilterView => {
  const { scope, order, filterId } = definition;
  return {
    ...definition,
    scopeKey: scopeKey(scope),
    place: `${RANK[scope.kind]} ${String(order + LOWEST).padStart(7, '0')} ${filterId}`,
    belongsTo: belongingsOfFilter(scope),
    revision,
  };
};

export const filters = projection<FilterView>(
  'filters',
  {
    version: 1,
    fields: ['scopeKey', 'place'],
    arrays: ['belongsTo'],
    indexes: [['place'], ['belongsTo', 'place'], ['scopeKey']],
  },
  {
    FilterDefined: ({ data, revision }) => at(data.filterId, () => view(data, revision)),
    FilterChanged: ({ data, revision }) => at(data.filterId, () => view(data, revision)),
    FilterRemoved: ({ data }) => remove(data.filterId),
  },
);
export const filtersCollection = live(filters.spec);
