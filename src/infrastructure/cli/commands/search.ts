import type { Command } from 'commander';
import type { Bind } from '../invocation.js';
import { positiveNumber } from './arguments.js';

const load = () => import('../actions/search.js');

export function searchCommand(program: Command, bind: Bind): void {
  program
    .command('search')
    .description('search all e-mails: words, "phrases", -minus, from: to: subject: has:attachment before: after: case:')
    .argument('<query...>', 'what to search for')
    .option('--limit <number>', 'at most so many, 200 or less', positiveNumber)
    .action(bind(async () => (await load()).search));
}
