import type { Command } from 'commander';
import type { Bind } from '../invocation.js';
import { list, moment, positiveNumber } from './arguments.js';

const load = () => import('../actions/tokens.js');

export function tokenCommand(program: Command, bind: Bind): void {
  const token = program.command('token').description('tokens of the API');
  token
    .command('add')
    .description('issue a token; it is shown this once and kept nowhere')
    .requiredOption('--user <user>', 'whose token it is')
    .option('--name <name>', 'what it is for', 'command line')
    .option('--scope <scope...>', 'narrow it to these: emails:read,cases:edit,self:read; administrator', list)
    .option('--expires <moment>', 'from then on it lets nobody in', moment)
    .option('--expires-in <days>', 'the same, counted from now', positiveNumber)
    .action(bind(async () => (await load()).issueToken));
  token
    .command('list')
    .description('list tokens, what they may and when they were last used; never what they are')
    .option('--user <user>', 'only those of a user')
    .action(bind(async () => (await load()).listTokens));
  token
    .command('revoke')
    .description('let a token in no more')
    .argument('<id>', 'its id')
    .action(bind(async () => (await load()).revokeToken));
}
