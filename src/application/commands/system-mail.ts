import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Rejected } from '../../domain/errors.js';
import { streams } from '../../domain/ids.js';
import { ofGroup } from '../../domain/mail-account/mail-account.js';
import type { SystemMail } from '../../domain/notification/mail-events.js';
import {
  configureSystemMail,
  type SystemMailState,
  stopSystemMail,
  systemMail,
} from '../../domain/notification/system-mail.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import type { Asked } from './asked.js';
import { openAccount } from './present.js';

/** From which account the service writes to users what they want to be told by e-mail; null: it does not. */
export class ConfigureSystemMail extends Command<Changed> {
  constructor(
    readonly wanted: SystemMail | null,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(ConfigureSystemMail)
export class ConfigureSystemMailHandler implements ICommandHandler<ConfigureSystemMail> {
  constructor(private readonly aggregates: Aggregates) {}

  /** @throws NotFound, Invalid, Rejected with `no-smtp` */
  async execute({ wanted, by }: ConfigureSystemMail): Promise<Changed> {
    if (wanted) {
      const { smtp, emailAddress } = ofGroup(await openAccount(this.aggregates, wanted.accountId));
      if (smtp === null) throw new Rejected('no-smtp', `${emailAddress} has no server to send by.`);
    }
    const decide = (state: SystemMailState) => (wanted ? configureSystemMail(state, wanted) : stopSystemMail(state));
    return this.aggregates.change(systemMail, streams.systemMail, decide, by, by.expectedRevision);
  }
}
