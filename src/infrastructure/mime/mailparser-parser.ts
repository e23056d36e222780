import type { EmailContent, Facts, MimeParser, ParsedEmail, Wanted } from '../../application/ports/mime-parser.js';
import { Unparsable } from '../../application/ports/mime-parser.js';
import { autoResponseOf } from '../../domain/email/auto-response.js';
import { automaticReason } from '../../domain/email/automatic.js';
import type { Attachment } from '../../domain/email/events.js';
import { normalText } from '../../domain/filter/normal.js';
import type { EmailId } from '../../domain/ids.js';
import { addressesOf, returnPathOf } from './addresses.js';
import { AttachmentList } from './attachment-list.js';
import { BodyHash } from './body-hash.js';
import { parseDate } from './date.js';
import { decodeRaw, first, type Header, type HeaderFields, headerEnd, MAX_HEADER_BYTES, readHeader } from './header.js';
import { htmlToText } from './html-text.js';
import { emailIdFromHeader, identityOf } from './identity.js';
import { messageIdsOf } from './ids.js';
import { type MimeText, readParts } from './mime-parts.js';
import { type Examined, isReturned, REPORT_BYTES, reportOf } from './report/report.js';
import { oneLine, previewOf } from './text.js';

const MAX_SUBJECT_LENGTH = 1_000;
/** Of a body that is one text, what the preview is made from; the rest is hashed and counted only. */
const PREVIEWED_BYTES = 1024 * 1024;
/** Of an HTML document, the text that the preview is made from. */
const PREVIEWED_TEXT = 2_000;
/** Of a header field that filters ask for. */
const MAX_VALUES = 20;
const MAX_VALUE_LENGTH = 2_000;

/**
 * Messages parsed by mailparser, in this thread. Memory does not grow with attachments; texts of a multipart are held
 * while their message is parsed. It has no limit of time; ParserPool has.
 */
export class MailparserParser implements MimeParser {
  async parse(
    content: Uint8Array | (() => Promise<AsyncIterable<Uint8Array>>),
    wanted?: Wanted,
  ): Promise<ParsedEmail & { readonly facts?: Facts }> {
    return content instanceof Uint8Array ? parseBytes(asBuffer(content), wanted) : parseStream(await content(), wanted);
  }

  identify(header: Uint8Array): EmailId | null {
    return emailIdFromHeader(readHeader(asBuffer(header)).fields);
  }

  async content(bytes: Uint8Array): Promise<EmailContent> {
    const { header, body } = split(asBuffer(bytes));
    const { text, html } = await readParts(header.fields, body, () => ignore);
    return { text: text.trim() === '' && html !== null ? htmlToText(html) : text, html };
  }

  async attachment(bytes: Uint8Array, wanted: number): Promise<Uint8Array | null> {
    const { header, body } = split(asBuffer(bytes));
    let pieces: Buffer[] | null = null;
    await readParts(header.fields, body, (_attachment, index) => {
      if (index !== wanted) return ignore;
      const found: Buffer[] = [];
      pieces = found;
      return (piece) => found.push(piece);
    });
    return pieces === null ? null : Buffer.concat(pieces);
  }

  async close(): Promise<void> {}
}

async function parseBytes(bytes: Buffer, wanted?: Wanted) {
  const { header, body } = split(bytes);
  const hash = new BodyHash();
  hash.update(body);
  if (header.fields.size === 0 && hash.empty) throw new Unparsable('the message is empty');
  const attachments = new AttachmentList();
  const previewed = isOneText(header.fields) && !wanted?.text ? body.subarray(0, PREVIEWED_BYTES) : body;
  const mime = await readParts(header.fields, previewed, attachments.take);
  const email = parsedEmail(header.fields, mime, attachments.list, bytes.length, hash.digest());
  return { ...(await withReport(email, header.fields, body, mime.text)), ...factsOf(header.fields, mime, wanted) };
}

async function parseStream(source: AsyncIterable<Uint8Array>, wanted?: Wanted) {
  const pieces = source[Symbol.asyncIterator]();
  try {
    const head = await readHead(pieces);
    const header = readHeader(head);
    const hash = new BodyHash();
    let size = header.bodyStart;
    let room = isOneText(header.fields) && !wanted?.text ? PREVIEWED_BYTES : Number.POSITIVE_INFINITY;
    const kept = new Beginning(REPORT_BYTES);
    const body = async function* () {
      let piece: Buffer | null = head.subarray(header.bodyStart);
      for (; piece !== null; piece = await nextOf(pieces)) {
        hash.update(piece);
        kept.add(piece);
        size += piece.length;
        if (room > 0 && piece.length > 0) yield piece.subarray(0, room);
        room -= piece.length;
      }
    };
    const attachments = new AttachmentList();
    const mime = await readParts(header.fields, body(), attachments.take);
    if (header.fields.size === 0 && hash.empty) throw new Unparsable('the message is empty');
    const email = parsedEmail(header.fields, mime, attachments.list, size, hash.digest());
    return {
      ...(await withReport(email, header.fields, kept.bytes, mime.text)),
      ...factsOf(header.fields, mime, wanted),
    };
  } finally {
    await pieces.return?.();
  }
}

/** The first bytes of a stream. */
class Beginning {
  readonly #pieces: Buffer[] = [];
  constructor(private room: number) {}

  add(piece: Buffer): void {
    if (this.room <= 0) return;
    this.#pieces.push(piece.subarray(0, this.room));
    this.room -= piece.length;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#pieces);
  }
}

/** With what it reports, if it does; what gives back a message is a machine's, whatever its header says. */
async function withReport(email: ParsedEmail, fields: HeaderFields, body: Buffer, text: string): Promise<ParsedEmail> {
  const { automatic, subject } = email;
  const returns = email.attachments.some(({ contentType }) => isReturned(contentType));
  const examined: Examined = { fields, body: body.subarray(0, REPORT_BYTES), subject, text, automatic, returns };
  const report = await reportOf(examined);
  return report === null ? email : { ...email, report, automatic: automatic ?? 'delivery-status' };
}

/** The pieces up to the end of the header, or as many bytes as a header may have. */
async function readHead(pieces: AsyncIterator<Uint8Array>): Promise<Buffer> {
  let head: Buffer = Buffer.alloc(0);
  for (let piece = await nextOf(pieces); piece !== null; piece = await nextOf(pieces)) {
    // An end that lies across two pieces begins in the last bytes of the first.
    const from = Math.max(head.length - 3, 0);
    head = Buffer.concat([head, piece]);
    if (head.length > MAX_HEADER_BYTES || headerEnd(head, from) !== null) break;
  }
  return head;
}

async function nextOf(pieces: AsyncIterator<Uint8Array>): Promise<Buffer | null> {
  const next = await pieces.next();
  return next.done ? null : asBuffer(next.value);
}

function parsedEmail(
  fields: HeaderFields,
  mime: MimeText,
  attachments: Attachment[],
  size: number,
  bodyHash: string,
): ParsedEmail {
  const { emailId, threadKey } = identityOf(fields, bodyHash);
  const { messageId, inReplyTo, references } = messageIdsOf(fields);
  const { from, replyTo, to, cc } = addressesOf(fields);
  return {
    emailId,
    messageId,
    threadKey,
    inReplyTo: [...inReplyTo],
    references: [...references],
    subject: oneLine(mime.subject, MAX_SUBJECT_LENGTH),
    from,
    replyTo: [...replyTo],
    to: [...to],
    cc: [...cc],
    date: parseDate(first(fields, 'date')),
    automatic: automaticReason(fields),
    autoResponse: autoResponseOf(fields, returnPathOf(fields)),
    preview: previewOf(mime.text) || previewOf(htmlToText(mime.html ?? '', PREVIEWED_TEXT)),
    attachments,
    size,
    bodyHash,
    report: null,
  };
}

function factsOf(header: HeaderFields, { text, html }: MimeText, wanted?: Wanted): { readonly facts?: Facts } {
  if (!wanted) return {};
  const fields = wanted.fields.flatMap((name) => {
    const values = header.get(name)?.slice(0, MAX_VALUES) ?? [];
    return values.length === 0 ? [] : [[name, values.map((value) => decodeRaw(value.slice(0, MAX_VALUE_LENGTH)))]];
  });
  const texts = wanted.text ? normalText(html === null ? text : `${text}\n${htmlToText(html)}`) : null;
  return { facts: { fields: Object.fromEntries(fields), text: texts } };
}

/** A body that is nothing but text: its end can be left unread. */
function isOneText(fields: HeaderFields): boolean {
  const type = first(fields, 'content-type');
  const disposition = first(fields, 'content-disposition');
  return (
    (type === null || /^text\/(?:plain|html)\s*(?:;|$)/i.test(type)) &&
    (disposition === null || /^inline\b/i.test(disposition))
  );
}

function split(bytes: Buffer): { readonly header: Header; readonly body: Buffer } {
  const header = readHeader(bytes);
  return { header, body: bytes.subarray(header.bodyStart) };
}

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const ignore = () => {};
