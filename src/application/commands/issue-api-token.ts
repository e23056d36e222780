import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { apiToken, issueToken, mustBeWithin } from '../../domain/access/api-token.js';
import type { TokenGrant } from '../../domain/access/token-scopes.js';
import { Rejected } from '../../domain/errors.js';
import { derivedId, streams, TokenId, type UserId } from '../../domain/ids.js';
import { OfOwn } from '../access/need.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import { CLOCK } from '../parts.js';
import type { Clock } from '../ports/clock.js';
import type { Asked } from './asked.js';
import { activeUser } from './present.js';
import { hashToken, newToken } from './token.js';

/** A token that was just made, and the only time that it is shown. */
export interface IssuedApiToken extends Changed {
  readonly tokenId: TokenId;
  readonly token: string;
}

/** All that its user may, until it is revoked. */
const UNBOUNDED: TokenGrant = { scopes: null, expiresAt: null };

@OfOwn()
export class IssueApiToken extends Command<IssuedApiToken> {
  constructor(
    readonly userId: UserId,
    /** What it is for, in the user's words. */
    readonly name: string,
    readonly by: Asked,
    readonly grant: TokenGrant = UNBOUNDED,
  ) {
    super();
  }
}

@CommandHandler(IssueApiToken)
export class IssueApiTokenHandler implements ICommandHandler<IssueApiToken> {
  constructor(
    private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws Rejected when the same request made a token before: nobody knows it any more; Invalid */
  async execute({ userId, name, by, grant }: IssueApiToken): Promise<IssuedApiToken> {
    const { asker } = by;
    // Administrators give whatever rights they like; no token gives more time than it has.
    if (asker?.token) mustBeWithin(grant, asker.administrator ? { ...asker.token, scopes: null } : asker.token);
    await activeUser(this.aggregates, userId);
    const tokenId = TokenId.parse(derivedId('token', by.actor, by.cause));
    const stream = streams.apiToken(tokenId);
    const token = newToken();
    const issued = { tokenId, userId, name, hash: await hashToken(token), ...grant };
    const now = this.clock.now().toISOString();
    const changed = await this.aggregates.change(apiToken, stream, (state) => issueToken(state, issued, now), by);
    const { state } = await this.aggregates.load(apiToken, stream);
    if (state.status === 'absent' || state.hash !== issued.hash) {
      throw new Rejected('token-already-issued', 'This request has made a token before; a token is shown only once.');
    }
    return { ...changed, tokenId, token };
  }
}
