import { request } from 'node:http';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Unparsable } from '../../src/application/ports/mime-parser.js';
import { attachmentDisposition, inertType } from '../../src/infrastructure/http/answers/download.js';
import { importedMessages } from '../../src/infrastructure/http/imports/imported-messages.js';
import { MailparserParser } from '../../src/infrastructure/mime/index.js';
import { systemClock } from '../../src/infrastructure/process/system-clock.js';
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
  service = await TestService.start({ parser });
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
});

it('attachments by name; of several the first, and a name of digits hides none', async () => {
  const raw = mail(
    'names',
    'Names',
    'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=cut\r\n',
    [
      part('text/plain', 'filename="ponudba št. 1.txt"', 'offer'),
      part('text/plain', 'filename="twice.txt"', 'first'),
      part('text/plain', 'filename="twice.txt"', 'second'),
      part('text/plain', 'filename="0"', 'zero'),
      '--cut--\r\n',
    ].join(''),
  );
  await service.receive(null, raw);
  const { body } = await service.get('/api/v1/emails');
  const { emailId, attachments } = body.items.find(({ subject }: { subject: string }) => subject === 'Names');
  const named = (name: string) => service.get(`/api/v1/emails/${emailId}/attachments/${encodeURIComponent(name)}`);
  expect((await named(attachments[0].name)).body).toBe('offer');
  expect((await named('twice.txt')).body).toBe('first');
  expect((await named('2')).body).toBe('second');
  expect((await named('0')).body).toBe('offer');
  expect((await named('3')).body).toBe('zero');
  for (const name of ['4', '-1', 'x', '../twice.txt', 'TWICE.TXT']) {
    expect(await named(name)).toMatchObject({ status: 404, body: { code: 'attachment-not-found' } });
  }
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

const bytes = (...texts: readonly string[]) => texts.map((text) => Buffer.from(text));

async function taken(body: readonly string[], longestLine: number): Promise<string[]> {
  const all: string[] = [];
  for await (const { key, content } of importedMessages(Readable.from(bytes(...body)), longestLine)) {
    const whole = content instanceof Uint8Array ? content : await buffer(content);
    all.push(`${key}: ${Buffer.from(whole)}`);
  }
  return all;
}

it('a message of any size comes in pieces, and no more than one is held', async () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const large = [`{"name":"large","raw":"${base64('one, ')}","more":true}`, `{"raw":"${base64('two')}"}`];
  const small = `{"name":"small","raw":"${base64('all')}"}`;
  expect(await taken([[...large, small].join('\n')], 60)).toEqual(['large: one, two', 'small: all']);
  await expect(taken([`{"name":"x","raw":"${'A'.repeat(100)}`], 60)).rejects.toThrow(/longer than 60 bytes/);
  await expect(taken([large[0] ?? ''], 60)).rejects.toThrow(/ends within a message/);
  await expect(taken([`${large[0]}\n${small}`], 60)).rejects.toThrow(/body\.2/);
});

it('pieces that nobody wants do not become the next message', async () => {
  const body = ['{"name":"a","raw":"","more":true}\n{"raw":"","more":true}\n{"raw":""}\n{"name":"b","raw":""}'];
  const names: string[] = [];
  for await (const { key } of importedMessages(Readable.from(bytes(...body)))) names.push(key);
  expect(names).toEqual(['a', 'b']);
});

it('an import to what can be no account is a bad request', async () => {
  for (const account of ['x'.repeat(80), 'a'.repeat(321), '%40'.repeat(400)]) {
    const answer = await service.post(`/api/v1/imports?account=${account}`, '', ndjson);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'query.account' }] } });
  }
});

it('an import ends when its messages are safe, however long routing and read models take', async () => {
  const pause = (milliseconds: number, signal?: AbortSignal) => systemClock.pause(Math.min(milliseconds, 50), signal);
  const slow = await TestService.start({ clock: { ...systemClock, pause } });
  slow.mailcase.settled = () => new Promise(() => undefined);
  const response = await slow.fetch('POST', '/api/v1/imports', { ...ndjson, body: line('safe', mail('safe', 'Safe')) });
  expect(await response.text()).toContain('"done":true');
  await slow.stop();
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
