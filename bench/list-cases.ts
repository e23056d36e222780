import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { cost, type Figure } from './figure.js';
import { casesOf, type Logs } from './logs.js';
import { percentile } from './measure.js';
import type { Options } from './options.js';
import { type Service, serve } from './service.js';

export const CLIENTS = 16;
/** What agents look at: their own, their team's, what nobody has, the newest, one customer's. 25 on a page. */
const queriesOf = (team: string): readonly string[] => [
  'limit=25',
  'limit=25&sort=updatedAt',
  'limit=25&status=Assigned&sort=number',
  'limit=25&status=New,Assigned,Pending&sort=updatedAt',
  `limit=25&team=${team}&sort=updatedAt`,
  'limit=25&assignee=ana&sort=updatedAt',
  'limit=25&assignee=bor&status=Assigned',
  'limit=25&open=true&sort=number&direction=asc',
  'limit=25&text=writer4711',
];

interface Server {
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly paths: readonly string[];
}

/** Lists of cases as 16 clients see them at once; beside a route with nothing behind it but the query. */
export async function listCases(options: Options, logs: Logs): Promise<Figure[]> {
  const folder = await logs.of(options.manyEvents);
  const service = await serve(folder);
  const bare = await bareServer('bare-server', [path.join(folder, 'documents.db')]);
  try {
    return await listed(options, casesOf(options.manyEvents), service, bare.address, { mostOfP99: 10 });
  } finally {
    await service.stop();
    bare.child.kill();
  }
}

/** Both in turns, half of the requests of each turn to warm up. */
export async function listed(
  { rounds, requests }: Pick<Options, 'rounds' | 'requests'>,
  cases: number,
  { address, token }: Pick<Service, 'address' | 'token'>,
  bareAddress: string,
  { mostOfP99, team = 'support' }: { readonly mostOfP99?: number; readonly team?: string } = {},
): Promise<Figure[]> {
  const headers = { authorization: `Bearer ${token}` };
  const ours = { address, headers, paths: queriesOf(team).map((query) => `/api/v1/cases?${query}`) };
  const theirs = { address: bareAddress, headers: {}, paths: ['/'] };
  const measured: number[] = [];
  const bareMeasured: number[] = [];
  const paging = await deepPages(ours);
  for (let round = 0; round <= rounds; round++) {
    const some = await asked({ ...ours, paths: [...ours.paths, ...paging] }, requests);
    const same = await asked(theirs, requests);
    if (round === 0) continue;
    measured.push(...some);
    bareMeasured.push(...same);
  }
  const name = (what: string) => `list of ${cases.toLocaleString('en')} cases, ${CLIENTS} clients, ${what}`;
  return [
    cost(name('p50'), percentile(measured, 50), 'ms', undefined, percentile(bareMeasured, 50)),
    cost(name('p99'), percentile(measured, 99), 'ms', mostOfP99, percentile(bareMeasured, 99)),
  ];
}

/** Pages behind the first, by their cursors. */
export async function deepPages({ address, headers, paths }: Server): Promise<string[]> {
  const agent = new http.Agent({ keepAlive: true });
  const pages: string[] = [];
  for (const first of paths.slice(0, 6)) {
    const { body } = await ask(agent, address, first, headers);
    // A page of the API.
    const { next } = JSON.parse(body) as { next: string | null };
    if (next !== null) pages.push(`${first}&cursor=${encodeURIComponent(next)}`);
  }
  agent.destroy();
  return pages;
}

/** Milliseconds of each request: every client asks again as soon as it has its answer. */
export async function asked(
  { address, headers, paths }: Server,
  requests: number,
  clients = CLIENTS,
): Promise<number[]> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: clients });
  const times: number[] = [];
  let sent = 0;
  const client = async () => {
    while (sent < requests * 2) {
      const mine = sent++;
      const from = performance.now();
      await ask(agent, address, paths[mine % paths.length] ?? '/', headers);
      if (mine >= requests) times.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  agent.destroy();
  return times;
}

export function ask(
  agent: http.Agent,
  address: string,
  where: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly body: string }> {
  return new Promise((resolve, reject) => {
    http
      .get(`${address}${where}`, { agent, headers }, (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('error', reject);
        response.on('end', () => {
          const body = Buffer.concat(pieces).toString();
          if (response.statusCode === 200) resolve({ body });
          else reject(new Error(`${where}: ${response.statusCode} ${body.slice(0, 200)}`));
        });
      })
      .on('error', reject);
  });
}

interface BareServer {
  readonly address: string;
  readonly child: ChildProcess;
}

/** The web server alone, with one route on the documents that it is told of, in a process of its own. */
export async function bareServer(program: string, args: readonly string[]): Promise<BareServer> {
  const child = fork(fileURLToPath(new URL(`./${program}.js`, import.meta.url)), [...args]);
  const [address] = await once(child, 'message');
  return { address: String(address), child };
}
