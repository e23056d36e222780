import type { Command } from 'commander';
import type { Bind } from '../invocation.js';

const load = () => import('../actions/serve.js');

export function serveCommand(program: Command, bind: Bind): void {
  program
    .command('serve')
    .description('watch the mailboxes and answer the API, until it is stopped')
    .action(bind(async () => (await load()).serve));
}
