import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { MatchedFilter } from '../../domain/email/filed.js';
import { matchInWords } from '../../domain/filter/words.js';
import { EmailId, streams, type UserId } from '../../domain/ids.js';
import type { Asker } from '../access/asker.js';
import { EventLog } from '../log/event-log.js';

export interface MatchedBy extends MatchedFilter {
  /** The account that it came to. */
  readonly accountId: string | null;
  /** Whose filter it was; none: of all mail, or of the account. */
  readonly userId: UserId | null;
  /** What happened, for people. */
  readonly words: string;
}

/** Which filters an e-mail met, of each delivery of it. Those of other users' inboxes are told to nobody. */
export class GetMatchedBy extends Query<readonly MatchedBy[]> {
  constructor(
    readonly emailId: string,
    readonly asker: Asker,
  ) {
    super();
  }
}

@QueryHandler(GetMatchedBy)
export class GetMatchedByHandler implements IQueryHandler<GetMatchedBy> {
  constructor(private readonly log: EventLog) {}

  async execute({ emailId, asker }: GetMatchedBy): Promise<readonly MatchedBy[]> {
    const matched: MatchedBy[] = [];
    for await (const { type, data } of this.log.readStream(streams.email(EmailId.parse(emailId)))) {
      if (type !== 'EmailReceived' && type !== 'EmailDelivered') continue;
      const { accountId, filed } = data.delivery;
      if (!filed || (filed.owner !== null && filed.owner !== asker.userId)) continue;
      const own = filed.exceptions.filter(({ userId }) => userId === asker.userId);
      matched.push(
        ...filed.matchedBy.map((one) => ({ ...one, accountId, userId: null, words: matchInWords(one) })),
        ...own.flatMap(({ userId, matchedBy }) =>
          matchedBy.map((one) => ({ ...one, accountId, userId, words: matchInWords(one) })),
        ),
      );
    }
    return matched;
  }
}
