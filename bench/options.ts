/** What one run of the bench does. */
export interface Options extends Sizes {
  /** Keeps the large logs, to be used again; none: they are made each time. */
  readonly data: string | null;
  readonly dovecot: boolean;
}

interface Sizes {
  /** Messages of an ingest. */
  readonly messages: number;
  /** Messages of the memory figure. */
  readonly mailbox: number;
  /** Events of the logs that are read, rebuilt and opened from cold. */
  readonly events: number;
  readonly manyEvents: number;
  /** Requests of a turn of the list of cases, after as many that warm up. */
  readonly requests: number;
  /** Addresses of records that are registered while linking is measured. */
  readonly addresses: number;
  /** Counted rounds of what is measured in turns with its bare loop. */
  readonly rounds: number;
}

const embedded = {
  full: {
    messages: 5_000,
    mailbox: 100_000,
    events: 100_000,
    manyEvents: 1_000_000,
    requests: 3_000,
    addresses: 1_000_000,
    rounds: 3,
  },
  quick: {
    messages: 500,
    mailbox: 3_000,
    events: 5_000,
    manyEvents: 20_000,
    requests: 3_000,
    addresses: 20_000,
    rounds: 1,
  },
};

/** Smaller: the stand-in for MongoDB looks through a whole collection for each query. One log for all. */
const servers = {
  full: { messages: 500, mailbox: 0, events: 6_000, manyEvents: 6_000, requests: 100, addresses: 0, rounds: 3 },
  quick: { messages: 250, mailbox: 0, events: 3_000, manyEvents: 3_000, requests: 50, addresses: 0, rounds: 1 },
};

export const sizesOf: Readonly<Record<Engine, { readonly full: Sizes; readonly quick: Sizes }>> = { embedded, servers };

/** What it runs on: SQLite and files in a folder, or KurrentDB and MongoDB. */
export type Engine = (typeof engines)[number];
export const engines = ['embedded', 'servers'] as const;
