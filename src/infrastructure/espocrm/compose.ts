import { createHash } from 'node:crypto';
import type { EspoEntity } from './espo-source.js';
import { isTrue, moment, text } from './fields.js';

export interface ComposedAttachment {
  readonly name: string;
  readonly type: string;
  readonly content: Uint8Array;
}

const LINE = 76;
/** Bytes of an encoded word (RFC 2047, section 2: 75 characters) before base64. */
const WORD = 45;
const ADDRESS = /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/;

/**
 * A message of what EspoCRM holds of it (RFC 5322): it keeps none as it came. The Message-ID, the date and who wrote it are
 * the original's, so that the same message from a mailbox is the same e-mail here. The same in, the same out.
 * @param answers the Message-ID that it answers
 */
export function composed(
  email: EspoEntity,
  answers: string | null,
  attachments: readonly ComposedAttachment[],
): Uint8Array {
  const sent = moment(email, 'dateSent') ?? moment(email, 'createdAt');
  const header = [
    field('From', mailbox(text(email, 'from'), text(email, 'fromName'))),
    field('To', list(text(email, 'to'))),
    field('Cc', list(text(email, 'cc'))),
    field('Reply-To', list(text(email, 'replyTo'))),
    field('Subject', words(text(email, 'name'))),
    field('Date', sent === null ? null : sent.toUTCString().replace('GMT', '+0000')),
    field('Message-ID', messageId(text(email, 'messageId'))),
    field('In-Reply-To', messageId(answers)),
    field('X-Imported-From', 'EspoCRM'),
    field('MIME-Version', '1.0'),
  ].join('');
  const html = isTrue(email, 'isHtml') ? text(email, 'body') : null;
  const plain = text(email, 'bodyPlain') ?? (html === null ? text(email, 'body') : null);
  const seed = `${email.id} ${html?.length} ${plain?.length}`;
  const bodies = [
    ...(plain !== null || html === null ? [part('text/plain; charset=utf-8', Buffer.from(plain ?? ''))] : []),
    ...(html === null ? [] : [part('text/html; charset=utf-8', Buffer.from(html))]),
  ];
  const body = together('alternative', bodies, seed);
  const files = attachments.map(({ name, type, content }) =>
    part(/^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : 'application/octet-stream', content, fileName(name)),
  );
  return Buffer.from(`${header}${together('mixed', [body, ...files], seed)}`, 'utf8');
}

/** Message-ID as EspoCRM keeps it, with or without its brackets. */
function messageId(value: string | null): string | null {
  const id = value?.replace(/^<|>$/g, '') ?? '';
  return /^[^\s<>]{1,900}$/.test(id) ? `<${id}>` : null;
}

const field = (name: string, value: string | null): string => (value === null ? '' : `${name}: ${value}\r\n`);

/** `a@x.example;b@x.example`, as EspoCRM writes several. */
function list(value: string | null): string | null {
  const addresses = (value ?? '').split(/[;,]/).flatMap((one) => mailbox(one.trim(), null) ?? []);
  return addresses.length > 0 ? addresses.join(',\r\n ') : null;
}

/** What is no address would end up somewhere else in the header. */
function mailbox(address: string | null, name: string | null): string | null {
  if (address === null || !ADDRESS.test(address)) return null;
  return name === null ? address : `${words(name)} <${address}>`;
}

/** Always encoded, so that nothing in it means anything; cut between characters. */
function words(value: string | null): string | null {
  if (value === null) return null;
  const parts: string[] = [];
  let part = '';
  for (const character of value.slice(0, 2_000)) {
    if (Buffer.byteLength(part + character) > WORD) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  return [...parts, part].map((one) => `=?utf-8?B?${Buffer.from(one).toString('base64')}?=`).join('\r\n ');
}

/** RFC 2231. */
const fileName = (name: string): string =>
  `Content-Disposition: attachment;\r\n filename*=utf-8''${encodeURIComponent(name.slice(0, 200)).replace(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)}\r\n`;

function part(type: string, content: Uint8Array, more = ''): string {
  const lines =
    Buffer.from(content)
      .toString('base64')
      .match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
  return `Content-Type: ${type}\r\nContent-Transfer-Encoding: base64\r\n${more}\r\n${lines.join('\r\n')}\r\n`;
}

/** A boundary cannot occur in base64: it begins with an underscore. */
function together(kind: string, parts: readonly string[], seed: string): string {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const boundary = `_${kind}_${createHash('sha256').update(seed).digest('hex').slice(0, 32)}`;
  const inside = parts.map((one) => `--${boundary}\r\n${one}`).join('');
  return `Content-Type: multipart/${kind};\r\n boundary="${boundary}"\r\n\r\n${inside}--${boundary}--\r\n`;
}
