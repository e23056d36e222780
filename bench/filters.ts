import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Mailcase } from '../src/application/mailcase.js';
import type { FilterDefinition, FilterParameters } from '../src/domain/filter/events.js';
import { type AccountId, FilterId, streams } from '../src/domain/ids.js';
import { readMessageFiles } from '../src/infrastructure/files/message-files.js';
import { NOTHING_GIVEN } from '../test/support/filters.js';
import { cost, type Figure } from './figure.js';
import { surplus, worked } from './measure.js';
import { message } from './messages.js';
import type { Options } from './options.js';
import { company, inFolder, SUPPORT, withMailcase } from './workspace.js';

const FILTERS = 200;
/** What is asked for: so many per cent of ingest. */
const MOST = 15;

/** Messages that come to an account, with 200 filters and without any: of senders, of subjects, and of phrases in the text. */
export async function filtering({ messages, rounds }: Options): Promise<Figure[]> {
  return inFolder(async (folder) => {
    const from = path.join(folder, 'mail');
    await mkdir(from);
    const shape = { thread: 4, to: SUPPORT, name: 'files' };
    for (let n = 0; n < messages; n++)
      await writeFile(path.join(from, `${String(n).padStart(7, '0')}.eml`), message(n, shape));
    const figures: Figure[] = [];
    for (const [name, kinds] of [
      ['200 filters of senders and subjects', [ofSender, ofDomain, ofSubject]],
      ['200 filters, a third of them of the text', [ofSender, ofSubject, ofText]],
    ] as const) {
      const share = await surplus(
        2 * rounds,
        () => imported(from, messages, kinds),
        () => imported(from, messages, []),
      );
      figures.push(cost(`${name}, of ingest`, share, '%', MOST));
    }
    return figures;
  });
}

type Kind = (n: number) => Partial<FilterParameters>;
/** None of them meets anything: what they cost is what is measured, and not what they save. */
const ofSender: Kind = (n) => ({ from: `nobody-${n}@elsewhere.example` });
const ofDomain: Kind = (n) => ({ from: `*@domain-${n}.example` });
const ofSubject: Kind = (n) => ({ subject: `*offer ${n} of the*` });
const ofText: Kind = (n) => ({
  bodyContains: [`offer ${n} of the`, `unsubscribe ${n}`],
  bodyContainsAll: [`prize ${n}`],
});

function imported(from: string, messages: number, kinds: readonly Kind[]): Promise<number> {
  return inFolder((folder) =>
    withMailcase(folder, async (mailcase) => {
      const accountId = await company(mailcase);
      if (kinds.length > 0) await define(mailcase, accountId, kinds);
      await mailcase.settled();
      return worked(async () => {
        const { signal } = new AbortController();
        const onProblem = ({ error }: { error: Error }) => {
          throw error;
        };
        const files = readMessageFiles(from, { signal, onProblem });
        const { received } = await mailcase.importing.run(files, accountId, from);
        if (received !== messages) throw new Error(`${received} of ${messages} messages were received`);
        await mailcase.settled();
      });
    }),
  );
}

async function define({ log }: Mailcase, accountId: AccountId, kinds: readonly Kind[]): Promise<void> {
  for (let n = 0; n < FILTERS; n++) {
    const filterId = FilterId.parse(`filter-${n}`);
    const data: FilterDefinition = {
      filterId,
      name: `Filter ${n}`,
      scope: n % 2 === 0 ? { kind: 'global' } : { kind: 'account', accountId, owner: null },
      parameters: { ...NOTHING_GIVEN, ...kinds[n % kinds.length]?.(n) },
      action: { kind: 'skip' },
      markAsRead: false,
      skipNotification: false,
      order: 0,
    };
    const by = { actor: 'bench', cause: `filter ${n}` };
    const stream = streams.emailFilter(filterId);
    await log.append({ stream, expectedRevision: 'no-stream', events: [{ type: 'FilterDefined', data }], by });
  }
}
