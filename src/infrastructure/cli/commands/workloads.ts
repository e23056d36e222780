import type { Command } from 'commander';
import type { Bind } from '../invocation.js';

const load = () => import('../actions/workloads.js');

export function workloadsCommand(program: Command, bind: Bind): void {
  program
    .command('workloads')
    .description('show how busy the teams are, and who of them is there')
    .action(bind(async () => (await load()).showWorkloads));
}
