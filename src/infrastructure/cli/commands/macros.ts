import { type Command, Option } from 'commander';
import { CasePriority } from '../../../domain/case/status.js';
import { MacroStatus } from '../../../domain/macro/events.js';
import type { Bind } from '../invocation.js';
import { list } from './arguments.js';

const load = () => import('../actions/macros.js');

export function macrosCommand(program: Command, bind: Bind): void {
  const macros = program.command('macros').description('steps that are done to many cases at once');
  macros
    .command('list')
    .description('list them with what they do')
    .action(bind(async () => (await load()).listMacros));
  macros
    .command('set')
    .description('make a macro, or change it: it does what is given here and nothing else')
    .argument('<macro>', 'a short name that stays: waits-for-parts')
    .option('--name <name>', 'the full name; default: the short one')
    .option('--team <team>', 'for one team; default: for all')
    .addOption(new Option('--priority <priority>', 'the priority of the case').choices(CasePriority.options))
    .option('--tag <tag...>', 'what it is to have', list)
    .option('--remove-tag <tag...>', 'what it is to have no more', list)
    .addOption(new Option('--assign <user>', 'who gets it').conflicts('distribute'))
    .option('--in-team <team>', 'the team that it goes to with that user')
    .option('--distribute', 'the distribution finds who gets it')
    .addOption(new Option('--status <status>', 'its status').choices(MacroStatus.options))
    .option('--note <text>', 'a note')
    .option('--answer <template>', 'the id of a canned answer that is sent')
    .action(bind(async () => (await load()).setMacro));
  macros
    .command('remove')
    .description('remove a macro')
    .argument('<macro>')
    .action(bind(async () => (await load()).removeMacro));
  macros
    .command('preview')
    .description('show what it would do to some cases, and what would be refused')
    .argument('<macro>')
    .argument('<case...>', 'the numbers of the cases')
    .action(bind(async () => (await load()).previewMacro));
  macros
    .command('apply')
    .description('do it to some cases; ends with 1 where something was refused')
    .argument('<macro>')
    .argument('<case...>', 'the numbers of the cases')
    .option('--key <key>', 'names the request: under the same key nothing is done twice')
    .action(bind(async () => (await load()).applyMacro));
}
