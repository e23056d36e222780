import type { Figure } from '../figure.js';
import type { Options } from '../options.js';
import { append } from './append.js';
import { ingest } from './ingest.js';
import { catchUp, rebuild } from './reading.js';
import { roundTrips } from './round-trips.js';
import { Servers } from './servers.js';
import { coldStart, listCases } from './serving.js';

/** What is measured on servers, in this order: what the bare client writes comes last, since all share one log. */
const parts: Readonly<Record<string, (options: Options, servers: Servers) => Promise<Figure[]>>> = {
  read: catchUp,
  rebuild,
  list: listCases,
  cold: coldStart,
  trips: roundTrips,
  ingest,
  append,
};

export const serverBench = {
  parts: Object.keys(parts),
  async open(options: Options) {
    const servers = await Servers.start();
    return {
      measure: async (part: string) => (await parts[part]?.(options, servers)) ?? [],
      notes: servers.notes,
      close: () => servers.stop(),
    };
  },
};
