import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Unavailable } from '../../domain/errors.js';
import type { Position } from '../../domain/event.js';
import type { AccountId } from '../../domain/ids.js';
import { ImportMessages as Importing } from '../fetching/import-messages.js';
import type { Tally } from '../fetching/intake.js';
import { Aggregates } from '../log/aggregates.js';
import { EventLog } from '../log/event-log.js';
import { StoreUnavailable } from '../ports/event-store.js';
import type { MailboxMessage } from '../ports/mailbox-source.js';
import type { Asked } from './asked.js';
import { openAccount } from './present.js';

/** What came of an import, and where the log stands behind it. */
export interface Imported extends Tally {
  readonly position: Position;
}

/** Takes messages in as if they had just come to an account; for none, as history that makes no cases. */
export class ImportMessages extends Command<Imported> {
  constructor(
    readonly messages: AsyncIterable<MailboxMessage>,
    readonly accountId: AccountId | null,
    /** Names their source for good: the same messages by the same label are the same delivery. */
    readonly label: string,
    readonly by: Asked,
    readonly onProgress: (tally: Tally) => void = () => undefined,
  ) {
    super();
  }
}

@CommandHandler(ImportMessages)
export class ImportMessagesHandler implements ICommandHandler<ImportMessages> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly importing: Importing,
    private readonly log: EventLog,
  ) {}

  async execute({ messages, accountId, label, onProgress }: ImportMessages): Promise<Imported> {
    if (accountId !== null) await openAccount(this.aggregates, accountId);
    try {
      const tally = await this.importing.run(messages, accountId, label, onProgress);
      return { ...tally, position: await this.log.head() };
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      throw new Unavailable(error.message, `store-${error.code}`, { cause: error });
    }
  }
}
