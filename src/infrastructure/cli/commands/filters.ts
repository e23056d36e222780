import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Bind } from '../invocation.js';
import { positiveNumber } from './arguments.js';

const load = () => import('../actions/filters.js');

export function filtersCommand(program: Command, bind: Bind): void {
  const filters = program.command('filters').description('filters of what comes in');
  filters
    .command('list')
    .description('list them, in the order in which they are asked')
    .action(bind(async () => (await load()).listFilters));
  parameters(
    filters.command('add').description('make a filter; of all mail, where neither --account nor --user is given'),
  )
    .argument('<name>')
    .option('--account <address>', 'of what comes to this account')
    .option('--user <user>', 'of all that stands in the inbox of this user')
    .option('--skip', 'keep it out; of a user: into the trash (default)')
    .option('--folder <id>', 'move it to this folder of the user')
    .option('--group-folder <id>', 'move it to this folder of the group')
    .option('--link <record>', 'link it to a record: Contact/17')
    .option('--no-case', 'make no case of it')
    .option('--skill <skill>', 'its case needs this skill')
    .option('--mark-read', 'mark it as read')
    .option('--quiet', 'tell nobody of it')
    .addOption(
      new Option('--order <number>', 'within its kind the lowest is asked first').argParser(wholeNumber).default(0),
    )
    .action(bind(async () => (await load()).addFilter));
  filters
    .command('remove')
    .description('remove a filter; what it did stays')
    .argument('<id>')
    .action(bind(async () => (await load()).removeFilter));
  parameters(filters.command('try').description('show what a filter would have caught; nothing changes'))
    .argument('[id]', 'one that is there; else by what is given')
    .option('--account <address>', 'only what came to this account')
    .option('--last <number>', 'of the latest so many messages, at most 1000', positiveNumber, 100)
    .action(bind(async () => (await load()).tryFilter));
}

/** All that is given must hold. */
function parameters(command: Command): Command {
  return command
    .option('--from <pattern>', 'the address of the sender; * stands for anything')
    .option('--to <pattern>', 'an address that it goes to')
    .option('--subject <pattern>', 'the whole subject')
    .option('--contains <phrase...>', 'one of these stands in the text')
    .option('--contains-all <phrase...>', 'all of these stand in the text')
    .option('--attachment', 'it has an attachment')
    .option('--no-attachment', 'it has none')
    .option('--larger-than <bytes>', 'the whole message', positiveNumber)
    .option('--header <field>', 'a header field has this value: "X-Spam: yes"')
    .option('--list-id <pattern>', 'the list that it came by')
    .option('--automatic', 'a machine has sent it')
    .option('--no-automatic', 'a person has');
}

function wholeNumber(text: string): number {
  if (!/^-?\d{1,6}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
