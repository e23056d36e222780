import { accountIdOf, personalAccountIdOf, UserId } from '../../domain/ids.js';
import type { EspoEntity } from './espo-source.js';
import { text } from './fields.js';
import type { Importing } from './importing.js';
import { accountBody, mailboxOf, personalBody } from './translate.js';

/** Both kinds come without their passwords, which nobody knows: they stand still until somebody gives them. */
const NEEDS_PASSWORD = 'It stands still until somebody gives the password of its mailbox';

export async function takeGroupAccount(importing: Importing, account: EspoEntity): Promise<void> {
  const body = accountBody(account, importing.names);
  const accountId = accountIdOf(body.emailAddress);
  const answer = await importing.made('account-exists', 'accounts', body);
  importing.names.put('InboundEmail', account.id, accountId);
  importing.report.became('InboundEmail', answer ? 'new' : 'same');
  // One that was here, or taken over before, may have been given its password meanwhile.
  if (!answer) return;
  if (body.imap) {
    importing.remark('InboundEmail', account, 'needs-password', `${NEEDS_PASSWORD}: ${mailboxOf(account)}.`);
    return;
  }
  await importing.api.send('POST', `accounts/${accountId}/deactivate`);
  importing.remark('InboundEmail', account, 'no-mailbox', 'It has no mailbox there; it is inactive here.');
}

export async function takePersonalAccount(importing: Importing, account: EspoEntity): Promise<void> {
  const owner = importing.names.of('User', text(account, 'assignedUserId'));
  const emailAddress = text(account, 'emailAddress');
  if (owner === null) {
    importing.leave('EmailAccount', account, 'not-taken', 'Whose it is was not taken over.');
    return;
  }
  const body = personalBody(account, owner, importing.names);
  if (emailAddress === null || !body) {
    importing.leave('EmailAccount', account, 'no-mailbox', 'It has no address, or no mailbox to fetch from.');
    return;
  }
  const answer = await importing.made('account-exists', 'personal-accounts', body);
  importing.names.put('EmailAccount', account.id, personalAccountIdOf(UserId.parse(owner), emailAddress));
  importing.report.became('EmailAccount', answer ? 'new' : 'same');
  if (!answer) return;
  const message = `${NEEDS_PASSWORD}, ${owner}: ${mailboxOf(account)}.`;
  importing.remark('EmailAccount', account, 'needs-password', message);
}
