import { once } from 'node:events';
import { type AttachmentStream, MailParser } from 'mailparser';
import { Unparsable } from '../../application/ports/mime-parser.js';
import { decodeRaw, first, type HeaderFields } from './header.js';

/** What mailparser is left to do: the structure, the transfer encodings and the charsets. The rest is done here, or not at all. */
const LEAN = {
  skipHtmlToText: true,
  skipTextToHtml: true,
  skipImageLinks: true,
  skipTextLinks: true,
  checksumAlgo: false,
} as const;

/** The fields of a delivery status notification are no text, nor is a message within the message. */
export const AS_PARTS = { keepDeliveryStatus: true, ignoreEmbedded: true } as const;

/** The only fields it needs for that; all others are read by `header.ts`, in bounded time. */
const MIME_FIELDS = ['content-type', 'content-transfer-encoding', 'content-disposition', 'content-id'];
const MAX_VALUE_LENGTH = 16 * 1024;
/** Bodies up to here go through in one write. */
const SMALL = 64 * 1024;

export interface MimeText {
  /** Decoded (RFC 2047), not yet cleaned. */
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
}

/** Called for each attachment in order; what it returns gets the decoded bytes in pieces. */
export type TakeAttachment = (attachment: AttachmentStream, index: number) => (piece: Buffer) => void;

/**
 * Reads the parts of a body (RFC 2045, RFC 2046): the texts, and the attachments in pieces, none of them held here.
 * @param more AS_PARTS: of a report, each part that is no text of its own is an attachment
 * @throws Unparsable; what the source of a streamed body throws is passed on as it is
 */
export async function readParts(
  fields: HeaderFields,
  body: Buffer | AsyncIterable<Buffer>,
  take: TakeAttachment,
  more: typeof AS_PARTS | null = null,
): Promise<MimeText> {
  const parser = new MailParser({ ...LEAN, ...more });
  const parsed = collect(parser, take);
  // It is awaited below; a source that fails first must not leave it unhandled.
  parsed.catch(() => {});
  const head = mimeHead(fields);
  if (!Buffer.isBuffer(body)) {
    parser.write(head);
    await feed(parser, body, parsed);
  } else if (body.length <= SMALL) {
    parser.end(Buffer.concat([head, body]));
  } else {
    parser.write(head);
    parser.end(body);
  }
  return parsed;
}

function collect(parser: MailParser, take: TakeAttachment): Promise<MimeText> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) =>
      reject(new Unparsable(error instanceof Error ? error.message : String(error), { cause: error }));
    let attachments = 0;
    let subject = '';
    let text = '';
    let html: string | null = null;
    parser.on('error', fail);
    parser.on('headers', (headers) => {
      const value = headers.get('subject');
      if (typeof value === 'string') subject = value;
    });
    parser.on('data', (part) => {
      if (part.type === 'text') {
        text = part.text ?? '';
        html = part.html ?? null;
        return;
      }
      try {
        part.content.on('data', take(part, attachments++));
        part.content.on('error', fail);
        part.content.on('end', () => part.release?.());
      } catch (error) {
        fail(error);
      }
    });
    parser.on('end', () => resolve({ subject, text, html }));
  });
}

async function feed(parser: MailParser, pieces: AsyncIterable<Buffer>, parsed: Promise<unknown>): Promise<void> {
  try {
    for await (const piece of pieces) {
      if (!parser.write(piece)) await Promise.race([once(parser, 'drain'), parsed]);
    }
    parser.end();
  } catch (error) {
    parser.destroy();
    throw error;
  }
}

/** A header of what matters for the body, and the subject, which mailparser decodes. */
function mimeHead(fields: HeaderFields): Buffer {
  let head = '';
  for (const name of MIME_FIELDS) {
    const value = first(fields, name);
    if (value !== null) head += `${name}: ${oneValue(value)}\r\n`;
  }
  const subject = first(fields, 'subject');
  if (subject !== null) head += `subject: ${oneValue(subject)}\r\n`;
  return Buffer.from(`${head}\r\n`);
}

const oneValue = (value: string) => decodeRaw(value.slice(0, MAX_VALUE_LENGTH)).replace(/\p{Cc}+/gu, ' ');
