import type { Command } from 'commander';
import type { Bind } from '../invocation.js';
import { rebuildable } from '../rebuildable.js';

const load = () => import('../actions/rebuild.js');

export function rebuildCommand(program: Command, bind: Bind): void {
  program
    .command('rebuild')
    .description('build read models anew from the log; they are read as they were until that is done')
    .argument('[name]', `one of ${rebuildable.join(', ')}; default: all of them`)
    .action(bind(async () => (await load()).rebuild));
}
