import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Rejected } from '../../domain/errors.js';
import { personalAccountIdOf, streams, type UserId } from '../../domain/ids.js';
import { type MailAccount, mailAccount, openPersonalAccount } from '../../domain/mail-account/mail-account.js';
import { mayWithAccountsOf } from '../access/account-access.js';
import { Requires } from '../access/need.js';
import { Aggregates } from '../log/aggregates.js';
import { CLOCK, SCHEDULES, VAULT } from '../parts.js';
import type { Clock } from '../ports/clock.js';
import type { Schedules } from '../ports/schedules.js';
import type { Vault } from '../ports/vault.js';
import { AccountSecrets } from './account-secrets.js';
import {
  checkPersonalFiling,
  checkSchedule,
  type FetchingInput,
  fetchingOf,
  type ImapInput,
  imapOf,
  type NamedSecrets,
  type PersonalFilingInput,
  type SmtpInput,
  withSmtp,
} from './account-settings.js';
import type { Asked } from './asked.js';
import type { OpenedAccount } from './open-group-account.js';
import { activeUser } from './present.js';
import { keepGiven } from './smtp-secrets.js';

export interface PersonalAccountInput {
  /** Whose. */
  readonly userId: UserId;
  readonly name: string;
  readonly emailAddress: string;
  readonly imap: ImapInput;
  /** None: it does not send. */
  readonly smtp?: SmtpInput | null;
  readonly fetching?: FetchingInput;
  readonly personalFiling?: PersonalFilingInput;
}

/** A user's own mailbox, opened by themselves or by whoever may for everybody. */
@Requires('personalAccounts', 'edit')
export class OpenPersonalAccount extends Command<OpenedAccount> {
  constructor(
    readonly input: PersonalAccountInput,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(OpenPersonalAccount)
export class OpenPersonalAccountHandler implements ICommandHandler<OpenPersonalAccount> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly secrets: AccountSecrets,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SCHEDULES) private readonly schedules: Schedules,
    @Inject(VAULT) private readonly vault: Vault,
  ) {}

  async execute({ input, by }: OpenPersonalAccount): Promise<OpenedAccount> {
    const { userId, name, emailAddress, imap, smtp, personalFiling = {} } = input;
    if (!mayWithAccountsOf(by.asker, userId, 'edit')) {
      throw new Rejected('not-allowed', 'Your roles allow you no personal accounts of others.');
    }
    await activeUser(this.aggregates, userId);
    checkSchedule(this.schedules, input.fetching?.schedule);
    await checkPersonalFiling(this.aggregates, personalFiling, userId);
    const accountId = personalAccountIdOf(userId, emailAddress.trim());
    const stream = streams.mailAccount(accountId);
    const fetching = fetchingOf(input.fetching ?? {}, null, this.clock.now());
    const filing = { folderId: null, folderMap: [], sentFolder: null, ...personalFiling };
    const open = (secret: string | undefined, named: NamedSecrets) => {
      const decide = (state: MailAccount) => {
        const opening = { accountId, userId, name, emailAddress, fetching, filing, imap: imapOf(imap, null, secret) };
        return withSmtp(state, openPersonalAccount(state, opening), smtp ?? undefined, named);
      };
      return this.aggregates.change(mailAccount, stream, decide, by);
    };
    const given = { password: imap.password, smtp: smtp ?? undefined };
    const { aggregates, secrets, vault } = this;
    const changed = await keepGiven({ aggregates, secrets, vault }, accountId, given, open);
    return { ...changed, accountId };
  }
}
