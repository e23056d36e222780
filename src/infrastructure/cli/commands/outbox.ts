import type { Command } from 'commander';
import type { Bind } from '../invocation.js';

const load = () => import('../actions/outbox.js');

export function outboxCommand(program: Command, bind: Bind): void {
  const outbox = program.command('outbox').description('what has not left yet, or could not');
  outbox
    .command('list')
    .description('list it, the oldest first')
    .action(bind(async () => (await load()).listOutbox));
  outbox
    .command('show')
    .description('show what was tried with a message, what servers said, and what it waits for')
    .argument('<email>', 'its id')
    .action(bind(async () => (await load()).showQueued));
  outbox
    .command('cancel')
    .description('take a message back')
    .argument('<email>', 'its id')
    .action(bind(async () => (await load()).cancel));
  outbox
    .command('retry')
    .description('try a message anew that has failed for good')
    .argument('<email>', 'its id')
    .action(bind(async () => (await load()).sendAgain));
  outbox
    .command('empty')
    .description('take back all that waits to leave from an account, and what has failed')
    .argument('<address>')
    .action(bind(async () => (await load()).empty));
  outbox
    .command('stop')
    .description('let nothing leave any more; of one account, where it is named')
    .argument('[address]')
    .option('--reason <text>', 'why, for the history')
    .action(bind(async () => (await load()).stop));
  outbox
    .command('resume')
    .description('let it leave again; an account that is suspended is tried at once')
    .argument('[address]')
    .action(bind(async () => (await load()).resume));
}
