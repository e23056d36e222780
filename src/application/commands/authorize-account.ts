import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Rejected } from '../../domain/errors.js';
import { AccountId, type OAuthProviderId } from '../../domain/ids.js';
import { type AccountKind, accountFor } from '../access/account-access.js';
import { ForAnybody } from '../access/need.js';
import { Aggregates } from '../log/aggregates.js';
import { type Granted, Grants } from '../oauth/grants.js';
import { inProviderWords } from '../oauth/in-words.js';
import { partyOf } from '../oauth/parties.js';
import { type PendingRequest, PendingRequests } from '../oauth/pending-requests.js';
import { CLOCK, OAUTH, VAULT } from '../parts.js';
import type { Clock } from '../ports/clock.js';
import type { OAuthClient } from '../ports/oauth-client.js';
import type { Vault } from '../ports/vault.js';
import type { Asked } from './asked.js';
import { openAccount } from './present.js';
import { hashToken } from './token.js';

/** Milliseconds that somebody may take to sign in at the provider. */
const PATIENCE = 600_000;
const BYTES = 32;

export interface BegunAuthorization {
  /** Where a browser is sent to. */
  readonly url: string;
  /** It is over then. ISO 8601. */
  readonly until: string;
}

/** Begins the authorization of an account by a browser (RFC 6749, section 4.1, with PKCE). The last one that was begun is the one that counts. */
@ForAnybody()
export class BeginAuthorization extends Command<BegunAuthorization> {
  constructor(
    readonly accountId: AccountId,
    /** None: where it was authorized before. */
    readonly providerId: OAuthProviderId | undefined,
    /** Where the provider sends the browser back to. */
    readonly redirectUri: string,
    readonly by: Asked,
    readonly kind: AccountKind = 'group',
  ) {
    super();
  }
}

@CommandHandler(BeginAuthorization)
export class BeginAuthorizationHandler implements ICommandHandler<BeginAuthorization> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly grants: Grants,
    private readonly pending: PendingRequests,
    @Inject(OAUTH) private readonly client: OAuthClient,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ accountId, providerId, redirectUri, by, kind }: BeginAuthorization): Promise<BegunAuthorization> {
    const account = accountFor(await openAccount(this.aggregates, accountId), kind, by.asker, 'edit');
    const party = await this.grants.party(account, providerId);
    const { provider } = party;
    const state = `${accountId}.${random()}`;
    const verifier = random();
    const hint = account.imap?.userName ?? account.emailAddress;
    const asked = { state, verifier, redirectUri, hint };
    const url = await inProviderWords(provider.name, this.client.authorizationUrl(party, asked));
    const until = new Date(this.clock.now().getTime() + PATIENCE).toISOString();
    await this.pending.begin({
      ...{ flow: 'authorization-code', accountId, providerId: provider.providerId, actor: by.actor, until },
      ...{ stateHash: await hashToken(state), verifier, redirectUri },
    });
    return { url, until };
  }
}

/** What a browser brings back from the provider. The `state` says whose it is: nobody needs a token for it. */
@ForAnybody()
export class CompleteAuthorization extends Command<Granted> {
  constructor(
    /** The parameters of the address that it came back to. */
    readonly callback: Readonly<Record<string, string>>,
  ) {
    super();
  }
}

@CommandHandler(CompleteAuthorization)
export class CompleteAuthorizationHandler implements ICommandHandler<CompleteAuthorization> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly grants: Grants,
    private readonly pending: PendingRequests,
    @Inject(OAUTH) private readonly client: OAuthClient,
    @Inject(VAULT) private readonly vault: Vault,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ callback }: CompleteAuthorization): Promise<Granted> {
    const { state = '' } = callback;
    const { accountId, providerId, actor, verifier, redirectUri, stateHash } = await this.take(state);
    const party = await partyOf(this.aggregates, this.vault, providerId);
    if (!party) throw notBegun();
    await this.grants.checkActor(actor);
    const given = await inProviderWords(
      party.provider.name,
      this.client.exchange(party, callback, { state, verifier, redirectUri }),
    );
    const by = { actor, cause: `oauth:${stateHash}` };
    return this.grants.take(accountId, party, 'authorization-code', given, by);
  }

  /** For one time: whatever comes of it, the same `state` is known no more. */
  private async take(state: string): Promise<Extract<PendingRequest, { flow: 'authorization-code' }>> {
    const accountId = AccountId.safeParse(state.split('.', 1)[0]);
    if (!accountId.success || state.length > 200) throw notBegun();
    const stateHash = await hashToken(state);
    const isMeant = (one: PendingRequest | null) => one?.flow === 'authorization-code' && one.stateHash === stateHash;
    const found = await this.pending.change(accountId.data, (one) => (isMeant(one) ? null : one));
    if (found?.flow !== 'authorization-code' || found.stateHash !== stateHash) throw notBegun();
    if (this.clock.now().getTime() > Date.parse(found.until)) {
      throw new Rejected('oauth-expired', 'This authorization took too long; begin it again.');
    }
    return found;
  }
}

const random = (): string => Buffer.from(crypto.getRandomValues(new Uint8Array(BYTES))).toString('base64url');

const notBegun = (): Rejected =>
  new Rejected(
    'oauth-not-begun',
    'This authorization was not begun here, or was used already, or another was begun after it; begin it again.',
  );
