import { z } from 'zod';
import type { ReadModels } from '../../../application/queries/read-models.js';
import { AccountId } from '../../../domain/ids.js';
import { type MailboxView, mailboxesCollection } from '../../../projections/mailboxes.js';
import { nearest } from '../../words/nearest.js';
import { CommandFailure } from '../exit.js';
import type { Api } from './api.js';
import { allOf } from './lists.js';

/** The account of an address. @throws CommandFailure naming the address that was meant, perhaps */
export async function accountNamed(readModels: ReadModels, address: string): Promise<AccountId> {
  return idOf(address, await readModels.all<MailboxView>(mailboxesCollection));
}

/** The same by the API. */
export async function accountByApi(api: Api, address: string): Promise<AccountId> {
  return idOf(address, await allOf(api, 'accounts', z.object({ accountId: z.string(), emailAddress: z.string() })));
}

function idOf(
  address: string,
  accounts: readonly { readonly accountId: string; readonly emailAddress: string }[],
): AccountId {
  const wanted = address.trim().toLowerCase();
  const found = accounts.find(({ emailAddress, accountId }) => emailAddress === wanted || accountId === address);
  if (found) return AccountId.parse(found.accountId);
  const meant = nearest(
    wanted,
    accounts.map(({ emailAddress }) => emailAddress),
  );
  const known = accounts.length === 0 ? ' There are no accounts yet.' : '';
  throw new CommandFailure(`There is no account ${address}.${meant ? ` Did you mean ${meant}?` : known}`);
}
