import { type SendingAccountView, sendingAccountsCollection } from '../../projections/outbox.js';
import type { ReadModels } from './read-models.js';

/** Whether anything leaves from an account. */
export interface AccountOutgoing {
  /** Somebody has said that nothing leaves. */
  readonly paused: boolean;
  /** Its server lets it send nothing; its queue waits. */
  readonly suspended: SendingAccountView['suspended'];
  readonly lastSentAt: string | null;
}
export type WithOutgoing<View> = View & { readonly outgoing: AccountOutgoing };

/** Accounts with what keeps their mail. */
export async function withOutgoing<View extends { readonly accountId: string }>(
  readModels: ReadModels,
  accounts: readonly View[],
): Promise<WithOutgoing<View>[]> {
  const ids = accounts.map(({ accountId }) => accountId);
  const sending = await readModels.many<SendingAccountView>(sendingAccountsCollection, ids);
  return accounts.map((account) => ({ ...account, outgoing: outgoingOf(sending.get(account.accountId)) }));
}

/** @param view none: nothing was ever tried from the account */
export function outgoingOf(view: SendingAccountView | null | undefined): AccountOutgoing {
  const { paused = false, suspended = null, lastSentAt = null } = view ?? {};
  return { paused, suspended, lastSentAt };
}
