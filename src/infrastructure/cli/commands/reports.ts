import { type Command, Option } from 'commander';
import type { Bind } from '../invocation.js';

const load = () => import('../actions/reports.js');

export function bouncesCommand(program: Command, bind: Bind): void {
  const bounces = program.command('bounces').description('what was reported of messages that were sent');
  bounces
    .command('list')
    .description('list the reports: bounces, what arrived, complaints')
    .addOption(
      new Option('--outcome <outcome>', 'those alone').choices([
        'open',
        'matched',
        'no-message-id',
        'not-ours',
        'not-a-recipient',
      ]),
    )
    .action(bind(async () => (await load()).listReports));
  bounces
    .command('addresses')
    .description('addresses that bounced for good, or complained')
    .action(bind(async () => (await load()).listMarks));
  bounces
    .command('clear')
    .description('hold nothing against an address any more')
    .argument('<address>', 'which one')
    .addOption(new Option('--mark <mark>', 'what').choices(['bounced', 'complained']).default('bounced'))
    .action(bind(async () => (await load()).clearMark));
}
