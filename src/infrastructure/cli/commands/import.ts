import type { Command } from 'commander';
import type { Bind } from '../invocation.js';

const load = () => import('../actions/import.js');

export function importCommand(program: Command, bind: Bind): void {
  program
    .command('import')
    .description('take in messages from files: a folder of .eml files, a Maildir, an mbox, or one message')
    .argument('<path>', 'where they are')
    .option('--account <address>', 'as if they had come to this group account, cases included; else they make no cases')
    .action(bind(async () => (await load()).importFiles));
}
