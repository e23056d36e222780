import { randomBytes } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { MongoConnection, type MongoConnectionOptions } from '../../../src/infrastructure/mongodb/mongo-connection.js';
import { whyNoStandIn } from './build.js';
import { realMongodb } from './real.js';
import { StandIn } from './server.js';

export { realMongodb, StandIn };

/** For `describe.skipIf(...)`: says why, or throws where nothing may be skipped. */
export function withoutMongodb(): boolean {
  const missing = realMongodb === undefined ? whyNoStandIn() : null;
  if (missing === null) return false;
  const why = `Suites that need MongoDB's protocol do not run: ${missing}.`;
  if (process.env.CI === 'true') throw new Error(why);
  console.warn(why);
  return true;
}

/** A server for the tests of one file, with as many databases as they want. */
export class TestMongodb {
  readonly #made: string[] = [];

  private constructor(
    readonly url: string,
    private readonly standIn: StandIn | null,
  ) {}

  static async start(): Promise<TestMongodb> {
    if (realMongodb !== undefined) return new TestMongodb(realMongodb, null);
    const standIn = await StandIn.start();
    return new TestMongodb(standIn.url, standIn);
  }

  /** A name that nobody has. */
  newDatabase(): string {
    const name = `mailcase-test-${randomBytes(6).toString('hex')}`;
    this.#made.push(name);
    return name;
  }

  /** A connection to a database, by default one that nobody has. */
  connect(
    database: string = this.newDatabase(),
    options: Partial<MongoConnectionOptions> = {},
  ): Promise<MongoConnection> {
    return MongoConnection.open({ url: this.url, database, ...options });
  }

  /** With all that is in it. */
  async drop(...databases: readonly string[]): Promise<void> {
    const client = new MongoClient(this.url);
    for (const name of databases) await client.db(name).dropDatabase();
    await client.close();
  }

  async stop(): Promise<void> {
    if (this.standIn) return this.standIn.stop();
    await this.drop(...this.#made);
  }
}
