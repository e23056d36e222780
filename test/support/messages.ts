/** Messages written for the tests. All names and addresses are made up; the domains are those of RFC 2606. */

export interface MessageParts {
  readonly from?: string | null;
  readonly to?: string | null;
  readonly cc?: string;
  readonly replyTo?: string;
  readonly subject?: string | null;
  /** As it stands in the field, brackets included; null: no such field. */
  readonly messageId?: string | null;
  readonly date?: string | null;
  readonly inReplyTo?: string;
  readonly references?: readonly string[];
  /** Further fields, in their order, before the others. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly text?: string;
  readonly html?: string;
  readonly attachments?: readonly AttachmentPart[];
  /** Default CRLF. */
  readonly lineEnd?: '\r\n' | '\n';
}

interface AttachmentPart {
  readonly name: string;
  readonly contentType?: string;
  readonly content: Buffer | string;
  readonly inline?: boolean;
  readonly contentId?: string;
}

let counter = 0;

/** A message as it lies in a mailbox; what is not given is made up, its Message-ID a new one each time. */
export function message(parts: MessageParts = {}): Buffer {
  counter++;
  const fields: [string, string][] = [...(parts.headers ?? [])].map(([name, value]) => [name, value]);
  const field = (name: string, given: string | null | undefined, otherwise?: string) => {
    const value = given === undefined ? otherwise : given;
    if (value !== null && value !== undefined) fields.push([name, value]);
  };
  field('From', parts.from, 'Ana Novak <ana@customer.example>');
  field('To', parts.to, 'Support <support@acme.example>');
  field('Cc', parts.cc);
  field('Reply-To', parts.replyTo);
  field('Subject', parts.subject, `Question ${counter}`);
  field('Message-ID', parts.messageId, `<${counter}.${process.pid}@customer.example>`);
  field('Date', parts.date, 'Tue, 02 Jan 2024 10:00:00 +0100');
  field('In-Reply-To', parts.inReplyTo);
  field('References', parts.references?.join('\r\n '));
  field('MIME-Version', '1.0');
  const [contentFields, body] = content(parts);
  const text = [...fields, ...contentFields].map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const whole = `${text}\r\n${body}\r\n`;
  return Buffer.from(parts.lineEnd === '\n' ? whole.replaceAll('\r\n', '\n') : whole);
}

type Content = readonly [fields: readonly (readonly [string, string])[], body: string];

function content({ text = 'Good morning,\r\nthe printer is on fire.', html, attachments = [] }: MessageParts): Content {
  const plain: Content = [[['Content-Type', 'text/plain; charset=utf-8']], text];
  const readable: Content =
    html === undefined
      ? plain
      : multipart('alternative', [plain, [[['Content-Type', 'text/html; charset=utf-8']], html]]);
  return attachments.length === 0 ? readable : multipart('mixed', [readable, ...attachments.map(attached)]);
}

function attached({
  name,
  contentType = 'application/octet-stream',
  content,
  inline,
  contentId,
}: AttachmentPart): Content {
  const base64 = Buffer.from(content).toString('base64').replace(/.{76}/g, '$&\r\n');
  return [
    [
      ['Content-Type', `${contentType}; name="${name}"`],
      ['Content-Disposition', `${inline ? 'inline' : 'attachment'}; filename="${name}"`],
      ['Content-Transfer-Encoding', 'base64'],
      ...(contentId === undefined ? [] : ([['Content-ID', `<${contentId}>`]] as const)),
    ],
    base64,
  ];
}

function multipart(kind: string, parts: readonly Content[]): Content {
  const boundary = `part-${kind}-${parts.length}`;
  const body = parts
    .map(([fields, text]) => `--${boundary}\r\n${fields.map(([n, v]) => `${n}: ${v}\r\n`).join('')}\r\n${text}\r\n`)
    .join('');
  return [[['Content-Type', `multipart/${kind}; boundary="${boundary}"`]], `${body}--${boundary}--`];
}

const lines = (...text: readonly string[]): Buffer => Buffer.from(text.join('\r\n'));
const range = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);

/** Ten thousand ids of usual length; 470 kB. */
export const manyReferences = (): readonly string[] =>
  range(10_000).map((n) => `<${n}.reference.of.a.long.thread@example.org>`);

/** Every bad message that the project names, by name: small and quick to make. The large attachment is `largeAttachment()`. */
export function hostileMessages(): ReadonlyMap<string, Buffer> {
  return new Map<string, Buffer>([
    ['empty', Buffer.alloc(0)],
    ['only line ends', Buffer.from('\r\n\r\n\r\n')],
    ['no headers at all', lines('Hello,', 'is anybody there?', '', 'Ana')],
    ['no body', lines('From: ana@example.com', 'Message-ID: <no-body@example.com>')],
    ['no Message-ID', message({ messageId: null })],
    ['empty Message-ID', message({ messageId: '<>' })],
    [
      'two Message-IDs',
      message({ headers: [['Message-ID', '<first@example.com>']], messageId: '<second@example.com>' }),
    ],
    ['Message-ID of 10 kB', message({ messageId: `<${'x'.repeat(10_000)}@example.com>` })],
    ['Message-ID of 100 kB', message({ messageId: `<${'x'.repeat(100_000)}@example.com>` })],
    [
      'ids without brackets',
      message({
        messageId: 'bare@example.com',
        inReplyTo: 'parent@example.com',
        references: ['root@example.com', 'parent@example.com'],
      }),
    ],
    ['10,000 References', message({ references: manyReferences() })],
    [
      '30,000 References',
      message({ references: range(30_000).map((n) => `<${n}.reference@a.long.name.example.org>`) }),
    ],
    [
      'References to itself',
      message({
        messageId: '<self@example.com>',
        references: ['<self@example.com>', '<self@example.com>'],
        inReplyTo: '<self@example.com>',
      }),
    ],
    ['date in 1970', message({ date: 'Thu, 01 Jan 1970 00:00:00 +0000' })],
    ['date in 2099', message({ date: 'Thu, 31 Dec 2099 23:59:59 +0000' })],
    ['no date', message({ date: null })],
    ['a date that is none', message({ date: 'the day after tomorrow' })],
    ['a date that does not exist', message({ date: 'Fri, 31 Feb 2023 10:00:00 +0100' })],
    [
      'unknown charset',
      lines(
        'From: ana@example.com',
        'Subject: =?x-martian?Q?Gr=FCn?=',
        'Content-Type: text/plain; charset=x-martian',
        '',
        'Grün',
      ),
    ],
    [
      'UTF-7',
      lines(
        'From: ana@example.com',
        'Content-Type: text/plain; charset=utf-7',
        '',
        '+ADw-script+AD4-alert(1)+ADw-/script+AD4-',
      ),
    ],
    [
      'raw 8-bit in the header',
      Buffer.from('From: J\xf6rg <joerg@example.com>\r\nSubject: Gr\xfc\xdfe\r\n\r\nHallo\r\n', 'latin1'),
    ],
    [
      'truncated base64',
      lines(
        'From: ana@example.com',
        'Content-Type: application/pdf; name=a.pdf',
        'Content-Transfer-Encoding: base64',
        '',
        'JVBERi0xLjQKJeLjz9MKMyAwIG9iago8PC9',
      ),
    ],
    [
      'broken quoted-printable',
      lines('Content-Type: text/plain', 'Content-Transfer-Encoding: quoted-printable', '', 'a=ZZ=4='),
    ],
    ['100 nested multiparts', nested(100)],
    ['900 nested multiparts', nested(900)],
    ['2,000 parts', manyParts(2_000)],
    ['multipart without a boundary', lines('Content-Type: multipart/mixed', '', '--x', '', 'Hello')],
    [
      'multipart that never closes',
      lines('Content-Type: multipart/mixed; boundary=x', '', '--x', 'Content-Type: text/plain', '', 'Hello'),
    ],
    [
      'NUL bytes',
      Buffer.from('From: a\0na@example.com\r\nSubject: A\0B\r\nMessage-ID: <nul\0@example.com>\r\n\r\nHel\0lo\0\r\n'),
    ],
    ['nothing but NUL', Buffer.alloc(10_000)],
    [
      'header injection',
      lines(
        `Subject: =?utf-8?B?${Buffer.from('Hello\r\nBcc: everybody@example.com\u202egnp.exe').toString('base64')}?=`,
        `From: =?utf-8?B?${Buffer.from('Ana\r\nX-Evil: 1\0').toString('base64')}?= <ana@example.com>`,
        'Message-ID: <injection@example.com>',
        '',
        'Hello',
      ),
    ],
    [
      'file names with ../',
      message({
        attachments: [
          { name: '../../etc/passwd', content: 'x' },
          { name: '..\\\\..\\\\windows\\\\win.ini', content: 'x' },
          { name: '...hidden', content: 'x' },
          { name: '..', content: 'x' },
          { name: `${'n'.repeat(400)}.pdf`, content: 'x' },
        ],
      }),
    ],
    [
      'Reply-To of 1,000 addresses',
      message({
        replyTo: range(1_000)
          .map((n) => `Person ${n} <person${n}@example.com>`)
          .join(',\r\n '),
      }),
    ],
    [
      'To of 50,000 addresses',
      message({
        to: range(50_000)
          .map((n) => `Person ${n} <person${n}@example.com>`)
          .join(',\r\n '),
      }),
    ],
    ['From of 50,000 commas', message({ from: ','.repeat(50_000) })],
    ['From of 50,000 quotes', message({ from: '"\\'.repeat(50_000) })],
    ['From of 50,000 groups', message({ from: 'a:'.repeat(50_000) })],
    ['From of 50,000 comments', message({ from: '('.repeat(50_000) })],
    ['From of 50,000 at signs', message({ from: '@'.repeat(50_000) })],
    ['From of 50,000 encoded words', message({ from: `${'=?utf-8?Q?a?= '.repeat(15_000)}<ana@example.com>` })],
    ['From of 50,000 brackets', message({ from: '<'.repeat(50_000) })],
    ['References of 500,000 parentheses', message({ references: ['('.repeat(500_000)] })],
    ['Subject of 500,000 encoded words', message({ subject: '=?utf-8?Q?a?= '.repeat(36_000) })],
    ['a header of 3 MB', message({ headers: [['X-Long', 'x'.repeat(3_000_000)]] })],
    ['a header of 100,000 fields', message({ headers: range(100_000).map((n) => ['X-Field', `${n}`] as const) })],
    ['HTML of 300,000 open tags', html('<div>'.repeat(300_000))],
    ['HTML of 1,000,000 open brackets', html('<'.repeat(1_000_000))],
    ['HTML of 300,000 heads', html('<head>'.repeat(300_000))],
    ['HTML of 300,000 comments', html('<!--'.repeat(300_000))],
    ['HTML of 300,000 entities', html('&'.repeat(300_000))],
    ['one line of 2 MB', message({ text: 'x'.repeat(2_000_000) })],
    ['2 MB of blanks', message({ text: ' '.repeat(2_000_000) })],
    [
      'lone surrogates',
      lines('Content-Type: text/plain; charset=utf-16le', 'Content-Transfer-Encoding: base64', '', 'ANgA2ADY'),
    ],
    ['group without members', message({ to: 'undisclosed-recipients:;' })],
  ]);
}

const html = (text: string): Buffer =>
  lines('From: ana@example.com', 'Content-Type: text/html; charset=utf-8', '', text);

function nested(depth: number): Buffer {
  const open = range(depth).map((n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`);
  return lines(
    'From: ana@example.com',
    'Message-ID: <nested@example.com>',
    `${open.join('')}Content-Type: text/plain`,
    '',
    'at last',
  );
}

function manyParts(count: number): Buffer {
  const parts = range(count).map((n) => `--b\r\nContent-Type: application/x-part; name=part${n}\r\n\r\n${n}\r\n`);
  return lines('From: ana@example.com', 'Content-Type: multipart/mixed; boundary=b', '', `${parts.join('')}--b--`);
}

/** A message with one attachment of so many bytes, in pieces of 64 kB; never in memory as a whole. */
export async function* largeAttachment(bytes: number): AsyncGenerator<Uint8Array> {
  yield lines(
    'From: ana@example.com',
    'Message-ID: <large@example.com>',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'The film.',
    '--b',
    'Content-Type: video/mp4; name=film.mp4',
    'Content-Disposition: attachment; filename=film.mp4',
    'Content-Transfer-Encoding: base64',
    '',
    '',
  );
  // 57 bytes make a line of 76 characters.
  const line = `${Buffer.alloc(57, 'film').toString('base64')}\r\n`;
  const piece = Buffer.from(line.repeat(840));
  let left = bytes;
  for (; left >= 57 * 840; left -= 57 * 840) yield piece;
  yield Buffer.from(line.repeat(Math.floor(left / 57)));
  if (left % 57 > 0) yield Buffer.from(`${Buffer.alloc(left % 57, 'film').toString('base64')}\r\n`);
  yield Buffer.from('--b--\r\n');
}
