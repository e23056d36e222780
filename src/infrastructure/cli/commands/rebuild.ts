import type { Command } from 'commander';
import { readModelNames } from '../../../projections/index.js';
import type { Bind } from '../invocation.js';

const load = () => import('../actions/rebuild.js');

export function rebuildCommand(program: Command, bind: Bind): void {
  program
    .command('rebuild')
    .description('build read models anew from the log; they are read as they were until that is done')
    .argument('[name]', `one of ${readModelNames.join(', ')}; default: all of them`)
    .action(bind(async () => (await load()).rebuild));
}
