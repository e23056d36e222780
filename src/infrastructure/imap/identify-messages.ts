import type { MailboxSession, MessageIdentity } from '../../application/ports/mailbox-source.js';
import type { ImapConnection } from './connection.js';
import { nameableParts, sequenceSet } from './sequence-set.js';
import { olderThan } from './since.js';
import { uidSearch } from './uid-search.js';
import { uidWindows } from './uid-windows.js';

const AT_ONCE = 1_000;
const fields = ['Message-ID', 'From', 'Date'];

export type IdentifyOptions = Parameters<MailboxSession['identify']>[0];

/** The header fields by which a message is known, of all messages above a UID. @param look gives UIDNEXT, or less */
export async function* identifyMessages(
  connection: ImapConnection,
  look: () => Promise<number>,
  { after, since, signal }: IdentifyOptions,
): AsyncGenerator<MessageIdentity, void, undefined> {
  const release = connection.endWith(signal);
  const isOld = olderThan(since);
  try {
    const uidNext = await look();
    for await (const uids of uidWindows(uidSearch(connection), { after, uidNext, since })) {
      for (const part of nameableParts(uids, AT_ONCE)) {
        const query = { uid: true, internalDate: true, headers: fields };
        const found = new Map<number, MessageIdentity>();
        await connection.run(async (client) => {
          for await (const row of client.fetch(sequenceSet(part), query, { uid: true })) {
            const { uid, headers, internalDate } = row;
            const old = internalDate instanceof Date && isOld(internalDate.toISOString());
            if (headers && !old) found.set(uid, { uid, header: headers });
          }
        });
        for (const uid of part) {
          const identity = found.get(uid);
          if (identity) yield identity;
        }
      }
    }
  } finally {
    release();
  }
}
