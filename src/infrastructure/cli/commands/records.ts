import type { Command } from 'commander';
import type { Bind } from '../invocation.js';

const load = () => import('../actions/records.js');

export function recordsCommand(program: Command, bind: Bind): void {
  const records = program.command('records').description('records of the CRM that e-mails are about');
  records
    .command('import')
    .description('register Accounts, Contacts, Leads and Opportunities from a file of NDJSON, one a line')
    .argument('<file>', 'type, id, name, emailAddresses, accountId… in each line')
    .action(bind(async () => (await load()).importRecords));
}
