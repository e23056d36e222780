import { type OpenAccount } from '../../domain/mail-account/mail-account.js';
import { AccessTokenError, type AccessTokens } from '../oauth/access-tokens.js';
import { type ImapSettings, MailboxError, type MailboxErrorCode } from '../ports/mailbox-source.js';
import type { Vault } from '../ports/vault.js';

type LoggedIn = Pick<OpenAccount, 'accountId' | 'imap' | 'oauth'>;

/** How accounts log in to their mailboxes: by OAuth2 where they were authorized, else by their password. */
export class ImapLogins {
  constructor(
    private readonly vault: Vault,
    private readonly tokens: AccessTokens,
  ) {}

  /** @throws MailboxError */
  async of({ accountId, imap, oauth }: LoggedIn, signal: AbortSignal): Promise<ImapSettings> {
    if (imap === null) throw new MailboxError('login', 'This account has no mailbox.');
    const { host, port, security, userName, secret, trustedFingerprint } = imap;
    const server = { host, port, security, userName, trustedFingerprint };
    if (oauth) {
      const accessToken = await inWords(this.tokens.of(accountId, signal));
      return { ...server, credentials: { accessToken } };
    }
    const password = secret === null ? null : await this.vault.get(secret);
    if (password === null) throw new MailboxError('login', 'There is no password for this account; set it again.');
    return { ...server, credentials: { password } };
  }

  /**
   * Another way to log in, where the server has refused one: with an access token that is newer.
   * @returns none: there is none
   * @throws MailboxError
   */
  async insteadOf(
    { credentials, ...server }: ImapSettings,
    { accountId }: LoggedIn,
    signal: AbortSignal,
  ): Promise<ImapSettings | null> {
    if ('password' in credentials) return null;
    const accessToken = await inWords(this.tokens.insteadOf(credentials.accessToken, accountId, signal));
    return accessToken === null ? null : { ...server, credentials: { accessToken } };
  }
}

const CODES = {
  'not-granted': 'login',
  'grant-revoked': 'grant-revoked',
  refused: 'login',
  unavailable: 'network',
} as const satisfies Record<AccessTokenError['code'], MailboxErrorCode>;

async function inWords<T>(token: Promise<T>): Promise<T> {
  try {
    return await token;
  } catch (error) {
    if (error instanceof AccessTokenError) throw new MailboxError(CODES[error.code], error.message, { cause: error });
    throw error;
  }
}
