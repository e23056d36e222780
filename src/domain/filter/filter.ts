import type { Decider } from '../decider.js';
import { Invalid, NotFound, Rejected } from '../errors.js';
import type { FilterAction, FilterDefinition, FilterEvent } from './events.js';
import { conditionsOf } from './parameters.js';

export type Filter =
  | { readonly status: 'absent' | 'removed' }
  | { readonly status: 'present'; readonly definition: FilterDefinition };

export const filter: Decider<Filter, FilterEvent> = {
  initialState: () => ({ status: 'absent' }),
  evolve: (_, { type, data }) =>
    type === 'FilterRemoved' ? { status: 'removed' } : { status: 'present', definition: data },
};

/** Whose mail a filter is about; of accounts it matters whose they are. */
export type FilterOf = 'global' | 'group-account' | 'personal-account' | 'user';

/** What a filter may do: of all only skip, as in EspoCRM; of a user only what is about that user's inbox. */
const allowed: Readonly<Record<FilterOf, ReadonlySet<FilterAction['kind']>>> = {
  global: new Set(['skip']),
  'group-account': new Set([
    'skip',
    'move-to-group-folder',
    'mark-as-read',
    'no-notification',
    'link-to-record',
    'no-case',
    'need-skill',
    'none',
  ]),
  'personal-account': new Set(['skip', 'move-to-folder', 'mark-as-read', 'no-notification', 'link-to-record', 'none']),
  user: new Set(['skip', 'move-to-folder', 'mark-as-read', 'no-notification', 'none']),
};

const words: Readonly<Record<FilterOf, string>> = {
  global: 'a filter of all mail',
  'group-account': 'a filter of a group account',
  'personal-account': "a filter of a user's own account",
  user: "a filter of a user's inbox",
};

/** @throws Invalid where it could never match, or does what a filter of this kind cannot do */
export function checkFilter({ parameters, action }: FilterDefinition, of: FilterOf): void {
  const wrong = [];
  if (conditionsOf(parameters).isEmpty)
    wrong.push({ path: 'parameters', message: 'nothing is given: such a filter would never match' });
  if (!allowed[of].has(action.kind))
    wrong.push({
      path: 'action.kind',
      message: `${words[of]} cannot ${action.kind}; it can: ${[...allowed[of]].join(', ')}`,
    });
  if (wrong.length > 0) throw new Invalid(wrong);
}

/** What whoever saves a filter should know. */
export function warningsOf({ parameters, action, markAsRead, skipNotification }: FilterDefinition): readonly string[] {
  const doesNothing = action.kind === 'none' && !markAsRead && !skipNotification;
  return [
    ...(conditionsOf(parameters).matchesAll ? ['This filter matches every message.'] : []),
    ...(doesNothing ? ['This filter does nothing but to be named on the messages that it matches.'] : []),
  ];
}

export function defineFilter(state: Filter, definition: FilterDefinition, of: FilterOf): FilterEvent[] {
  if (state.status !== 'absent') throw new Rejected('filter-exists', 'There is a filter of this id already.');
  checkFilter(definition, of);
  return [{ type: 'FilterDefined', data: definition }];
}

export type FilterChange = Omit<FilterDefinition, 'filterId' | 'scope'>;

export function changeFilter(state: Filter, change: FilterChange, of: FilterOf): FilterEvent[] {
  const { filterId, scope } = present(state);
  const definition = { ...change, filterId, scope };
  checkFilter(definition, of);
  const isSame = JSON.stringify(inOrder(definition)) === JSON.stringify(inOrder(present(state)));
  return isSame ? [] : [{ type: 'FilterChanged', data: definition }];
}

export function removeFilter(state: Filter): FilterEvent[] {
  const { filterId, scope } = present(state);
  return [{ type: 'FilterRemoved', data: { filterId, scope } }];
}

/** @throws NotFound */
export function present(state: Filter): FilterDefinition {
  if (state.status !== 'present') throw new NotFound('filter', 'of this id');
  return state.definition;
}

/** With its keys in one order, so that two can be compared as text. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, one]) => [key, inOrder(one)]);
}
