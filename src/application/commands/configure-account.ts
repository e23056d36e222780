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
  configureSatisfaction,
  configureSending,
  configureServiceLevel,
  type GroupFiling,
  type MailAccount,
  mailAccount,
  type OpenAccount,
  type Sending,
  setTeams,
  stopAutoReply,
  stopCaseCreation,
  stopSatisfaction,
  stopServiceLevel,
} from '../../domain/mail-account/mail-account.js';
import { type AccountKind, accountFor } from '../access/account-access.js';
import { ForAnybody } from '../access/need.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import { Mailcase } from '../mailcase.js';
import { withSafeSignature } from '../outgoing/texts.js';
import { CLOCK, HTML, SCHEDULES, VAULT } from '../parts.js';
import type { Clock } from '../ports/clock.js';
import type { HtmlText } from '../ports/html-text.js';
import type { Schedules } from '../ports/schedules.js';
import type { Vault } from '../ports/vault.js';
import { AccountSecrets } from './account-secrets.js';
import {
  type AutoReplyInput,
  autoReplyOf,
  type CaseCreationInput,
  caseCreationOf,
  checkNamed,
  checkPersonalFiling,
  checkSatisfaction,
  checkSchedule,
  checkServiceLevelNames,
  type FetchingInput,
  fetchingOf,
  type ImapInput,
  imapOf,
  type NamedSecrets,
  type PersonalFilingInput,
  type SatisfactionInput,
  type ServiceLevelInput,
  type SmtpInput,
  satisfactionOf,
  serviceLevelOf,
  withSmtp,
} from './account-settings.js';
import type { Asked } from './asked.js';
import { keepGiven } from './smtp-secrets.js';

/** What is left out stays as it is. */
export interface AccountChanges {
  readonly imap?: ImapInput;
  /** None: it sends no more. */
  readonly smtp?: SmtpInput | null;
  readonly fetching?: FetchingInput;
  readonly teamIds?: readonly TeamId[];
  /** None: its messages make no cases any more. */
  readonly caseCreation?: CaseCreationInput | null;
  /** None: it answers nothing by itself any more. */
  readonly autoReply?: AutoReplyInput | null;
  /** Of a group's account. None: it promises nothing any more. */
  readonly serviceLevel?: ServiceLevelInput | null;
  /** Of a group's account. None: nobody is asked how content they are any more. */
  readonly satisfaction?: SatisfactionInput | null;
  /** Of a group's account. */
  readonly filing?: Partial<GroupFiling>;
  /** Of a user's own. */
  readonly personalFiling?: PersonalFilingInput;
  /** How messages leave; its signature is cleaned. */
  readonly sending?: Partial<Sending>;
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
    private readonly mailcase: Mailcase,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SCHEDULES) private readonly schedules: Schedules,
    @Inject(HTML) private readonly html: HtmlText,
    @Inject(VAULT) private readonly vault: Vault,
  ) {}

  async execute({ accountId, changes: given, by, kind }: ConfigureAccount): Promise<Changed> {
    const sending = given.sending && withSafeSignature(given.sending, this.html);
    const changes = { ...given, ...(sending ? { sending } : {}) };
    const stream = streams.mailAccount(accountId);
    const { state: before } = await this.aggregates.load(mailAccount, stream);
    const { owner } = accountFor(before, kind, by.asker, 'edit');
    checkSchedule(this.schedules, changes.fetching?.schedule);
    await checkNamed(this.aggregates, changes.teamIds ?? [], changes.caseCreation, changes.filing, changes.autoReply);
    if (changes.serviceLevel) await checkServiceLevelNames(this.aggregates, changes.serviceLevel);
    if (changes.satisfaction) await checkSatisfaction(this.aggregates, changes.satisfaction, this.mailcase.publicUrl);
    if (owner !== null) await checkPersonalFiling(this.aggregates, changes.personalFiling, owner);
    const now = this.clock.now();
    const change = (secret: string | undefined, named: NamedSecrets) =>
      this.aggregates.change(
        mailAccount,
        stream,
        (state) => {
          const configured = configure(state, accountFor(state, kind, by.asker, 'edit'), changes, secret, now);
          return withSmtp(state, configured, changes.smtp, named);
        },
        by,
        by.expectedRevision,
      );
    const { aggregates, secrets, vault } = this;
    return keepGiven(
      { aggregates, secrets, vault },
      accountId,
      { password: changes.imap?.password, smtp: changes.smtp },
      change,
    );
  }
}

function configure(
  state: MailAccount,
  before: OpenAccount,
  {
    imap,
    fetching,
    teamIds,
    caseCreation,
    autoReply,
    serviceLevel,
    satisfaction,
    filing,
    personalFiling,
    sending,
  }: AccountChanges,
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
    ...(serviceLevel ? configureServiceLevel(state, serviceLevelOf(serviceLevel, before.serviceLevel)) : []),
    ...(serviceLevel === null ? stopServiceLevel(state) : []),
    ...(satisfaction ? configureSatisfaction(state, satisfactionOf(satisfaction, before.satisfaction)) : []),
    ...(satisfaction === null ? stopSatisfaction(state) : []),
    ...(filing ? configureFiling(state, { ...before.filing, ...filing }) : []),
    ...(sending ? configureSending(state, { ...before.sending, ...sending }) : []),
    ...(personalFiling ? configurePersonalFiling(state, { ...before.personalFiling, ...personalFiling }) : []),
  ];
}
