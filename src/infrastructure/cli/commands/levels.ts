import type { Command } from 'commander';
import type { Bind } from '../invocation.js';
import { levels } from './accounts.js';
import { moment } from './arguments.js';

const load = () => import('../actions/levels.js');

export function levelsCommand(program: Command, bind: Bind): void {
  const command = program.command('levels').description('service levels: what accounts promise, kept and missed');
  command
    .command('report')
    .description('what was kept and missed, by account')
    .option('--account <address>', 'only of one account')
    .option('--from <month>', 'from a month on: 2026-03')
    .option('--to <month>', 'up to a month')
    .action(bind(async () => (await load()).reportLevels));
  levels(
    command
      .command('replay')
      .description('what would have been kept and missed under another level; what is not given is as it is'),
  )
    .requiredOption('--account <address>', 'whose cases')
    .option('--since <moment>', 'only cases that came to be from then on', moment)
    .action(bind(async () => (await load()).replayLevel));
}

export function calendarCommand(program: Command, bind: Bind): void {
  const calendar = program.command('calendar').description('calendars: hours and holidays of service levels');
  calendar
    .command('define')
    .description('make a calendar, or change it')
    .argument('<calendar>', 'a short name that stays: office')
    .argument(
      '<hours...>',
      'of the days from Monday on: 08:00-12:00+13:00-17:00, `-` for none; one stands for Monday to Friday',
    )
    .requiredOption('--zone <zone>', 'an IANA time zone: Europe/Ljubljana')
    .option('--name <name>', 'the full name; default: the short one')
    .option('--holiday <day...>', 'a day without hours: 2026-12-25=Christmas; all of them')
    .action(bind(async () => (await load()).defineCalendar));
  calendar
    .command('list')
    .description('list them')
    .action(bind(async () => (await load()).listCalendars));
  calendar
    .command('show')
    .description('show one with its holidays')
    .argument('<calendar>')
    .action(bind(async () => (await load()).showCalendar));
  calendar
    .command('remove')
    .description('remove a calendar that no account goes by')
    .argument('<calendar>')
    .action(bind(async () => (await load()).removeCalendar));
}
