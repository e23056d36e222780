import { type Belonging, EVERYBODY, ofUser } from '../access/audience.js';
import type { Decider } from '../decider.js';
import { Invalid, NotFound, Rejected } from '../errors.js';
import type { UserId } from '../ids.js';
import type { FilterAction, FilterDefinition, FilterEvent, FilterScope } from './events.js';
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
type FilterOf = 'global' | 'group-account' | 'personal-account' | 'user';

const kindOf = (scope: FilterScope): FilterOf =>
  scope.kind !== 'account' ? scope.kind : scope.owner === null ? 'group-account' : 'personal-account';

/** The user whose filter it is; none: administrators alone make and change it. */
export const ownerOf = (scope: FilterScope): UserId | null =>
  scope.kind === 'global' ? null : scope.kind === 'user' ? scope.userId : scope.owner;

/** Of what is a user's own, that user; all of them are within reach of whoever may see all. */
export function belongingsOfFilter(scope: FilterScope): readonly Belonging[] {
  const owner = ownerOf(scope);
  return owner === null ? [EVERYBODY] : [ofUser(owner), EVERYBODY];
}

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
function checkFilter({ parameters, action, scope }: FilterDefinition): void {
  const of = kindOf(scope);
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

export function defineFilter(state: Filter, definition: FilterDefinition): FilterEvent[] {
  if (state.status !== 'absent') throw new Rejected('filter-exists', 'There is a filter of this id already.');
  checkFilter(definition);
  return [{ type: 'FilterDefined', data: definition }];
}

export type FilterChange = Omit<FilterDefinition, 'filterId' | 'scope'>;

export function changeFilter(state: Filter, change: FilterChange): FilterEvent[] {
  const { filterId, scope } = present(state);
  const definition = { ...change, filterId, scope };
  checkFilter(definition);
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
