import type { Command } from 'commander';
import type { Bind } from '../invocation.js';

const load = () => import('../actions/nodes.js');

export function nodesCommand(program: Command, bind: Bind): void {
  program
    .command('nodes')
    .description('list the nodes that run, and what each of them alone does')
    .action(bind(async () => (await load()).listNodes));
}
