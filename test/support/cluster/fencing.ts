import { MongoClient } from 'mongodb';

interface LeaseDocument {
  readonly _id: string;
  readonly owner: string | null;
  readonly token: number;
}

/** Looks at the leases all the time: a token of a lease belongs to one holder alone. */
export class Fencing {
  private readonly holders = new Map<string, Set<string>>();
  private readonly tokens = new Map<string, number>();
  readonly violations: string[] = [];
  private readonly client: MongoClient;
  private isWatching = true;
  private readonly watching: Promise<void>;

  constructor(url: string, database: string) {
    this.client = new MongoClient(url, { serverSelectionTimeoutMS: 500 });
    const leases = this.client.db(database).collection<LeaseDocument>('leases');
    this.watching = (async () => {
      while (this.isWatching) {
        // Its server is killed now and then.
        const documents = await leases
          .find()
          .toArray()
          .catch(() => []);
        for (const document of documents) this.note(document);
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
  }

  /** How many changes of hands it saw. */
  get seen(): number {
    return this.holders.size;
  }

  async stop(): Promise<void> {
    this.isWatching = false;
    await this.watching;
    await this.client.close();
  }

  private note({ _id: name, owner, token }: LeaseDocument): void {
    if (typeof name !== 'string' || owner === null) return;
    const key = `${name} ${token}`;
    const holders = this.holders.get(key) ?? new Set();
    this.holders.set(key, holders.add(owner));
    if (holders.size > 1) this.violations.push(`${key} was held by ${[...holders].join(' and ')}`);
    const last = this.tokens.get(name) ?? 0;
    if (token < last) this.violations.push(`${name} went back from ${last} to ${token}`);
    this.tokens.set(name, token);
  }
}
