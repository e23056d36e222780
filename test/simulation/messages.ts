import type { MailComposer } from '../../src/application/ports/mail-composer.js';
import { type MimeParser, type ParsedEmail, Unparsable } from '../../src/application/ports/mime-parser.js';
import { derivedId, type EmailId } from '../../src/domain/ids.js';
import type { Random } from './random.js';

/** A message of the simulated world: its bytes are the JSON of what they mean. */
export interface SimulatedMessage {
  /** None: it cannot be parsed. */
  readonly email: ParsedEmail | null;
  readonly bytes: Uint8Array;
  /** What identifies it, as far as a header can. */
  readonly header: Uint8Array;
  /** It comes in pieces. */
  readonly isLarge: boolean;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const customers = ['nika@kupec.example', 'oto@kupec.example', 'pia@stranka.example', 'rok@stranka.example'];
export const colleagues = ['ana', 'bor', 'cene'];
export const addressOf = (colleague: string): string => `${colleague}@acme.example`;

interface Draft {
  readonly id: number;
  readonly messageId: string | null;
  readonly from: string;
  readonly inReplyTo: readonly string[];
  readonly references: readonly string[];
  readonly subject: string;
  readonly automatic: string | null;
  readonly body: string;
  readonly isLarge: boolean;
  /** Default: by its id. */
  readonly date?: string;
}

function written({ id, messageId, from, body, isLarge, ...rest }: Draft): SimulatedMessage {
  const { date = new Date(Date.UTC(2026, 2, 2, 8, id)).toISOString() } = rest;
  // A message without an id is known by what it says (design: a hash of From, To, Date, Subject and body).
  const emailId = derivedId('email', messageId ?? body, from, date) as EmailId;
  const email: ParsedEmail = {
    emailId,
    messageId,
    threadKey: messageId ?? `sha256:${emailId}`,
    inReplyTo: [...rest.inReplyTo],
    references: [...rest.references],
    subject: rest.subject,
    from: { address: from, name: '' },
    replyTo: [],
    to: [],
    cc: [],
    date,
    automatic: rest.automatic,
    preview: '',
    attachments: [],
    size: 0,
    bodyHash: body,
    report: null,
    autoResponse: { returnPath: null, refused: null },
  };
  const header = encoder.encode(JSON.stringify({ emailId: messageId === null ? null : emailId }));
  return { email, bytes: encoder.encode(JSON.stringify(email)), header, isLarge };
}

function unreadable(id: number): SimulatedMessage {
  const bytes = encoder.encode(`broken ${id}`);
  return { email: null, bytes, header: encoder.encode(JSON.stringify({ emailId: null })), isLarge: false };
}

/** Some messages that answer each other, later and earlier ones, and ghosts that nobody ever sees. */
export function correspondence(random: Random, count: number, ours: readonly string[]): SimulatedMessage[] {
  const ids = [...Array(count).keys()].map((n) => `<${n}@sim.example>`);
  const nameable = [...ids, '<ghost-1@sim.example>', '<ghost-2@sim.example>'];
  return ids.map((messageId, id) => {
    if (random.chance(0.03)) return unreadable(id);
    const some = () => [...Array(random.below(3)).keys()].map(() => random.pick(nameable));
    const isLinked = random.chance(0.65);
    return written({
      id,
      messageId: random.chance(0.05) ? null : random.chance(0.06) ? random.pick(ids) : messageId,
      from: random.chance(0.7)
        ? random.pick(customers)
        : random.chance(0.8)
          ? addressOf(random.pick(colleagues))
          : random.pick(ours),
      inReplyTo: isLinked && random.chance(0.5) ? [random.pick(nameable)] : [],
      references: isLinked ? some() : [],
      subject: random.chance(0.12) ? `Re: [#${1 + random.below(4)}] order` : 'order',
      automatic: random.chance(0.1) ? 'auto-replied' : null,
      body: `body ${id}`,
      isLarge: random.chance(0.25),
    });
  });
}

/** The same message as it comes with another body, by a list that adds its footer. */
export function variant(message: SimulatedMessage): SimulatedMessage {
  if (!message.email) return message;
  const email = { ...message.email, bodyHash: `${message.email.bodyHash} and a footer` };
  return { ...message, email, bytes: encoder.encode(JSON.stringify(email)) };
}

/** Writes what one of us sends. */
export const simulatedComposer: MailComposer = {
  compose: async ({ messageId, from: { address }, date, subject }) => {
    const email = written({
      ...{ id: 0, messageId, from: address, inReplyTo: [], references: [], subject, automatic: null },
      ...{ body: messageId, isLarge: false, date },
    });
    return email.bytes;
  },
};

/** @param bytes of one that has a Message-ID */
export const messageIdIn = (bytes: Uint8Array): string =>
  // Written by `written`.
  (JSON.parse(decoder.decode(bytes)) as { messageId: string }).messageId;

/** Reads the simulated messages; at once, since the simulation has no time to lose. */
export const simulatedParser: MimeParser = {
  async parse(content) {
    const pieces = content instanceof Uint8Array ? [content] : [];
    if (!(content instanceof Uint8Array)) for await (const piece of await content()) pieces.push(piece);
    const text = decoder.decode(Buffer.concat(pieces));
    if (text.startsWith('broken')) throw new Unparsable('it is broken');
    // Written by `written` and `variant`.
    return JSON.parse(text) as ParsedEmail;
  },
  // Written by `written` and `unreadable`.
  identify: (header) => (JSON.parse(decoder.decode(header)) as { emailId: EmailId | null }).emailId,
  content: async () => ({ text: '', html: null }),
  attachment: async () => null,
  close: async () => undefined,
};
