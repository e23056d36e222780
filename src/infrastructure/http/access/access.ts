import { SetMetadata } from '@nestjs/common';
import type { Action, Scope } from '../../../domain/access/permissions.js';

/** What a route needs of whoever asks: some reach of a permission. */
export interface Need {
  readonly scope: Scope;
  readonly action: Action;
}
/** Who may use a route; without a mark: every active user, for what is their own. */
export type Access = 'open' | 'anybody' | 'administrator' | Need;
export const ACCESS = 'access';

/** Anybody, without a token. */
export const Open = () => SetMetadata(ACCESS, 'open' satisfies Access);
/** Every active user, whatever their token is for. */
export const Anybody = () => SetMetadata(ACCESS, 'anybody' satisfies Access);
/** Administrators and nobody else. */
export const AdministratorsOnly = () => SetMetadata(ACCESS, 'administrator' satisfies Access);
/** Whoever's permission reaches something at all; how far, queries and handlers see to. */
export const Needs = (scope: Scope, action: Action) => SetMetadata(ACCESS, { scope, action } satisfies Need);
