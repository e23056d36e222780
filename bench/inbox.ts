import http from 'node:http';
import type { Mailcase } from '../src/application/mailcase.js';
import { streams } from '../src/domain/ids.js';
import { type MailAccount, mailAccount, setTeams } from '../src/domain/mail-account/mail-account.js';
import { account, team } from '../test/support/company.js';
import { cost, type Figure } from './figure.js';
import { ask, asked, CLIENTS, deepPages } from './list-cases.js';
import { generated } from './logs.js';
import { percentile } from './measure.js';
import type { Options } from './options.js';
import { serve } from './service.js';
import { inFolder, SUPPORT, withMailcase } from './workspace.js';

/** What somebody looks at in their inbox; 25 on a page. */
const QUERIES = ['limit=25', 'limit=25&unread=true', 'limit=25&folder=important', 'limit=25&folder=archive'];
/** Every so many of the messages are starred, read or put away before. */
const TOUCHED = 200;
const CHUNK = 2_000;

/** The inbox of somebody who has all mail of a large mailbox in it, as they see it alone, and as 16 clients see it at once: its list, and its counts. */
export function inbox(options: Options): Promise<Figure[]> {
  return inFolder(async (folder) => {
    await withMailcase(folder, (mailcase) => fill(mailcase, options.mailbox));
    return measured(folder, options);
  });
}

/** All of it to one user, as the mail of their team. */
async function fill(mailcase: Mailcase, messages: number): Promise<void> {
  const teamId = await team(mailcase, 'desk', ['ana']);
  const accountId = await account(mailcase, SUPPORT, teamId);
  const teams = (state: MailAccount) => setTeams(state, [teamId]);
  await mailcase.aggregates.change(mailAccount, streams.mailAccount(accountId), teams, {
    ...{ actor: 'bench', cause: 'teams' },
  });
  for (let from = 0; from < messages; from += CHUNK) {
    process.stderr.write(`\r» an inbox of ${messages.toLocaleString('en')}: ${from.toLocaleString('en')}`);
    await mailcase.importing.run(generated(from, Math.min(CHUNK, messages - from)), accountId, `bench-${from}`);
    await mailcase.settled();
  }
  process.stderr.write('\n');
}

async function measured(folder: string, { rounds, requests }: Options): Promise<Figure[]> {
  const service = await serve(folder);
  const { address } = service;
  const admin = { authorization: `Bearer ${service.token}` };
  try {
    const { token } = await send(address, 'tokens', admin, { userId: 'ana', name: `bench ${Date.now()}` });
    const headers = { authorization: `Bearer ${token}` };
    const emails = await total(address, headers);
    await touch(address, headers);
    const lists = { address, headers, paths: QUERIES.map((query) => `/api/v1/inbox?${query}`) };
    const all = { ...lists, paths: [...lists.paths, ...(await deepPages(lists))] };
    const counts = { address, headers, paths: ['/api/v1/inbox/counts', '/api/v1/folders'] };
    const figures: Figure[] = [];
    // Somebody alone, and a busy morning.
    for (const clients of [1, CLIENTS]) {
      const listed: number[] = [];
      const counted: number[] = [];
      for (let round = 0; round <= rounds; round++) {
        const [list, count] = [await asked(all, requests, clients), await asked(counts, requests, clients)];
        if (round === 0) continue;
        listed.push(...list);
        counted.push(...count);
      }
      const by = clients === 1 ? 'one client' : `${clients} clients`;
      const name = (what: string) => `${what} of an inbox of ${emails.toLocaleString('en')} e-mails, ${by}`;
      figures.push(
        cost(`${name('list')}, p50`, percentile(listed, 50), 'ms'),
        cost(`${name('list')}, p99`, percentile(listed, 99), 'ms', 10),
        cost(`${name('counts')}, p50`, percentile(counted, 50), 'ms'),
        cost(`${name('counts')}, p99`, percentile(counted, 99), 'ms', 10),
      );
    }
    return figures;
  } finally {
    await service.stop();
  }
}

type Headers = Readonly<Record<string, string>>;

async function total(address: string, headers: Headers): Promise<number> {
  const agent = new http.Agent();
  const { body } = await ask(agent, address, '/api/v1/inbox/counts', headers);
  // An answer of the API.
  const { folders } = JSON.parse(body) as { folders: Record<string, { total: number }> };
  return Object.values(folders).reduce((sum, folder) => sum + folder.total, 0);
}

/** Some of the newest: read, starred, archived. */
async function touch(address: string, headers: Headers): Promise<void> {
  const agent = new http.Agent();
  const { body } = await ask(agent, address, `/api/v1/inbox?limit=${TOUCHED}`, headers);
  // As above.
  const { items } = JSON.parse(body) as { items: { emailId: string }[] };
  const every = (n: number, from: number) => items.filter((_, place) => place % n === from).map((item) => item.emailId);
  for (const [what, emailIds] of [
    ['read', every(2, 0)],
    ['star', every(4, 1)],
    ['archive', every(4, 2)],
  ] as const) {
    if (emailIds.length > 0) await send(address, `inbox/${what}`, headers, { emailIds });
  }
}

async function send(
  address: string,
  path: string,
  headers: Headers,
  body: object,
): Promise<{ readonly token?: string }> {
  const answer = await fetch(`${address}/api/v1/${path}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  // As above.
  return (await answer.json()) as { token?: string };
}
