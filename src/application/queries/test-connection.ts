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
    if (typeof mailbox === 'object') return this.test(mailbox, folders ?? ['INBOX']);
    const { state } = await this.aggregates.load(mailAccount, streams.mailAccount(mailbox));
    const account = accountFor(state, kind, asker, 'read');
    if (!account.imap) throw new Rejected('account-has-no-mailbox', `${account.emailAddress} has no IMAP mailbox.`);
    try {
      const settings = await this.accounts.settings(account.imap);
      return await this.test(settings, folders ?? account.fetching?.folders ?? ['INBOX']);
    } catch (error) {
      if (!(error instanceof MailboxError)) throw error;
      return { ok: false, step: error.code, message: error.message };
    }
  }

  private test(settings: ImapSettings, folders: readonly string[]): Promise<ConnectionTest> {
    return this.source.testConnection(settings, folders, AbortSignal.timeout(PATIENCE));
  }
}
