import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Rejected } from '../../domain/errors.js';
import { type AccountId, streams } from '../../domain/ids.js';
import { mailAccount } from '../../domain/mail-account/mail-account.js';
import { type AccountKind, accountFor } from '../access/account-access.js';
import type { Asker } from '../access/asker.js';
import { FetchAccount } from '../fetching/fetch-account.js';
import { Aggregates } from '../log/aggregates.js';
import { SOURCE } from '../parts.js';
import { type ConnectionTest, type ImapSettings, MailboxError, type WatchedSource } from '../ports/mailbox-source.js';

/** Milliseconds. */
const PATIENCE = 60_000;

/** Tries a mailbox and tells in words what is wrong with it: one that is configured, or settings that are not yet. */
export class TestConnection extends Query<ConnectionTest> {
  constructor(
    readonly mailbox: AccountId | ImapSettings,
    /** None: those of the account, or INBOX. */
    readonly folders: readonly string[] | null = null,
    readonly kind: AccountKind = 'group',
    readonly asker?: Asker,
  ) {
    super();
  }
}

@QueryHandler(TestConnection)
export class TestConnectionHandler implements IQueryHandler<TestConnection> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly accounts: FetchAccount,
    @Inject(SOURCE) private readonly source: WatchedSource,
  ) {}

  async execute({ mailbox, folders, kind, asker }: TestConnection): Promise<ConnectionTest> {
    const signal = AbortSignal.timeout(PATIENCE);
    if (typeof mailbox === 'object') return this.source.testConnection(mailbox, folders ?? ['INBOX'], signal);
    const { state } = await this.aggregates.load(mailAccount, streams.mailAccount(mailbox));
    const account = accountFor(state, kind, asker, 'read');
    if (!account.imap) throw new Rejected('account-has-no-mailbox', `${account.emailAddress} has no IMAP mailbox.`);
    const wanted = folders ?? account.fetching?.folders ?? ['INBOX'];
    const { logins } = this.accounts;
    try {
      const settings = await logins.of(account, signal);
      const tested = await this.source.testConnection(settings, wanted, signal);
      const isRefused = !tested.ok && tested.step === 'login';
      const other = isRefused ? await logins.insteadOf(settings, account, signal) : null;
      return other ? await this.source.testConnection(other, wanted, signal) : tested;
    } catch (error) {
      if (!(error instanceof MailboxError)) throw error;
      return { ok: false, step: error.code, message: error.message };
    }
  }
}
