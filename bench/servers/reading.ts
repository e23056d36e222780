import { MongoClient } from 'mongodb';
import type { Mailcase } from '../../src/application/mailcase.js';
import { START } from '../../src/domain/event.js';
import { readModels } from '../../src/projections/index.js';
import { type Figure, rate } from '../figure.js';
import { interleaved, timed } from '../measure.js';
import type { Options } from '../options.js';
import { BareLog } from './bare-log.js';
import type { Servers } from './servers.js';

/** Documents that one command of the bare loop writes. */
const AT_ONCE = 1_000;

/** A subscription from the beginning of the log until it has caught up; beside the bare subscription. */
export async function catchUp({ events, rounds }: Options, servers: Servers): Promise<Figure[]> {
  await servers.filled(events);
  const bare = new BareLog(servers.kurrentdb);
  let [read, bareRead] = [0, 0];
  try {
    const { seconds, bare: bareSeconds } = await servers.withMailcase(({ mailcase }) =>
      interleaved(
        rounds,
        () =>
          timed(async () => {
            read = await caughtUp(mailcase);
          }),
        () =>
          timed(async () => {
            bareRead = await bare.readAll();
          }),
      ),
    );
    return [rate('catch-up of a subscription', read / seconds, 'events/s', bareRead / bareSeconds, 0.8)];
  } finally {
    await bare.close();
  }
}

async function caughtUp({ adapters }: Mailcase): Promise<number> {
  const enough = new AbortController();
  let read = 0;
  for await (const message of adapters.events.subscribe({ after: START, signal: enough.signal })) {
    if (message.kind === 'caught-up') break;
    read += message.events.length;
  }
  enough.abort();
  return read;
}

/** All read models built anew; beside reading the log and inserting as many documents of the same size, without an index. */
export async function rebuild({ events, rounds }: Options, servers: Servers): Promise<Figure[]> {
  await servers.filled(events);
  const bareLog = new BareLog(servers.kurrentdb);
  const client = new MongoClient(servers.mongodb);
  const database = client.db(servers.database);
  try {
    const documents = await documentsIn(client, servers.database);
    let read = 0;
    const { seconds, bare } = await servers.withMailcase(({ mailcase }) =>
      interleaved(
        rounds,
        () =>
          timed(async () => {
            read = await mailcase.projections.rebuild(readModels.map(({ spec }) => spec.name));
          }),
        async () => {
          const copies = database.collection<{ readonly _id: string; readonly text: string }>('bare-copies');
          const seconds = await timed(async () => {
            await bareLog.readAll();
            const text = 'x'.repeat(Math.max(0, documents.size - 11));
            for (let from = 0; from < documents.count; from += AT_ONCE) {
              const length = Math.min(AT_ONCE, documents.count - from);
              await copies.insertMany(Array.from({ length }, (_, n) => ({ _id: `document-${from + n}`, text })));
            }
          });
          await copies.drop();
          return seconds;
        },
      ),
    );
    return [rate('rebuild of all read models', read / seconds, 'events/s', read / bare)];
  } finally {
    await bareLog.close();
    await client.close();
  }
}

interface Documents {
  readonly count: number;
  /** Characters, on average. */
  readonly size: number;
}

async function documentsIn(client: MongoClient, database: string): Promise<Documents> {
  let count = 0;
  let characters = 0;
  for (const { spec } of readModels) {
    const rows = client.db(database).collection(`${spec.name}_v${spec.version}`);
    for await (const { d } of rows.find({ d: { $exists: true } })) {
      count += 1;
      characters += JSON.stringify(d).length;
    }
  }
  return { count, size: Math.round(characters / Math.max(1, count)) };
}
