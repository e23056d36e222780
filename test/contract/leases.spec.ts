import { afterAll, beforeAll, describe } from 'vitest';
import type { MongoConnection } from '../../src/infrastructure/mongodb/mongo-connection.js';
import { MongoLeases } from '../../src/infrastructure/mongodb/mongo-leases.js';
import { ProcessLeases } from '../../src/infrastructure/process/process-leases.js';
import { TestMongodb, withoutMongodb } from '../support/mongodb/index.js';
import { leasesNode } from '../support/mongodb/leases-node.js';
import { leasesContract, sharedLeasesContract } from './leases.js';

leasesContract({ name: 'in process', open: async () => new ProcessLeases() });

describe.skipIf(withoutMongodb())('on a MongoDB server', () => {
  let server: TestMongodb;
  const connections: MongoConnection[] = [];
  const connect = async (database?: string) => {
    const connection = await server.connect(database);
    connections.push(connection);
    return connection;
  };
  beforeAll(async () => {
    server = await TestMongodb.start();
  });
  afterAll(async () => {
    for (const connection of connections) await connection.close();
    await server.stop();
  });

  leasesContract({
    name: 'MongoDB',
    open: async () => MongoLeases.open(await connect(), { name: 'mail-1' }),
  });

  sharedLeasesContract({
    name: 'MongoDB',
    length: 15_000,
    open: async () => {
      const connection = await connect();
      const nodes: Awaited<ReturnType<typeof leasesNode>>[] = [];
      return {
        node: async (name, clock) => {
          const node = await leasesNode(connection, { name, length: 15_000, ...(clock !== undefined && { clock }) });
          nodes.push(node);
          return node;
        },
        remove: async () => {
          for (const { leases, mend } of nodes) {
            mend();
            await leases.close();
          }
        },
      };
    },
  });
});
