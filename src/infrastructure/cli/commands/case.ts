import type { Command } from 'commander';
import type { Bind } from '../invocation.js';
import { list } from './arguments.js';

const load = () => import('../actions/case.js');

export function caseCommand(program: Command, bind: Bind): void {
  const one = program
    .command('case')
    .description('show one case with its timeline')
    .argument('<number>', 'the number of the case')
    .action(bind(async () => (await load()).showCase));
  one
    .command('tag')
    .description('give a case tags, or take some from it')
    .argument('<number>', 'the number of the case')
    .argument('[tag...]', 'what it is to have besides')
    .option('--remove <tag...>', 'what it is to have no more', list)
    .action(bind(async () => (await load()).tagCase));
  one
    .command('levels')
    .description('how what was promised for a case stands, and why')
    .argument('<number>', 'the number of the case')
    .action(bind(async () => (await import('../actions/levels.js')).showCaseLevel));
}
