import type { FetchMessageObject } from 'imapflow';
import { MailboxError, type MailboxMessage } from '../../application/ports/mailbox-source.js';
import type { ImapConnection } from './connection.js';

const PIECE = 1024 * 1024;
/** A header that is longer than this is cut. */
const MAX_HEADER = 1024 * 1024;

/** What is asked with every message, besides its bytes. */
export const attributes = { uid: true, flags: true, internalDate: true, size: true } as const;

export const message = (
  { uid, flags, internalDate, size }: FetchMessageObject,
  content: MailboxMessage['content'],
): MailboxMessage => ({
  uid,
  key: `${uid}`,
  receivedAt: internalDate instanceof Date ? internalDate.toISOString() : null,
  seen: flags?.has('\\Seen') ?? false,
  size: size ?? (content instanceof Uint8Array ? content.length : 0),
  content,
  headerOnly: false,
});

/**
 * A message whose beginning is here: its bytes in pieces, or its header alone where it is larger than `maxSize`.
 * Sizes that the server gives are not trusted: it is asked for the one byte behind `maxSize`.
 * @returns none: there is no such message any more
 */
export async function largeMessage(
  connection: ImapConnection,
  row: FetchMessageObject,
  beginning: Uint8Array,
  maxSize: number,
): Promise<MailboxMessage | null> {
  const probe = await connection.run((client) =>
    client.fetchOne(`${row.uid}`, { uid: true, source: { start: maxSize, maxLength: 1 } }, { uid: true }),
  );
  if (!probe) return null;
  return (probe.source?.length ?? 0) > 0
    ? headerOf(connection, row.uid)
    : message(row, pieces(connection, row.uid, beginning, maxSize));
}

/** A message by its header, for one that is too large, or that the server has and does not give. */
export async function headerOf(connection: ImapConnection, uid: number): Promise<MailboxMessage | null> {
  const bodyParts = [{ key: 'HEADER', start: 0, maxLength: MAX_HEADER }];
  const row = await connection.run((client) => client.fetchOne(`${uid}`, { ...attributes, bodyParts }, { uid: true }));
  return row ? { ...message(row, row.headers ?? new Uint8Array()), headerOnly: true } : null;
}

/** One piece is asked for while the one before it is worked on. */
async function* pieces(
  connection: ImapConnection,
  uid: number,
  beginning: Uint8Array,
  maxSize: number,
): AsyncGenerator<Uint8Array, void> {
  const from = (start: number) => {
    const asked = connection.run((client) =>
      client.fetchOne(`${uid}`, { uid: true, source: { start, maxLength: PIECE } }, { uid: true }),
    );
    asked.catch(() => undefined); // thrown where it is awaited, if it still is
    return asked;
  };
  let total = beginning.length;
  let asked = from(total);
  yield beginning;
  for (;;) {
    const row = await asked;
    if (!row) throw new MailboxError('protocol', `Message ${uid} was removed while it was being read.`);
    const bytes = row.source ?? new Uint8Array();
    total += bytes.length;
    if (total > maxSize) {
      throw new MailboxError('protocol', `The server sends more and more of message ${uid}: over ${maxSize} bytes.`);
    }
    const more = bytes.length === PIECE;
    if (more) asked = from(total);
    if (bytes.length > 0) yield bytes;
    if (!more) return;
  }
}
