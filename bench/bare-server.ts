import { FastifyAdapter } from '@nestjs/platform-fastify';
import { openDatabase } from '../src/infrastructure/sqlite/database.js';

/** A process of its own: the web server of Mailcase with one route, which answers the newest 25 cases as they are stored. */
const [, , file = ''] = process.argv;
const database = openDatabase(file, { synchronous: 'NORMAL', readOnly: true });
// A column of the registry.
const { generation } = database
  .prepare(`SELECT generation FROM collections WHERE name = 'cases' AND building = 0`)
  .get() as { generation: number };
const select = database.prepare(
  `SELECT document FROM "cases_v1_g${generation}" WHERE document IS NOT NULL ORDER BY field_number DESC, id DESC LIMIT 25`,
);
const server = new FastifyAdapter().getInstance();
server.get('/', async () => {
  // A column of JSON.
  const rows = select.all() as { document: string }[];
  return { items: rows.map(({ document }) => JSON.parse(document)) };
});
const address = await server.listen({ port: 0, host: '127.0.0.1' });
process.send?.(address);
process.on('disconnect', () => {
  // Named here, or the connection would be closed as garbage meanwhile.
  database.close();
  process.exit();
});
