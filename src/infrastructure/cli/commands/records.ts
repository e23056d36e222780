import type { Command } from 'commander';
import type { Bind } from '../invocation.js';
import { positiveNumber, recordType } from './arguments.js';

const load = () => import('../actions/records.js');

export function recordsCommand(program: Command, bind: Bind): void {
  const records = program.command('records').description('records of the CRM that e-mails are about');
  records
    .command('import')
    .description('register Accounts, Contacts, Leads and Opportunities from a file of NDJSON, one a line')
    .argument('<file>', 'type, id, name, emailAddresses, accountId… in each line')
    .action(bind(async () => (await load()).importRecords));
  records
    .command('list')
    .description('list them by name, or with --json all of them')
    .option('--type <type>', 'Account, Contact, Lead or Opportunity', recordType)
    .option('--address <address>', 'those that have this e-mail address')
    .option('--text <words>', 'those with these words in the name or an address')
    .option('--limit <number>', 'at most so many', positiveNumber)
    .action(bind(async () => (await load()).listRecords));
  records
    .command('show')
    .description('show one, and what has become of it')
    .argument('<record>', 'as in Contact/17')
    .action(bind(async () => (await load()).showRecord));
}
