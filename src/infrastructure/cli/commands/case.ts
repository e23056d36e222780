import type { Command } from 'commander';
import type { Bind } from '../invocation.js';

const load = () => import('../actions/case.js');

export function caseCommand(program: Command, bind: Bind): void {
  program
    .command('case')
    .description('show one case with its timeline')
    .argument('<number>', 'the number of the case')
    .action(bind(async () => (await load()).showCase));
}
