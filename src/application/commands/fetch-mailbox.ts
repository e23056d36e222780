import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Rejected, Unavailable } from '../../domain/errors.js';
import type { Position } from '../../domain/event.js';
import { type AccountId, streams } from '../../domain/ids.js';
import { mailAccount } from '../../domain/mail-account/mail-account.js';
import { type AccountKind, accountFor } from '../access/account-access.js';
import { ForAnybody } from '../access/need.js';
import { Fetching } from '../fetching/fetching.js';
import type { Tally } from '../fetching/intake.js';
import { Aggregates } from '../log/aggregates.js';
import { EventLog } from '../log/event-log.js';
import { MailboxError } from '../ports/mailbox-source.js';
import type { Asked } from './asked.js';

/** What came, and where the log stands behind it. */
export interface Fetched extends Tally {
  readonly position: Position;
}

/** Fetches an account's folders now, whatever its schedule says. */
@ForAnybody()
export class FetchMailbox extends Command<Fetched> {
  constructor(
    readonly accountId: AccountId,
    readonly by: Asked,
    readonly kind: AccountKind = 'group',
  ) {
    super();
  }
}

@CommandHandler(FetchMailbox)
export class FetchMailboxHandler implements ICommandHandler<FetchMailbox> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly fetching: Fetching,
    private readonly log: EventLog,
  ) {}

  /** @throws Unavailable with what is wrong with the mailbox, in words */
  async execute({ accountId, kind, by }: FetchMailbox): Promise<Fetched> {
    const { state } = await this.aggregates.load(mailAccount, streams.mailAccount(accountId));
    const { status, emailAddress } = accountFor(state, kind, by.asker, 'read');
    if (status !== 'active') throw new Rejected('account-not-active', `${emailAddress} is not active.`);
    try {
      const tally = await this.fetching.fetchNow(accountId);
      return { ...tally, position: await this.log.head() };
    } catch (error) {
      if (!(error instanceof MailboxError)) throw error;
      throw new Unavailable(error.message, `mailbox-${error.code}`, { cause: error });
    }
  }
}
