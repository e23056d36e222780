import { Command } from 'commander';
import { expect, it } from 'vitest';
import type { z } from 'zod';
import {
  type AccountOptions,
  imapOf,
  settingsOf,
  smtpOf,
} from '../../../src/infrastructure/cli/actions/account-settings.js';
import { accountCommand } from '../../../src/infrastructure/cli/commands/accounts.js';
import { AccountChanges } from '../../../src/infrastructure/http/schemas/accounts.js';

/** Every option of `account set`, with what it is given. */
const EVERY: Readonly<Record<string, readonly string[]>> = {
  '--imap-host': ['imap.acme.example'],
  '--imap-port': ['993'],
  '--security': ['tls'],
  '--user': ['support'],
  '--fingerprint': ['aa:bb'],
  '--smtp-host': ['smtp.acme.example'],
  '--smtp-port': ['587'],
  '--smtp-security': ['starttls'],
  '--smtp-login': ['login'],
  '--smtp-user': ['support'],
  '--smtp-fingerprint': ['aa:bb'],
  '--shared': [],
  '--store-sent': [],
  '--sent-folder': ['Sent'],
  '--limit-per-hour': ['500'],
  '--after-doubt': ['count-as-sent'],
  '--dkim-domain': ['acme.example'],
  '--dkim-selector': ['mail'],
  '--folders': ['INBOX', 'Old'],
  '--since': ['2026-03-01'],
  '--max-size': ['1000000'],
  '--schedule': ['*/5 * * * *'],
  '--mark-read': [],
  '--team': ['support'],
  '--no-team-inboxes': [],
  '--group-folder': ['11111111-1111-4111-8111-111111111111'],
  '--distribution': ['round-robin'],
  '--assign-to': ['ana'],
  '--position': ['agent'],
  '--respects': ['availability', 'skills'],
  '--skills': ['German', 'invoices'],
  '--not-opened': ['30'],
  '--cases-since': ['2026-03-01'],
  '--auto-reply': ['both'],
  '--auto-reply-text': ['We have it.'],
  '--auto-reply-subject': ['Auto: {{email.subject}}'],
  '--auto-reply-after-hours': ['We are back at nine.'],
  '--auto-reply-team': ['support'],
  '--auto-reply-calendar': ['office'],
  '--auto-reply-template': ['hello'],
  '--auto-reply-every': ['24'],
  '--auto-reply-from': ['Acme'],
  '--auto-reply-to': ['hello@acme.example'],
  '--from-name': ['{{user.name}} of Acme'],
  '--reply-to': ['answers@acme.example'],
  '--signature': ['Acme'],
  '--signature-html': ['<b>Acme</b>'],
  '--subject-tag': [],
  '--undo': ['30'],
  '--leave-out': ['list@acme.example'],
  '--first-response': ['60'],
  '--solution': ['480'],
  '--calendar': ['office'],
  '--level-for': ['Urgent=15/120', 'Low=-/960'],
  '--paused-by': ['Pending'],
  '--warn-at': ['75'],
  '--tell-users': ['ana'],
  '--tell-teams': ['support'],
  '--tell-assignee': [],
  '--raise-to': ['High'],
  '--redistribute-missed': [],
  '--ask-satisfaction': [],
  '--satisfaction-template': ['11111111-1111-4111-8111-111111111111'],
  '--satisfaction-days': ['14'],
};
/** Those that say the opposite of one above, or the same in another way; a password has no option of its own. */
const OTHERS = [
  '--password-stdin',
  '--smtp-password-stdin',
  '--mailbox-password',
  '--no-shared',
  '--no-store-sent',
  '--no-sent-folder',
  '--no-limit-per-hour',
  '--dkim-key-file',
  '--no-dkim',
  '--no-smtp',
  '--no-mark-read',
  '--team-inboxes',
  '--no-group-folder',
  '--no-respects',
  '--no-skills',
  '--not-answered',
  '--no-overdue',
  '--no-cases',
  '--no-auto-reply',
  '--no-auto-reply-after-hours',
  '--no-auto-reply-template',
  '--no-auto-reply-from',
  '--no-auto-reply-to',
  '--no-reply-to',
  '--no-signature',
  '--no-subject-tag',
  '--no-leave-out',
  ...['first-response', 'solution', 'calendar', 'level-for', 'paused-by', 'warn-at', 'tell-users', 'tell-teams'].map(
    (option) => `--no-${option}`,
  ),
  ...['--no-tell-assignee', '--no-raise-to', '--no-redistribute-missed', '--no-service-level'],
  ...['--no-ask-satisfaction', '--no-satisfaction-template'],
];
const SECRETS = ['imap.password', 'smtp.password', 'smtp.dkim.privateKey'];

const declared = (): { command: Command; set: Command } => {
  const command = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  accountCommand(command, () => async () => undefined);
  const set = command.commands[0]?.commands.find((one) => one.name() === 'set');
  if (!set) throw new Error('there is no `account set`');
  return { command, set };
};

/** What a call of the program would send to the API, but for the password. */
async function sent(...args: readonly string[]) {
  const { command, set } = declared();
  await command.parseAsync(['account', 'set', 'support@acme.example', ...args], { from: 'user' });
  const options: AccountOptions = set.opts();
  const imap = imapOf(options);
  const smtp = smtpOf(options);
  return {
    ...(Object.keys(imap).length > 0 ? { imap } : {}),
    ...(smtp === undefined ? {} : { smtp }),
    ...settingsOf(options),
  };
}

interface Definition {
  readonly innerType?: z.ZodType;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
}

/** The places of a schema under which values stand: `imap.host`; what is null or a whole is one. */
function leaves(schema: z.ZodType, path: string): readonly string[] {
  // Every schema of zod 4 has its definition there.
  const { innerType, shape } = schema._zod.def as unknown as Definition;
  if (innerType) return leaves(innerType, path);
  if (!shape) return [path];
  return Object.entries(shape).flatMap(([key, one]) => leaves(one, path === '' ? key : `${path}.${key}`));
}

const has = (value: unknown, path: string): boolean =>
  path
    .split('.')
    .reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined), value) !==
  undefined;

it('every setting that the API takes has an option, and every option is a setting', async () => {
  const { set } = declared();
  expect(set.options.map(({ long }) => long).sort()).toEqual([...Object.keys(EVERY), ...OTHERS].sort());
  const changes = await sent(...Object.entries(EVERY).flat(2));
  const missing = leaves(AccountChanges, '').filter((path) => !SECRETS.includes(path) && !has(changes, path));
  expect(missing).toEqual([]);
  expect(AccountChanges.safeParse(changes).error).toBeUndefined();
});

it('what is not given is not sent', async () => {
  expect(await sent()).toEqual({});
  expect(await sent('--not-answered', '60')).toEqual({
    caseCreation: { overdue: { minutes: 60, what: 'not-answered' } },
  });
});

it('what is to be looked at is exactly what is named; with `no` it is taken back', async () => {
  const nothing = { availability: false, capacity: false, rate: false, skills: false };
  expect(await sent('--respects', 'rate', '--no-skills', '--no-overdue', '--no-group-folder')).toEqual({
    filing: { groupFolderId: null },
    caseCreation: { respects: { ...nothing, rate: true }, skills: [], overdue: null },
  });
  expect(await sent('--no-respects', '--respects', 'rate,skills', '--no-skills', '--skills', 'german')).toEqual({
    caseCreation: { respects: { ...nothing, rate: true, skills: true }, skills: ['german'] },
  });
  expect(await sent('--no-respects')).toEqual({ caseCreation: { respects: nothing } });
  expect(await sent('--no-cases')).toEqual({ caseCreation: null });
  expect(await sent('--no-auto-reply')).toEqual({ autoReply: null });
  expect(await sent('--no-auto-reply-template')).toEqual({ autoReply: { templateId: null } });
  expect(await sent('--no-auto-reply-after-hours', '--no-auto-reply-from', '--no-auto-reply-to')).toEqual({
    autoReply: { outOfHours: null, fromName: null, replyTo: null },
  });
  expect(await sent('--no-smtp')).toEqual({ smtp: null });
  expect(await sent('--mailbox-password', '--no-limit-per-hour', '--no-dkim', '--no-sent-folder')).toEqual({
    smtp: { password: null, limitPerHour: null, dkim: null, sentFolder: null },
  });
});

it.each([
  [['--not-opened', '30', '--not-answered', '60']],
  [['--not-opened', '30', '--no-overdue']],
  [['--no-cases', '--skills', 'german']],
  [['--respects', 'weather']],
  [['--no-auto-reply', '--auto-reply-text', 'We have it.']],
  [['--no-auto-reply-after-hours', '--auto-reply-team', 'support']],
  [['--no-auto-reply-after-hours', '--auto-reply-calendar', 'office']],
  [['--auto-reply', 'always']],
  [['--no-smtp', '--smtp-host', 'smtp.acme.example']],
  [['--dkim-domain', 'acme.example']],
  [['--level-for', 'Weather=1/2']],
  [['--no-service-level', '--warn-at', '50']],
])('%j is refused', async (args) => {
  await expect(sent(...args)).rejects.toThrow();
});
