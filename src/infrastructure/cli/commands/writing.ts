import type { Command } from 'commander';
import type { Bind } from '../invocation.js';
import { list, moment } from './arguments.js';

const load = () => import('../actions/writing.js');

const AS = [
  '--as <user>',
  'in the name of that user; default: in nobody’s, which a group account can write in',
] as const;

/** What both may say of a message. */
const withMessage = (command: Command): Command =>
  command
    .option(...AS)
    .option('--text <text>', 'what is written; default: the standard input')
    .option('--file <file>', 'a file with it')
    .option('--html <file>', 'a file with it as HTML; it is cleaned')
    .option('--template <template>', 'a canned answer that stands before it: its name or its id')
    .option('--cc <address...>', 'who gets a copy', list)
    .option('--bcc <address...>', 'who gets one that nobody sees', list)
    .option('--account <address>', 'the account that it goes from')
    .option('--attach <file...>', 'files that go with it')
    .option('--send-at <moment>', 'when it leaves, at most a year ahead', moment)
    .option('--draft', 'leave it a draft')
    .option('--dry-run', 'show what would leave, and leave nothing behind')
    .option('--key <key>', 'names the request: under the same key nothing leaves twice');

export function writeCommand(program: Command, bind: Bind): void {
  withMessage(program.command('write').description('write a message'))
    .requiredOption('--to <address...>', 'who gets it', list)
    .option('--subject <text>', 'its subject')
    .option('--case <number>', 'the case that it is written in')
    .action(bind(async () => (await load()).write));
}

export function replyCommand(program: Command, bind: Bind): void {
  withMessage(program.command('reply').description('answer a case, or a message; a case from the account of its group'))
    .argument('<case|email>', 'the number of a case, or the id of a message')
    .option('--to <address...>', 'who gets it; default: whoever wrote, or asks for answers', list)
    .option('--subject <text>', 'another subject')
    .option('--all', 'to everybody whom it went to')
    .option('--forward', 'pass it on, with its files')
    .action(bind(async () => (await load()).reply));
}

export function draftsCommand(program: Command, bind: Bind): void {
  const drafts = program.command('drafts').description('what somebody is writing');
  drafts
    .command('list')
    .description('list it, the latest first')
    .option(...AS)
    .action(bind(async () => (await load()).listDrafts));
  drafts
    .command('show')
    .description('show what would leave, and what keeps it from that')
    .argument('<draft>', 'its id')
    .option(...AS)
    .action(bind(async () => (await load()).showDraft));
  drafts
    .command('send')
    .description('send one')
    .argument('<draft>', 'its id')
    .option(...AS)
    .option('--send-at <moment>', 'when it leaves, at most a year ahead', moment)
    .action(bind(async () => (await load()).sendDraft));
  drafts
    .command('discard')
    .description('throw one away')
    .argument('<draft>', 'its id')
    .option(...AS)
    .action(bind(async () => (await load()).discardDraft));
}

export function sentCommand(program: Command, bind: Bind): void {
  program
    .command('sent')
    .description('what was written here and what has become of it, the latest first')
    .option('--as <user>', 'as that user sees it; default: as an administrator does')
    .option('--user <user>', 'who wrote it; default: whoever --as names, or of an account anybody')
    .option('--account <address>', 'the account that it went from')
    .option('--status <status>', 'queued, attempted, sent, failed or cancelled')
    .action(bind(async () => (await load()).listSent));
}
