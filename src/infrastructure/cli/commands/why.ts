import type { Command } from 'commander';
import type { Bind } from '../invocation.js';

const load = () => import('../actions/why.js');

export function whyCommand(program: Command, bind: Bind): void {
  program
    .command('why')
    .description('say why a case went to whom it did, and who else there was')
    .argument('<number>', 'the number of the case')
    .action(bind(async () => (await load()).explainWhy));
}
