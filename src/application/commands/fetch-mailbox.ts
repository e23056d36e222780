import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Rejected, Unavailable } from '../../domain/errors.js';
import type { Position } from '../../domain/event.js';
import type { AccountId } from '../../domain/ids.js';
import { Fetching } from '../fetching/fetching.js';
import type { Tally } from '../fetching/intake.js';
import { Aggregates } from '../log/aggregates.js';
import { EventLog } from '../log/event-log.js';
import { MailboxError } from '../ports/mailbox-source.js';
import type { Asked } from './asked.js';
import { openAccount } from './present.js';

/** What came, and where the log stands behind it. */
export interface Fetched extends Tally {
  readonly position: Position;
}

/** Fetches an account's folders now, whatever its schedule says. */
export class FetchMailbox extends Command<Fetched> {
  constructor(
    readonly accountId: AccountId,
    readonly by: Asked,
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
  async execute({ accountId }: FetchMailbox): Promise<Fetched> {
    const { status, emailAddress } = await openAccount(this.aggregates, accountId);
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
