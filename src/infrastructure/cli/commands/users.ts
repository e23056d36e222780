import type { Command } from 'commander';
import type { Bind } from '../invocation.js';
import { list } from './arguments.js';

const load = () => import('../actions/users.js');

export function userCommand(program: Command, bind: Bind): void {
  const user = program.command('user').description('people who work on cases');
  user
    .command('add')
    .description('register a user')
    .argument('<user>', 'a short name that stays: ana')
    .option('--name <name>', 'the full name; default: the short one')
    .option('--administrator', 'may change everything')
    .option('--email <address...>', 'addresses that the user writes from', list)
    .action(bind(async () => (await load()).addUser));
  user
    .command('list')
    .description('list users')
    .action(bind(async () => (await load()).listUsers));
  user
    .command('emails')
    .description('set the addresses that a user writes from')
    .argument('<user>')
    .argument('[address...]', 'all of them; none: no address')
    .action(bind(async () => (await load()).setEmailAddresses));
  user
    .command('activate')
    .description('let a user have cases (again)')
    .argument('<user>')
    .action(bind(async () => (await load()).activateUser));
  user
    .command('deactivate')
    .description('give a user no new cases, and let in none of their tokens')
    .argument('<user>')
    .action(bind(async () => (await load()).deactivateUser));
}
