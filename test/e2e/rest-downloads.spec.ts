import { request } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Unparsable } from '../../src/application/ports/mime-parser.js';
import { attachmentDisposition, inertType } from '../../src/infrastructure/http/answers/download.js';
import { MemoryBlobStore } from '../../src/infrastructure/memory/memory-blob-store.js';
import { MailparserParser } from '../../src/infrastructure/mime/index.js';
import { mail, TestService } from '../support/http.js';

let service: TestService;
const parser = new MailparserParser();
let refusing = true;

beforeAll(async () => {
  const parse = parser.parse.bind(parser);
  parser.parse = async (content) => {
    const parsed = await parse(content);
    if (refusing && parsed.subject === 'Refused') throw new Unparsable('not today');
    return parsed;
  };
  service = await TestService.start({ parser, blobs: new MemoryBlobStore() });
  await service.receive(null, withAttachments, mail('refused', 'Refused'));
});
afterAll(() => service.stop());

const part = (type: string, name: string, content: string): string =>
  `--cut\r\nContent-Type: ${type}\r\nContent-Disposition: attachment; ${name}\r\n\r\n${content}\r\n`;

const withAttachments = mail(
  'files',
  'Files',
  'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=cut\r\n',
  [
    '--cut\r\nContent-Type: text/plain\r\n\r\nSee the files.\r\n',
    part('text/html', 'filename="page.html"', '<script>alert(1)</script>'),
    part('image/svg+xml', 'filename="../../etc/passwd.svg"', '<svg onload="alert(1)"/>'),
    part('image/png', "filename*=UTF-8''%C4%8Daj%22%0D%0AX-Evil%3A%201.png", 'png'),
    part('application/x-msdownload', 'filename="a\\"b; filename=c.exe"', 'MZ'),
    part('text/plain; charset=utf-8', 'filename="plain.txt"', 'plain'),
    '--cut--\r\n',
  ].join(''),
);

async function email() {
  const { body } = await service.get('/api/v1/emails', { token: service.anaToken });
  return body.items[0];
}

it('an e-mail with its text, and its source as it came', async () => {
  const { emailId } = await email();
  const { body } = await service.get(`/api/v1/emails/${emailId}`, { token: service.anaToken });
  expect(body).toMatchObject({ subject: 'Files', messageId: '<files@customer.example>' });
  expect(body.text).toContain('See the files.');
  const source = await service.get(`/api/v1/emails/${emailId}/source`, { token: service.anaToken });
  expect(source.body).toBe(withAttachments);
  expect(source.headers.get('content-type')).toBe('message/rfc822');
  expect(source.headers.get('content-disposition')).toBe(
    `attachment; filename="${emailId}.eml"; filename*=UTF-8''${emailId}.eml`,
  );
  expect(source.headers.get('x-content-type-options')).toBe('nosniff');
  expect(source.headers.get('content-security-policy')).toContain('sandbox');
});

it('attachments are saved, never shown: whatever their names and types say', async () => {
  const { emailId, attachments } = await email();
  expect(attachments).toHaveLength(5);
  const answers = await Promise.all(
    attachments.map((_: unknown, n: number) => service.get(`/api/v1/emails/${emailId}/attachments/${n}`)),
  );
  expect(answers.map(({ headers }) => headers.get('content-type'))).toEqual([
    'application/octet-stream',
    'application/octet-stream',
    'image/png',
    'application/octet-stream',
    'text/plain',
  ]);
  for (const { headers } of answers) {
    const disposition = headers.get('content-disposition') ?? '';
    expect(disposition).toMatch(/^attachment; filename="[^"\\/\r\n]+"; filename\*=UTF-8''[\w.!#$&+^`|~%-]+$/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain('sandbox');
    expect(headers.get('x-evil')).toBeNull();
  }
  expect(answers[4].body).toBe('plain');
  const none = await service.get(`/api/v1/emails/${emailId}/attachments/5`);
  expect(none).toMatchObject({ status: 404, body: { code: 'attachment-not-found' } });
  expect((await service.get(`/api/v1/emails/${emailId}/attachments/-1`)).status).toBe(400);
  expect((await service.get(`/api/v1/emails/${emailId}/attachments/x`)).status).toBe(400);
});

it('names in Content-Disposition', () => {
  expect(attachmentDisposition('čaj "1".pdf')).toBe(
    `attachment; filename="_aj _1_.pdf"; filename*=UTF-8''%C4%8Daj%20%221%22.pdf`,
  );
  expect(attachmentDisposition('a\r\nSet-Cookie: x')).not.toMatch(/[\r\n]/);
  expect(attachmentDisposition('../../x')).toContain('filename=".._.._x"');
  expect(attachmentDisposition('\u202Egpj.exe')).not.toContain('%E2%80%AE');
  expect(attachmentDisposition(`${'x'.repeat(199)}😀`)).toContain("UTF-8''");
  expect(attachmentDisposition('')).toContain('filename="attachment"');
  expect(inertType('TEXT/PLAIN; charset=x')).toBe('text/plain');
  expect(inertType('image/png\r\nx: y')).toBe('application/octet-stream');
});

it('the quarantine is listed and retried on demand', async () => {
  const { body } = await service.get('/api/v1/quarantine');
  expect(body.items).toMatchObject([{ kind: 'quarantined', error: 'not today' }]);
  const path = `/api/v1/quarantine/${body.items[0].id}/retry`;
  expect(await service.post(path)).toMatchObject({ status: 409, body: { code: 'still-refused' } });
  refusing = false;
  const taken = await service.post(path);
  expect(taken).toMatchObject({ status: 200, body: { emailId: expect.any(String) } });
  await service.mailcase.settled();
  expect((await service.get('/api/v1/quarantine')).body.items).toEqual([]);
  expect((await service.get(`/api/v1/emails/${taken.body.emailId}`)).body.subject).toBe('Refused');
  expect((await service.post(path)).status).toBe(404);
});

const line = (name: string, raw: string): string => JSON.stringify({ name, raw: Buffer.from(raw).toString('base64') });
const ndjson = { headers: { 'content-type': 'application/x-ndjson' } };

it('messages are imported as a stream of lines, and how far it has come is told', async () => {
  const messages = Array.from({ length: 600 }, (_, n) => line(`n${n}`, mail(`import-${n}`, `Import ${n}`)));
  const first = await service.fetch('POST', '/api/v1/imports?label=old', { ...ndjson, body: messages.join('\n') });
  const lines = (await first.text())
    .trim()
    .split('\n')
    .map((one) => JSON.parse(one));
  expect(first.headers.get('content-type')).toBe('application/x-ndjson');
  expect(lines.length).toBeGreaterThan(2);
  expect(lines.at(-1)).toMatchObject({ received: 600, duplicates: 0, quarantined: 0, done: true });
  expect(lines.slice(0, -1).every(({ done }) => done === false)).toBe(true);
  const again = await service.fetch('POST', '/api/v1/imports?label=old', { ...ndjson, body: messages.join('\n') });
  const last = (await again.text()).trim().split('\n').at(-1) ?? '';
  expect(JSON.parse(last)).toMatchObject({ received: 0, duplicates: 600, done: true });
});

it('a wrong line ends an import, and says which', async () => {
  const wrong = await service.post('/api/v1/imports', 'no json\n', ndjson);
  expect(wrong).toMatchObject({ status: 400, body: { errors: [{ path: 'body.1' }] } });
  const odd = await service.post('/api/v1/imports', `${line('a', mail('line-a', 'A'))}\n{"name":"b"}\n`, ndjson);
  expect(odd).toMatchObject({ status: 400, body: { errors: [{ path: 'body.2.raw' }] } });
});

it('only administrators import', async () => {
  expect((await service.post('/api/v1/imports', '', { ...ndjson, token: service.anaToken })).status).toBe(403);
});

it('an import that is broken off in the middle keeps what came, and harms nothing', async () => {
  const { port } = new URL(service.address);
  await new Promise<void>((resolve) => {
    const sending = request({
      port,
      method: 'POST',
      path: '/api/v1/imports',
      headers: { authorization: `Bearer ${service.rootToken}`, 'content-type': 'application/x-ndjson' },
    });
    sending.on('error', () => resolve());
    sending.on('close', () => resolve());
    sending.write(`${line('cut', mail('cut', 'Cut'))}\n{"name":"half`, () => sending.destroy());
  });
  expect((await service.get('/health/ready')).status).toBe(200);
});
