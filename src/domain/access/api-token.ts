import type { Decider } from '../decider.js';
import { Invalid, NotFound, Rejected } from '../errors.js';
import type { TokenId, UserId } from '../ids.js';
import type { ApiTokenEvent } from './events.js';
import { endsWith, isWithin, type TokenGrant, type TokenScope } from './token-scopes.js';

export type ApiToken =
  | { readonly status: 'absent' }
  | { readonly status: 'valid' | 'revoked'; readonly tokenId: TokenId; readonly userId: UserId; readonly hash: string };

export const apiToken: Decider<ApiToken, ApiTokenEvent> = {
  initialState: () => ({ status: 'absent' }),
  evolve(state, { type, data }) {
    if (type === 'ApiTokenIssued') {
      return { status: 'valid', tokenId: data.tokenId, userId: data.userId, hash: data.hash };
    }
    return state.status === 'absent' ? state : { ...state, status: 'revoked' };
  },
};

export interface IssuedToken extends TokenGrant {
  readonly tokenId: TokenId;
  readonly userId: UserId;
  readonly name: string;
  /** SHA-256 of the token, hexadecimal. */
  readonly hash: string;
}

/**
 * @param now ISO 8601
 * @throws Invalid for one that would be over before it begins
 */
export function issueToken(state: ApiToken, issued: IssuedToken, now: string): ApiTokenEvent[] {
  if (state.status !== 'absent') throw new Rejected('token-exists', 'There is such a token already.');
  if (issued.expiresAt !== null && issued.expiresAt <= now) {
    throw new Invalid([{ path: 'expiresAt', message: 'must be in the future' }]);
  }
  const scopes = issued.scopes && [...new Set(issued.scopes)].sort();
  return [{ type: 'ApiTokenIssued', data: { ...issued, scopes: scopes as [TokenScope, ...TokenScope[]] | null } }];
}

/**
 * Who came by a token makes none that lets in further or longer: what leaks, leaks no more than itself.
 * @throws Rejected, code `token-too-wide`
 */
export function mustBeWithin(wanted: TokenGrant, own: TokenGrant): void {
  if (isWithin(wanted.scopes, own.scopes) && endsWith(wanted, own)) return;
  throw new Rejected('token-too-wide', 'A token issues none that may more, or for longer, than itself.');
}

export function revokeToken(state: ApiToken): ApiTokenEvent[] {
  if (state.status === 'absent') throw new NotFound('token', 'of this id');
  return state.status === 'revoked' ? [] : [{ type: 'ApiTokenRevoked', data: { tokenId: state.tokenId } }];
}
