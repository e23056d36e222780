import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type AccountId, streams } from '../../domain/ids.js';
import {
  accountSending,
  pauseAccount,
  resumeAccount,
  resumeSending,
  sending,
  stopSending,
} from '../../domain/outgoing/sending.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import type { Asked } from './asked.js';
import { openAccount } from './present.js';

/** Nothing leaves any more, from no account; or it may again. */
export class ControlSending extends Command<Changed> {
  constructor(
    readonly what: 'stop' | 'resume',
    readonly reason: string | null,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(ControlSending)
export class ControlSendingHandler implements ICommandHandler<ControlSending> {
  constructor(private readonly aggregates: Aggregates) {}

  execute({ what, reason, by }: ControlSending): Promise<Changed> {
    const decide = (state: Parameters<typeof stopSending>[0]) =>
      what === 'stop' ? stopSending(state, reason) : resumeSending(state, reason);
    return this.aggregates.change(sending, streams.outbox, decide, by);
  }
}

/** The same of one account. One that is suspended is tried at once when it is resumed. */
export class ControlAccountSending extends Command<Changed> {
  constructor(
    readonly accountId: AccountId,
    readonly what: 'pause' | 'resume',
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(ControlAccountSending)
export class ControlAccountSendingHandler implements ICommandHandler<ControlAccountSending> {
  constructor(private readonly aggregates: Aggregates) {}

  async execute({ accountId, what, by }: ControlAccountSending): Promise<Changed> {
    await openAccount(this.aggregates, accountId);
    const decide = (state: Parameters<typeof pauseAccount>[0]) =>
      what === 'pause' ? pauseAccount(state, accountId) : resumeAccount(state, accountId);
    return this.aggregates.change(accountSending, streams.sending(accountId), decide, by);
  }
}
