import type { MongoConnection } from '../../../src/infrastructure/mongodb/mongo-connection.js';
import { MongoLeases } from '../../../src/infrastructure/mongodb/mongo-leases.js';
import { FakeClock } from '../fake-clock.js';
import { severable } from './severable.js';

interface Options {
  readonly name: string;
  readonly length: number;
  /** Where its clock stands, in ISO 8601. */
  readonly clock?: string;
}

/** The signs of life, and the watch over them: what a node does by itself. */
const LOOPS = 2;

/** A node whose time goes by when the test says so. */
export async function leasesNode(connection: MongoConnection, { name, length, clock: start }: Options) {
  const clock = new FakeClock(start === undefined ? undefined : Date.parse(start));
  const { connection: way, sever, mend } = severable(connection);
  const elapsed = () => clock.now().getTime();
  const leases = await MongoLeases.open(way, { name, length, clock, elapsed });
  const atRest = async () => {
    while (clock.waiting.length < LOOPS) await new Promise(setImmediate);
  };
  await atRest();
  return {
    leases,
    pass: async (milliseconds: number) => {
      clock.advance(milliseconds);
      await atRest();
    },
    stop: (milliseconds: number) => clock.sleep(milliseconds),
    sever,
    mend,
  };
}
