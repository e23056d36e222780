import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { NotFound } from '../../domain/errors.js';
import { type AccountId, streams, type TeamId } from '../../domain/ids.js';
import type { MailAccountEvent } from '../../domain/mail-account/events.js';
import {
  configureCaseCreation,
  configureFetching,
  configureImap,
  type MailAccount,
  mailAccount,
  setTeams,
  stopCaseCreation,
} from '../../domain/mail-account/mail-account.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import { CLOCK, SCHEDULES } from '../parts.js';
import type { Clock } from '../ports/clock.js';
import type { Schedules } from '../ports/schedules.js';
import { AccountSecrets } from './account-secrets.js';
import {
  type CaseCreationInput,
  caseCreationOf,
  checkNamed,
  checkSchedule,
  type FetchingInput,
  fetchingOf,
  type ImapInput,
  imapOf,
} from './account-settings.js';
import type { Asked } from './asked.js';
import { openAccount } from './present.js';

/** What is left out stays as it is. */
export interface AccountChanges {
  readonly imap?: ImapInput;
  readonly fetching?: FetchingInput;
  readonly teamIds?: readonly TeamId[];
  /** None: its messages make no cases any more. */
  readonly caseCreation?: CaseCreationInput | null;
}

export class ConfigureAccount extends Command<Changed> {
  constructor(
    readonly accountId: AccountId,
    readonly changes: AccountChanges,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(ConfigureAccount)
export class ConfigureAccountHandler implements ICommandHandler<ConfigureAccount> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly secrets: AccountSecrets,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SCHEDULES) private readonly schedules: Schedules,
  ) {}

  async execute({ accountId, changes, by }: ConfigureAccount): Promise<Changed> {
    await openAccount(this.aggregates, accountId);
    checkSchedule(this.schedules, changes.fetching?.schedule);
    await checkNamed(this.aggregates, changes.teamIds ?? [], changes.caseCreation);
    const now = this.clock.now();
    const stream = streams.mailAccount(accountId);
    const change = (secret: string | undefined) =>
      this.aggregates.change(
        mailAccount,
        stream,
        (state) => configure(state, accountId, changes, secret, now),
        by,
        by.expectedRevision,
      );
    const inUse = async () => (await openAccount(this.aggregates, accountId)).imap?.secret ?? null;
    return this.secrets.keep(accountId, changes.imap?.password, change, inUse);
  }
}

function configure(
  state: MailAccount,
  accountId: AccountId,
  { imap, fetching, teamIds, caseCreation }: AccountChanges,
  secret: string | undefined,
  now: Date,
): MailAccountEvent[] {
  if (state.status === 'absent') throw new NotFound('mail account', accountId);
  return [
    ...(imap ? configureImap(state, imapOf(imap, state.imap, secret)) : []),
    ...(fetching ? configureFetching(state, fetchingOf(fetching, state.fetching, now)) : []),
    ...(teamIds ? setTeams(state, teamIds) : []),
    ...(caseCreation ? configureCaseCreation(state, caseCreationOf(caseCreation, state.caseCreation, now)) : []),
    ...(caseCreation === null ? stopCaseCreation(state) : []),
  ];
}
