import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type AccountId, accountIdOf, streams, type TeamId } from '../../domain/ids.js';
import {
  BEFORE_SENDING,
  type GroupFiling,
  type MailAccount,
  mailAccount,
  openGroupAccount,
  type Sending,
} from '../../domain/mail-account/mail-account.js';
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
  checkSatisfaction,
  checkSchedule,
  checkServiceLevelNames,
  type FetchingInput,
  fetchingOf,
  type ImapInput,
  imapOf,
  type NamedSecrets,
  type SatisfactionInput,
  type ServiceLevelInput,
  type SmtpInput,
  satisfactionOf,
  serviceLevelOf,
  withSmtp,
} from './account-settings.js';
import type { Asked } from './asked.js';
import { keepGiven } from './smtp-secrets.js';

export interface GroupAccountInput {
  readonly name: string;
  readonly emailAddress: string;
  /** None: it only takes what is imported. */
  readonly imap?: ImapInput | null;
  /** None: it does not send. */
  readonly smtp?: SmtpInput | null;
  readonly fetching?: FetchingInput;
  readonly teamIds?: readonly TeamId[];
  /** None: its messages make no cases. */
  readonly caseCreation?: CaseCreationInput | null;
  /** None: it answers nothing by itself. */
  readonly autoReply?: AutoReplyInput | null;
  /** Default: in the inboxes of all members of its teams. */
  readonly filing?: Partial<GroupFiling>;
  /** How messages leave; its signature is cleaned. */
  readonly sending?: Partial<Sending>;
  /** None: it promises nothing. */
  readonly serviceLevel?: ServiceLevelInput | null;
  /** None: nobody is asked how content they are. */
  readonly satisfaction?: SatisfactionInput | null;
}

export interface OpenedAccount extends Changed {
  readonly accountId: AccountId;
}

export class OpenGroupAccount extends Command<OpenedAccount> {
  constructor(
    readonly input: GroupAccountInput,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(OpenGroupAccount)
export class OpenGroupAccountHandler implements ICommandHandler<OpenGroupAccount> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly secrets: AccountSecrets,
    private readonly mailcase: Mailcase,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SCHEDULES) private readonly schedules: Schedules,
    @Inject(HTML) private readonly html: HtmlText,
    @Inject(VAULT) private readonly vault: Vault,
  ) {}

  async execute({ input, by }: OpenGroupAccount): Promise<OpenedAccount> {
    const {
      name,
      emailAddress,
      imap = null,
      smtp,
      teamIds = [],
      caseCreation = null,
      autoReply = null,
      filing,
      sending,
      serviceLevel = null,
      satisfaction = null,
    } = input;
    checkSchedule(this.schedules, input.fetching?.schedule);
    await checkNamed(this.aggregates, teamIds, caseCreation, filing, autoReply);
    if (serviceLevel) await checkServiceLevelNames(this.aggregates, serviceLevel);
    if (satisfaction) await checkSatisfaction(this.aggregates, satisfaction, this.mailcase.publicUrl);
    const now = this.clock.now();
    const accountId = accountIdOf(emailAddress.trim());
    const stream = streams.mailAccount(accountId);
    const opening = {
      accountId,
      name,
      emailAddress,
      fetching: fetchingOf(input.fetching ?? {}, null, now),
      teamIds,
      caseCreation: caseCreation && caseCreationOf(caseCreation, null, now),
      autoReply: autoReply && autoReplyOf(autoReply, null),
      filing: filing ? { addAllTeamUsers: true, groupFolderId: null, ...filing } : null,
      sending: sending ? { ...BEFORE_SENDING, ...withSafeSignature(sending, this.html) } : null,
      serviceLevel: serviceLevel && serviceLevelOf(serviceLevel, null),
      satisfaction: satisfaction && satisfactionOf(satisfaction, null),
    };
    const open = (secret: string | undefined, named: NamedSecrets) => {
      const decide = (state: MailAccount) => {
        const opened = openGroupAccount(state, { ...opening, imap: imap && imapOf(imap, null, secret) });
        return withSmtp(state, opened, smtp ?? undefined, named);
      };
      return this.aggregates.change(mailAccount, stream, decide, by);
    };
    const given = { password: imap?.password, smtp: smtp ?? undefined };
    const { aggregates, secrets, vault } = this;
    const changed = await keepGiven({ aggregates, secrets, vault }, accountId, given, open);
    return { ...changed, accountId };
  }
}
