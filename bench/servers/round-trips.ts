import { decodeOnce } from '../../src/application/log/event-codec.js';
import { live } from '../../src/application/ports/document-store.js';
import { type CaseFilter, ListCases, ReadModels } from '../../src/application/queries/index.js';
import { ListCasesHandler } from '../../src/application/queries/list-cases.js';
import { START } from '../../src/domain/event.js';
import { MongoConnection } from '../../src/infrastructure/mongodb/mongo-connection.js';
import { MongoDocumentStore } from '../../src/infrastructure/mongodb/mongo-document-store.js';
import { readModels } from '../../src/projections/index.js';
import { checkpointOf } from '../../src/projections/versions.js';
import { Writer } from '../../src/projections/writer.js';
import { count, type Figure } from '../figure.js';
import type { Options } from '../options.js';
import type { Running, Servers } from './servers.js';

const BATCH = 500;

/** How many commands go to MongoDB, whatever MongoDB it is: for a batch of new events into each read model, and for a list. */
export async function roundTrips({ events }: Options, servers: Servers): Promise<Figure[]> {
  await servers.filled(events);
  return servers.withMailcase(async (running) => [
    ...(await tripsOfWriting(running, servers)),
    ...(await tripsOfListing(running, servers)),
  ]);
}

/** The log folded anew into a database of its own, batch by batch: the most that any batch has cost any read model. */
async function tripsOfWriting({ mailcase }: Running, servers: Servers): Promise<Figure[]> {
  const { documents, trips, close } = await counted(servers, `${servers.database}-trips`);
  try {
    const writers: Writer[] = [];
    for (const projection of readModels) {
      const { spec } = projection;
      await documents.prepare(spec);
      // As at the start of a node.
      const checkpoint = await documents.checkpoint(checkpointOf(spec));
      writers.push(new Writer(projection, documents, live(spec), checkpointOf(spec), checkpoint, checkpoint));
    }
    const most = new Map<string, number>();
    const filter = { types: [...new Set(readModels.flatMap(({ types }) => types))] };
    const log = mailcase.adapters.events.readAll({ after: START, filter, batchSize: BATCH });
    for await (const { events, checkpoint } of log) {
      const decoded = events.map(decodeOnce);
      for (const writer of writers) {
        const { name } = writer.projection.spec;
        const before = trips();
        await writer.take(decoded.filter(writer.takes), checkpoint);
        most.set(name, Math.max(most.get(name) ?? 0, trips() - before));
      }
    }
    const name = `round trips: ${BATCH} events into a read model`;
    return [count(name, Math.max(...most.values()), 'commands', 3)];
  } finally {
    await close({ drop: true });
  }
}

async function tripsOfListing({ mailcase }: Running, servers: Servers): Promise<Figure[]> {
  const { documents, trips, close } = await counted(servers, servers.database);
  const handler = new ListCasesHandler(new ReadModels(mailcase.projections, documents));
  const filters: readonly CaseFilter[] = [
    { limit: 25 },
    { limit: 25, sort: 'updatedAt' },
    { limit: 25, status: ['New', 'Assigned', 'Pending'], sort: 'updatedAt' },
    { limit: 25, teamId: servers.team, sort: 'updatedAt' },
    { limit: 25, assignee: 'ana', sort: 'updatedAt' },
    { limit: 25, open: true, direction: 'asc' },
    { limit: 25, text: 'writer1' },
  ];
  try {
    // What the collection is, is asked once in a process.
    await handler.execute(new ListCases({ limit: 1 }));
    let [first, further] = [0, 0];
    for (const filter of filters) {
      const before = trips();
      const { next } = await handler.execute(new ListCases(filter));
      const between = trips();
      if (next !== null) await handler.execute(new ListCases({ ...filter, cursor: next }));
      first = Math.max(first, between - before);
      further = Math.max(further, trips() - between);
    }
    return [
      count('round trips: a list of cases', first, 'commands', 1),
      // What has the same value in the order as the last one before, and what comes behind it: a range of the index each.
      // An empty page costs one more: whether the collection is still there.
      count('round trips: a further page of it', further, 'commands', 2),
    ];
  } finally {
    await close({ drop: false });
  }
}

async function counted({ mongodb: url }: Servers, database: string) {
  let commands = 0;
  const connection = await MongoConnection.open({
    url,
    database,
    onCommand: () => {
      commands += 1;
    },
  });
  return {
    documents: new MongoDocumentStore(connection),
    trips: () => commands,
    close: async ({ drop }: { readonly drop: boolean }) => {
      if (drop) await connection.database.dropDatabase();
      await connection.close();
    },
  };
}
