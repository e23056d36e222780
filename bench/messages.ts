/**
 * A mailbox made up for the bench: 1 to 4 kB each, plain, HTML, quoted-printable and with a small attachment, in
 * conversations with quoted answers. The same number gives the same message each time.
 */
export interface MailboxShape {
  /** Messages of one conversation. */
  readonly thread: number;
  /** Where they are sent. */
  readonly to: string;
  /** Makes the Message-IDs of one mailbox differ from those of another. */
  readonly name: string;
}

const SENTENCES = [
  'The tent arrived on Tuesday and one of the two poles is shorter than the other.',
  'We have tried the second cartridge as well, and the stove still goes out after a minute.',
  'Could you tell me whether the blue one will be back before the end of the month?',
  'Naročila sem velikost 42, v škatli pa je en čevelj 42 in drugi 41.',
  'I have attached the receipt and a drawing of where the seam has opened.',
  'Der Reißverschluss klemmt seit dem ersten Tag, ein Tausch wäre mir am liebsten.',
  'Our group leaves on the 14th, so a replacement after that would be of no use to us.',
  'The parcel service says that it was delivered to a neighbour, but nobody here has it.',
  'Hvala za hiter odgovor; naslov za dostavo ostaja isti.',
  'It is the same order as last year, with two more mats and without the lamp.',
  'Je vous remercie de votre réponse, mais la facture porte encore l’ancien montant.',
  'When it rains for longer than an hour, water comes in at the left shoulder.',
];
const SUBJECTS = ['Broken pole', 'Order 24 mats', 'Napačna velikost', 'Rückgabe', 'Where is my parcel', 'Invoice'];
const NAMES = ['Neža Kos', 'Tom Barrow', 'Jürgen Brandt', 'Lucie Moreau', 'Pia Lund', 'Oto Zupan', 'Ada Green'];
const MONTH = 30 * 24 * 3600;

/** The n-th message of a mailbox, from 0, as bytes with CRLF. */
export function message(n: number, { thread, to, name }: MailboxShape): Buffer {
  const conversation = Math.floor(n / thread);
  const place = n % thread;
  const id = (p: number) => `<${name}.${conversation}.${p}@customer${conversation % 977}.example>`;
  const person = NAMES[conversation % NAMES.length] ?? '';
  const subject = `${SUBJECTS[conversation % SUBJECTS.length]} (${conversation})`;
  const fields = [
    `Return-Path: <writer${conversation}@customer${conversation % 977}.example>`,
    `Received: from mx${n % 7}.customer${conversation % 977}.example by mail.acme.example; ${date(n)}`,
    `From: ${encoded(person)} <writer${conversation}@customer${conversation % 977}.example>`,
    `To: Acme Support <${to}>`,
    `Subject: ${encoded(place === 0 ? subject : `Re: ${subject}`)}`,
    `Message-ID: ${id(place)}`,
    `Date: ${date(n)}`,
    'MIME-Version: 1.0',
  ];
  if (place > 0) {
    fields.push(`In-Reply-To: ${id(place - 1)}`);
    fields.push(`References: ${Array.from({ length: place }, (_, p) => id(p)).join('\r\n ')}`);
  }
  const [contentFields, body] = content(n, text(n, place));
  return Buffer.from([...fields, ...contentFields, '', body, ''].join('\r\n'));
}

function text(n: number, place: number): string {
  const lines = ['Good morning,', ''];
  for (let line = 0; line < 6 + ((n * 7) % 13); line++) lines.push(SENTENCES[(n * 5 + line) % SENTENCES.length] ?? '');
  lines.push('', 'With kind regards', NAMES[n % NAMES.length] ?? '');
  if (place > 0) {
    lines.push('', 'On Monday you wrote:');
    for (let line = 0; line < 8; line++) lines.push(`> ${SENTENCES[(n * 3 + line) % SENTENCES.length]}`);
  }
  return lines.join('\r\n');
}

type Content = readonly [fields: readonly string[], body: string];

/** Of ten messages five are plain, three have HTML beside the text, one HTML alone, one an attachment. */
function content(n: number, text: string): Content {
  const kind = n % 10;
  if (kind < 3) return [['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit'], text];
  if (kind < 5) return quotedPrintable('plain', text);
  if (kind < 8)
    return multipart(n, 'alternative', [quotedPrintable('plain', text.slice(0, 900)), html(text.slice(0, 900))]);
  if (kind === 8) return html(text);
  return multipart(n, 'mixed', [quotedPrintable('plain', text), attachment(n)]);
}

function html(text: string): Content {
  const paragraphs = text.split('\r\n').map((line) => `<p style="margin:0">${line.replaceAll('>', '&gt;')}</p>`);
  return quotedPrintable('html', `<html><body>${paragraphs.join('\r\n')}</body></html>`);
}

function quotedPrintable(subtype: string, text: string): Content {
  const body = text
    .split('\r\n')
    .map((line) =>
      Buffer.from(line)
        .toString('latin1')
        .replace(/[^ -<>-~]/g, (byte) => `=${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
        .replace(/(.{70}[^=]{0,3})(?=.)/g, '$1=\r\n'),
    )
    .join('\r\n');
  return [[`Content-Type: text/${subtype}; charset=utf-8`, 'Content-Transfer-Encoding: quoted-printable'], body];
}

function attachment(n: number): Content {
  const base64 = Buffer.alloc(700, `receipt ${n} `).toString('base64').replace(/.{76}/g, '$&\r\n');
  const fields = [
    `Content-Type: application/pdf; name="receipt-${n}.pdf"`,
    `Content-Disposition: attachment; filename="receipt-${n}.pdf"`,
    'Content-Transfer-Encoding: base64',
  ];
  return [fields, base64];
}

function multipart(n: number, subtype: string, parts: readonly Content[]): Content {
  const boundary = `=_part_${n}`;
  const inside = parts.map(([fields, body]) => `--${boundary}\r\n${fields.join('\r\n')}\r\n\r\n${body}\r\n`);
  return [[`Content-Type: multipart/${subtype}; boundary="${boundary}"`], `${inside.join('')}--${boundary}--`];
}

const encoded = (value: string): string =>
  /^[ -~]*$/.test(value) ? value : `=?utf-8?B?${Buffer.from(value).toString('base64')}?=`;

/** One after another over a month, so that dates and arrival agree. */
const date = (n: number): string => new Date((1_770_000_000 + ((n * 11) % MONTH)) * 1_000).toUTCString();
