import { type Action, EVERYTHING, type Level, type Permissions, type Scope } from '../../domain/access/permissions.js';
import { narrowed, type TokenGrant } from '../../domain/access/token-scopes.js';
import type { TeamId, UserId } from '../../domain/ids.js';

/** Who a request comes from, and what they may. */
export interface Asker {
  readonly userId: UserId;
  readonly administrator: boolean;
  /** That they write from, in lower case. */
  readonly emailAddresses: readonly string[];
  readonly teamIds: readonly TeamId[];
  /** Of all their roles together; of an administrator everything; less where their token says so. */
  readonly permissions: Permissions;
  /** The API token that they came by; none: they came another way, which narrows nothing. */
  readonly token?: TokenGrant;
}

/** Somebody as a token of theirs lets them in: the narrower of both. */
export function byToken(asker: Asker, token: TokenGrant): Asker {
  const { scopes } = token;
  if (scopes === null) return { ...asker, token };
  const administrator = asker.administrator && scopes.includes('administrator');
  return {
    ...asker,
    token,
    administrator,
    permissions: administrator ? EVERYTHING : narrowed(asker.permissions, scopes),
  };
}

/** Whether they may see or change what every user has of their own: only a token can keep them from that. */
export function mayWithOwn({ administrator, token }: Asker, action: 'read' | 'edit'): boolean {
  const scopes = token?.scopes ?? null;
  return administrator || scopes === null || scopes.includes(`self:${action}`);
}

/** How far an asker's permission reaches. */
export const levelOf = ({ administrator, permissions }: Asker, scope: Scope, action: Action): Level =>
  administrator ? EVERYTHING[scope][action] : permissions[scope][action];
