import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import type { MailToCompose } from '../../../src/application/ports/mail-composer.js';
import { MimeComposer } from '../../../src/infrastructure/smtp/mime-composer.js';

const composer = new MimeComposer();
const mail = (change: Partial<MailToCompose> = {}): MailToCompose => ({
  messageId: '<one@company.example>',
  date: '2026-03-02T09:00:00.000Z',
  from: { name: 'Ana from Acme Support', address: 'support@company.example' },
  replyTo: [{ name: '', address: 'support@company.example' }],
  to: [{ name: 'Čeh, Žiga', address: 'ziga@customer.example' }],
  cc: [],
  subject: 'Vaše vprašanje',
  text: 'Dober dan',
  html: '<p>Dober dan <img src="cid:logo@x"></p>',
  inReplyTo: '<asked@customer.example>',
  references: ['<first@customer.example>', '<asked@customer.example>'],
  headers: [['Auto-Submitted', 'auto-replied']],
  attachments: [
    { name: 'logo.png', contentType: 'image/png', content: new Uint8Array([1, 2, 3]), contentId: 'logo@x' },
    { name: 'račun.pdf', contentType: 'application/pdf', content: new Uint8Array([4, 5]), contentId: null },
  ],
  ...change,
});
const text = async (change?: Partial<MailToCompose>) => Buffer.from(await composer.compose(mail(change))).toString();

describe('a composed message', () => {
  it('says what it was given', async () => {
    const parsed = await simpleParser(Buffer.from(await composer.compose(mail())));
    expect(parsed).toMatchObject({
      messageId: '<one@company.example>',
      subject: 'Vaše vprašanje',
      inReplyTo: '<asked@customer.example>',
      references: ['<first@customer.example>', '<asked@customer.example>'],
      date: new Date('2026-03-02T09:00:00.000Z'),
      to: { value: [{ name: 'Čeh, Žiga', address: 'ziga@customer.example' }] },
    });
    expect(parsed.headers.get('auto-submitted')).toBe('auto-replied');
    expect(parsed.attachments.map(({ filename, related }) => [filename, related ?? false])).toEqual([
      ['logo.png', true],
      ['račun.pdf', false],
    ]);
  });

  it('is the same bytes each time, in lines of CRLF', async () => {
    const first = await text();
    expect(await text()).toBe(first);
    expect(first.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  const evil = 'x\r\nBcc: everybody@victim.example\r\n\r\nbody';
  it.each<[string, Partial<MailToCompose>]>([
    ['a subject', { subject: evil }],
    ['a name', { from: { name: evil, address: 'support@company.example' } }],
    ['an address', { to: [{ name: '', address: `a@b.example${evil}` }] }],
    ['a further field', { headers: [['X-Note', evil]] }],
    [
      'the name of a file',
      { attachments: [{ name: evil, contentType: 'text/plain', content: new Uint8Array(1), contentId: null }] },
    ],
    [
      'a content type',
      { attachments: [{ name: 'x', contentType: evil, content: new Uint8Array(1), contentId: null }] },
    ],
    ['a reference', { references: [`<a@b>${evil}`] }],
    ['what it answers', { inReplyTo: `<a@b>${evil}` }],
  ])('takes no header field from %s', async (_, change) => {
    const written = await text(change);
    expect(written).not.toMatch(/^Bcc:/im);
  });

  it.each(['\r\n', '\n', '\r', '\r\n\r\n', '\0\r\n', '\u2028', '\u0085', ' \r\n '])(
    'stays one message with the fields it was given, whatever breaks lines in all of them (%j)',
    async (end) => {
      const broken = `x${end}Bcc: everybody@victim.example${end}${end}<script>`;
      const person = { name: broken, address: `ana@customer.example${broken}` };
      const file = { name: broken, contentType: broken, content: new Uint8Array(1) };
      const written = await text({
        ...{
          from: { name: broken, address: 'support@company.example' },
          to: [person],
          cc: [person],
          replyTo: [person],
        },
        ...{ subject: broken, messageId: `<one@company.example${broken}>`, references: [broken], inReplyTo: broken },
        headers: [['X-Note', broken]],
        attachments: [null, broken].map((contentId) => ({ ...file, contentId })),
      });
      const header = written.slice(0, written.indexOf('\r\n\r\n')).split(/\r\n(?![ \t])|\r(?!\n)|(?<!\r)\n/);
      const known =
        /^(Message-ID|Date|From|Reply-To|To|Cc|Subject|In-Reply-To|References|X-Note|Content-Type|MIME-Version):/i;
      for (const field of header) expect(field).toMatch(known);
      expect((await simpleParser(written)).headers.has('bcc')).toBe(false);
    },
  );

  it('reads no files and no addresses of the web', async () => {
    const html = '<img src="file:///etc/passwd"><img src="http://127.0.0.1/x">';
    expect(await text({ html })).toContain('file:///etc/passwd');
  });
});
