import { FastifyAdapter } from '@nestjs/platform-fastify';
import { MongoClient } from 'mongodb';
import { cases } from '../../src/projections/cases.js';

/** A process of its own: the web server of Mailcase with one route, which answers the newest 25 cases as they are stored. */
const [, , url = '', database = ''] = process.argv;
const client = await new MongoClient(url).connect();
const rows = client.db(database).collection(`${cases.spec.name}_v${cases.spec.version}`);
const server = new FastifyAdapter().getInstance();
server.get('/', async () => {
  const found = await rows
    .find({ d: { $exists: true } }, { projection: { d: 1 }, sort: { 'f.number': -1 }, limit: 25, batchSize: 26 })
    .toArray();
  return { items: found.map(({ d }) => d) };
});
const address = await server.listen({ port: 0, host: '127.0.0.1' });
process.send?.(address);
process.on('disconnect', () => process.exit());
