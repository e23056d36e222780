import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { apiToken, issueToken } from '../../domain/access/api-token.js';
import { Rejected } from '../../domain/errors.js';
import { derivedId, streams, TokenId, type UserId } from '../../domain/ids.js';
import { ForAnybody } from '../access/need.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import type { Asked } from './asked.js';
import { activeUser } from './present.js';
import { hashToken, newToken } from './token.js';

/** A token that was just made, and the only time that it is shown. */
export interface IssuedApiToken extends Changed {
  readonly tokenId: TokenId;
  readonly token: string;
}

@ForAnybody()
export class IssueApiToken extends Command<IssuedApiToken> {
  constructor(
    readonly userId: UserId,
    /** What it is for, in the user's words. */
    readonly name: string,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(IssueApiToken)
export class IssueApiTokenHandler implements ICommandHandler<IssueApiToken> {
  constructor(private readonly aggregates: Aggregates) {}

  /** @throws Rejected when the same request made a token before: nobody knows it any more */
  async execute({ userId, name, by }: IssueApiToken): Promise<IssuedApiToken> {
    await activeUser(this.aggregates, userId);
    const tokenId = TokenId.parse(derivedId('token', by.actor, by.cause));
    const stream = streams.apiToken(tokenId);
    const token = newToken();
    const issued = { tokenId, userId, name, hash: await hashToken(token) };
    const changed = await this.aggregates.change(apiToken, stream, (state) => issueToken(state, issued), by);
    const { state } = await this.aggregates.load(apiToken, stream);
    if (state.status === 'absent' || state.hash !== issued.hash) {
      throw new Rejected('token-already-issued', 'This request has made a token before; a token is shown only once.');
    }
    return { ...changed, tokenId, token };
  }
}
