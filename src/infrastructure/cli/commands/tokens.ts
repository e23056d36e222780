import type { Command } from 'commander';
import type { Bind } from '../invocation.js';

const load = () => import('../actions/tokens.js');

export function tokenCommand(program: Command, bind: Bind): void {
  const token = program.command('token').description('tokens of the API');
  token
    .command('add')
    .description('issue a token; it is shown this once and kept nowhere')
    .requiredOption('--user <user>', 'whose token it is')
    .option('--name <name>', 'what it is for', 'command line')
    .action(bind(async () => (await load()).issueToken));
  token
    .command('list')
    .description('list tokens, never what they are')
    .option('--user <user>', 'only those of a user')
    .action(bind(async () => (await load()).listTokens));
  token
    .command('revoke')
    .description('let a token in no more')
    .argument('<id>', 'its id')
    .action(bind(async () => (await load()).revokeToken));
}
