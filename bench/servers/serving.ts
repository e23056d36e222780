import { secondsToStart, secondsToStartBare } from '../cold-start.js';
import { cost, type Figure } from '../figure.js';
import { bareServer, listed } from '../list-cases.js';
import { interleaved } from '../measure.js';
import type { Options } from '../options.js';
import { type Service, serveNode } from '../service.js';
import type { Servers } from './servers.js';

const BARE = 'servers/bare-server';

/** Lists of cases as 16 clients see them at once; beside a route with nothing behind it but one query of MongoDB. */
export async function listCases(options: Options, servers: Servers): Promise<Figure[]> {
  await servers.filled(options.events);
  const service = await started(servers);
  const bare = await bareServer(BARE, [servers.mongodb, servers.database]);
  try {
    return await listed(options, servers.casesOf(options.events), service, bare.address, { team: servers.team });
  } finally {
    await service.stop();
    bare.child.kill();
  }
}

/**
 * From the start of the process to `/health/ready`, on a log whose service was stopped in order; beside a process that
 * loads the web server alone and asks MongoDB once.
 */
export async function coldStart({ events, rounds }: Options, servers: Servers): Promise<Figure[]> {
  await servers.filled(events);
  const { seconds, bare } = await interleaved(
    rounds,
    () => secondsToStart(() => started(servers)),
    () => secondsToStartBare(BARE, [servers.mongodb, servers.database]),
  );
  return [cost(`serve from cold, ${events.toLocaleString('en')} events`, seconds, 's', undefined, bare)];
}

const started = (servers: Servers): Promise<Service> => serveNode(servers.folder, servers.settings(), servers.token);
