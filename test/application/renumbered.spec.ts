import { expect, it } from 'vitest';
import { Mailcase } from '../../src/application/mailcase.js';
import { watchedAccount } from '../e2e/watched-account.js';
import { team } from '../support/company.js';
import { freshAdapters } from '../support/ground.js';
import { ofType, wholeLog } from '../support/invariants.js';
import { MemoryMailboxes } from '../support/memory-mailboxes.js';
import { message } from '../support/messages.js';

const SERVER = { host: 'mail.acme.example', port: 143 };

it('takes a message whose header cannot be read for unknown when UIDVALIDITY has changed', async () => {
  const source = new MemoryMailboxes();
  const mailcase = new Mailcase(await freshAdapters({ source }));
  const teamId = await team(mailcase, 'support', ['ana']);
  const settings = { emailAddress: 'support@acme.example', user: 'support', teamId };
  const accountId = await watchedAccount(mailcase, SERVER, settings);
  const inbox = source.folder('support');
  inbox.put(message({ messageId: '<known@customer.example>' }));
  await mailcase.fetching.fetchNow(accountId);

  // More than any header may have, and so no end of it.
  inbox.put(message({ from: `Ana <${'a'.repeat(2_200_000)}@customer.example>` }));
  inbox.put(message({ messageId: '<new@customer.example>' }));
  inbox.renumber();
  const tally = await mailcase.fetching.fetchNow(accountId);
  expect(tally).toMatchObject({ received: 1, duplicates: 0, quarantined: 1 });
  const log = await wholeLog(mailcase.adapters.events);
  expect(ofType(log, 'EmailReceived').map(({ data }) => data.messageId)).toEqual([
    '<known@customer.example>',
    '<new@customer.example>',
  ]);
  await mailcase.fetching.stop();
});
