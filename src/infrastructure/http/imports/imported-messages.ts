import type { z } from 'zod';
import type { MailboxMessage } from '../../../application/ports/mailbox-source.js';
import { Invalid } from '../../../domain/errors.js';
import { ImportLine, ImportPiece } from '../schemas/operations.js';
import { lines } from './ndjson.js';

/** Bytes of one line: a message of some 70 MB, base64. What is larger comes in pieces. */
const LONGEST_LINE = 100 * 1024 * 1024;

/**
 * The messages of an NDJSON body, one at a time; one that comes in pieces is a stream, read before the next is asked for.
 * @throws Invalid naming the line, also while such a stream is read
 */
export async function* importedMessages(
  body: AsyncIterable<Uint8Array>,
  longestLine = LONGEST_LINE,
): AsyncGenerator<MailboxMessage> {
  const numbered = numberedLines(body, longestLine);
  let uid = 0;
  for await (const line of numbered) {
    const { name, seen, receivedAt, case: id, raw, more } = checked(ImportLine, line);
    const first = Buffer.from(raw, 'base64');
    const link = id === null ? null : ({ type: 'Case', id } as const);
    const facts = { uid: ++uid, key: name, receivedAt, seen, size: first.byteLength, headerOnly: false, link };
    if (!more) {
      yield { ...facts, content: first };
      continue;
    }
    const rest = pieces(first, numbered);
    yield { ...facts, content: rest };
    // Where somebody had enough of it, the next line would be a piece of this one.
    for await (const _ of rest);
  }
}

async function* pieces(first: Uint8Array, following: AsyncIterator<Line>): AsyncGenerator<Uint8Array> {
  let piece = { bytes: first, more: true };
  for (;;) {
    yield piece.bytes;
    if (!piece.more) return;
    // One step at a time: a loop over them would end them all with this message.
    const next = await following.next();
    if (next.done) throw new Invalid([{ path: 'body', message: 'ends within a message' }]);
    const { raw, more } = checked(ImportPiece, next.value);
    piece = { bytes: Buffer.from(raw, 'base64'), more };
  }
}

interface Line {
  readonly number: number;
  readonly bytes: Uint8Array;
}

async function* numberedLines(body: AsyncIterable<Uint8Array>, longest: number): AsyncGenerator<Line> {
  let number = 0;
  for await (const bytes of lines(body, longest)) yield { number: ++number, bytes };
}

function checked<Schema extends z.ZodType>(schema: Schema, { number, bytes }: Line): z.infer<Schema> {
  const result = schema.safeParse(parse(bytes, number));
  if (result.success) return result.data;
  throw new Invalid(
    result.error.issues.map(({ path, message }) => ({ path: ['body', number, ...path].join('.'), message })),
  );
}

function parse(line: Uint8Array, number: number): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(line));
  } catch {
    throw new Invalid([{ path: `body.${number}`, message: 'is not a line of JSON' }]);
  }
}
