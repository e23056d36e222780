import { z } from 'zod';
import { Action, mapped, type Permissions, Scope } from './permissions.js';

type Permitted = `${Scope}:${Action}`;
const permitted = (scope: Scope, action: Action): Permitted => `${scope}:${action}`;
const PERMITTED = Scope.options.flatMap((scope) => Action.options.map((action) => permitted(scope, action)));

/** What a token may be narrowed to. */
export const TokenScope = z
  .enum([...PERMITTED, 'self:read', 'self:edit', 'administrator'])
  .describe(
    "`emails:read`, `cases:edit` and so on: an action in a scope, as far as its user's roles reach. `self:read`, `self:edit`: what " +
      'every user has of their own, such as notifications, the state of the inbox, working hours, tokens. `administrator`: ' +
      'everything, where its user is one.',
  );
export type TokenScope = z.infer<typeof TokenScope>;

/** How far and how long a token lets in. */
export interface TokenGrant {
  /** None: to all that its user may. */
  readonly scopes: readonly TokenScope[] | null;
  /** From then on it lets nobody in (ISO 8601); none: until it is revoked. */
  readonly expiresAt: string | null;
}

/** Of what a user may, what is left by the scopes of a token. */
export const narrowed = (permissions: Permissions, scopes: readonly TokenScope[]): Permissions =>
  mapped((scope, action) => (scopes.includes(permitted(scope, action)) ? permissions[scope][action] : 'no'));

/** Whether a token reaches no further than another of the same user, whatever that user may or will. */
export function isWithin(inner: readonly TokenScope[] | null, outer: readonly TokenScope[] | null): boolean {
  if (outer === null) return true;
  return inner?.every((scope) => outer.includes(scope)) ?? false;
}

/** Whether a token ends with another one at the latest. */
export const endsWith = (inner: TokenGrant, outer: TokenGrant): boolean =>
  outer.expiresAt === null || (inner.expiresAt !== null && inner.expiresAt <= outer.expiresAt);
