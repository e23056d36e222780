import type { Command } from 'commander';
import type { Bind } from '../invocation.js';

const load = () => import('../actions/doctor.js');

export function doctorCommand(program: Command, bind: Bind): void {
  program
    .command('doctor')
    .description('check configuration, disk, log, read models and mailboxes, and say what to do')
    .action(bind(async () => (await load()).examine));
}
