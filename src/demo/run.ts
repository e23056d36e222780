import { randomBytes } from 'node:crypto';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { IssueApiToken } from '../application/commands/index.js';
import { Mailcase } from '../application/mailcase.js';
import { accountIdOf, UserId } from '../domain/ids.js';
import { openEmbedded } from '../infrastructure/engines.js';
import { createHttpApp } from '../infrastructure/http/app.js';
import { createContext } from '../infrastructure/http/context.js';
import { lockFolder } from '../infrastructure/process/instance-lock.js';
import { jsonLogger } from '../infrastructure/process/json-logger.js';
import { type Company, founded, type MailServer, readCompany } from './company.js';
import { type Dovecot, startDovecot } from './dovecot.js';
import { type Arrival, arrivals } from './mail.js';
import { picture } from './picture.js';
import { Story } from './story.js';
import { assignmentTable } from './table.js';

export interface DemoOptions {
  /** The project's folder. */
  readonly root: string;
  readonly once: boolean;
  readonly imap: boolean;
  /** Where an SVG of what was shown goes; none: nowhere. */
  readonly picture: string | null;
  readonly port: number;
  say(line: string): void;
}

/** Milliseconds between two messages of those that come now and then. */
const NOW_AND_THEN = 20_000;
const HOST = '127.0.0.1';
/** Milliseconds that a message may take over IMAP until it is in the log. */
const PATIENCE = 30_000;

/** How a message gets into its mailbox. */
type Deliver = (arrival: Arrival) => Promise<void>;

/** A made-up company's mail, shown as it becomes threads, cases and assignments. Returns the exit code. */
export async function runDemo(options: DemoOptions): Promise<number> {
  const folder = join(options.root, 'demo-data');
  const lock = lockFolder(folder, 'demo');
  await empty(folder);
  const { adapters, close } = await openEmbedded(folder, jsonLogger('error'));
  const mailcase = new Mailcase(adapters);
  const dovecot = options.imap ? await startDovecot() : null;
  const context = await createContext(mailcase);
  try {
    await mailcase.start({ fetch: options.imap });
    await show(options, mailcase, context, dovecot);
    return 0;
  } finally {
    await context.close();
    await mailcase.stop();
    await close();
    await dovecot?.remove();
    lock.release();
  }
}

/** Of all but the lock: who removes that lets a second demo in. */
async function empty(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith('lock.db')) await rm(join(folder, name), { recursive: true, force: true });
  }
}

async function show(
  options: DemoOptions,
  mailcase: Mailcase,
  context: INestApplicationContext,
  dovecot: Dovecot | null,
): Promise<void> {
  const { root, once } = options;
  const shown: string[] = [];
  const say = (line = '') => {
    shown.push(line);
    options.say(line);
  };
  const company = await readCompany(join(root, 'demo'));
  const names = new Map<string, string>(company.users.map(({ id, name }) => [id, name]));
  const nameOf = (userId: string) => names.get(userId) ?? userId;
  const commands = context.get(CommandBus);
  await founded(commands, company, dovecot && (await mailServer(dovecot, company)));
  const deliver = dovecot ? overImap(dovecot, mailcase) : fromFiles(mailcase);
  const story = new Story(mailcase.log, nameOf);

  say(
    `${company.company}: ${company.users.length} users, ${company.teams.length} teams, ${company.accounts.length} mailboxes`,
  );
  const began = performance.now();
  let count = 0;
  for await (const arrival of arrivals(join(root, 'demo', 'mail'))) {
    await deliver(arrival);
    await mailcase.settled();
    count++;
    for (const line of await story.goesOn()) say(line);
  }
  say();
  for (const line of await assignmentTable(mailcase, nameOf)) say(line);
  say();
  say(`${count} messages in ${((performance.now() - began) / 1_000).toFixed(1)} s.`);
  if (options.picture) await writeFile(options.picture, picture('npm run demo -- --once', excerpt(shown)));
  if (!once) await stayUp(options, mailcase, commands, () => now(root, deliver, mailcase, story, say));
}

/** A picture has room for the beginning and for some of the table. */
function excerpt(shown: readonly string[]): string[] {
  const table = shown.findIndex((line) => line.startsWith('CASE'));
  return [...shown.slice(0, 24), '…', '', ...shown.slice(table, table + 22), '…', ...shown.slice(-1)];
}

function fromFiles(mailcase: Mailcase): Deliver {
  return async ({ file, account, raw }) => {
    async function* one() {
      const facts = { uid: 1, key: file, receivedAt: null, seen: false, size: raw.byteLength };
      yield { ...facts, content: new Uint8Array(raw), headerOnly: false };
    }
    await mailcase.importing.run(one(), accountIdOf(account), 'demo');
  };
}

async function mailServer(dovecot: Dovecot, company: Company): Promise<MailServer> {
  const passwords = new Map<string, string>();
  for (const { emailAddress } of company.accounts) {
    passwords.set(emailAddress, randomBytes(12).toString('hex'));
    await dovecot.addUser(emailAddress, passwords.get(emailAddress) ?? '');
  }
  return { host: dovecot.host, port: dovecot.port, passwordOf: (address) => passwords.get(address) ?? '' };
}

/** Into the server's mailbox; the watch of the account is told by IDLE. */
function overImap(dovecot: Dovecot, mailcase: Mailcase): Deliver {
  return async ({ account, raw }) => {
    const before = await mailcase.log.head();
    await dovecot.append(account, 'INBOX', withCrlf(raw));
    const deadline = performance.now() + PATIENCE;
    // IDLE alone would do; asking makes the order of the demo's mail certain.
    while ((await mailcase.log.head()) === before) {
      if (performance.now() > deadline) throw new Error(`${account} did not get its message`);
      await mailcase.fetching.fetchNow(accountIdOf(account));
    }
  };
}

const withCrlf = (raw: Buffer): Buffer => Buffer.from(raw.toString('latin1').replaceAll(/\r?\n/g, '\r\n'), 'latin1');

async function now(root: string, deliver: Deliver, mailcase: Mailcase, story: Story, say: (line: string) => void) {
  for await (const arrival of arrivals(join(root, 'demo', 'live'))) {
    await pause(NOW_AND_THEN);
    await deliver(arrival);
    await mailcase.settled();
    for (const line of await story.goesOn()) say(line);
  }
}

/** Serves the API until it is told to stop. */
async function stayUp(
  { port, root, say }: DemoOptions,
  mailcase: Mailcase,
  commands: CommandBus,
  goOn: () => Promise<void>,
): Promise<void> {
  const by = { actor: 'system:demo', cause: 'demo token' };
  const { token } = await commands.execute(new IssueApiToken(UserId.parse('dora'), 'demo', by));
  await mailcase.settled();
  const app = await createHttpApp(mailcase, { bodyLimit: 1_000_000, version: 'demo' });
  await app.listen(port, HOST).catch(() => app.listen(0, HOST));
  const url = await app.getUrl();
  const cli = `node ${relative(process.cwd(), join(root, 'dist', 'cli.js'))} --data ${relative(process.cwd(), join(root, 'demo-data'))}`;
  say('');
  say(`The API is at ${url}/api/v1, its documentation at ${url}/docs. Try:`);
  say(`  ${cli} why 3`);
  say(`  ${cli} case 1`);
  say(`  curl -H 'Authorization: Bearer ${token}' '${url}/api/v1/cases?status=New'`);
  say('A new message comes now and then. Ctrl+C ends it.');
  const ended = new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await Promise.race([ended, goOn().then(() => ended)]);
  await app.close();
}
