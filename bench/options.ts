/** What one run of the bench does. */
export interface Options {
  /** Messages of an ingest. */
  readonly messages: number;
  /** Messages of the memory figure. */
  readonly mailbox: number;
  /** Events of the logs that are read, rebuilt and opened from cold. */
  readonly events: number;
  readonly manyEvents: number;
  /** Counted rounds of what is measured in turns with its bare loop. */
  readonly rounds: number;
  /** Keeps the large logs, to be used again; none: they are made each time. */
  readonly data: string | null;
  readonly dovecot: boolean;
}

export const full = { messages: 5_000, mailbox: 100_000, events: 100_000, manyEvents: 1_000_000, rounds: 3 };
export const quick = { messages: 500, mailbox: 3_000, events: 5_000, manyEvents: 20_000, rounds: 1 };
