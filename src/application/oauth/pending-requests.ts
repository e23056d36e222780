import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Unavailable } from '../../domain/errors.js';
import { AccountId, OAuthProviderId } from '../../domain/ids.js';
import { LEASES, VAULT } from '../parts.js';
import type { Leases } from '../ports/lease.js';
import type { Vault } from '../ports/vault.js';

const begun = {
  accountId: AccountId,
  providerId: OAuthProviderId,
  /** Who has begun it: `user:ana`. */
  actor: z.string(),
  /** ISO 8601. */
  until: z.string(),
};
const PendingRequest = z.discriminatedUnion('flow', [
  z.object({
    flow: z.literal('authorization-code'),
    ...begun,
    /** SHA-256 of the `state`, hexadecimal: whoever brings that has come from this authorization. */
    stateHash: z.string(),
    verifier: z.string(),
    redirectUri: z.string(),
  }),
  z.object({
    flow: z.literal('device-code'),
    ...begun,
    deviceCode: z.string(),
    /** Seconds between two questions. */
    interval: z.number(),
    /** The provider is asked again no sooner. ISO 8601. */
    notBefore: z.string(),
  }),
]);
/** An authorization that was begun and is not decided yet. */
export type PendingRequest = z.infer<typeof PendingRequest>;

const nameOf = (accountId: AccountId): string => `oauth-request-${accountId}`;

/**
 * Authorizations under way, in the vault: any node may hear how one ends. An account has one at most, the last that was
 * begun, so that none that nobody ends is left behind.
 */
@Injectable()
export class PendingRequests {
  constructor(
    @Inject(VAULT) private readonly vault: Vault,
    @Inject(LEASES) private readonly leases: Leases,
  ) {}

  async begin(request: PendingRequest): Promise<void> {
    await this.vault.put(nameOf(request.accountId), JSON.stringify(request));
  }

  /**
   * Does something with the one of an account that nobody else does at the same time; what it gives is what stays of it.
   * @param decide none: it is over
   * @throws Unavailable where somebody else does, and what `decide` throws
   */
  async change(
    accountId: AccountId,
    decide: (request: PendingRequest | null) => PendingRequest | null,
  ): Promise<PendingRequest | null> {
    const lease = await this.leases.tryAcquire(nameOf(accountId));
    if (!lease) throw new Unavailable('This authorization is being looked at; try again.', 'oauth-busy');
    try {
      const text = await this.vault.get(nameOf(accountId));
      const before = text === null ? null : PendingRequest.parse(JSON.parse(text));
      const rest = decide(before);
      if (rest !== null && rest !== before) await this.begin(rest);
      if (rest === null && before !== null) await this.vault.remove(nameOf(accountId));
      return before;
    } finally {
      await lease.release();
    }
  }

  async forget(accountId: AccountId): Promise<void> {
    await this.vault.remove(nameOf(accountId));
  }
}
