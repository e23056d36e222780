import type { FetchOptions, MailboxMessage } from '../../application/ports/mailbox-source.js';
import { cameBefore } from '../../domain/mail-account/age.js';
import { type Fetched, fetchBatch } from './batch.js';
import type { ImapConnection } from './connection.js';
import { headerOf, largeMessage, message } from './message.js';
import type { ReadAhead } from './read-ahead.js';
import { nameable, sequenceSet } from './sequence-set.js';
import { uidSearch } from './uid-search.js';
import { uidWindows } from './uid-windows.js';

const BATCH_BYTES = 4 * 1024 * 1024;
const FIRST_BATCH = 64;
const LEAST = 8;
const MOST = 512;

interface Started {
  readonly uids: readonly number[];
  readonly fetched: ReadAhead<Fetched>;
}

/**
 * The messages of the selected folder in rising order of UIDs. While those of one command are worked on, the next
 * command runs: two batches in memory, never more.
 * @param look gives UIDNEXT, or less
 */
export async function* fetchMessages(
  connection: ImapConnection,
  look: () => Promise<number>,
  options: FetchOptions,
): AsyncGenerator<MailboxMessage, void, undefined> {
  const { since, maxSize, signal } = options;
  const release = connection.endWith(signal);
  const isOld = cameBefore(since);
  const batches = start(connection, look, options);
  const another = () => {
    const batch = batches.next();
    batch.catch(() => undefined); // thrown where it is awaited
    return batch;
  };
  let current: Started | null = null;
  let ahead = another();
  try {
    for (;;) {
      const { value, done } = await ahead;
      if (done) return;
      current = value;
      ahead = another();
      // Servers answer in their own order; ours is that of the UIDs, because a cursor moves along it.
      const early = new Map<number, Fetched>();
      const { uids, fetched } = current;
      let place = 0;
      for (;;) {
        const coming = fetched.next();
        const one = coming instanceof Promise ? await coming : coming;
        if (one === null) break;
        early.set(one.row.uid, one);
        for (let next = take(early, uids[place]); next; next = take(early, uids[place])) {
          place++;
          const found = await toMessage(connection, next, maxSize);
          if (found && !isOld(found.receivedAt)) yield found;
          if (signal.aborted) connection.throwIfOver();
        }
      }
      const rest = uids.slice(place);
      const missing = rest.filter((uid) => !early.has(uid));
      const withheld = new Set(missing.length ? await uidSearch(connection)({ uid: sequenceSet(missing) }) : []);
      for (const uid of rest) {
        const next = take(early, uid);
        // What is missing is gone, or the server has it and does not give it: then its header marks the place.
        const found = next
          ? await toMessage(connection, next, maxSize)
          : withheld.has(uid)
            ? await headerOf(connection, uid)
            : null;
        if (found && !isOld(found.receivedAt)) yield found;
      }
    }
  } finally {
    release();
    current?.fetched.discard();
    ahead.then(
      ({ value }) => value?.fetched.discard(),
      () => undefined,
    );
  }
}

function toMessage(
  connection: ImapConnection,
  { row, bytes, whole }: Fetched,
  maxSize: number,
): MailboxMessage | null | Promise<MailboxMessage | null> {
  if (!whole) return largeMessage(connection, row, bytes, maxSize);
  return bytes.length > maxSize ? headerOf(connection, row.uid) : message(row, bytes);
}

/** Sends the commands, one whenever it is asked; as many messages at once as 4 MB hold, going by those before. */
async function* start(
  connection: ImapConnection,
  look: () => Promise<number>,
  { after, since, only, maxSize }: FetchOptions,
): AsyncGenerator<Started, void, undefined> {
  const wanted = { after, uidNext: await look(), since, ...(only ? { only } : {}) };
  let average = BATCH_BYTES / FIRST_BATCH;
  for await (const window of uidWindows(uidSearch(connection), wanted)) {
    for (let i = 0; i < window.length; ) {
      const count = Math.min(MOST, Math.max(LEAST, Math.floor(BATCH_BYTES / average)));
      const uids = nameable(window.slice(i, i + count), count);
      const fetched = fetchBatch(connection, uids, maxSize, (size) => {
        average += (size - average) / 32;
      });
      i += uids.length;
      yield { uids, fetched };
    }
  }
}

function take(early: Map<number, Fetched>, uid: number | undefined): Fetched | undefined {
  if (uid === undefined) return undefined;
  const found = early.get(uid);
  if (found) early.delete(uid);
  return found;
}
