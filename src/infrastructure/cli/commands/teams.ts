import type { Command } from 'commander';
import type { Bind } from '../invocation.js';

const load = () => import('../actions/teams.js');

export function teamCommand(program: Command, bind: Bind): void {
  const team = program.command('team').description('teams, their members and positions');
  team
    .command('add')
    .description('create a team')
    .argument('<team>', 'a short name that stays: support')
    .option('--name <name>', 'the full name; default: the short one')
    .action(bind(async () => (await load()).addTeam));
  team
    .command('list')
    .description('list teams with their members')
    .action(bind(async () => (await load()).listTeams));
  team
    .command('member')
    .description('put a user into a team, or give them another position there')
    .argument('<team>')
    .argument('<user>')
    .option('--position <position>', 'the position in this team; default: none')
    .action(bind(async () => (await load()).setMember));
  team
    .command('remove')
    .description('take a user out of a team')
    .argument('<team>')
    .argument('<user>')
    .action(bind(async () => (await load()).removeMember));
}
