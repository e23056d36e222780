import type { Decider } from '../decider.js';
import { NotFound, Rejected } from '../errors.js';
import type { TokenId, UserId } from '../ids.js';
import type { ApiTokenEvent } from './events.js';

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

export interface IssuedToken {
  readonly tokenId: TokenId;
  readonly userId: UserId;
  readonly name: string;
  /** SHA-256 of the token, hexadecimal. */
  readonly hash: string;
}

export function issueToken(state: ApiToken, issued: IssuedToken): ApiTokenEvent[] {
  if (state.status !== 'absent') throw new Rejected('token-exists', 'There is such a token already.');
  return [{ type: 'ApiTokenIssued', data: issued }];
}

export function revokeToken(state: ApiToken): ApiTokenEvent[] {
  if (state.status === 'absent') throw new NotFound('token', 'of this id');
  return state.status === 'revoked' ? [] : [{ type: 'ApiTokenRevoked', data: { tokenId: state.tokenId } }];
}
