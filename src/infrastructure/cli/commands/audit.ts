import { type Command, Option } from 'commander';
import type { Bind } from '../invocation.js';
import { moment, positiveNumber } from './arguments.js';

const load = () => import('../actions/audit.js');

const last = () => new Option('--last <number>', 'at most so many').argParser(positiveNumber).default(50);

export function auditCommand(program: Command, bind: Bind): void {
  const audit = program.command('audit').description('the history: who did what, and when');
  audit
    .command('events')
    .description('show what people and programs did, and every change of settings and rights; the latest first')
    .option('--actor <actor>', 'only what they did: user:ana')
    .option('--type <type>', 'only events of this type')
    .option('--category <category>', 'only of streams of this: case, role')
    .option('--case <number>', 'only about this case')
    .option('--email <id>', 'only about this e-mail')
    .option('--about <thing>', 'only about this: Contact/17, User/ana')
    .option('--correlation <id>', 'only what this started')
    .option('--from <moment>', 'recorded then or later', moment)
    .option('--to <moment>', 'recorded before that', moment)
    .option('--oldest-first')
    .addOption(last())
    .action(bind(async () => (await load()).showEvents));
  audit
    .command('stream')
    .description('show all that happened to one thing, as it stands in the log')
    .argument('<stream>', 'user-ana, case-…')
    .option('--latest-first')
    .addOption(last())
    .action(bind(async () => (await load()).showStream));
}
