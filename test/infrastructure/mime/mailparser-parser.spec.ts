import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Unparsable } from '../../../src/application/ports/mime-parser.js';
import { EmailReceivedData } from '../../../src/domain/email/events.js';
import { MailparserParser } from '../../../src/infrastructure/mime/index.js';
import { hostileMessages, largeAttachment, message } from '../../support/messages.js';

const parser = new MailparserParser();
const Parsed = EmailReceivedData.omit({ blob: true, delivery: true, headerOnly: true, answersCase: true });
/** What `parse` may take for any message, in milliseconds; much more than it takes, much less than for ever. */
const SOON = 2_000;

const inPieces = (bytes: Uint8Array, size: number) => async () =>
  (async function* () {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  })();

describe('a message', () => {
  it('is told by its facts', async () => {
    const bytes = message({
      from: '=?utf-8?Q?Bor_=C5=BDupan?= <Bor@Customer.example>',
      to: 'support@acme.example, sales@acme.example',
      cc: 'Cene <cene@acme.example>',
      replyTo: 'office@customer.example',
      subject: '=?utf-8?B?VGlza2FsbmlrIMKrQcK7?=',
      messageId: '<2@customer.example>',
      inReplyTo: '<1@customer.example>',
      references: ['<0@customer.example>', '<1@customer.example>'],
      text: 'Dobro  jutro,\r\ntiskalnik gori.',
      html: '<p>Dobro jutro</p>',
      attachments: [
        { name: 'račun.pdf', contentType: 'application/pdf', content: 'PDF!' },
        { name: 'logo.png', contentType: 'image/png', content: 'PNG', inline: true, contentId: 'logo@x' },
      ],
    });
    expect(Parsed.parse(await parser.parse(bytes))).toEqual({
      emailId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      messageId: '<2@customer.example>',
      threadKey: '<2@customer.example>',
      inReplyTo: ['<1@customer.example>'],
      references: ['<0@customer.example>', '<1@customer.example>'],
      subject: 'Tiskalnik «A»',
      from: { address: 'bor@customer.example', name: 'Bor Župan' },
      replyTo: [{ address: 'office@customer.example', name: '' }],
      to: [
        { address: 'support@acme.example', name: '' },
        { address: 'sales@acme.example', name: '' },
      ],
      cc: [{ address: 'cene@acme.example', name: 'Cene' }],
      date: '2024-01-02T09:00:00.000Z',
      automatic: null,
      preview: 'Dobro jutro, tiskalnik gori.',
      attachments: [
        { name: 'račun.pdf', contentType: 'application/pdf', size: 4, contentId: null, inline: false },
        { name: 'logo.png', contentType: 'image/png', size: 3, contentId: 'logo@x', inline: true },
      ],
      size: bytes.length,
      report: null,
      bodyHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('previews its HTML where it has no text', async () => {
    const bytes = Buffer.from('Content-Type: text/html\n\n<style>p{}</style><p>Hello <b>you</b></p>');
    expect((await parser.parse(bytes)).preview).toBe('Hello you');
    expect(await parser.content(bytes)).toEqual({
      text: 'Hello you',
      html: '<style>p{}</style><p>Hello <b>you</b></p>',
    });
  });

  it('gives its text, its HTML as sent, and its attachments by their place', async () => {
    const bytes = message({
      text: 'Text',
      html: '<script>x</script>',
      attachments: [
        { name: 'a', content: 'first' },
        { name: 'b', content: Buffer.alloc(100_000, 7) },
      ],
    });
    expect(await parser.content(bytes)).toEqual({ text: 'Text', html: '<script>x</script>' });
    expect(Buffer.from((await parser.attachment(bytes, 0)) ?? []).toString()).toBe('first');
    expect(await parser.attachment(bytes, 1)).toEqual(Buffer.alloc(100_000, 7));
    expect(await parser.attachment(bytes, 2)).toBeNull();
  });

  it('is the same from a stream, in pieces of any size', async () => {
    const bytes = message({ html: '<p>x</p>', attachments: [{ name: 'a', content: Buffer.alloc(10_000, 1) }] });
    const whole = await parser.parse(bytes);
    for (const size of [1, 7, 1_000, 100_000]) expect(await parser.parse(inPieces(bytes, size))).toEqual(whole);
  });

  it("that cannot be read from its source is not the message's fault", async () => {
    const broken = async () =>
      (async function* () {
        yield message().subarray(0, 200);
        throw new Error('the disk is gone');
      })();
    await expect(parser.parse(broken)).rejects.toThrow('the disk is gone');
  });

  it('with 50 MB of attachment is parsed in little memory', { timeout: 60_000 }, async () => {
    await parser.parse(async () => largeAttachment(1024 * 1024));
    global.gc?.();
    const before = process.memoryUsage().rss;
    let most = 0;
    const watched = async function* () {
      for await (const piece of largeAttachment(50 * 1024 * 1024)) {
        most = Math.max(most, process.memoryUsage().rss - before);
        yield piece;
      }
    };
    const { attachments, preview, size } = await parser.parse(async () => watched());
    expect(attachments).toMatchObject([{ name: 'film.mp4', size: 50 * 1024 * 1024 }]);
    expect(preview).toBe('The film.');
    expect(size).toBeGreaterThan(70_000_000);
    expect(most).toBeLessThan(120_000_000);
  });
});

describe('a bad message', () => {
  it.each([...hostileMessages()])('is parsed or refused, soon: %s', async (_name, bytes) => {
    const started = performance.now();
    const parsed = await parser.parse(bytes).catch((error: unknown) => error);
    expect(performance.now() - started).toBeLessThan(SOON);
    if (parsed instanceof Unparsable) return;
    expect(Buffer.byteLength(JSON.stringify(Parsed.parse(parsed)))).toBeLessThan(900_000);
    expect(await parser.parse(inPieces(bytes, 50_000))).toEqual(parsed);
    await parser.content(bytes);
    expect(performance.now() - started).toBeLessThan(3 * SOON);
  });

  const parse = (name: string) => parser.parse(hostileMessages().get(name) ?? Buffer.alloc(0));

  it.each(['empty', 'only line ends', '2,000 parts', 'a header of 3 MB'])('is refused: %s', async (name) => {
    await expect(parse(name)).rejects.toThrow(Unparsable);
  });

  it.each([
    ['no headers at all', { messageId: null, from: null, subject: '', preview: 'Hello, is anybody there? Ana' }],
    ['two Message-IDs', { messageId: '<first@example.com>' }],
    ['Message-ID of 10 kB', { messageId: `<${'x'.repeat(10_000)}@example.com>` }],
    ['References to itself', { references: [], inReplyTo: [] }],
    ['date in 1970', { date: '1970-01-01T00:00:00.000Z' }],
    ['date in 2099', { date: '2099-12-31T23:59:59.000Z' }],
    ['no date', { date: null }],
    ['a date that is none', { date: null }],
    ['unknown charset', { preview: 'Grün' }],
    ['UTF-7', { preview: '+ADw-script+AD4-alert(1)+ADw-/script+AD4-' }],
    ['raw 8-bit in the header', { subject: 'Grüße', from: { address: 'joerg@example.com', name: 'Jörg' } }],
    ['truncated base64', { attachments: [expect.objectContaining({ name: 'a.pdf', size: 26 })] }],
    ['100 nested multiparts', { preview: 'at last' }],
    ['900 nested multiparts', { preview: 'at last' }],
    ['NUL bytes', { subject: 'A B', messageId: '<nul@example.com>', from: { address: 'ana@example.com', name: '' } }],
    [
      'header injection',
      {
        subject: 'Hello Bcc: everybody@example.comgnp.exe',
        from: { address: 'ana@example.com', name: 'Ana X-Evil: 1' },
      },
    ],
  ])('is understood: %s', async (name, facts) => {
    expect(await parse(name)).toMatchObject(facts);
  });

  it('has file names that stay in their folder', async () => {
    const names = (await parse('file names with ../')).attachments.map(({ name }) => name);
    expect(names).toEqual(['passwd', 'win.ini', 'hidden', 'attachment-4', `${'n'.repeat(251)}.pdf`]);
  });

  it('keeps 10,000 References and 1,000 addresses to reply to', async () => {
    expect((await parse('10,000 References')).references).toHaveLength(10_000);
    expect((await parse('Reply-To of 1,000 addresses')).replyTo).toHaveLength(1_000);
    expect((await parse('To of 50,000 addresses')).to).toHaveLength(1_000);
  });
});

const real = path.resolve(import.meta.dirname, '../../../../shared/mail');

describe.runIf(existsSync(real))('real messages', () => {
  it('are all parsed or refused, none is lost, nothing hangs', async () => {
    const files = (await readdir(real, { recursive: true })).filter((file) => file.endsWith('.eml'));
    let refused = 0;
    for (const file of files) {
      const bytes = await readFile(path.join(real, file));
      const started = performance.now();
      const parsed = await parser.parse(bytes).catch((error: unknown) => error);
      expect(performance.now() - started, file).toBeLessThan(SOON);
      if (parsed instanceof Unparsable) refused++;
      else expect(Parsed.safeParse(parsed), file).toMatchObject({ success: true });
    }
    console.log(`${files.length} real messages: ${files.length - refused} parsed, ${refused} refused`);
  });
});
