import type { Command } from 'commander';
import type { Bind } from '../invocation.js';
import { list } from './arguments.js';

const load = () => import('../actions/roles.js');

export function rolesCommand(program: Command, bind: Bind): void {
  const roles = program.command('roles').description('roles: what users may');
  roles
    .command('list')
    .description('list them')
    .action(bind(async () => (await load()).listRoles));
  roles
    .command('show')
    .description('show what a role allows')
    .argument('<role>')
    .action(bind(async () => (await load()).showRole));
  roles
    .command('define')
    .description('make a role, or change what it allows; what is not said is `no`')
    .argument('<role>', 'a short name that stays: agent')
    .option('--name <name>', 'the full name; default: that of the file, the one it has, or the short one')
    .option('--allow <permission...>', 'cases:read=team; the level is no, own, team or all', list)
    .option('--file <file>', 'all of it as JSON, in the form in which `roles show --json` gives it')
    .action(bind(async () => (await load()).defineRole));
  roles
    .command('remove')
    .description('remove a role that nobody has')
    .argument('<role>')
    .action(bind(async () => (await load()).removeRole));
}
