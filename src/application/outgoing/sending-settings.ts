import { type AccountId, streams } from '../../domain/ids.js';
import { mailAccount, type OpenAccount, type Smtp } from '../../domain/mail-account/mail-account.js';
import type { Aggregates } from '../log/aggregates.js';
import { AccessTokenError, type AccessTokens } from '../oauth/access-tokens.js';
import type { DkimKey, SmtpLogin, SmtpSettings } from '../ports/mail-transport.js';
import type { Vault } from '../ports/vault.js';

/** Why an account cannot send, before a server was asked. `unavailable` passes by itself, `gone` does not. */
export class CannotSend extends Error {
  override readonly name = 'CannotSend';
  constructor(
    readonly code: 'no-smtp' | 'login' | 'unavailable' | 'gone',
    message: string,
  ) {
    super(message);
  }
}

export type SendingAccount = OpenAccount & { readonly smtp: Smtp };

/** Whether copies of what it sends are ours to put into its sent folder. */
export const storesCopies = ({ smtp, imap }: SendingAccount): boolean => smtp.storeSent && imap !== null;

/** How accounts send. */
export class SendingSettings {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly vault: Vault,
    private readonly tokens: AccessTokens,
  ) {}

  /** @throws CannotSend */
  async account(accountId: AccountId): Promise<SendingAccount> {
    const { state } = await this.aggregates.load(mailAccount, streams.mailAccount(accountId));
    if (state.status === 'absent') throw new CannotSend('gone', 'This account is not there any more.');
    const { smtp } = state;
    if (smtp === null) throw new CannotSend('no-smtp', 'This account has no server to send by.');
    return { ...state, smtp };
  }

  /** @throws CannotSend */
  async of(account: SendingAccount, signal: AbortSignal): Promise<SmtpSettings> {
    const { host, port, security, trustedFingerprint } = account.smtp;
    const [login, dkim] = await Promise.all([this.login(account, signal), this.dkim(account.smtp)]);
    return { host, port, security, trustedFingerprint, login, dkim };
  }

  /**
   * Another way to log in, where the server has refused one: with an access token that is newer.
   * @returns none: there is none
   * @throws CannotSend
   */
  async insteadOf(settings: SmtpSettings, accountId: AccountId, signal: AbortSignal): Promise<SmtpSettings | null> {
    const { login } = settings;
    if (login?.mechanism !== 'xoauth2') return null;
    const accessToken = await inWords(this.tokens.insteadOf(login.accessToken, accountId, signal));
    return accessToken === null ? null : { ...settings, login: { ...login, accessToken } };
  }

  private async login(
    { accountId, smtp, imap, oauth }: SendingAccount,
    signal: AbortSignal,
  ): Promise<SmtpLogin | null> {
    const { mechanism, userName } = smtp;
    if (mechanism === 'none') return null;
    if (oauth) {
      return { mechanism: 'xoauth2', userName, accessToken: await inWords(this.tokens.of(accountId, signal)) };
    }
    const secret = smtp.secret ?? imap?.secret ?? null;
    const password = secret === null ? null : await this.vault.get(secret);
    if (password === null) throw new CannotSend('login', 'There is no password to send with; set it again.');
    return { mechanism, userName, password };
  }

  private async dkim({ dkim }: Smtp): Promise<DkimKey | null> {
    if (dkim === null) return null;
    const privateKey = await this.vault.get(dkim.secret);
    if (privateKey === null) throw new CannotSend('login', 'The key to sign with is gone; set it again.');
    return { domain: dkim.domain, selector: dkim.selector, privateKey };
  }
}

async function inWords<T>(token: Promise<T>): Promise<T> {
  try {
    return await token;
  } catch (error) {
    if (!(error instanceof AccessTokenError)) throw error;
    throw new CannotSend(error.code === 'unavailable' ? 'unavailable' : 'login', error.message);
  }
}
