import type { FetchMessageObject } from 'imapflow';
import type { ImapConnection } from './connection.js';
import { attributes } from './message.js';
import { ReadAhead } from './read-ahead.js';
import { sequenceSet } from './sequence-set.js';

/** So much of each message comes with the first command; most messages are not longer. */
const FIRST = 32 * 1024;
/** Messages up to here are completed with a second command, together; longer ones are read in pieces, alone. */
const SMALL = 512 * 1024;
/** What second commands may bring for one batch, by the server's word, and what is kept of it whatever it said. */
const REST = 4 * 1024 * 1024;
const MOST_REST = 2 * REST;

/** A message, or its beginning. */
export interface Fetched {
  readonly row: FetchMessageObject;
  readonly bytes: Uint8Array;
  /** False: there may be more behind `bytes`. */
  readonly whole: boolean;
}

/**
 * Some messages, fetched with one command that is on its way as soon as this exists, and with a second one for those
 * longer than 32 kB. How long a message is, its bytes tell: the server's RFC822.SIZE only says what to try.
 * @param note hears of each message's size
 */
export function fetchBatch(
  connection: ImapConnection,
  uids: readonly number[],
  maxSize: number,
  note: (size: number) => void,
): ReadAhead<Fetched> {
  const wanted = new Set(uids);
  const first = Math.min(FIRST, maxSize);
  return new ReadAhead((keep) =>
    connection.run(async (client) => {
      const longer: Fetched[] = [];
      let rest = 0;
      const query = { ...attributes, source: { start: 0, maxLength: first } };
      for await (const row of client.fetch(sequenceSet(uids), query, { uid: true })) {
        // News about flags come in the same form, without bytes; and each message once.
        if (!row.source || !wanted.delete(row.uid)) continue;
        const claimed = row.size ?? 0;
        note(Math.max(claimed, row.source.length));
        // Longer than asked for: a server that knows no partial fetch (RFC 3501, section 6.4.5) and sent all of it.
        const fetched = { row, bytes: row.source, whole: row.source.length !== first };
        if (!fetched.whole && claimed > first && claimed <= Math.min(SMALL, maxSize) && rest + claimed <= REST) {
          rest += claimed;
          longer.push(fetched);
        } else keep(fetched);
      }
      if (longer.length > 0) await complete(client, longer, first, keep);
    }),
  );
}

async function complete(
  client: ImapConnection['client'],
  longer: readonly Fetched[],
  first: number,
  keep: (value: Fetched) => void,
): Promise<void> {
  const beginnings = new Map(longer.map((fetched) => [fetched.row.uid, fetched]));
  const query = { uid: true, source: { start: first, maxLength: SMALL - first } };
  let held = 0;
  for await (const { uid, source } of client.fetch(sequenceSet([...beginnings.keys()]), query, { uid: true })) {
    const beginning = beginnings.get(uid);
    if (!source || !beginning) continue;
    beginnings.delete(uid);
    held += source.length;
    if (held > MOST_REST) keep(beginning);
    else {
      const bytes = Buffer.concat([beginning.bytes, source]);
      keep({ row: beginning.row, bytes, whole: source.length < SMALL - first });
    }
  }
}
