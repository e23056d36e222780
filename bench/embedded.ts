import { append } from './append.js';
import { bounces } from './bounces.js';
import { coldStart } from './cold-start.js';
import type { Figure } from './figure.js';
import { filtering } from './filters.js';
import { importing } from './import.js';
import { inbox } from './inbox.js';
import { ingest } from './ingest.js';
import { linking } from './linking.js';
import { listCases } from './list-cases.js';
import { Logs } from './logs.js';
import { memory } from './memory.js';
import { notifying } from './notifications.js';
import type { Options } from './options.js';
import { readAll, rebuild } from './reading.js';
import { searching } from './search.js';
import { sending } from './sending.js';

const parts: Readonly<Record<string, (options: Options, logs: Logs) => Promise<Figure[]>>> = {
  append,
  ingest,
  import: importing,
  filters: filtering,
  memory,
  read: readAll,
  rebuild,
  cold: coldStart,
  list: listCases,
  inbox,
  search: searching,
  linking,
  notifications: notifying,
  bounces,
  sending,
};

/** What is measured on SQLite and files. */
export const embeddedBench = {
  parts: Object.keys(parts),
  async open(options: Options) {
    const logs = new Logs(options.data);
    return {
      measure: async (part: string) => (await parts[part]?.(options, logs)) ?? [],
      notes: [],
      close: () => logs.remove(),
    };
  },
};
