import type { Command } from 'commander';
import type { Bind } from '../invocation.js';

const load = () => import('../actions/skipped.js');

export function skippedCommand(program: Command, bind: Bind): void {
  const skipped = program.command('skipped').description('messages that filters kept out, as long as they are kept');
  skipped
    .command('list')
    .description('list them')
    .action(bind(async () => (await load()).listSkipped));
  skipped
    .command('bring-back')
    .description('take one in as if it had come just now')
    .argument('<id>', 'which one')
    .action(bind(async () => (await load()).bringBack));
}
