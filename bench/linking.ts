import {
  type RecordLine,
  RegisterRecords,
  RegisterRecordsHandler,
} from '../src/application/commands/register-records.js';
import type { Mailcase } from '../src/application/mailcase.js';
import type { MailboxMessage } from '../src/application/ports/mailbox-source.js';
import { type AccountId, RecordId } from '../src/domain/ids.js';
import { cost, type Figure } from './figure.js';
import { surplus, timed, worked } from './measure.js';
import { type MailboxShape, message } from './messages.js';
import type { Options } from './options.js';
import { company, inFolder, SUPPORT, withMailcase } from './workspace.js';

/** Records that are registered in one go. */
const REGISTERED = 100_000;
const shape = (name: string): MailboxShape => ({ thread: 4, to: SUPPORT, name });

/**
 * Registering records, and what linking costs the way of a message: the same messages from files into one service that
 * knows as many addresses, among them those of every fifth writer, and into one with as many records that have none. So
 * both logs are equally long, and what a long log costs is not taken for what linking does.
 */
export async function linking({ messages, addresses, rounds }: Options): Promise<Figure[]> {
  return inFolder((folder) =>
    withMailcase(folder, (known) =>
      inFolder((other) =>
        withMailcase(other, async (unknown) => {
          const knownAccount = await company(known);
          const unknownAccount = await company(unknown);
          const many = Math.min(REGISTERED, addresses);
          const seconds = await timed(() => register(known, 0, many, true));
          await register(known, many, addresses, true);
          await register(unknown, 0, addresses, false);
          for (const one of [known, unknown]) {
            await one.settled();
            await one.searchable();
          }
          const bring = async (mailcase: Mailcase, accountId: AccountId, round: number) => {
            const cost = await worked(async () => {
              await mailcase.importing.run(brought(`round-${round}`, messages), accountId, `round ${round}`);
              await mailcase.settled();
            });
            // What goes on behind it must not count for the other.
            await mailcase.searchable();
            return cost;
          };
          const share = await surplus(
            2 * rounds,
            (round) => bring(known, knownAccount, round),
            (round) => bring(unknown, unknownAccount, round),
          );
          return [
            cost(`registering ${many.toLocaleString('en')} records`, seconds, 's', 30 * (many / REGISTERED)),
            cost(`linking, with ${addresses.toLocaleString('en')} addresses, of ingest`, share, '%', 10),
          ];
        }),
      ),
    ),
  );
}

async function register(mailcase: Mailcase, from: number, to: number, withAddresses: boolean): Promise<void> {
  const { log, aggregates } = mailcase;
  const handler = new RegisterRecordsHandler(log, aggregates);
  const by = { actor: 'system:bench', cause: `register ${from}` };
  const { refused } = await handler.execute(new RegisterRecords(lines(from, to, withAddresses), by));
  if (refused > 0) throw new Error(`${refused} records were refused`);
}

/** Contacts with an address each, the first ones writers of the messages, ten to an account. */
async function* lines(from: number, to: number, withAddresses: boolean): AsyncGenerator<RecordLine> {
  for (let n = from; n < to; n++) {
    const isAccount = n % 11 === 0;
    const facts = {
      type: isAccount ? ('Account' as const) : ('Contact' as const),
      id: RecordId.parse(`r${n}`),
      name: `Record ${n}`,
      emailAddresses: withAddresses ? [`writer${n * 5}@customer${(n * 5) % 977}.example`] : [],
      accountId: isAccount ? null : RecordId.parse(`r${n - (n % 11)}`),
      contactId: null,
      convertedTo: null,
      stage: null,
      assignedUserId: null,
      teamIds: [],
      skills: [],
    };
    yield { line: n - from + 1, facts };
  }
}

async function* brought(name: string, messages: number): AsyncGenerator<MailboxMessage> {
  for (let n = 0; n < messages; n++) {
    const content = message(n, shape(name));
    yield {
      uid: n + 1,
      key: `m${n}`,
      receivedAt: null,
      seen: false,
      size: content.byteLength,
      headerOnly: false,
      content,
    };
  }
}
