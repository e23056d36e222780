import { streams } from '../../../domain/ids.js';
import { systemMail } from '../../../domain/notification/system-mail.js';
import { type MailboxView, mailboxesCollection } from '../../../projections/mailboxes.js';
import { accountByApi } from '../folder/accounts.js';
import { changing, reading } from '../folder/with-folder.js';
import type { Invocation } from '../invocation.js';
import { asObject } from './users.js';

export function showSystemMail(invocation: Invocation): Promise<undefined> {
  return reading(invocation, 'system-mail show', async (readModels, { mailcase: { aggregates } }) => {
    const { settings } = (await aggregates.load(systemMail, streams.systemMail)).state;
    const account = settings && (await readModels.get<MailboxView>(mailboxesCollection, settings.accountId));
    const emailAddress = account?.emailAddress ?? settings?.accountId ?? null;
    const recordUrl = settings?.recordUrl ?? null;
    invocation.terminal.answer({ emailAddress, recordUrl }, () =>
      emailAddress === null
        ? 'No user is written to: there is no account for it.'
        : `Users are written to from ${emailAddress}; ${recordUrl === null ? 'without links' : `records are at ${recordUrl}`}.`,
    );
    return undefined;
  });
}

export async function setSystemMail(
  invocation: Invocation,
  address: string,
  { recordUrl }: { readonly recordUrl?: string },
): Promise<undefined> {
  const answer = await changing(invocation, 'system-mail set', async (api) => {
    const accountId = await accountByApi(api, address);
    return api.send('PUT', 'system-mail', { accountId, ...(recordUrl === undefined ? {} : { recordUrl }) });
  });
  invocation.terminal.answer(asObject(answer), () => `Users are written to from ${address}.`);
}

export async function stopSystemMail(invocation: Invocation): Promise<undefined> {
  const answer = await changing(invocation, 'system-mail stop', (api) => api.send('DELETE', 'system-mail'));
  invocation.terminal.answer(asObject(answer), () => 'No user is written to any more.');
}
