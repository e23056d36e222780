import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { NodeStatus } from '../../../application/nodes/nodes.js';
import { isDistributed } from '../../config/index.js';
import { FolderInUse, lockFolder } from '../../process/instance-lock.js';
import { CommandFailure } from '../exit.js';
import { remoteApi } from '../folder/api.js';
import { readOwnersFile } from '../folder/serve-file.js';
import { folderOf } from '../folder/with-folder.js';
import type { Invocation } from '../invocation.js';

type Listed = Omit<NodeStatus, 'isThis'>;

const Answer = z.object({
  items: z.array(
    z.object({
      node: z.string(),
      version: z.string(),
      since: z.string(),
      holds: z.array(z.object({ name: z.string(), token: z.number(), since: z.string() })),
    }),
  ),
});

export async function listNodes(invocation: Invocation): Promise<undefined> {
  const { terminal } = invocation;
  const { config, folder } = folderOf(invocation);
  const nodes = isDistributed(config) ? await nodesByLeases(invocation) : await nodeOf(folder);
  terminal.answer(nodes, () =>
    nodes.length === 0
      ? 'No node runs.'
      : nodes
          .map(({ node, version, since, holds }) =>
            [
              `${terminal.bold(node)}  Mailcase ${version}, since ${since}`,
              ...(holds.length === 0 ? ['  nothing alone'] : []),
              ...holds.map((lease) => `  ${lease.name}  since ${lease.since}  (token ${lease.token})`),
            ].join('\n'),
          )
          .join('\n'),
  );
}

/** By the leases, watched for as long as a silent node would keep its own. */
async function nodesByLeases(invocation: Invocation): Promise<readonly Listed[]> {
  const { config, logger } = folderOf(invocation);
  const { MongoConnection } = await import('../../mongodb/mongo-connection.js');
  const { MongoLeases } = await import('../../mongodb/mongo-leases.js');
  const { Nodes } = await import('../../../application/nodes/nodes.js');
  const length = config.node.leaseSeconds * 1_000;
  const connection = await MongoConnection.open({ ...config.mongodb, logger, setting: 'mongodb.url' });
  try {
    const leases = await MongoLeases.open(connection, { name: 'nodes', length, logger });
    try {
      invocation.terminal.remark(`Watching for ${config.node.leaseSeconds} s which of them give signs of life.`);
      await Promise.race([pause(length * WATCHED), invocation.interruption.wait()]);
      return (await Nodes.list(leases)).map(({ isThis, ...node }) => node);
    } finally {
      await leases.close();
    }
  } finally {
    await connection.close();
  }
}

/** A little longer than a lease. */
const WATCHED = 1.1;

/** The one that has the data folder. */
async function nodeOf(folder: string): Promise<readonly Listed[]> {
  try {
    lockFolder(folder, 'nodes').release();
    return [];
  } catch (error) {
    if (!(error instanceof FolderInUse)) throw error;
    const serve = await readOwnersFile(folder, error);
    if (!serve) throw new CommandFailure(error.message);
    return Answer.parse(await remoteApi(serve).send('GET', 'nodes')).items;
  }
}
