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

/** The passwords of mailboxes: in the vault before an event names them, and out of it when none does. */
@Injectable()
export class AccountSecrets {
  constructor(@Inject(VAULT) private readonly vault: Vault) {}

  /**
   * Keeps a password under a new name while `change` appends the event that names it. It is taken out again where
   * `change` says no, or answers with the name of another secret; whatever may have been written keeps its secret.
   */
  async keep<Result>(
    accountId: AccountId,
    password: string | undefined,
    change: (secret: string | undefined) => Promise<Result>,
    inUse: () => Promise<string | null>,
  ): Promise<Result> {
    if (password === undefined) return change(undefined);
    const before = await inUse();
    const secret = `imap-${accountId}-${crypto.randomUUID()}`;
    await this.vault.put(secret, password);
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
