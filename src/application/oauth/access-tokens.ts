import { type AccountId, streams } from '../../domain/ids.js';
import { mailAccount, type OAuthGrant } from '../../domain/mail-account/mail-account.js';
import { refuseGrant } from '../../domain/mail-account/oauth-grant.js';
import type { Aggregates } from '../log/aggregates.js';
import type { Clock } from '../ports/clock.js';
import type { Leases } from '../ports/lease.js';
import type { Logger } from '../ports/logger.js';
import { type OAuthClient, type OAuthParty, OAuthRefused, OAuthUnavailable } from '../ports/oauth-client.js';
import type { Vault } from '../ports/vault.js';
import { unlessAborted } from '../unless-aborted.js';
import { type KeptTokens, keptTokens, TokenVault } from './kept-tokens.js';
import { partyOf } from './parties.js';

/**
 * Why there is no access token: `not-granted`: nobody has authorized the account. `grant-revoked`: the provider takes the
 * grant no more, and somebody has to authorize the account again. `refused`: it refuses this service, whose registration
 * there has to be corrected. `unavailable`: it cannot be asked at present.
 */
export type AccessTokenProblem = 'not-granted' | 'grant-revoked' | 'refused' | 'unavailable';

/** In words that an administrator can act on, without tokens. */
export class AccessTokenError extends Error {
  override readonly name = 'AccessTokenError';
  constructor(
    readonly code: AccessTokenProblem,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** What a provider says of a grant that it takes no more, and that whoever gave it has to give again. */
const LOST = new Set(['invalid_grant', 'interaction_required', 'consent_required', 'login_required']);

/** Milliseconds between two looks at what another node is asking for, and until that is given up. */
const LOOK_AGAIN = 100;
const PATIENCE = 30_000;
/** Milliseconds: a token that is younger is not renewed because a server refuses it; that would be asked again and again. */
const YOUNG = 300_000;

/** The access tokens of accounts that are logged in to by OAuth2, for IMAP and SMTP alike (XOAUTH2). */
export class AccessTokens {
  /** What this process is asking for, by the name of the grant: whoever wants the same waits for it. */
  private readonly asking = new Map<string, Promise<string>>();
  private readonly tokens: TokenVault;

  constructor(
    private readonly aggregates: Aggregates,
    private readonly vault: Vault,
    private readonly leases: Leases,
    private readonly client: OAuthClient,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    this.tokens = new TokenVault(vault, clock);
  }

  /**
   * The access token of an account, good for two more minutes, or a quarter of its life where that is less; renewed where
   * it has to be, by one node at a time.
   * @throws AccessTokenError; whatever the signal was aborted with
   */
  async of(accountId: AccountId, signal: AbortSignal): Promise<string> {
    const grant = await this.grantOf(accountId);
    const kept = await this.tokens.read(grant.secret);
    if (kept && this.isGood(kept, null)) return kept.accessToken;
    return unlessAborted(this.renewed(accountId, grant, null), signal);
  }

  /**
   * Another access token, where a server has refused one that should be good.
   * @returns none: that one is so new that another would fare no better
   * @throws AccessTokenError; whatever the signal was aborted with
   */
  async insteadOf(refused: string, accountId: AccountId, signal: AbortSignal): Promise<string | null> {
    const grant = await this.grantOf(accountId);
    const kept = await this.tokens.read(grant.secret);
    if (kept?.accessToken === refused && this.now() - Date.parse(kept.obtainedAt) < YOUNG) return null;
    if (kept && this.isGood(kept, refused)) return kept.accessToken;
    return unlessAborted(this.renewed(accountId, grant, refused), signal);
  }

  private async grantOf(accountId: AccountId): Promise<OAuthGrant> {
    const { state } = await this.aggregates.load(mailAccount, streams.mailAccount(accountId));
    if (state.status === 'absent' || !state.oauth) {
      throw new AccessTokenError('not-granted', 'This account was not authorized at any provider.');
    }
    if (state.oauth.refused !== null) throw revoked(state.oauth.providerId, state.oauth.refused);
    return state.oauth;
  }

  private renewed(accountId: AccountId, grant: OAuthGrant, refused: string | null): Promise<string> {
    const { secret } = grant;
    const running = this.asking.get(secret);
    if (running) return running;
    const asking = this.inTurn(accountId, grant, refused).finally(() => this.asking.delete(secret));
    this.asking.set(secret, asking);
    return asking;
  }

  /** Under a lease: two nodes must not spend one refresh token, which may be good for one time only. */
  private async inTurn(accountId: AccountId, grant: OAuthGrant, refused: string | null): Promise<string> {
    const end = this.now() + PATIENCE;
    while (this.now() < end) {
      const lease = await this.leases.tryAcquire(`oauth-${accountId}`);
      // Whoever had the lease before may have done it.
      const kept = await this.tokens.read(grant.secret);
      try {
        if (kept === null) throw new AccessTokenError('not-granted', 'The authorization of this account was revoked.');
        if (this.isGood(kept, refused)) return kept.accessToken;
        if (lease) return await this.renew(accountId, grant, kept);
      } finally {
        await lease?.release();
      }
      await this.clock.pause(LOOK_AGAIN);
    }
    throw new AccessTokenError(
      'unavailable',
      'Another node has been renewing this access token for too long; trying again.',
    );
  }

  private async renew(accountId: AccountId, grant: OAuthGrant, kept: KeptTokens): Promise<string> {
    const { providerId, secret } = grant;
    const party = await partyOf(this.aggregates, this.vault, providerId);
    if (!party) throw new AccessTokenError('refused', `The provider ${providerId} is not configured any more.`);
    try {
      const given = await this.ask(party, grant, kept);
      const tokens = keptTokens(given, kept, this.clock.now());
      await this.tokens.save(secret, tokens);
      await this.dropIfRevoked(accountId, secret);
      this.logger.info({ accountId, providerId }, 'access token renewed');
      return tokens.accessToken;
    } catch (error) {
      if (error instanceof OAuthUnavailable) {
        throw new AccessTokenError('unavailable', `${providerId} gives no access token: ${error.message}`, {
          cause: error,
        });
      }
      if (!(error instanceof OAuthRefused)) throw error;
      if (!LOST.has(error.code))
        throw new AccessTokenError('refused', `${providerId} refuses this service: ${error.message}`);
      // The lease may have been lost on the way, and another node been quicker.
      const now = await this.tokens.read(secret);
      if (now && now.refreshToken !== kept.refreshToken) return now.accessToken;
      await this.lost(accountId, secret, error.message);
      throw revoked(providerId, error.message);
    }
  }

  private ask(party: OAuthParty, { flow }: OAuthGrant, { refreshToken }: KeptTokens) {
    if (flow === 'client-credentials') return this.client.clientCredentials(party);
    if (refreshToken === null)
      throw new OAuthRefused('invalid_grant', 'it has given no refresh token, and the access token is over');
    return this.client.refresh(party, refreshToken);
  }

  private async lost(accountId: AccountId, secret: string, error: string): Promise<void> {
    const by = { actor: 'system:oauth', cause: `refused:${secret}` };
    await this.aggregates.change(
      mailAccount,
      streams.mailAccount(accountId),
      (state) => refuseGrant(state, secret, error.slice(0, 1_000)),
      by,
    );
    this.logger.warn({ accountId }, 'the provider takes the grant of an account no more');
  }

  /** Revoked while the provider was being asked: nothing would name the tokens any more. */
  private async dropIfRevoked(accountId: AccountId, secret: string): Promise<void> {
    const { state } = await this.aggregates.load(mailAccount, streams.mailAccount(accountId));
    if (state.status === 'absent' || state.oauth?.secret !== secret) await this.tokens.remove(secret);
  }

  private isGood({ accessToken, renewAt }: KeptTokens, refused: string | null): boolean {
    return accessToken !== refused && (renewAt === null || this.now() < Date.parse(renewAt));
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}

const revoked = (providerId: string, error: string): AccessTokenError =>
  new AccessTokenError(
    'grant-revoked',
    `${providerId} takes the authorization of this account no more (${error}). Authorize the account again: it goes on by itself.`,
  );
