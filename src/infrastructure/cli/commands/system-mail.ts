import type { Command } from 'commander';
import type { Bind } from '../invocation.js';

const load = () => import('../actions/system-mail.js');

export function systemMailCommand(program: Command, bind: Bind): void {
  const command = program
    .command('system-mail')
    .description('from which account users are written to who want to be told by e-mail');
  command
    .command('show')
    .description('show it')
    .action(bind(async () => (await load()).showSystemMail));
  command
    .command('set')
    .description('let the service write to users')
    .argument('<address>', 'of a group account with a server to send by')
    .option(
      '--record-url <template>',
      'where a record is shown: https://crm.example/#{type}/view/{id}; default: no links',
    )
    .action(bind(async () => (await load()).setSystemMail));
  command
    .command('stop')
    .description('let it write to nobody any more')
    .action(bind(async () => (await load()).stopSystemMail));
}
