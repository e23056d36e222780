import { Inject, Injectable } from '@nestjs/common';
import { DomainError, Unavailable } from '../../domain/errors.js';
import type { AccountId } from '../../domain/ids.js';
import { mailAccount } from '../../domain/mail-account/mail-account.js';
import type { Aggregates } from '../log/aggregates.js';
import { VAULT } from '../parts.js';
import type { Vault } from '../ports/vault.js';

/** The name of the secret that an account uses; none: it has none. */
export async function secretOf(aggregates: Aggregates, stream: string): Promise<string | null> {
  const { state } = await aggregates.load(mailAccount, stream);
  return state.status === 'absent' ? null : (state.imap?.secret ?? null);
}

/** Secrets that events name: in the vault before one does, and out of it when none does. */
@Injectable()
export class AccountSecrets {
  constructor(@Inject(VAULT) private readonly vault: Vault) {}

  /** Keeps the password of a mailbox, where one is given, as `keepAs` does. */
  async keep<Result>(
    accountId: AccountId,
    password: string | undefined,
    change: (secret: string | undefined) => Promise<Result>,
    inUse: () => Promise<string | null>,
  ): Promise<Result> {
    return password === undefined ? change(undefined) : this.keepAs(`imap-${accountId}`, password, change, inUse);
  }

  /**
   * Keeps a secret under a new name while `change` appends the event that names it. It is taken out again where
   * `change` says no, or answers with the name of another secret; whatever may have been written keeps its secret.
   * @param prefix what the name begins with
   */
  async keepAs<Result>(
    prefix: string,
    value: string,
    change: (secret: string) => Promise<Result>,
    inUse: () => Promise<string | null>,
  ): Promise<Result> {
    const before = await inUse();
    const secret = `${prefix}-${crypto.randomUUID()}`;
    await this.vault.put(secret, value);
    try {
      const result = await change(secret);
      const now = await inUse();
      await this.removeUnless(now, secret);
      if (before !== null) await this.removeUnless(now, before);
      return result;
    } catch (error) {
      if (error instanceof DomainError && !(error instanceof Unavailable)) await this.vault.remove(secret);
      throw error;
    }
  }

  /** What no event names any more. */
  async remove(secret: string): Promise<void> {
    await this.vault.remove(secret);
  }

  private async removeUnless(inUse: string | null, secret: string): Promise<void> {
    if (inUse !== secret) await this.vault.remove(secret);
  }
}
