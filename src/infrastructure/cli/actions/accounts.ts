import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { type WithOutgoing, withOutgoing } from '../../../application/queries/with-outgoing.js';
import { type MailboxView, mailboxesCollection } from '../../../projections/mailboxes.js';
import { AccountTest } from '../../http/schemas/accounts.js';
import { EXIT, UsageError } from '../exit.js';
import { accountByApi } from '../folder/accounts.js';
import type { Api } from '../folder/api.js';
import { changing, reading } from '../folder/with-folder.js';
import type { Invocation } from '../invocation.js';
import { day } from '../output/moments.js';
import { plain } from '../output/text.js';
import { type AccountOptions, defined, imapOf, settingsOf, smtpOf } from './account-settings.js';
import { type AuthorizeOptions, authorize, revoke } from './oauth.js';
import { templateNamed } from './templates.js';
import { asObject } from './users.js';

interface Options extends AccountOptions {
  readonly name?: string;
  /** False: it is given later. */
  readonly password?: boolean;
}

export async function addAccount(invocation: Invocation, address: string, options: Options): Promise<undefined> {
  const { imap, ...rest } = await changesOf(invocation, options);
  if (imap !== undefined && options.imapHost === undefined) throw new UsageError('--imap-host is missing.');
  if (rest.smtp && options.smtpHost === undefined) throw new UsageError('--smtp-host is missing.');
  const body = {
    name: options.name ?? address,
    emailAddress: address,
    ...(imap === undefined
      ? {}
      : { imap: { userName: address, ...imap, ...(options.password === false ? { password: null } : {}) } }),
    ...rest,
  };
  const answer = await changing(invocation, 'account add', async (api) =>
    api.send('POST', 'accounts', { ...body, ...(await templatesOf(api, rest)) }),
  );
  invocation.terminal.answer({ emailAddress: address, ...asObject(answer) }, () => `Account ${address} is open.`);
}

export async function setAccount(invocation: Invocation, address: string, options: Options): Promise<undefined> {
  const changes = await changesOf(invocation, options, { passwordAlone: true });
  if (Object.keys(changes).length === 0) throw new UsageError('Nothing to change is given.');
  const answer = await changing(invocation, 'account set', async (api) =>
    api.send('PATCH', `accounts/${await accountByApi(api, address)}`, {
      ...changes,
      ...(await templatesOf(api, changes)),
    }),
  );
  invocation.terminal.answer({ emailAddress: address, ...asObject(answer) }, () => `Account ${address} is changed.`);
}

/**
 * What the options say, as the API takes it; what is not given is not there.
 * @param passwordAlone a password in the environment is a change by itself: there is an account already
 */
async function changesOf(invocation: Invocation, options: Options, { passwordAlone } = { passwordAlone: false }) {
  const imap = imapOf(options);
  const smtp = smtpOf(options);
  const { environment } = invocation.surroundings;
  if (options.passwordStdin && options.smtpPasswordStdin) {
    throw new UsageError('Standard input holds one password.');
  }
  const asked = Object.keys(imap).length > 0 || options.passwordStdin === true || passwordAlone;
  const password =
    asked && options.password !== false
      ? await passwordOf(invocation, options.passwordStdin, environment.MAILCASE_IMAP_PASSWORD)
      : undefined;
  const touched = Object.keys(imap).length > 0 || password !== undefined;
  return defined({
    imap: touched ? { ...imap, ...defined({ password }) } : undefined,
    smtp: smtp === null ? null : await withSecrets(invocation, smtp, options, passwordAlone),
    ...settingsOf(options),
  });
}

/** What names a template names it by its id, as the API takes it. @throws CommandFailure where there is none of that name */
async function templatesOf(
  api: Api,
  { autoReply, satisfaction }: Pick<ReturnType<typeof settingsOf>, 'autoReply' | 'satisfaction'>,
) {
  const settings = {
    autoReply: await withTemplate(api, autoReply),
    satisfaction: await withTemplate(api, satisfaction),
  };
  return defined(settings);
}

async function withTemplate<Settings extends { readonly templateId?: string | null | undefined }>(
  api: Api,
  settings: Settings | null | undefined,
) {
  const named = settings?.templateId;
  return named ? { ...settings, templateId: (await templateNamed(api, named)).templateId } : settings;
}

async function withSecrets(
  invocation: Invocation,
  smtp: Exclude<ReturnType<typeof smtpOf>, null>,
  options: Options,
  passwordAlone: boolean,
) {
  const { environment } = invocation.surroundings;
  const asked = smtp !== undefined || options.smtpPasswordStdin === true || passwordAlone;
  const password = asked
    ? await passwordOf(invocation, options.smtpPasswordStdin, environment.MAILCASE_SMTP_PASSWORD)
    : undefined;
  if (smtp === undefined && password === undefined) return undefined;
  const privateKey = options.dkimKeyFile === undefined ? undefined : await keyOf(options.dkimKeyFile);
  const dkim = smtp?.dkim && privateKey !== undefined ? { dkim: { ...smtp.dkim, privateKey } } : {};
  return { ...smtp, ...dkim, ...defined({ password }) };
}

async function keyOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function passwordOf(
  { surroundings }: Invocation,
  fromStdin: true | undefined,
  fromEnvironment: string | undefined,
): Promise<string | undefined> {
  if (!fromStdin) return fromEnvironment || undefined;
  const pieces: Buffer[] = [];
  for await (const piece of surroundings.stdin) pieces.push(Buffer.from(piece));
  const password = Buffer.concat(pieces)
    .toString('utf8')
    .replace(/\r?\n$/, '');
  if (password === '') throw new UsageError('Standard input holds no password.');
  return password;
}

export function listAccounts(invocation: Invocation): Promise<undefined> {
  const { terminal } = invocation;
  return reading(invocation, 'account list', async (readModels) => {
    const found = await readModels.all<MailboxView>(mailboxesCollection, {
      where: { kind: 'group' },
      sort: { field: 'emailAddress', direction: 'asc' },
    });
    const accounts = await withOutgoing(readModels, found);
    terminal.answer(accounts, () => {
      if (accounts.length === 0) return 'There are no accounts yet: `mailcase account add`.';
      const failures = accounts.flatMap(({ emailAddress, failing, outgoing: { paused, suspended } }) => [
        ...(failing ? [`${emailAddress} fails since ${day(failing.since)}: ${plain(failing.error)}`] : []),
        ...(paused ? [`Nothing leaves from ${emailAddress}: somebody has paused it. ${resumed(emailAddress)}`] : []),
        ...(suspended
          ? [
              `Nothing leaves from ${emailAddress} since ${day(suspended.since)}: ${plain(suspended.error)} Mend it (\`mailcase account set ${emailAddress}\`); ${resumed(emailAddress)}`,
            ]
          : []),
      ]);
      const table = terminal.table(accounts, [
        { title: 'ADDRESS', value: ({ emailAddress }) => emailAddress, flexible: true },
        { title: 'STATUS', value: ({ status, failing }) => (failing ? 'failing' : status) },
        {
          title: 'MAILBOX',
          value: ({ imap }) => (imap ? `${imap.userName}@${imap.host}:${imap.port}` : '-'),
          flexible: true,
        },
        {
          title: 'FOLDERS',
          value: ({ imap, fetching }) => (imap && fetching ? fetching.folders.join(', ') : '-'),
          flexible: true,
        },
        { title: 'TEAM', value: ({ caseCreation }) => caseCreation?.teamId ?? '-' },
        { title: 'DISTRIBUTION', value: ({ caseCreation }) => caseCreation?.distribution ?? 'no cases' },
        { title: 'SENDS', value: sendsOf },
        { title: 'FETCHED', value: ({ lastFetchedAt }) => (lastFetchedAt ? day(lastFetchedAt) : '-') },
      ]);
      return [table, ...(failures.length > 0 ? ['', ...failures] : [])].join('\n');
    });
    return undefined;
  });
}

const resumed = (address: string): string => `\`mailcase outbox resume ${address}\` tries it at once.`;

function sendsOf({ smtp, outgoing: { paused, suspended } }: WithOutgoing<MailboxView>): string {
  if (!smtp) return '-';
  if (paused) return 'paused';
  return suspended ? 'suspended' : `${smtp.host}:${smtp.port}`;
}

export async function testAccount(invocation: Invocation, address: string): Promise<number> {
  const answer = await changing(invocation, 'account test', async (api) =>
    api.send('POST', `accounts/${await accountByApi(api, address)}/test-connection`),
  );
  const test = AccountTest.parse(answer);
  const { imap, smtp } = test;
  invocation.terminal.answer(test, () =>
    [
      ...(imap ? [`${address}: ${outcomeOf(imap, 'connected and logged in.')}`] : []),
      ...(imap?.folders ?? []).map(
        ({ name, messages, ok }) => `  ${plain(name)}: ${ok ? `${messages} messages` : 'cannot be opened'}`,
      ),
      ...(smtp ? [`${address} sends: ${outcomeOf(smtp, 'connected and logged in; nothing was sent.')}`] : []),
    ].join('\n'),
  );
  return test.ok ? EXIT.ok : EXIT.failure;
}

type Tested = NonNullable<z.infer<typeof AccountTest>['smtp']>;
const outcomeOf = ({ ok, message = '', step, advice = '' }: Tested, fine: string): string =>
  ok ? fine : `${plain(message)} (${step}) ${advice}`.trimEnd();

const pathOf = (address: string) => async (api: Api) => `accounts/${await accountByApi(api, address)}`;

export const authorizeAccount = (invocation: Invocation, address: string, options: AuthorizeOptions) =>
  authorize(invocation, 'account authorize', pathOf(address), options);
export const revokeAccount = (invocation: Invocation, address: string) =>
  revoke(invocation, 'account revoke', address, pathOf(address));

const Fetched = z.object({
  received: z.number(),
  duplicates: z.number(),
  skipped: z.number(),
  quarantined: z.number(),
});

export async function fetchAccount(invocation: Invocation, address: string): Promise<undefined> {
  const answer = await changing(invocation, 'account fetch', async (api) =>
    api.send('POST', `accounts/${await accountByApi(api, address)}/fetch`),
  );
  const tally = Fetched.parse(answer);
  invocation.terminal.answer(tally, () => {
    const { received, duplicates, skipped, quarantined } = tally;
    return `${received} received, ${duplicates} duplicates, ${skipped} skipped, ${quarantined} quarantined.`;
  });
}

export const activateAccount = (invocation: Invocation, address: string) =>
  turn(invocation, address, 'activate', 'is active');
export const deactivateAccount = (invocation: Invocation, address: string) =>
  turn(invocation, address, 'deactivate', 'is not fetched any more and makes no cases');

async function turn(
  invocation: Invocation,
  address: string,
  what: 'activate' | 'deactivate',
  outcome: string,
): Promise<undefined> {
  const answer = await changing(invocation, `account ${what}`, async (api) =>
    api.send('POST', `accounts/${await accountByApi(api, address)}/${what}`),
  );
  invocation.terminal.answer({ emailAddress: address, ...asObject(answer) }, () => `Account ${address} ${outcome}.`);
}
