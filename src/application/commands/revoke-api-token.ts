import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { apiToken, revokeToken } from '../../domain/access/api-token.js';
import { streams, type TokenId } from '../../domain/ids.js';
import { OfOwn } from '../access/need.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import type { Asked } from './asked.js';

@OfOwn()
export class RevokeApiToken extends Command<Changed> {
  constructor(
    readonly tokenId: TokenId,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(RevokeApiToken)
export class RevokeApiTokenHandler implements ICommandHandler<RevokeApiToken> {
  constructor(private readonly aggregates: Aggregates) {}

  execute({ tokenId, by }: RevokeApiToken): Promise<Changed> {
    return this.aggregates.change(apiToken, streams.apiToken(tokenId), revokeToken, by);
  }
}
