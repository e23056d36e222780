import type { Command } from 'commander';
import type { Bind } from '../invocation.js';

const load = () => import('../actions/quarantine.js');

export function quarantineCommand(program: Command, bind: Bind): void {
  const quarantine = program.command('quarantine').description('messages that could not be taken in or routed');
  quarantine
    .command('list')
    .description('list them')
    .action(bind(async () => (await load()).listQuarantine));
  quarantine
    .command('retry')
    .description('try again')
    .argument('[id]', 'which one')
    .option('--all', 'all of them')
    .action(bind(async () => (await load()).retry));
}
