import type { AttachmentStream } from 'mailparser';
import type { EmailReport, ReportedRecipient } from '../../../domain/email/report.js';
import { normalAddress, parseAddresses } from '../addresses.js';
import { decodeRaw, first, type HeaderFields, readHeader } from '../header.js';
import { htmlToText } from '../html-text.js';
import { messageIdOf, parseMessageIds } from '../ids.js';
import { AS_PARTS, readParts } from '../mime-parts.js';
import { describedIn, noticeOf, recipientsInWords } from './notice.js';
import { deliveryRecipients, disposition, fieldGroups, typedAddress } from './status-fields.js';

/** Of a body, what a report is looked for in; what a message returns of another one may be of any size, and comes last. */
export const REPORT_BYTES = 4 * 1024 * 1024;
/** Of a returned message: its header is wanted. */
const RETURNED_BYTES = 256 * 1024;
/** A report in a report that somebody passed on; deeper ones are nobody's. */
const MAX_DEPTH = 3;
/** As JSON in an event. */
const MAX_BYTES = 96 * 1024;
const MAX_ID_LENGTH = 1_000;

const DELIVERY = /^message\/(?:global-)?delivery-status$/;
const DISPOSITION = /^message\/(?:global-)?disposition-notification$/;
const FEEDBACK = /^message\/feedback-report$/;
/** What is given back of the message: all of it, its header, or a piece. */
const RETURNED = /^(?:message\/(?:rfc822|global|global-headers|partial)|text\/rfc822-headers)$/;
const HEADER_FILE = /header/i;

/** Who tells of undelivered mail: the program, the postmaster, or a system by its name. */
const MAIL_SYSTEM =
  /(?:^|[\s<"(.])(?:mailer[-_.]?daemon|post[-_]?master|mail[\s.]+(?:deliver\w*|delivery)[\s.]+(?:sub)?system|mmsc ndr)/i;
const SUBJECT =
  /undeliver|deliver|returned mail|failure notice|mail system error|could not be (?:sent|delivered)|non remis|unzustellbar|error sending your mail/i;
const LIST_REFUSAL = /not (?:a )?member of (?:this|the) mailing list/i;

interface Part {
  readonly type: string;
  readonly bytes: Buffer;
}

/** What is known of a message before its report is looked for. */
export interface Examined {
  readonly fields: HeaderFields;
  /** Up to REPORT_BYTES of it. */
  readonly body: Buffer;
  readonly subject: string;
  readonly text: string;
  /** By its header alone (`domain/email/automatic.ts`). */
  readonly automatic: string | null;
  /** It has a part that returns a message. */
  readonly returns: boolean;
}

export const isReturned = (contentType: string): boolean => RETURNED.test(contentType);

/**
 * What a message reports of another one that was sent before: delivery status notifications (RFC 3464, RFC 6533),
 * disposition notifications (RFC 8098), feedback reports (RFC 5965), and notices in words as mail systems wrote them
 * before and beside these. None: it is none of them. A message whose header does not say that a machine wrote it is one
 * only where it gives back what its own recipient sent: people ask what a notice means, and quote it.
 */
export async function reportOf(message: Examined): Promise<EmailReport | null> {
  const { automatic } = message;
  const isCandidate =
    automatic === null
      ? message.returns
      : isMailSystem(message) || message.returns || LIST_REFUSAL.test(message.text.slice(0, 4_096));
  return isCandidate ? examine(message, 0) : null;
}

function isMailSystem({ fields, subject, automatic }: Examined): boolean {
  return (
    /^(?:multipart\/report|message\/)/i.test(first(fields, 'content-type') ?? '') ||
    fields.has('x-failed-recipients') ||
    fields.has('feedback-type') ||
    MAIL_SYSTEM.test(decodeRaw((first(fields, 'from') ?? '').slice(0, 1_000))) ||
    (automatic !== null && SUBJECT.test(subject) && /^<\s*>/.test(first(fields, 'return-path') ?? ''))
  );
}

async function examine(message: Examined, depth: number): Promise<EmailReport | null> {
  const parts: Part[] = [];
  const { text: plain, html } = await readParts(message.fields, message.body, collect(parts), AS_PARTS);
  const text = [plain, htmlToText(html ?? '')].find((one) => one.trim() !== '') ?? asWritten(message.body);
  const returned = parts.filter(({ type }) => RETURNED.test(type)).map(({ bytes }) => readHeader(bytes).fields);
  const own = addressesIn(message.fields, ['to', 'cc', 'delivered-to', 'x-original-to', 'envelope-to']);
  if (message.automatic === null && !returned.some((fields) => givesBackTo(fields, own))) return null;

  const notice = noticeOf(text);
  const find = (pattern: RegExp) => parts.filter(({ type }) => pattern.test(type));
  const ids = { fields: message.fields, returned, text, body: message.body };
  const finish = (kind: EmailReport['kind'], recipients: readonly ReportedRecipient[], said: string | null = null) =>
    limited({
      kind,
      originalMessageId: said ?? originalId(ids),
      feedbackType: null,
      recipients: [...recipients],
      leftOut: 0,
    });

  const feedback = find(FEEDBACK)[0];
  if (feedback) return feedbackReport(feedback.bytes, returned, originalId(ids));

  const dispositions = find(DISPOSITION).flatMap(({ bytes }) => fieldGroups(bytes.toString('latin1')));
  const displayed = dispositions.flatMap(disposition);
  if (displayed.length > 0) {
    const said = parseMessageIds(first(dispositions[0] ?? new Map(), 'original-message-id') ?? '')[0];
    return finish('disposition', displayed, said ?? null);
  }

  const failed = addressesOf(first(message.fields, 'x-failed-recipients'));
  const stands = failed[0] ?? null;
  const delivery = find(DELIVERY).flatMap(({ bytes }) =>
    deliveryRecipients(fieldGroups(bytes.toString('latin1')), stands),
  );
  if (delivery.length > 0) return finish('delivery', delivery);

  // Somebody passed a report on, as software does that stands before a mail server.
  const inner = depth < MAX_DEPTH ? await innerReport(parts, depth) : null;
  if (inner) return inner;

  const fieldsInText = deliveryRecipients(fieldGroups(Buffer.from(notice, 'utf8').toString('latin1')), stands);
  if (fieldsInText.length > 0) return finish('delivery', fieldsInText);
  if (failed.length > 0) return finish('delivery', describedIn(notice, failed));
  const inWords = recipientsInWords(notice, new Set([...own, ...addressesIn(message.fields, ['from', 'sender'])]));
  if (inWords.length > 0) return finish('delivery', inWords);
  const only = onlyRecipient(returned.length > 0 ? returned : [headerIn(text.slice(notice.length))]);
  // It gives a message back that went to one address: that one is meant.
  return only === null || !isMailSystem(message) ? null : finish('delivery', describedIn(notice, [only]));
}

async function innerReport(parts: readonly Part[], depth: number): Promise<EmailReport | null> {
  for (const { type, bytes } of parts) {
    if (!/^message\/(?:rfc822|global)$/.test(type)) continue;
    const { fields, bodyStart } = readHeader(bytes);
    if (!/^multipart\/report\b/i.test(first(fields, 'content-type') ?? '')) continue;
    const body = bytes.subarray(bodyStart);
    const inner = { fields, body, subject: '', text: '', automatic: 'report', returns: true };
    const report = await examine(inner, depth + 1);
    if (report) return report;
  }
  return null;
}

/** RFC 5965, section 3. */
function feedbackReport(
  bytes: Buffer,
  returned: readonly HeaderFields[],
  originalMessageId: string | null,
): EmailReport {
  const fields = fieldGroups(bytes.toString('latin1'))[0] ?? new Map<string, readonly string[]>();
  const feedbackType = /^[a-z0-9-]{1,40}/.exec((first(fields, 'feedback-type') ?? '').toLowerCase())?.[0] ?? 'other';
  const named = ['original-rcpt-to', 'removal-recipient'].flatMap((name) =>
    (fields.get(name) ?? []).flatMap((value) => typedAddress(value) ?? []),
  );
  const only = named.length > 0 ? null : onlyRecipient(returned);
  const recipients = [...new Set(only === null ? named : [only])].map((recipient) => ({
    recipient,
    finalRecipient: null,
    action: 'complained' as const,
    status: null,
    diagnostic: null,
    permanent: false,
  }));
  return limited({ kind: 'feedback', originalMessageId, feedbackType, recipients, leftOut: 0 });
}

/** Takes the parts that a report is made of, as far as they are wanted, and headers that come as a file. */
function collect(parts: Part[]) {
  return ({ contentType, filename }: AttachmentStream) => {
    const declared = contentType?.toLowerCase() ?? '';
    const type = declared === 'text/plain' && HEADER_FILE.test(filename ?? '') ? 'text/rfc822-headers' : declared;
    const room = DELIVERY.test(type) || /^message\/(?:rfc822|global)$/.test(type) ? REPORT_BYTES : RETURNED_BYTES;
    if (![DELIVERY, DISPOSITION, FEEDBACK, RETURNED].some((wanted) => wanted.test(type))) return () => {};
    const pieces: Buffer[] = [];
    let size = 0;
    parts.push({
      type,
      get bytes() {
        return Buffer.concat(pieces);
      },
    });
    return (piece: Buffer) => {
      if (size < room) pieces.push(piece.subarray(0, room - size));
      size += piece.length;
    };
  };
}

/**
 * The Message-ID of what was sent: of what is given back, else as it stands in the words or anywhere in the body (parts
 * whose header is broken), else what the report says that it answers.
 */
function originalId(ids: {
  readonly fields: HeaderFields;
  readonly returned: readonly HeaderFields[];
  readonly text: string;
  readonly body: Buffer;
}): string | null {
  for (const fields of ids.returned) {
    const id = messageIdOf(fields);
    if (id !== null && id.length <= MAX_ID_LENGTH) return id;
  }
  const inText = idIn(ids.text) ?? idIn(ids.body.toString('latin1', 0, RETURNED_BYTES));
  if (inText !== null) return inText;
  const answered = ['in-reply-to', 'references'].flatMap((name) =>
    parseMessageIds(first(ids.fields, name) ?? '').slice(-1),
  );
  return answered.find((id) => id.length <= MAX_ID_LENGTH) ?? null;
}

/** Where its structure is broken. */
const asWritten = (body: Buffer): string => decodeRaw(body.toString('latin1', 0, RETURNED_BYTES));

const idIn = (text: string): string | null =>
  /^[ \t>]{0,20}message-id:\s{0,20}(<[^<>\s]{1,998}>)/im.exec(text)?.[1] ?? null;

/** Who sent the message that is given back is whom the notice goes to. */
function givesBackTo(returned: HeaderFields, own: ReadonlySet<string>): boolean {
  const senders = addressesIn(returned, ['return-path', 'from', 'sender']);
  return [...senders].some((address) => own.has(address));
}

function onlyRecipient(returned: readonly HeaderFields[]): string | null {
  for (const fields of returned) {
    const all = addressesIn(fields, ['to', 'cc', 'bcc']);
    const [only] = all;
    if (all.size === 1 && only !== undefined) return only;
  }
  return null;
}

/** The header of a message that is given back within a text. */
function headerIn(text: string): HeaderFields {
  const lines = text.split(/\r?\n/).slice(0, 200);
  const begin = lines.findIndex((line) =>
    /^(?:from|to|subject|date|received|return-path|message-id):/i.test(line.trim()),
  );
  return begin < 0 ? new Map() : readHeader(Buffer.from(`${lines.slice(begin).join('\n')}\n`, 'utf8')).fields;
}

const addressesIn = (fields: HeaderFields, names: readonly string[]): ReadonlySet<string> =>
  new Set(names.flatMap((name) => addressesOf((fields.get(name) ?? []).join(', ') || null)));

function addressesOf(value: string | null): string[] {
  if (value === null) return [];
  const parsed = parseAddresses([value]).map(({ address }) => address);
  return parsed.length > 0 ? parsed : [normalAddress(value) ?? []].flat();
}

/** As many recipients as an event holds, each once for what became of it. */
function limited(report: EmailReport): EmailReport {
  const different = new Map(report.recipients.map((one) => [`${one.recipient} ${one.action}`, one]));
  const recipients: ReportedRecipient[] = [];
  let room = MAX_BYTES;
  for (const one of different.values()) {
    room -= Buffer.byteLength(JSON.stringify(one)) + 1;
    if (room < 0) break;
    recipients.push(one);
  }
  return { ...report, recipients, leftOut: different.size - recipients.length };
}
