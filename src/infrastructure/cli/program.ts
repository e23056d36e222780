import { Command, Option } from 'commander';
import { version } from '../version.js';
import { accountCommand } from './commands/accounts.js';
import { auditCommand } from './commands/audit.js';
import { caseCommand } from './commands/case.js';
import { casesCommand } from './commands/cases.js';
import { configCommand } from './commands/config.js';
import { doctorCommand } from './commands/doctor.js';
import { filtersCommand } from './commands/filters.js';
import { importCommand } from './commands/import.js';
import { importEspoCrmCommand } from './commands/import-espocrm.js';
import { calendarCommand, levelsCommand } from './commands/levels.js';
import { macrosCommand } from './commands/macros.js';
import { moveCommand } from './commands/move.js';
import { nodesCommand } from './commands/nodes.js';
import { oauthProviderCommand } from './commands/oauth-providers.js';
import { outboxCommand } from './commands/outbox.js';
import { personalAccountCommand } from './commands/personal-accounts.js';
import { quarantineCommand } from './commands/quarantine.js';
import { rebuildCommand } from './commands/rebuild.js';
import { recordsCommand } from './commands/records.js';
import { bouncesCommand } from './commands/reports.js';
import { rolesCommand } from './commands/roles.js';
import { satisfactionCommand } from './commands/satisfaction.js';
import { searchCommand } from './commands/search.js';
import { serveCommand } from './commands/serve.js';
import { skippedCommand } from './commands/skipped.js';
import { systemMailCommand } from './commands/system-mail.js';
import { teamCommand } from './commands/teams.js';
import { signatureCommand, templatesCommand } from './commands/templates.js';
import { threadsCommand } from './commands/threads.js';
import { tokenCommand } from './commands/tokens.js';
import { userCommand } from './commands/users.js';
import { webhooksCommand } from './commands/webhooks.js';
import { whyCommand } from './commands/why.js';
import { workloadsCommand } from './commands/workloads.js';
import { draftsCommand, replyCommand, sentCommand, writeCommand } from './commands/writing.js';
import { EXIT, exitCodeOf, wordsOf } from './exit.js';
import { type Bind, Invocation, type Surroundings } from './invocation.js';

/** In the order of the help. */
const commands = [
  serveCommand,
  importCommand,
  searchCommand,
  importEspoCrmCommand,
  threadsCommand,
  casesCommand,
  caseCommand,
  replyCommand,
  writeCommand,
  draftsCommand,
  sentCommand,
  templatesCommand,
  signatureCommand,
  macrosCommand,
  whyCommand,
  workloadsCommand,
  userCommand,
  rolesCommand,
  teamCommand,
  accountCommand,
  personalAccountCommand,
  outboxCommand,
  systemMailCommand,
  oauthProviderCommand,
  calendarCommand,
  levelsCommand,
  satisfactionCommand,
  tokenCommand,
  filtersCommand,
  skippedCommand,
  recordsCommand,
  webhooksCommand,
  quarantineCommand,
  bouncesCommand,
  auditCommand,
  rebuildCommand,
  nodesCommand,
  moveCommand,
  doctorCommand,
  configCommand,
];

/** Runs one call of the program to its end. @returns the exit code */
export async function runCli(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const { stderr } = surroundings;
  let exitCode: number = EXIT.ok;
  const bind: Bind =
    (load) =>
    async (...args) => {
      const action = await load();
      // Commander ends the arguments with the command itself; the others are what the action declares.
      const given = args.slice(0, -1) as never;
      exitCode = (await action(new Invocation(surroundings, program.opts()), ...given)) ?? EXIT.ok;
    };
  const program = commandLine(surroundings, bind);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    const words = wordsOf(error);
    if (words !== null) stderr.write(`${words}\n`);
    return exitCodeOf(error);
  }
}

/** All commands with their arguments and options; `bind` says what is done with them. */
export function commandLine({ stdout, stderr }: Pick<Surroundings, 'stdout' | 'stderr'>, bind: Bind): Command {
  const program = new Command('mailcase')
    .description('Shared mailboxes become threads, cases and fair assignments, kept as events.')
    .version(version(), '-V, --version', 'print the version')
    .addOption(new Option('--data <folder>', 'the data folder').env('MAILCASE_DATA').default('./data'))
    .addOption(
      new Option('--config <file>', 'the configuration file; default: mailcase.yaml in the data folder').env(
        'MAILCASE_CONFIG',
      ),
    )
    .option('--json', 'answer in JSON; standard output holds that alone')
    .helpOption('-h, --help', 'show this help')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .showHelpAfterError('(--help shows what there is)')
    .exitOverride();
  for (const add of commands) add(program, bind);
  return program;
}
