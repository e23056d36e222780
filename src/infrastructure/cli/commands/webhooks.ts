import { type Command, InvalidArgumentError } from 'commander';
import type { Bind } from '../invocation.js';
import { list } from './arguments.js';

const load = () => import('../actions/webhooks.js');

export function webhooksCommand(program: Command, bind: Bind): void {
  const webhooks = program.command('webhooks').description('other programs that are told of what happens');
  webhooks
    .command('list')
    .description('list them, and how they are reached')
    .action(bind(async () => (await load()).listWebhooks));
  settings(webhooks.command('add').description('tell a program from now on; the secret is shown this once'))
    .argument('<url>', 'where it is told: https://…')
    .option('--name <name>', 'what it is called; default: its host')
    .action(bind(async () => (await load()).addWebhook));
  settings(webhooks.command('set').description('change what is given; the rest stays'))
    .argument('<id>')
    .option('--url <url>', 'where it is told: https://…')
    .option('--name <name>', 'what it is called')
    .action(bind(async () => (await load()).setWebhook));
  webhooks
    .command('remove')
    .description('tell it no more')
    .argument('<id>')
    .action(bind(async () => (await load()).removeWebhook));
  webhooks
    .command('pause')
    .description('let what happens wait')
    .argument('<id>')
    .action(bind(async () => (await load()).pauseWebhook));
  webhooks
    .command('resume')
    .description('tell it again, first of what has waited')
    .argument('<id>')
    .option('--skip-missed', 'leave out what has waited')
    .action(bind(async () => (await load()).resumeWebhook));
  webhooks
    .command('rotate-secret')
    .description('give it a new secret, which is shown this once; for a while both sign')
    .argument('<id>')
    .option('--hours <hours>', 'for which the one before signs as well', hours, 24)
    .action(bind(async () => (await load()).rotateSecret));
  webhooks
    .command('test')
    .description('send a ping and say what came of it')
    .argument('<id>')
    .action(bind(async () => (await load()).testWebhook));
  webhooks
    .command('deliveries')
    .description('show what waits and what has arrived last')
    .argument('<id>')
    .option('--failed', 'what was given up')
    .action(bind(async () => (await load()).listDeliveries));
  webhooks
    .command('replay')
    .description('try again what was given up: these, or all')
    .argument('<id>')
    .argument('[deliveries...]')
    .action(bind(async () => (await load()).replay));
}

function settings(command: Command): Command {
  return command
    .option('--event <type...>', 'what it is told of: case.created,email.received; default: all', list)
    .option('--team <team...>', 'only what is of one of these teams', list)
    .option('--account <address...>', 'only what came to one of these accounts, or went from it', list)
    .option('--bodies', 'with the texts of e-mails and notes')
    .option('--no-bodies', 'without them (default)');
}

function hours(text: string): number {
  const value = Number(text);
  if (!/^\d{1,3}(\.\d+)?$/.test(text) || value > 168) throw new InvalidArgumentError('It must be 0 to 168.');
  return value;
}
