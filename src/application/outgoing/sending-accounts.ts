import { Injectable } from '@nestjs/common';
import { reaches } from '../../domain/access/permissions.js';
import { user } from '../../domain/access/user.js';
import { NotFound, Rejected } from '../../domain/errors.js';
import { AccountId, accountIdOf, personalAccountIdOf, streams, type UserId } from '../../domain/ids.js';
import { mailAccount, type OpenAccount } from '../../domain/mail-account/mail-account.js';
import type { Ours } from '../../domain/outgoing/recipients.js';
import type { Writer } from '../../domain/outgoing/sender.js';
import { type MailboxView, mailboxesCollection } from '../../projections/mailboxes.js';
import { type UserView, usersCollection } from '../../projections/people.js';
import { type Asker, levelOf } from '../access/asker.js';
import { Aggregates } from '../log/aggregates.js';
import { ReadModels } from '../queries/read-models.js';

/** Which accounts there are to send from, for whom, and which addresses are ours. */
@Injectable()
export class SendingAccounts {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  /** None: the command line, which is nobody. */
  async writer(userId: UserId): Promise<Writer | null> {
    const { state } = await this.aggregates.load(user, streams.user(userId));
    if (state.status === 'absent') return null;
    const own = await this.readModels.all<MailboxView>(mailboxesCollection, { where: { owner: userId } });
    const addresses = [...state.emailAddresses, ...own.map(({ emailAddress }) => emailAddress)];
    return { userId, name: state.name, addresses: [...new Set(addresses.map((one) => one.toLowerCase()))] };
  }

  /** @param named its id, or its address: of a group, or of that user's own. @throws NotFound */
  async named(named: string, userId: UserId): Promise<OpenAccount> {
    const isAddress = named.includes('@');
    const asId = AccountId.safeParse(named);
    const ids = isAddress ? [accountIdOf(named), personalAccountIdOf(userId, named)] : asId.success ? [asId.data] : [];
    for (const accountId of ids) {
      const { state } = await this.aggregates.load(mailAccount, streams.mailAccount(accountId));
      if (state.status !== 'absent') return state;
    }
    throw new NotFound('mail account', named);
  }

  /**
   * The account that somebody writes from who does not say which: the first that can send, of their own, then of their
   * teams'; where none can, the first of all, so that a draft can be begun.
   * @throws Rejected
   */
  async usual(asker: Asker): Promise<OpenAccount> {
    let first: OpenAccount | null = null;
    for await (const page of this.usable(asker)) {
      for (const { accountId } of page) {
        const account = await this.named(accountId, asker.userId);
        if (!this.may(asker, account)) continue;
        if (account.smtp !== null) return account;
        first ??= account;
      }
    }
    if (first) return first;
    throw new Rejected('no-account-to-send-from', 'There is no account of yours to write from: say which.');
  }

  /**
   * Whether somebody may write from an account whatever it is about: from their own, and from those of groups as far as
   * they may read these and its server is shared. Nobody writes from somebody else's.
   */
  may(asker: Asker, { owner, teamIds, smtp }: OpenAccount): boolean {
    if (owner !== null) return owner === asker.userId;
    if (smtp?.shared === false && !asker.administrator) return false;
    const team = teamIds.some((id) => isIn(asker, id));
    return reaches(levelOf(asker, 'groupAccounts', 'read'), { own: false, team });
  }

  /** The addresses that are none of whoever is written to. */
  async ours(account: OpenAccount, writer: Writer | null): Promise<Ours> {
    const groups: string[] = [];
    for await (const page of this.groups()) groups.push(...page.map(({ emailAddress }) => emailAddress.toLowerCase()));
    const { emailAddress, sending } = account;
    const sender = [emailAddress, ...(sending.replyTo === null ? [] : [sending.replyTo])].map((one) =>
      one.toLowerCase(),
    );
    const leftOut = [...groups, ...sending.excludeFromReply.map((one) => one.toLowerCase())];
    return { sender: new Set(sender), own: new Set(writer?.addresses ?? []), leftOut: new Set(leftOut) };
  }

  /** The addresses of all users, and of their own accounts; in lower case. */
  async colleagues(): Promise<ReadonlySet<string>> {
    const sort = { field: 'emailAddress', direction: 'asc' } as const;
    const [users, own] = await Promise.all([
      this.readModels.all<UserView>(usersCollection),
      this.readModels.all<MailboxView>(mailboxesCollection, { where: { kind: 'personal' }, sort }),
    ]);
    const addresses = [...users.flatMap((one) => one.emailAddresses), ...own.map((one) => one.emailAddress)];
    return new Set(addresses.map((one) => one.toLowerCase()));
  }

  /** The active ones of their own, then of their teams. */
  private async *usable({ userId, teamIds }: Asker): AsyncGenerator<readonly MailboxView[]> {
    const sort = { field: 'emailAddress', direction: 'asc' } as const;
    const own = this.readModels.pages<MailboxView>(mailboxesCollection, { where: { owner: userId }, sort });
    for await (const page of own) yield page.filter(({ status }) => status === 'active');
    for await (const page of this.groups()) {
      yield page.filter(
        (one) => one.status === 'active' && one.teamIds.some((id) => teamIds.some((own) => own === id)),
      );
    }
  }

  private groups(): AsyncGenerator<readonly MailboxView[]> {
    const sort = { field: 'emailAddress', direction: 'asc' } as const;
    return this.readModels.pages<MailboxView>(mailboxesCollection, { where: { kind: 'group' }, sort });
  }
}

const isIn = ({ teamIds }: Asker, id: string): boolean => teamIds.some((one) => one === id);
