import type { Command } from 'commander';
import type { Bind } from '../invocation.js';
import { authorizing } from './accounts.js';

const load = () => import('../actions/personal-accounts.js');

/** Users open their own, by the API: it is their password. */
export function personalAccountCommand(program: Command, bind: Bind): void {
  const account = program.command('personal-account').description("users' own mailboxes");
  account
    .command('list')
    .description("list users' own accounts")
    .action(bind(async () => (await load()).listPersonalAccounts));
  account
    .command('deactivate')
    .description('fetch an account no more')
    .argument('<address>')
    .argument('<user>', 'whose it is')
    .action(bind(async () => (await load()).pausePersonalAccount));
  account
    .command('activate')
    .description('fetch an account (again)')
    .argument('<address>')
    .argument('<user>', 'whose it is')
    .action(bind(async () => (await load()).resumePersonalAccount));
  authorizing(account.command('authorize').description('log in to the mailbox of an account by OAuth2'))
    .argument('<address>')
    .argument('<user>', 'whose it is')
    .action(bind(async () => (await load()).authorizePersonalAccount));
  account
    .command('revoke')
    .description('log in by OAuth2 no more: by the password again, where there is one')
    .argument('<address>')
    .argument('<user>', 'whose it is')
    .action(bind(async () => (await load()).revokePersonalAccount));
  account
    .command('remove')
    .description('forget an account and its password; what came from it stays')
    .argument('<address>')
    .argument('<user>', 'whose it is')
    .action(bind(async () => (await load()).removePersonalAccount));
}
