import type { Command } from 'commander';
import type { Bind } from '../invocation.js';

const load = () => import('../actions/import-espocrm.js');

export function importEspoCrmCommand(program: Command, bind: Bind): void {
  program
    .command('import-espocrm')
    .description('take over users, teams, roles, accounts, folders, filters, records, cases and e-mails from EspoCRM')
    .option('--url <address>', 'its address; the key of an API user is read from MAILCASE_ESPOCRM_API_KEY')
    .option('--dump <folder>', 'a folder of what it holds: User.json or User.ndjson, and so on')
    .option('--report <file>', 'where to write what did not fit, a JSON line each; else it is told')
    .option('--no-emails', 'leave its e-mails')
    .action(bind(async () => (await load()).importEspoCrm));
}
