import type { Command } from 'commander';
import type { Bind } from '../invocation.js';
import { positiveNumber } from './arguments.js';

const load = () => import('../actions/threads.js');

export function threadsCommand(program: Command, bind: Bind): void {
  program
    .command('threads')
    .description('list threads: the latest first, or with --json all of them with the ids of their messages')
    .option('--limit <number>', 'at most so many', positiveNumber)
    .action(bind(async () => (await load()).listThreads));
}
