import type { Command } from 'commander';
import type { Bind } from '../invocation.js';

const load = () => import('../actions/config.js');

export function configCommand(program: Command, bind: Bind): void {
  program
    .command('config')
    .description('print the configuration that holds, and where each value comes from')
    .action(bind(async () => (await load()).printConfig));
}
