import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Rejected } from '../../domain/errors.js';
import { type AccountId, streams } from '../../domain/ids.js';
import { mailAccount } from '../../domain/mail-account/mail-account.js';
import { type AccountKind, accountFor } from '../access/account-access.js';
import type { Asker } from '../access/asker.js';
import { Aggregates } from '../log/aggregates.js';
import { CannotSend, SendingSettings } from '../outgoing/sending-settings.js';
import { TRANSPORT } from '../parts.js';
import type { MailTransport, SmtpTest } from '../ports/mail-transport.js';
import type { ConnectionTest } from '../ports/mailbox-source.js';
import { adviceFor } from './connection-advice.js';
import { TestConnection, TestConnectionHandler } from './test-connection.js';

/** Milliseconds. */
const PATIENCE = 60_000;

/** With what can be done about it, where it does not work. */
type Advised<Test> = Test & { readonly advice?: string };

export interface AccountTest {
  /** All that was tried works. */
  readonly ok: boolean;
  /** Its mailbox; none: it has none. */
  readonly imap: Advised<ConnectionTest> | null;
  /** Its server to send by; none: it does not send. */
  readonly smtp: Advised<
    { readonly ok: true } | { readonly ok: false; readonly step: string; readonly message: string }
  > | null;
}

/** Tries the mailbox of an account and its server to send by; nothing is sent. */
export class TestAccount extends Query<AccountTest> {
  constructor(
    readonly accountId: AccountId,
    readonly kind: AccountKind = 'group',
    readonly asker?: Asker,
  ) {
    super();
  }
}

@QueryHandler(TestAccount)
export class TestAccountHandler implements IQueryHandler<TestAccount> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly mailboxes: TestConnectionHandler,
    private readonly settings: SendingSettings,
    @Inject(TRANSPORT) private readonly transport: MailTransport,
  ) {}

  async execute({ accountId, kind, asker }: TestAccount): Promise<AccountTest> {
    const { state } = await this.aggregates.load(mailAccount, streams.mailAccount(accountId));
    const account = accountFor(state, kind, asker, 'read');
    if (!account.imap && !account.smtp) {
      throw new Rejected('account-has-no-mailbox', `${account.emailAddress} has no IMAP mailbox, and does not send.`);
    }
    const [imap, smtp] = await Promise.all([
      account.imap ? this.mailboxes.execute(new TestConnection(accountId, null, kind, asker)) : null,
      account.smtp ? this.sending(accountId) : null,
    ]);
    return {
      ok: imap?.ok !== false && smtp?.ok !== false,
      imap: imap && !imap.ok ? { ...imap, advice: adviceFor('imap', imap.step) } : imap,
      smtp:
        smtp && !smtp.ok
          ? { ok: false, step: smtp.code, message: smtp.message, advice: adviceFor('smtp', smtp.code) }
          : smtp,
    };
  }

  private async sending(accountId: AccountId): Promise<SmtpTest> {
    const signal = AbortSignal.timeout(PATIENCE);
    try {
      const settings = await this.settings.of(await this.settings.account(accountId), signal);
      const tested = await this.transport.test(settings, signal);
      if (tested.ok || tested.code !== 'login') return tested;
      const other = await this.settings.insteadOf(settings, accountId, signal);
      return other ? await this.transport.test(other, signal) : tested;
    } catch (error) {
      if (!(error instanceof CannotSend)) throw error;
      return { ok: false, code: error.code, message: error.message };
    }
  }
}
