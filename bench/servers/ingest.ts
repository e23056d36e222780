import type { Append } from '../../src/application/ports/event-store.js';
import { cost, type Figure, rate } from '../figure.js';
import { fetched, filled, more, USER } from '../ingest.js';
import { interleaved, timed } from '../measure.js';
import type { Options } from '../options.js';
import { fetchFrom, PASSWORD, SECRET } from '../workspace.js';
import { WINDOW } from './append.js';
import { BareLog } from './bare-log.js';
import type { Servers } from './servers.js';

/**
 * The whole way of a message, from a real IMAP server to its case; beside the bare client, which writes the same events
 * with as many appends at once. While it does, no Mailcase listens to the log. Once with all on servers, and once with
 * documents and blobs on this machine, which shows what the log alone has to do with it.
 */
export async function ingest({ messages, rounds, dovecot: there }: Options, servers: Servers): Promise<Figure[]> {
  if (!there) return [];
  const dovecot = await filled(0);
  const bare = new BareLog(servers.kurrentdb);
  const shape = { thread: 4, to: servers.address, name: `imap-${servers.run}` };
  let before = 0;
  try {
    await servers.withMailcase(({ mailcase, accountId }) => fetchFrom(mailcase, accountId, dovecot.port, USER));
    const figures: Figure[] = [];
    for (const [documents, name] of [
      ['sqlite', 'ingest over IMAP, documents on SQLite'],
      ['mongodb', 'ingest over IMAP'],
    ] as const) {
      let appends: readonly Append[] = [];
      const { seconds, bare: bareSeconds } = await interleaved(
        rounds,
        async () => {
          await more(dovecot, before, messages, shape);
          before += messages;
          return servers.withMailcase(async ({ mailcase, accountId, takeAppends }) => {
            // The vault is in the folder or in MongoDB.
            await mailcase.adapters.vault.put(SECRET, PASSWORD);
            takeAppends();
            const seconds = await fetched(mailcase, accountId, messages);
            appends = takeAppends();
            return seconds;
          }, documents);
        },
        () => {
          const same = bare.copiesOf(appends);
          return timed(() => bare.append(same, WINDOW));
        },
      );
      figures.push(rate(name, messages / seconds, 'messages/s', messages / bareSeconds, 0.7));
      figures.push(cost(`${name}: appends of a message`, appends.length / messages, 'appends'));
    }
    return figures;
  } finally {
    await bare.close();
    await dovecot.remove();
  }
}
