import type { MailboxMessage } from '../../../application/ports/mailbox-source.js';
import { Invalid } from '../../../domain/errors.js';
import { ImportLine } from '../schemas/operations.js';
import { lines } from './ndjson.js';

/** Bytes of one line: a message of some 70 MB, base64. */
const LONGEST_LINE = 100 * 1024 * 1024;

/**
 * The messages of an NDJSON body, one at a time.
 * @throws Invalid naming the line
 */
export async function* importedMessages(body: AsyncIterable<Uint8Array>): AsyncGenerator<MailboxMessage> {
  let number = 0;
  for await (const line of lines(body, LONGEST_LINE)) {
    number++;
    const checked = ImportLine.safeParse(parse(line, number));
    if (!checked.success) {
      throw new Invalid(
        checked.error.issues.map(({ path, message }) => ({ path: ['body', number, ...path].join('.'), message })),
      );
    }
    const { name, seen, receivedAt, raw } = checked.data;
    const content = Buffer.from(raw, 'base64');
    yield { uid: number, key: name, receivedAt, seen, size: content.byteLength, content, headerOnly: false };
  }
}

function parse(line: Uint8Array, number: number): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(line));
  } catch {
    throw new Invalid([{ path: `body.${number}`, message: 'is not a line of JSON' }]);
  }
}
