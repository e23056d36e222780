import { reachOf } from '../../domain/access/audience.js';
import type { Action, Scope } from '../../domain/access/permissions.js';
import type { TokenScope } from '../../domain/access/token-scopes.js';
import { NotFound, Rejected } from '../../domain/errors.js';
import type { Filter } from '../ports/document-store.js';
import { type Asker, levelOf } from './asker.js';

/** How NotFound calls a thing: `case`, 42. */
type Named = ConstructorParameters<typeof NotFound>;

/**
 * Who may see and do what, for lists and for single things. There is one rule: a thing is within a permission's reach when it
 * belongs to what the permission's level reaches (`domain/access/audience.ts`). Without an asker it is the service itself, or
 * the command line, and may all.
 */

/**
 * What a store is asked so that a list, or a count, holds only what somebody may see: a condition on `belongsTo`, a list in
 * the collection's documents that holds `Belonging`s. Empty: all of it.
 */
export function visible(asker: Asker | undefined, scope: Scope): Filter {
  if (!asker) return {};
  const level = levelOf(asker, scope, 'read');
  // Nothing but e-mails is anybody's private matter.
  if (level === 'all' && scope !== 'emails') return {};
  return { belongsTo: { in: reachOf(level, asker) } };
}

/** Whether something of these belongings is within reach. */
export function may(asker: Asker | undefined, scope: Scope, action: Action, belongsTo: readonly string[]): boolean {
  if (!asker) return true;
  const reach: ReadonlySet<string> = new Set(reachOf(levelOf(asker, scope, action), asker));
  return belongsTo.some((one) => reach.has(one));
}

/**
 * Something that was found, for whoever may read it.
 * @throws NotFound as if it were absent
 */
export function mustRead<View extends { readonly belongsTo: readonly string[] }>(
  asker: Asker | undefined,
  scope: Scope,
  view: View,
  ...named: Named
): View {
  if (!may(asker, scope, 'read', view.belongsTo)) throw new NotFound(...named);
  return view;
}

/**
 * What may be read may not always be changed.
 * @throws NotFound for what may not be read, Rejected (code `not-allowed`)
 */
export function must(
  asker: Asker | undefined,
  scope: Scope,
  action: Action,
  belongsTo: readonly string[],
  ...named: Named
): void {
  if (!may(asker, scope, 'read', belongsTo)) throw new NotFound(...named);
  if (!may(asker, scope, action, belongsTo)) throw notAllowed(scope, action);
}

/** @param scope that it would need */
export const notForToken = (scope: TokenScope): Rejected =>
  new Rejected('not-allowed', `This token is not for that: it would need the scope ${scope}.`);

export const notAllowed = (scope: Scope, action: Action): Rejected =>
  new Rejected('not-allowed', `Your roles do not allow to ${action} these ${scope}.`);
