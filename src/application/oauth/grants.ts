import { Inject, Injectable } from '@nestjs/common';
import { user } from '../../domain/access/user.js';
import { Invalid, NotFound, Rejected } from '../../domain/errors.js';
import { userOf } from '../../domain/event.js';
import { type AccountId, type OAuthProviderId, streams, type UserId } from '../../domain/ids.js';
import type { OAuthFlow } from '../../domain/mail-account/events.js';
import { mailAccount, type OAuthGrant, type OpenAccount } from '../../domain/mail-account/mail-account.js';
import { grantOAuth } from '../../domain/mail-account/oauth-grant.js';
import { AccountSecrets } from '../commands/account-secrets.js';
import { openAccount } from '../commands/present.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import type { Cause } from '../log/event-log.js';
import { CLOCK, LOGGER, OAUTH, VAULT } from '../parts.js';
import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { GrantedTokens, OAuthClient, OAuthParty } from '../ports/oauth-client.js';
import type { Vault } from '../ports/vault.js';
import { keptTokens, TokenVault } from './kept-tokens.js';
import { partyOf } from './parties.js';
import { PendingRequests } from './pending-requests.js';

/** What became of an authorization. */
export interface Granted extends Changed {
  readonly accountId: AccountId;
  readonly emailAddress: string;
  readonly providerId: OAuthProviderId;
  /** Who has signed in at the provider; none: it does not say. */
  readonly grantedBy: string | null;
  /** What may keep the account from working, in words. */
  readonly warnings: readonly string[];
}

/** What every provider gives of itself; the others are what mail is read and sent by. */
const OF_SIGN_IN = new Set(['openid', 'email', 'profile', 'offline_access']);

/** Takes what providers grant to accounts, and gives it up. */
@Injectable()
export class Grants {
  private readonly tokens: TokenVault;

  constructor(
    private readonly aggregates: Aggregates,
    private readonly secrets: AccountSecrets,
    private readonly pending: PendingRequests,
    @Inject(VAULT) private readonly vault: Vault,
    @Inject(OAUTH) private readonly client: OAuthClient,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.tokens = new TokenVault(vault, clock);
  }

  /** The provider that is named, else that of the account. @throws Invalid, NotFound */
  async party({ oauth }: Pick<OpenAccount, 'oauth'>, named: OAuthProviderId | undefined): Promise<OAuthParty> {
    const providerId = named ?? oauth?.providerId;
    if (providerId === undefined) throw new Invalid([{ path: 'providerId', message: 'is missing' }]);
    const party = await partyOf(this.aggregates, this.vault, providerId);
    if (!party) throw new NotFound('oauth provider', providerId);
    return party;
  }

  /**
   * What a provider has given becomes the account's.
   * @throws Rejected where it would end by itself soon, or opens somebody else's mailbox
   */
  async take(
    accountId: AccountId,
    party: OAuthParty,
    flow: OAuthFlow,
    given: GrantedTokens,
    by: Cause,
  ): Promise<Granted> {
    const { providerId, name, scopes: asked } = party.provider;
    const account = await openAccount(this.aggregates, accountId);
    if (flow !== 'client-credentials' && given.refreshToken === null && given.expiresIn !== null) {
      throw new Rejected(
        'no-refresh-token',
        `${name} has given no refresh token: the authorization would end by itself. Its scopes or parameters must ask for one (offline_access, or access_type=offline with prompt=consent).`,
      );
    }
    const warnings = [...(await this.strangers(account, given, name)), ...missing(flow, asked, given)];
    const grant = {
      ...{ providerId, flow, grantedBy: given.email },
      scopes: [...(given.scopes ?? (flow === 'client-credentials' ? party.provider.clientCredentialsScopes : asked))],
    };
    const stream = streams.mailAccount(accountId);
    const kept = keptTokens(given, null, this.clock.now());
    const changed = await this.secrets.keepAs(
      `oauth-${accountId}`,
      JSON.stringify(kept),
      (secret) => this.aggregates.change(mailAccount, stream, (state) => grantOAuth(state, { ...grant, secret }), by),
      async () => {
        const { state } = await this.aggregates.load(mailAccount, stream);
        return state.status === 'absent' ? null : (state.oauth?.secret ?? null);
      },
    );
    return { ...changed, accountId, emailAddress: account.emailAddress, providerId, grantedBy: given.email, warnings };
  }

  /** After the log has said so: its tokens are gone here, and at the provider where that can be asked. */
  async giveUp(accountId: AccountId, grant: OAuthGrant | null): Promise<void> {
    await this.pending.forget(accountId);
    if (grant === null) return;
    const { secret, providerId, flow, refused } = grant;
    const kept = await this.tokens.read(secret);
    await this.tokens.remove(secret);
    if (kept === null || flow === 'client-credentials' || refused !== null) return;
    try {
      const party = await partyOf(this.aggregates, this.vault, providerId);
      if (party) await this.client.revoke(party, kept.refreshToken ?? kept.accessToken);
    } catch {
      this.logger.warn({ accountId, providerId }, 'the provider could not be told that a grant is given up');
    }
  }

  /** Whoever began it is still somebody. @throws Rejected */
  async checkActor(actor: string): Promise<void> {
    const name = userOf(actor);
    if (name === null) return;
    // A name out of a token of ours, or of the command line, which is no user.
    const { state } = await this.aggregates.load(user, streams.user(name as UserId));
    if (state.status === 'inactive') throw new Rejected('user-not-active', `User ${name} is not active.`);
  }

  /** Somebody else's mailbox is not a user's own; a group's may well be opened by one of its people. */
  private async strangers(
    { emailAddress, imap, owner }: OpenAccount,
    { email }: GrantedTokens,
    provider: string,
  ): Promise<string[]> {
    if (email === null) {
      if (owner === null) return [];
      // Whoever sends somebody else the link can take the scopes out of it by which the provider would say so.
      throw new Rejected(
        'granted-by-unknown',
        `${provider} does not say who has signed in, and this account is ${owner}'s own. It does where the scopes openid and email are asked for.`,
      );
    }
    const who = `${email} has signed in at ${provider}, and the account is ${emailAddress}.`;
    if (owner !== null) {
      // Not by what they named their account: a link that is sent to somebody else must not open that one's mailbox.
      const { state } = await this.aggregates.load(user, streams.user(owner));
      if (state.status !== 'absent' && state.emailAddresses.includes(email)) return [];
      throw new Rejected(
        'granted-by-another',
        `${who} It is ${owner}'s own: sign in as one of the addresses that are entered for ${owner}; an administrator can enter another one.`,
      );
    }
    if (email === emailAddress || email === imap?.userName.toLowerCase()) return [];
    return [`${who} That is right where ${email} may open that mailbox; else authorize it again.`];
  }
}

/** Somebody may untick what they are asked for. */
function missing(flow: OAuthFlow, asked: readonly string[], { scopes }: GrantedTokens): string[] {
  if (scopes === null || flow === 'client-credentials') return [];
  const given = new Set(scopes.map((scope) => scope.toLowerCase()));
  const rest = asked.filter((scope) => !OF_SIGN_IN.has(scope) && !given.has(scope.toLowerCase()));
  return rest.length === 0
    ? []
    : [`It was not granted: ${rest.join(' ')}. Without that the mail servers may refuse the account.`];
}
