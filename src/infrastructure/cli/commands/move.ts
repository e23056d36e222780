import type { Command } from 'commander';
import type { Bind } from '../invocation.js';

const load = () => import('../actions/move.js');

export function moveCommand(program: Command, bind: Bind): void {
  program
    .command('move')
    .description(
      'copy the log with its messages and passwords to other engines, and compare; nothing may run meanwhile',
    )
    .requiredOption('--to <file>', 'the configuration of where it goes, read without the variables of this one')
    .option('--to-data <folder>', 'the data folder of where it goes; default: where that file is')
    .addHelpText(
      'after',
      `
What goes before that file are variables that begin with MAILCASE_TO_, as MAILCASE_TO_MONGODB_URL, and MAILCASE_TO_MASTER_KEY
where the passwords are to be sealed with another key. Broken off, the same command goes on from there.`,
    )
    .action(bind(async () => (await load()).move));
}
