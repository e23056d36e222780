import { type Command, InvalidArgumentError, Option } from 'commander';
import { CasePriority } from '../../../domain/case/status.js';
import {
  AfterDoubt,
  AutoReply,
  Distribution,
  ImapSecurity,
  SmtpMechanism,
} from '../../../domain/mail-account/events.js';
import { type PriorityLevel, RESPECTED } from '../actions/account-settings.js';
import type { Bind } from '../invocation.js';
import { list, moment, port, positiveNumber } from './arguments.js';

const load = () => import('../actions/accounts.js');

export function accountCommand(program: Command, bind: Bind): void {
  const account = program
    .command('account')
    .description('group mailboxes: where messages come from and what becomes of them');
  settings(
    account.command('add').description('open a group account; without --imap-host it takes only what is imported'),
  )
    .argument('<address>', 'its e-mail address')
    .option('--name <name>', 'the name that people know; default: the address')
    .option('--no-password', 'it is given later, or the account is authorized instead')
    .action(bind(async () => (await load()).addAccount));
  settings(account.command('set').description('change settings of an account; what is not given stays'))
    .argument('<address>')
    .action(bind(async () => (await load()).setAccount));
  account
    .command('list')
    .description('list accounts')
    .action(bind(async () => (await load()).listAccounts));
  account
    .command('test')
    .description('connect to the mailbox of an account and to its server to send by, and say in words what is wrong')
    .argument('<address>')
    .action(bind(async () => (await load()).testAccount));
  authorizing(account.command('authorize').description('log in to the mailbox of an account by OAuth2'))
    .option('--client-credentials', "in the service's own name: shared mailboxes of Microsoft 365")
    .argument('<address>')
    .action(bind(async () => (await load()).authorizeAccount));
  account
    .command('revoke')
    .description('log in by OAuth2 no more: by the password again, where there is one')
    .argument('<address>')
    .action(bind(async () => (await load()).revokeAccount));
  account
    .command('fetch')
    .description('fetch the mailbox of an account now')
    .argument('<address>')
    .action(bind(async () => (await load()).fetchAccount));
  account
    .command('activate')
    .description('fetch an account (again)')
    .argument('<address>')
    .action(bind(async () => (await load()).activateAccount));
  account
    .command('deactivate')
    .description('fetch an account no more; what still comes to it makes no cases')
    .argument('<address>')
    .action(bind(async () => (await load()).deactivateAccount));
}

export function authorizing(command: Command): Command {
  return command
    .option('--provider <provider>', 'where; default: where it was authorized before')
    .option('--device', 'by a code that is typed on any device; else by a browser');
}

/** Passwords have no option: arguments are seen by everybody on the machine. */
function settings(command: Command): Command {
  return levels(command)
    .option('--imap-host <host>', 'the IMAP server')
    .option('--imap-port <port>', 'default 993 with TLS, else 143', port)
    .addOption(new Option('--security <security>', 'default tls').choices(ImapSecurity.options))
    .option('--user <name>', 'the login; default: the address')
    .option('--password-stdin', 'read the password from standard input; else it is taken from MAILCASE_IMAP_PASSWORD')
    .option('--fingerprint <sha256>', 'trust this certificate of the server, which no authority vouches for')
    .option('--smtp-host <host>', 'the server that it sends by')
    .option('--smtp-port <port>', 'default 465 with TLS, 587 with STARTTLS, else 25', port)
    .addOption(new Option('--smtp-security <security>', 'default tls').choices(ImapSecurity.options))
    .addOption(new Option('--smtp-login <mechanism>', 'default plain').choices(SmtpMechanism.options))
    .option('--smtp-user <name>', 'the login there; default: that of the mailbox')
    .option(
      '--smtp-password-stdin',
      'read its password from standard input; else it is taken from MAILCASE_SMTP_PASSWORD',
    )
    .option('--mailbox-password', 'log in there with the password of the mailbox (default)')
    .option('--smtp-fingerprint <sha256>', 'trust this certificate of that server')
    .option('--shared', 'whoever may by their role sends by it')
    .option('--no-shared', 'only answers to its own cases go by it (default)')
    .option('--store-sent', 'put copies of what is sent into the sent folder of the mailbox')
    .option('--no-store-sent', 'put none there: the server does so (default)')
    .option('--sent-folder <folder>', 'the sent folder; default: the one that the server marks so')
    .option('--no-sent-folder', 'the one that the server marks so')
    .option('--limit-per-hour <recipients>', 'send to no more in any hour', positiveNumber)
    .option('--no-limit-per-hour', 'send to as many as there are (default)')
    .addOption(
      new Option('--after-doubt <what>', 'when nobody knows whether the server has it; default send-again').choices(
        AfterDoubt.options,
      ),
    )
    .option('--dkim-domain <domain>', 'sign what is sent, for this domain')
    .option('--dkim-selector <selector>', 'the name of the key in the DNS')
    .option('--dkim-key-file <file>', 'the private key, RSA in PEM')
    .option('--no-dkim', 'sign nothing (default)')
    .option('--no-smtp', 'send nothing')
    .option('--folders <folder...>', 'folders that are fetched; default INBOX', list)
    .option('--since <moment>', 'fetch nothing older; default: the opening', moment)
    .option('--max-size <bytes>', 'of a larger message only the header is taken', positiveNumber)
    .option('--schedule <cron>', 'when to look where the server does not call; default */5 * * * *')
    .option('--mark-read', 'mark as read what was fetched')
    .option('--no-mark-read', 'leave unread what was unread (default)')
    .option('--team <team>', 'the team that its cases go to')
    .option('--team-inboxes', 'its mail stands in the inboxes of all members of the team (default)')
    .option('--no-team-inboxes', "its mail stands in nobody's inbox")
    .option('--group-folder <id>', 'the folder of the group that its mail goes to')
    .option('--no-group-folder', 'its mail goes to the inbox (default)')
    .addOption(
      new Option('--distribution <distribution>', 'how its cases find their users').choices(Distribution.options),
    )
    .option('--assign-to <user>', 'for direct-assignment')
    .option('--position <position>', 'only members with this position get its cases')
    .option('--respects <what...>', `what the distribution looks at besides: of ${RESPECTED.join(', ')}`, respected)
    .option('--no-respects', 'it looks at nothing besides (default)')
    .option('--skills <skill...>', 'whoever gets its cases has all of these', list)
    .option('--no-skills', 'they need none (default)')
    .option('--not-opened <minutes>', 'a case that was not opened for so long goes on to the next', positiveNumber)
    .option('--not-answered <minutes>', 'a case that was not answered for so long goes on to the next', positiveNumber)
    .option('--no-overdue', 'no case goes on to the next (default)')
    .option('--cases-since <moment>', 'make no cases of anything older; default: the opening', moment)
    .option('--no-cases', 'make no cases')
    .addOption(
      new Option('--auto-reply <when>', 'answer by itself what makes a case, first contacts, or both').choices(
        AutoReply.shape.when.options,
      ),
    )
    .option('--no-auto-reply', 'answer nothing by itself (default)')
    .option('--auto-reply-text <text>', 'what it answers, with placeholders such as {{person.name|customer}}')
    .option('--auto-reply-template <template>', 'the template whose subject and text it answers')
    .option('--no-auto-reply-template', 'answer the text and the subject of the account (default)')
    .option('--auto-reply-subject <subject>', 'default: Auto: and the subject that it answers')
    .option('--auto-reply-after-hours <text>', 'what it answers outside of working hours')
    .option('--no-auto-reply-after-hours', 'the same at all hours (default)')
    .option('--auto-reply-team <team>', 'the team whose working hours these are')
    .option('--auto-reply-calendar <calendar>', 'or the calendar, with its holidays')
    .option('--auto-reply-every <hours>', 'answer one address once in so long; default 24', positiveNumber)
    .option('--auto-reply-from <name>', 'the name that it answers in; default: that of the account')
    .option('--no-auto-reply-from', 'in the name of the account')
    .option('--auto-reply-to <address>', 'where answers to it go; default: to the account')
    .option('--no-auto-reply-to', 'answers go to the account')
    .option('--from-name <pattern>', 'the display name of what is sent; default {{user.name}} from {{account.name}}')
    .option('--reply-to <address>', 'where answers go; default: the account')
    .option('--no-reply-to', 'answers go to the account (default)')
    .option('--signature <text>', 'stands below what is sent, with placeholders')
    .option('--signature-html <html>', 'the same as HTML; of the two, what is not given is made of the other')
    .option('--no-signature', 'nothing stands below it (default)')
    .option('--subject-tag', 'the number of the case stands in the subject of what is sent')
    .option('--no-subject-tag', 'it does not (default)')
    .option('--undo <seconds>', 'so long a message can be taken back; default 10', seconds)
    .option('--leave-out <address...>', 'left out of a reply to all', list)
    .option('--no-leave-out', 'only addresses of group accounts are (default)')
    .option('--no-service-level', 'promise nothing')
    .option('--ask-satisfaction', 'ask those whose case is closed how content they are')
    .option('--no-ask-satisfaction', 'ask nobody (default)')
    .option('--satisfaction-template <template>', 'the template that asks; default: a usual text')
    .option('--no-satisfaction-template', 'ask by the usual text (default)')
    .option('--satisfaction-days <days>', 'so long the link can be answered; default 30', positiveNumber);
}

/** Those of a service level. */
export function levels(command: Command): Command {
  return command
    .option('--first-response <minutes>', 'until somebody has answered a new case', positiveNumber)
    .option('--no-first-response', 'no answer is promised (default)')
    .option('--solution <minutes>', 'until a case is Closed or Rejected', positiveNumber)
    .option('--no-solution', 'no solution is promised (default)')
    .option('--calendar <calendar>', 'the calendar in whose hours these minutes go by')
    .option('--no-calendar', 'they go by around the clock (default)')
    .option(
      '--level-for <level...>',
      'for a priority: Urgent=15/120, an answer in 15 and a solution in 120',
      priorityLevel,
    )
    .option('--no-level-for', 'the same for all priorities (default)')
    .option('--paused-by <status...>', 'statuses that stop the clock; default Pending', list)
    .option('--no-paused-by', 'no open status stops the clock')
    .option('--warn-at <percent>', 'warn when so much of the time has gone by; default 80', positiveNumber)
    .option('--no-warn-at', 'warn nobody')
    .option('--tell-users <user...>', 'who is told when a time is over', list)
    .option('--no-tell-users', 'nobody by name (default)')
    .option('--tell-teams <team...>', 'teams whose members are told', list)
    .option('--no-tell-teams', 'no team (default)')
    .option('--tell-assignee', 'whoever has the case is told (default)')
    .option('--no-tell-assignee', 'whoever has the case is not told')
    .addOption(
      new Option('--raise-to <priority>', 'the priority that a case then has at least').choices(CasePriority.options),
    )
    .option('--no-raise-to', 'its priority stays (default)')
    .option('--redistribute-missed', 'it then goes through the distribution again')
    .option('--no-redistribute-missed', 'it stays with whoever has it (default)');
}

/** `Urgent=15/120`; a `-` for what is not promised. */
function priorityLevel(text: string, before: readonly PriorityLevel[] | false | undefined): readonly PriorityLevel[] {
  const level = text.split(',').map((one) => {
    const [, name, first = '', solution = '-'] = /^(\w+)=(-|\d{1,6})(?:\/(-|\d{1,6}))?$/.exec(one.trim()) ?? [];
    const priority = CasePriority.options.find((option) => option.toLowerCase() === name?.toLowerCase());
    if (!priority) throw new InvalidArgumentError(`It is as Urgent=15/120, of ${CasePriority.options.join(', ')}.`);
    const minutes = (given: string): number | null => (given === '-' ? null : Number(given));
    return { priority, firstResponseMinutes: minutes(first), solutionMinutes: minutes(solution) };
  });
  return [...(before || []), ...level];
}

function seconds(text: string): number {
  if (!/^\d{1,4}$/.test(text) || Number(text) > 3_600) throw new InvalidArgumentError('It is 0 to 3600 seconds.');
  return Number(text);
}

/** Each of them is one that there is. */
function respected(text: string, before: readonly string[] | false | undefined): readonly string[] {
  const all = list(text, before);
  const unknown = all.find((one) => !RESPECTED.some((what) => what === one));
  if (unknown !== undefined) throw new InvalidArgumentError(`It is one of ${RESPECTED.join(', ')}.`);
  return all;
}
