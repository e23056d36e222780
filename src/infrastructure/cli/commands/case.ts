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
    .command('merge')
    .description('merge a case into another one, which stays')
    .argument('<number>', 'the number of the case')
    .argument('<into>', 'the number of the case that stays')
    .action(bind(async () => (await load()).mergeCase));
  one
    .command('unmerge')
    .description('undo that, as long as it can be undone')
    .argument('<number>', 'the number of the case that was merged')
    .action(bind(async () => (await load()).unmergeCase));
  one
    .command('split')
    .description('split e-mails off a case into a new one')
    .argument('<number>', 'the number of the case')
    .argument('<email...>', 'the ids of the e-mails')
    .option('--subject <subject>', 'of the new case; default: that of the first e-mail')
    .option('--to <user>', 'who gets it; default: whoever the distribution finds')
    .action(bind(async () => (await load()).splitCase));
  one
    .command('levels')
    .description('how what was promised for a case stands, and why')
    .argument('<number>', 'the number of the case')
    .action(bind(async () => (await import('../actions/levels.js')).showCaseLevel));
}
