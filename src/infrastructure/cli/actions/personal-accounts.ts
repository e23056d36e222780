import { z } from 'zod';
import { type WithOutgoing, withOutgoing } from '../../../application/queries/with-outgoing.js';
import { type MailboxView, mailboxesCollection } from '../../../projections/mailboxes.js';
import { CommandFailure } from '../exit.js';
import type { Api } from '../folder/api.js';
import { allOf } from '../folder/lists.js';
import { changing, reading } from '../folder/with-folder.js';
import type { Invocation } from '../invocation.js';
import { day } from '../output/moments.js';
import { plain } from '../output/text.js';
import { type AuthorizeOptions, authorize, revoke } from './oauth.js';
import { asObject } from './users.js';

export function listPersonalAccounts(invocation: Invocation): Promise<undefined> {
  const { terminal } = invocation;
  return reading(invocation, 'personal-account list', async (readModels) => {
    const found = await readModels.all<MailboxView>(mailboxesCollection, {
      where: { kind: 'personal' },
      sort: { field: 'emailAddress', direction: 'asc' },
    });
    const accounts = await withOutgoing(readModels, found);
    terminal.answer(accounts, () => {
      if (accounts.length === 0) return "There are no users' own accounts.";
      return terminal.table(accounts, [
        { title: 'ADDRESS', value: ({ emailAddress }) => emailAddress, flexible: true },
        { title: 'USER', value: ({ owner }) => owner ?? '-' },
        { title: 'STATUS', value: statusOf },
        { title: 'MAILBOX', value: ({ imap }) => (imap ? `${imap.userName}@${imap.host}` : '-'), flexible: true },
        { title: 'WRONG', value: wrongWith, flexible: true },
        { title: 'FETCHED', value: ({ lastFetchedAt }) => (lastFetchedAt ? day(lastFetchedAt) : '-') },
      ]);
    });
    return undefined;
  });
}

function wrongWith({ failing, outgoing: { paused, suspended } }: WithOutgoing<MailboxView>): string {
  const words = [
    failing?.error,
    paused ? 'Sending is paused.' : undefined,
    suspended && `Sends nothing: ${suspended.error}`,
  ];
  return plain(words.filter(Boolean).join(' ')) || '-';
}

function statusOf({ status, paused, failing }: MailboxView): string {
  if (paused) return 'paused: the user is not active';
  return failing ? 'failing' : status;
}

const accounts = z.object({ accountId: z.string(), emailAddress: z.string(), userId: z.string() });

/** Two users may have accounts of one address. */
async function accountOf(api: Api, address: string, user: string): Promise<string> {
  const wanted = address.trim().toLowerCase();
  const all = await allOf(api, 'personal-accounts', accounts);
  const found = all.find(({ emailAddress, userId }) => emailAddress === wanted && userId === user);
  if (!found) throw new CommandFailure(`${user} has no account ${address}.`);
  return found.accountId;
}

export async function removePersonalAccount(invocation: Invocation, address: string, user: string): Promise<undefined> {
  const answer = await changing(invocation, 'personal-account remove', async (api) =>
    api.send('DELETE', `personal-accounts/${await accountOf(api, address, user)}`),
  );
  invocation.terminal.answer(
    { emailAddress: address, ...asObject(answer) },
    () => `The account ${address} of ${user} is removed; its mail stays.`,
  );
}

export const pausePersonalAccount = (invocation: Invocation, address: string, user: string) =>
  turn(invocation, address, user, 'deactivate', 'is not fetched any more');
export const resumePersonalAccount = (invocation: Invocation, address: string, user: string) =>
  turn(invocation, address, user, 'activate', 'is fetched');

const pathOf = (address: string, user: string) => async (api: Api) =>
  `personal-accounts/${await accountOf(api, address, user)}`;

export const authorizePersonalAccount = (
  invocation: Invocation,
  address: string,
  user: string,
  options: AuthorizeOptions,
) => authorize(invocation, 'personal-account authorize', pathOf(address, user), options);
export const revokePersonalAccount = (invocation: Invocation, address: string, user: string) =>
  revoke(invocation, 'personal-account revoke', address, pathOf(address, user));

async function turn(
  invocation: Invocation,
  address: string,
  user: string,
  what: 'activate' | 'deactivate',
  outcome: string,
): Promise<undefined> {
  const answer = await changing(invocation, `personal-account ${what}`, async (api) =>
    api.send('POST', `personal-accounts/${await accountOf(api, address, user)}/${what}`),
  );
  invocation.terminal.answer(
    { emailAddress: address, ...asObject(answer) },
    () => `The account ${address} of ${user} ${outcome}.`,
  );
}
