import type { Command } from 'commander';
import type { Bind } from '../invocation.js';

const load = () => import('../actions/satisfaction.js');

export function satisfactionCommand(program: Command, bind: Bind): void {
  program
    .command('satisfaction')
    .description('how content those are whose cases were closed, by team and user')
    .option('--account <address>', 'only of one account')
    .option('--team <team>', 'only of one team')
    .option('--user <user>', 'only of one user')
    .option('--from <day>', 'asked from a day on: 2026-03-01')
    .option('--to <day>', 'asked up to a day')
    .action(bind(async () => (await load()).reportSatisfaction));
}
