import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type AccountId, streams, type TeamId } from '../../domain/ids.js';
import type { MailAccountEvent } from '../../domain/mail-account/events.js';
import {
  configureAutoReply,
  configureCaseCreation,
  configureFetching,
  configureFiling,
  configureImap,
  configurePersonalFiling,
  type GroupFiling,
  type MailAccount,
  mailAccount,
  type OpenAccount,
  setTeams,
  stopAutoReply,
  stopCaseCreation,
} from '../../domain/mail-account/mail-account.js';
import { type AccountKind, accountFor } from '../access/account-access.js';
import { ForAnybody } from '../access/need.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import { CLOCK, SCHEDULES } from '../parts.js';
import type { Clock } from '../ports/clock.js';
import type { Schedules } from '../ports/schedules.js';
import { AccountSecrets, secretOf } from './account-secrets.js';
import {
  type AutoReplyInput,
  autoReplyOf,
  type CaseCreationInput,
  caseCreationOf,
  checkNamed,
  checkPersonalFiling,
  checkSchedule,
  type FetchingInput,
  fetchingOf,
  type ImapInput,
  imapOf,
  type PersonalFilingInput,
} from './account-settings.js';
import type { Asked } from './asked.js';

/** What is left out stays as it is. */
export interface AccountChanges {
  readonly imap?: ImapInput;
  readonly fetching?: FetchingInput;
  readonly teamIds?: readonly TeamId[];
  /** None: its messages make no cases any more. */
  readonly caseCreation?: CaseCreationInput | null;
  /** None: it answers nothing by itself any more. */
  readonly autoReply?: AutoReplyInput | null;
  /** Of a group's account. */
  readonly filing?: Partial<GroupFiling>;
  /** Of a user's own. */
  readonly personalFiling?: PersonalFilingInput;
}

@ForAnybody()
export class ConfigureAccount extends Command<Changed> {
  constructor(
    readonly accountId: AccountId,
    readonly changes: AccountChanges,
    readonly by: Asked,
    readonly kind: AccountKind = 'group',
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

  async execute({ accountId, changes, by, kind }: ConfigureAccount): Promise<Changed> {
    const stream = streams.mailAccount(accountId);
    const { state: before } = await this.aggregates.load(mailAccount, stream);
    const { owner } = accountFor(before, kind, by.asker, 'edit');
    checkSchedule(this.schedules, changes.fetching?.schedule);
    await checkNamed(this.aggregates, changes.teamIds ?? [], changes.caseCreation, changes.filing, changes.autoReply);
    if (owner !== null) await checkPersonalFiling(this.aggregates, changes.personalFiling, owner);
    const now = this.clock.now();
    const change = (secret: string | undefined) =>
      this.aggregates.change(
        mailAccount,
        stream,
        (state) => configure(state, accountFor(state, kind, by.asker, 'edit'), changes, secret, now),
        by,
        by.expectedRevision,
      );
    const inUse = () => secretOf(this.aggregates, stream);
    return this.secrets.keep(accountId, changes.imap?.password ?? undefined, change, inUse);
  }
}

function configure(
  state: MailAccount,
  before: OpenAccount,
  { imap, fetching, teamIds, caseCreation, autoReply, filing, personalFiling }: AccountChanges,
  secret: string | undefined,
  now: Date,
): MailAccountEvent[] {
  return [
    ...(imap ? configureImap(state, imapOf(imap, before.imap, secret)) : []),
    ...(fetching ? configureFetching(state, fetchingOf(fetching, before.fetching, now)) : []),
    ...(teamIds ? setTeams(state, teamIds) : []),
    ...(caseCreation ? configureCaseCreation(state, caseCreationOf(caseCreation, before.caseCreation, now)) : []),
    ...(caseCreation === null ? stopCaseCreation(state) : []),
    ...(autoReply ? configureAutoReply(state, autoReplyOf(autoReply, before.autoReply)) : []),
    ...(autoReply === null ? stopAutoReply(state) : []),
    ...(filing ? configureFiling(state, { ...before.filing, ...filing }) : []),
    ...(personalFiling ? configurePersonalFiling(state, { ...before.personalFiling, ...personalFiling }) : []),
  ];
}
