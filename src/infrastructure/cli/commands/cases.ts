import { type Command, InvalidArgumentError, Option } from 'commander';
import { CaseStatus } from '../../../domain/case/events.js';
import { LEVEL_STATES } from '../../../domain/service-level/standing.js';
import type { Bind } from '../invocation.js';
import { positiveNumber } from './arguments.js';

const load = () => import('../actions/cases.js');

export function casesCommand(program: Command, bind: Bind): void {
  program
    .command('cases')
    .description('list cases: the latest first, or with --json all of them by number')
    .addOption(
      new Option('--status <status...>', `only these: ${CaseStatus.options.join(', ')}`).argParser(
        (given: string, before: CaseStatus[] | undefined) => [...(before ?? []), ...given.split(',').map(statusOf)],
      ),
    )
    .option('--team <team>', 'only those of a team')
    .option('--assignee <user>', 'only those of a user; `none`: those that nobody has')
    .option('--tag <tag>', 'only those that have it')
    .option('--text <words>', 'only those whose subject or sender has these words')
    .addOption(new Option('--level <state>', 'only those of which what was promised stands so').choices(LEVEL_STATES))
    .option('--due', 'only open ones for which something is due, the first one first; not with --json')
    .option('--limit <number>', 'at most so many', positiveNumber)
    .action(bind(async () => (await load()).listCases));
}

function statusOf(given: string): CaseStatus {
  const found = CaseStatus.options.find((status) => status.toLowerCase() === given.trim().toLowerCase());
  if (!found) throw new InvalidArgumentError(`It is one of ${CaseStatus.options.join(', ')}.`);
  return found;
}
