import type { Command } from 'commander';
import type { Bind } from '../invocation.js';
import { list, moment, positiveNumber } from './arguments.js';

const load = () => import('../actions/users.js');
const loadAvailability = () => import('../actions/availability.js');

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
    .command('roles')
    .description('set the roles of a user')
    .argument('<user>')
    .argument('[role...]', 'all of them; none: what everybody may')
    .action(bind(async () => (await load()).setRoles));
  user
    .command('activate')
    .description('let a user have cases (again)')
    .argument('<user>')
    .action(bind(async () => (await load()).activateUser));
  user
    .command('away')
    .description('plan that a user will be away, or show what is planned')
    .argument('<user>')
    .option('--from <moment>', 'default: now', moment)
    .option('--to <moment>', 'from then on they are back; without it: show', moment)
    .option('--reason <text>')
    .option('--cancel <period>', 'not away after all')
    .action(bind(async () => (await loadAvailability()).planAway));
  user
    .command('hours')
    .description('set when a user works: HOURS for each day from Monday on, as 08:00-12:00+13:00-16:00 or -')
    .argument('<user>')
    .argument('[hours...]', 'one for all days of the week but the last two, or seven; none: as their teams do')
    .option('--zone <zone>', 'an IANA time zone', 'UTC')
    .action(bind(async () => (await loadAvailability()).setHours));
  user
    .command('capacity')
    .description('set how much a user can have; what is not given stays')
    .argument('<user>')
    .option('--open <cases>', 'the most open cases', positiveNumber)
    .option('--leave-out <status...>', 'with --open: cases of these statuses do not count', list)
    .option('--leave-out-tags <tag...>', 'nor those that have one of these', list)
    .option('--leave-out-after <days>', 'nor those that they have had for longer', positiveNumber)
    .option('--rate <cases>', 'the most new cases in a window', positiveNumber)
    .option('--window <minutes>', 'default 60', positiveNumber)
    .action(bind(async () => (await loadAvailability()).setCapacity));
  user
    .command('skills')
    .description('set what a user can do')
    .argument('<user>')
    .argument('[skill...]', 'all of them; none: nothing')
    .action(bind(async () => (await loadAvailability()).setSkills));
  user
    .command('hand-over')
    .description('give the open cases of a user to others')
    .argument('<user>')
    .option('--to <user>', 'default: through the distribution again')
    .requiredOption('--reason <text>', 'stands in the timeline of each case')
    .action(bind(async () => (await loadAvailability()).handOver));
  user
    .command('deactivate')
    .description('give a user no new cases, and let in none of their tokens')
    .argument('<user>')
    .action(bind(async () => (await load()).deactivateUser));
}
