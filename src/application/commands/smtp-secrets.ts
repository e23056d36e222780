import { DomainError, Unavailable } from '../../domain/errors.js';
import { type AccountId, streams } from '../../domain/ids.js';
import { mailAccount } from '../../domain/mail-account/mail-account.js';
import type { Aggregates } from '../log/aggregates.js';
import type { Vault } from '../ports/vault.js';
import { type AccountSecrets, secretOf } from './account-secrets.js';
import type { NamedSecrets, SmtpInput } from './account-settings.js';

/** The names of the secrets that an account sends with. */
export async function smtpSecretsOf(aggregates: Aggregates, stream: string): Promise<readonly string[]> {
  const { state } = await aggregates.load(mailAccount, stream);
  if (state.status === 'absent' || !state.smtp) return [];
  return [state.smtp.secret, state.smtp.dkim?.secret ?? null].filter((name) => name !== null);
}

/**
 * Keeps the password and the key that an account sends with under new names while `change` appends the event that names
 * them; what no event names afterwards is taken out. Whatever may have been written keeps its secrets.
 */
async function keepSmtpSecrets<Result>(
  vault: Vault,
  accountId: AccountId,
  smtp: SmtpInput | null | undefined,
  change: (named: NamedSecrets) => Promise<Result>,
  inUse: () => Promise<readonly string[]>,
): Promise<Result> {
  if (smtp === undefined) return change({});
  const password = smtp?.password ?? undefined;
  const privateKey = smtp?.dkim?.privateKey;
  const before = await inUse();
  const named: NamedSecrets = {
    ...(password === undefined ? {} : { password: `smtp-${accountId}-${crypto.randomUUID()}` }),
    ...(privateKey === undefined ? {} : { dkim: `dkim-${accountId}-${crypto.randomUUID()}` }),
  };
  if (named.password !== undefined && password !== undefined) await vault.put(named.password, password);
  if (named.dkim !== undefined && privateKey !== undefined) await vault.put(named.dkim, privateKey);
  const given = Object.values(named);
  try {
    const result = await change(named);
    const now = new Set(await inUse());
    for (const name of [...before, ...given]) if (!now.has(name)) await vault.remove(name);
    return result;
  } catch (error) {
    if (error instanceof DomainError && !(error instanceof Unavailable)) {
      for (const name of given) await vault.remove(name);
    }
    throw error;
  }
}

/** Where the secrets of an account go, and where it is read which of them it uses. */
export interface SecretPlaces {
  readonly aggregates: Aggregates;
  readonly secrets: AccountSecrets;
  readonly vault: Vault;
}

/** Keeps whatever secrets are given for an account, of its mailbox and of its server for sending, around one append. */
export function keepGiven<Result>(
  { aggregates, secrets, vault }: SecretPlaces,
  accountId: AccountId,
  given: { readonly password?: string | null | undefined; readonly smtp?: SmtpInput | null | undefined },
  change: (secret: string | undefined, named: NamedSecrets) => Promise<Result>,
): Promise<Result> {
  const stream = streams.mailAccount(accountId);
  const ofMailbox = (named: NamedSecrets) =>
    secrets.keep(
      accountId,
      given.password ?? undefined,
      (secret) => change(secret, named),
      () => secretOf(aggregates, stream),
    );
  return keepSmtpSecrets(vault, accountId, given.smtp, ofMailbox, () => smtpSecretsOf(aggregates, stream));
}
