import type { MailboxSession, MessageIdentity } from '../../application/ports/mailbox-source.js';
import { cameBefore } from '../../domain/mail-account/age.js';
import type { ImapConnection } from './connection.js';
import { nameableParts, sequenceSet } from './sequence-set.js';
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
  const isOld = cameBefore(since);
  try {
    const uidNext = await look();
    for await (const uids of uidWindows(uidSearch(connection), { after, uidNext, since })) {
      for (const part of nameableParts(uids, AT_ONCE)) {
        const query = { uid: true, internalDate: true, headers: fields };
        const found = new Map<number, MessageIdentity | 'old'>();
        await connection.run(async (client) => {
          for await (const row of client.fetch(sequenceSet(part), query, { uid: true })) {
            const { uid, headers, internalDate } = row;
            if (internalDate instanceof Date && isOld(internalDate.toISOString())) found.set(uid, 'old');
            else if (headers) found.set(uid, { uid, header: headers });
          }
        });
        const missing = part.filter((uid) => !found.has(uid));
        const withheld = new Set(missing.length ? await uidSearch(connection)({ uid: sequenceSet(missing) }) : []);
        for (const uid of part) {
          const identity = found.get(uid);
          // What is missing is gone, or the server has it and does not say what it is: then nobody knows it yet.
          if (identity === undefined && withheld.has(uid)) yield { uid, header: new Uint8Array() };
          else if (identity !== undefined && identity !== 'old') yield identity;
        }
      }
    }
  } finally {
    release();
  }
}
