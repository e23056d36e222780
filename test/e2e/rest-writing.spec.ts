import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MOST_IN_AN_HOUR, Uploads } from '../../src/application/outgoing/uploads.js';
import { AccountId, BlobHash, UserId } from '../../src/domain/ids.js';
import { MAX_FILE_BYTES, MAX_FILES, MAX_FILES_BYTES } from '../../src/domain/outgoing/draft-events.js';
import { makeMessageId } from '../../src/domain/outgoing/message-id.js';
import { type Asking, mail, TestService } from '../support/http.js';

let service: TestService;
let support: AccountId;
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const asAna = (asking: Asking = {}): Asking => ({ token: service.anaToken, ...asking });
const post = (path: string, body: object, asking: Asking = {}) =>
  service.ask('POST', `/api/v1/${path}`, asAna({ body, ...asking }));
async function emailOf(subject: string) {
  await service.mailcase.settled();
  const { body } = await service.get('/api/v1/emails');
  return body.items.find((one: { subject: string }) => one.subject === subject);
}
async function sourceOf(emailId: string): Promise<string> {
  await service.mailcase.settled();
  const { body } = await service.get(`/api/v1/emails/${emailId}`);
  const bytes = await service.mailcase.adapters.blobs.get(BlobHash.parse(body.blob));
  return Buffer.from(bytes ?? []).toString();
}

beforeAll(async () => {
  service = await TestService.start();
  await service.post('/api/v1/teams', { teamId: 'support', name: 'Support' });
  await service.ask('PUT', '/api/v1/teams/support/members/ana', { body: {} });
  await service.ask('PUT', '/api/v1/users/ana/email-addresses', { body: { emailAddresses: ['ana@private.example'] } });
  const about = {
    name: 'Acme Support',
    emailAddress: 'support@acme.example',
    teamIds: ['support'],
    smtp: { host: 'smtp.acme.example', mechanism: 'none', shared: true },
    caseCreation: { distribution: 'round-robin', teamId: 'support' },
  };
  support = AccountId.parse((await service.post('/api/v1/accounts', about)).body.accountId);
  const sending = { subjectTag: true, signature: { text: 'Yours, {{user.name}}' } };
  const changed = await service.ask('PATCH', `/api/v1/accounts/${support}`, { body: { sending } });
  expect(changed.status).toBe(200);
  await service.receive(support, mail('lamp', 'Lamp', 'Cc: ana@private.example, boss@customer.example\r\n'));
});
afterAll(() => service.stop());

describe('an answer in a case of a group', () => {
  it("goes from the group's address, and the writer's own is nowhere", async () => {
    const { emailId } = await emailOf('Lamp');
    const answer = { html: '<p onclick="x()">It <b>works</b></p><script>alert(1)</script>' };
    const { status, body } = await post(`emails/${emailId}/reply-all`, answer);
    expect({ status, body }).toMatchObject({ status: 201, body: { emailId: expect.any(String) } });
    const source = await sourceOf(body.emailId);
    expect(source).toMatch(/^From: ana from Acme Support <support@acme\.example>/m);
    expect(source).toMatch(/^Reply-To: Acme Support <support@acme\.example>/m);
    expect(source).toMatch(/^Subject: Re: \[#1\] Lamp/m);
    expect(source).toMatch(/^In-Reply-To: <lamp@customer\.example>/m);
    expect(source).toMatch(/^Cc: boss@customer\.example/m);
    expect(source).not.toMatch(/ana@private|onclick|<script/);
    expect(source).toContain('Yours, ana');
    expect(source).toContain('> ');
    expect(await emailOf('Re: [#1] Lamp')).toMatchObject({ caseNumber: 1, sending: { status: 'queued' } });
  });

  it('to all leaves out the addresses of the group, of other groups, and those that the account names', async () => {
    const path = `/api/v1/accounts/${support}`;
    const before = (await service.get(path)).body.sending;
    const sending = { ...before, excludeFromReply: ['List@acme.example'] };
    expect((await service.ask('PATCH', path, { body: { sending } })).status).toBe(200);
    expect((await service.post('/api/v1/accounts', { name: 'Desk', emailAddress: 'desk@acme.example' })).status).toBe(
      201,
    );
    const all = 'list@acme.example, desk@acme.example, SUPPORT@acme.example, boss@customer.example';
    await service.receive(support, mail('chair', 'Chair', `Cc: ${all}\r\n`));
    const { emailId } = await emailOf('Chair');
    const { body } = await post(`emails/${emailId}/reply-all`, { text: 'x', send: false });
    await service.mailcase.settled();
    const draft = await service.ask('GET', `/api/v1/drafts/${body.draftId}`, asAna());
    expect(draft.body).toMatchObject({ to: [{ address: 'zoja@customer.example' }], bcc: [] });
    expect(draft.body.cc.map(({ address }: { address: string }) => address)).toEqual(['boss@customer.example']);
    await service.ask('PATCH', path, { body: { sending: before } });
  });

  it('is sent once, however often it is asked for', async () => {
    const headers = { 'idempotency-key': 'once' };
    const first = await post('cases/1/reply', { text: 'Twice' }, { headers });
    const again = await post('cases/1/reply', { text: 'Twice' }, { headers });
    expect(again.body.emailId).toBe(first.body.emailId);
  });

  it.each([
    ['says nothing', 'cases/1/reply', { text: ' ' }, 'text'],
    ['goes to nobody', 'cases/1/reply', { text: 'x', kind: 'forward' }, 'to'],
    ['is to leave in years', 'cases/1/reply', { text: 'x', sendAt: '2999-01-01T00:00:00.000Z' }, 'sendAt'],
    ['is new and goes to nobody', 'emails', { text: 'x', case: 1 }, 'to'],
  ])('that %s is refused, and no draft is left', async (_, path, body, wrong) => {
    const drafts = async () => (await service.ask('GET', '/api/v1/drafts', asAna())).body.items.length;
    await service.mailcase.settled();
    const before = await drafts();
    const refused = await post(path, body);
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: wrong }] } });
    await service.mailcase.settled();
    expect(await drafts()).toBe(before);
  });

  it('goes from nowhere else', async () => {
    const other = { name: 'Sales', emailAddress: 'sales@acme.example', teamIds: ['support'] };
    await service.post('/api/v1/accounts', other);
    const { status, body } = await post('cases/1/reply', { text: 'x', account: 'sales@acme.example' });
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'goes-from-the-group' });
  });

  it('is refused where its account has no server', async () => {
    const sent = await post('emails', { account: 'sales@acme.example', to: ['eva@x.example'], text: 'x' });
    expect(sent).toMatchObject({ status: 409, body: { code: 'account-cannot-send' } });
  });

  it('can be taken back, and is a draft again, that goes as another message', async () => {
    const sent = await post('cases/1/reply', { text: 'Too soon' });
    const { body } = await post(`emails/${sent.body.emailId}/cancel`, {});
    expect(body.draftId).toBe(sent.body.draftId);
    await service.mailcase.settled();
    const again = await post(`drafts/${body.draftId}/send`, {});
    expect(again.status).toBe(200);
    expect(again.body.emailId).not.toBe(sent.body.emailId);
  });

  it.each([
    ['that waits alone', (emailId: string) => `outbox/${emailId}/cancel`],
    ['of a queue that is emptied', () => `outbox/accounts/${support}/empty`],
  ])('is a draft again where an operator takes back one %s', async (_, path) => {
    const sent = await post('cases/1/reply', { text: 'Stop this' });
    await service.mailcase.settled();
    expect((await service.post(`/api/v1/${path(sent.body.emailId)}`, {})).status).toBe(200);
    await service.mailcase.settled();
    const { body } = await service.ask('GET', `/api/v1/drafts/${sent.body.draftId}`, asAna());
    expect(body).toMatchObject({ status: 'open', emailId: null });
  });

  it('goes to whoever wrote from outside, not to a colleague who wrote from another program', async () => {
    const from = 'From: Ana <ana@private.example>\r\nTo: support@acme.example\r\n';
    const head = 'Message-ID: <aside@private.example>\r\nDate: Tue, 3 Mar 2026 11:00:00 +0000\r\n';
    await service.receive(
      support,
      `${from}${head}In-Reply-To: <lamp@customer.example>\r\nSubject: Aside\r\n\r\nHm\r\n`,
    );
    expect(await emailOf('Aside')).toMatchObject({ caseNumber: 1 });
    const { body } = await post('cases/1/reply', { text: 'To you', send: false });
    await service.mailcase.settled();
    const draft = await service.ask('GET', `/api/v1/drafts/${body.draftId}`, asAna());
    expect(draft.body.to).toMatchObject([{ address: 'zoja@customer.example' }]);
  });

  it('is answered in its case, though nobody here knows it any more; what is forged is not', async () => {
    const signer = service.mailcase.adapters.vault.signer('message-id');
    const ours = makeMessageId(signer, 'a'.repeat(32), 1, 'acme.example');
    await service.receive(support, mail('signed', 'Elsewhere', `In-Reply-To: ${ours}\r\n`));
    expect(await emailOf('Elsewhere')).toMatchObject({ caseNumber: 1 });
    const forged = makeMessageId({ sign: () => 'a'.repeat(16) }, 'b'.repeat(32), 1, 'acme.example');
    await service.receive(support, mail('forged', 'Forged', `References: ${forged}\r\n`));
    expect((await emailOf('Forged')).caseNumber).not.toBe(1);
  });
});

describe('an answer to what others have answered or added meanwhile', () => {
  it('is not sent, and says what is newer, until that was seen', async () => {
    await service.receive(support, mail('sofa', 'Sofa'));
    const first = await emailOf('Sofa');
    const path = `emails/${first.emailId}/reply`;
    const begun = await post(path, { text: 'Begun', send: false, seen: first.emailId });
    await service.receive(support, mail('sofa2', 'Re: Sofa', 'In-Reply-To: <sofa@customer.example>\r\n'));
    const second = await emailOf('Re: Sofa');
    const newer = [{ emailId: second.emailId, subject: 'Re: Sofa', from: { address: 'zoja@customer.example' } }];
    const refused = { status: 412, body: { code: 'newer-messages', newer } };
    const old = { text: 'x', seen: first.emailId };
    expect(await post(path, old)).toMatchObject(refused);
    expect(await post(`cases/${first.caseNumber}/reply`, old)).toMatchObject(refused);
    expect(await post(`drafts/${begun.body.draftId}/send`, { seen: first.emailId })).toMatchObject(refused);
    const headers = { 'idempotency-key': 'seen-now' };
    const sent = await post(path, { text: 'x', seen: second.emailId }, { headers });
    expect(sent.status).toBe(201);
    await service.mailcase.settled();
    // What one wrote oneself one has seen.
    expect((await post(`drafts/${begun.body.draftId}/send`, { seen: second.emailId })).status).toBe(200);
    await service.mailcase.settled();
    const theirs = await post(path, { text: 'y', seen: second.emailId }, { token: service.rootToken });
    expect(theirs).toMatchObject({ status: 412, body: { newer: [{}, { emailId: sent.body.emailId }] } });
  });

  it('is not sent in a case that is another than the one that was seen', async () => {
    await service.receive(support, mail('table', 'Table'));
    const { caseNumber } = await emailOf('Table');
    const shown = async () => (await service.get(`/api/v1/cases/${caseNumber}`)).headers.get('etag') ?? '';
    const old = { headers: { 'if-match': await shown() } };
    await service.receive(support, mail('table2', 'Re: Table', 'In-Reply-To: <table@customer.example>\r\n'));
    const path = `cases/${caseNumber}/reply`;
    expect(await post(path, { text: 'x' }, old)).toMatchObject({ status: 412, body: { code: 'stale' } });
    await service.mailcase.settled();
    expect((await post(path, { text: 'x' }, { headers: { 'if-match': await shown() } })).status).toBe(201);
  });

  it('is refused where what was seen is elsewhere', async () => {
    const { emailId } = await emailOf('Lamp');
    const elsewhere = await emailOf('Sofa');
    const wrong = await post(`emails/${emailId}/reply`, { text: 'x', seen: elsewhere.emailId });
    expect(wrong).toMatchObject({ status: 400, body: { errors: [{ path: 'body.seen' }] } });
  });
});

describe('a draft', () => {
  it('is saved, gets files, and is sent with them', async () => {
    const begun = await post('emails', { account: 'support@acme.example', subject: 'News', send: false });
    const path = `/api/v1/drafts/${begun.body.draftId}`;
    const html = `<p>See <img src="data:image/png;base64,${PIXEL}"></p>`;
    const saved = await service.ask('PATCH', path, asAna({ body: { html, to: ['eva@customer.example'] } }));
    expect(saved.status).toBe(200);
    const stale = await service.ask('PATCH', path, asAna({ body: { subject: 'x' }, headers: { 'if-match': '"0"' } }));
    expect(stale.status).toBe(412);
    const upload = await fetch(`${service.address}${path}/files?name=..%2Fa%0D%0Ab.txt&type=text/plain`, {
      method: 'POST',
      headers: { authorization: `Bearer ${service.anaToken}`, 'content-type': 'application/octet-stream' },
      body: 'the file',
    });
    expect(upload.status).toBe(201);
    const shown = await service.ask('GET', path, asAna({ headers: { 'x-after-position': saved.body.position } }));
    expect(shown.body).toMatchObject({ subject: 'News', to: [{ address: 'eva@customer.example' }] });
    expect((await service.ask('GET', path)).status).toBe(404);
    const sent = await service.ask('POST', `${path}/send`, asAna({ body: {} }));
    const source = await sourceOf(sent.body.emailId);
    expect(source).toMatch(/Content-Id: <[0-9a-f]{32}@images\.mailcase>/i);
    expect(source).toMatch(/filename="?a b\.txt/);
    expect((await service.ask('PATCH', path, asAna({ body: { subject: 'x' } }))).body.code).toBe('draft-sent');
  });

  it('is shown as it would leave, with what keeps it from that', async () => {
    const begun = await post('emails', {
      account: 'support@acme.example',
      subject: 'Look',
      text: 'Hello',
      send: false,
    });
    const path = `drafts/${begun.body.draftId}`;
    const preview = () => service.ask('GET', `/api/v1/${path}/preview`, asAna());
    expect(await preview()).toMatchObject({ status: 400, body: { errors: [{ path: 'to' }] } });
    await service.ask('PATCH', `/api/v1/${path}`, asAna({ body: { to: ['eva@x.example'], bcc: ['law@x.example'] } }));
    const from = { name: 'ana from Acme Support', address: 'support@acme.example' };
    expect((await preview()).body).toMatchObject({
      ...{ from, replyTo: [{ address: 'support@acme.example' }], to: [{ address: 'eva@x.example' }] },
      ...{ bcc: [{ address: 'law@x.example' }], subject: 'Look', files: [], warnings: [], inReplyTo: null },
      text: expect.stringContaining('Hello'),
    });
    expect((await service.ask('GET', `/api/v1/${path}/preview`)).status).toBe(404);
    expect((await post(`${path}/send`, {})).status).toBe(200);
    expect(await preview()).toMatchObject({ status: 409, body: { code: 'draft-sent' } });
  });

  it('takes no file that is too large', async () => {
    const begun = await post('emails', { account: 'support@acme.example', subject: 'Large', send: false });
    const path = `/api/v1/drafts/${begun.body.draftId}`;
    const upload = async (bytes: number, name: string) => {
      const answer = await fetch(`${service.address}${path}/files?name=${name}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${service.anaToken}`, 'content-type': 'application/octet-stream' },
        body: Buffer.alloc(bytes),
      });
      return { status: answer.status, body: await answer.json() };
    };
    const tooLarge = { status: 413, body: { code: 'too-large' } };
    expect(await upload(MAX_FILE_BYTES + 1, 'one')).toMatchObject(tooLarge);
    expect(await upload(MAX_FILE_BYTES, 'two')).toMatchObject({ status: 201 });
    expect(await upload(MAX_FILES_BYTES - MAX_FILE_BYTES + 1, 'three')).toMatchObject(tooLarge);
    await service.mailcase.settled();
    const shown = await service.ask('GET', path, asAna());
    expect(shown.body.files).toMatchObject([{ name: 'two', size: MAX_FILE_BYTES }]);

    // With the images of its text it is too large to leave, and stays a draft.
    expect(await upload(MAX_FILES_BYTES - MAX_FILE_BYTES, 'four')).toMatchObject({ status: 201 });
    const html = `<img src="data:image/png;base64,${PIXEL}">`;
    await service.ask('PATCH', path, asAna({ body: { html, to: ['eva@customer.example'] } }));
    expect(await service.ask('POST', `${path}/send`, asAna({ body: {} }))).toMatchObject(tooLarge);
    expect((await service.ask('PATCH', path, asAna({ body: { subject: 'Smaller' } }))).status).toBe(200);
  });

  it('takes so many files, and of one user so much within an hour', async () => {
    await service.post('/api/v1/users', { userId: 'cene', name: 'Cene' });
    await service.ask('PUT', '/api/v1/teams/support/members/cene', { body: {} });
    const { token } = (await service.post('/api/v1/tokens', { userId: 'cene', name: 'test' })).body;
    const begin = async (): Promise<string> =>
      (await post('emails', { account: 'support@acme.example', subject: 'Many', send: false }, { token })).body.draftId;
    const upload = async (draftId: string, body: string) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' };
      const url = `${service.address}/api/v1/drafts/${draftId}/files?name=x`;
      const response = await fetch(url, { method: 'POST', headers, body });
      return { status: response.status, body: await response.json() };
    };
    const [one, other] = [await begin(), await begin()];
    for (let n = 1; n < MAX_FILES; n++) expect((await upload(one, `file ${n}`)).status).toBe(201);
    service.app.get(Uploads).count(UserId.parse('cene'), MOST_IN_AN_HOUR - 40_000_000);
    expect(await upload(one, 'x'.repeat(MAX_FILE_BYTES))).toMatchObject({ status: 201 });
    expect(await upload(one, 'one more')).toMatchObject({ status: 413, body: { code: 'too-large' } });
    const tooMuch = { status: 409, body: { code: 'too-much-uploaded' } };
    expect(await upload(other, 'y'.repeat(MAX_FILE_BYTES))).toMatchObject(tooMuch);
  });

  it('is sent by a request without a body', async () => {
    const begun = await post('emails', { to: ['eva@customer.example'], case: 1, text: 'x', send: false });
    const sent = await service.ask('POST', `/api/v1/drafts/${begun.body.draftId}/send`, asAna());
    expect(sent).toMatchObject({ status: 200, body: { emailId: expect.any(String) } });
  });

  it('goes later, though not more than a year', async () => {
    const later = { account: 'support@acme.example', to: ['eva@customer.example'], subject: 'Later', text: 'x' };
    const sendAt = new Date(Date.now() + 86_400_000).toISOString();
    expect((await post('emails', { ...later, sendAt })).body).toMatchObject({ sendAt });
    expect(await emailOf('Later')).toMatchObject({ sending: { status: 'queued', dueAt: sendAt } });
    const { status } = await post('emails', { ...later, sendAt: '2999-01-01T00:00:00.000Z' });
    expect(status).toBe(400);
  });

  it('passes a message on with its files', async () => {
    const parts =
      '--b\r\nContent-Type: text/plain\r\n\r\nSee\r\n--b\r\nContent-Type: application/pdf\r\n' +
      'Content-Disposition: attachment; filename="bill.pdf"\r\n\r\n%PDF\r\n--b--\r\n';
    const mixed = 'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n';
    await service.receive(support, mail('bill', 'Bill', mixed, parts));
    const { emailId } = await emailOf('Bill');
    const { body } = await post(`emails/${emailId}/forward`, { to: ['books@acme.example'], text: 'For you' });
    const source = await sourceOf(body.emailId);
    expect(source).toMatch(/filename="?bill\.pdf/);
    expect(source).toMatch(/^Subject: Fwd: /m);
    expect(source).not.toMatch(/^In-Reply-To:/m);
  });

  it('takes no more from messages than may go, and begins nothing with it', async () => {
    const file = Buffer.alloc(MAX_FILES_BYTES / 2 + 1).toString('base64');
    const part = (n: number) =>
      `--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename="${n}.pdf"\r\n` +
      `Content-Transfer-Encoding: base64\r\n\r\n${file}\r\n`;
    const mixed = 'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n';
    await service.receive(support, mail('plans', 'Plans', mixed, `${part(0)}${part(1)}--b--\r\n`));
    const { emailId } = await emailOf('Plans');
    const files = [0, 0, 1].map((index) => ({ emailId, index }));
    const about = { account: 'support@acme.example', subject: 'Too many plans', send: false };
    expect(await post('emails', { ...about, files })).toMatchObject({ status: 413, body: { code: 'too-large' } });
    await service.mailcase.settled();
    const { body } = await service.ask('GET', '/api/v1/drafts', asAna());
    expect(body.items).not.toContainEqual(expect.objectContaining({ subject: about.subject }));
    expect((await post('emails', { ...about, files: files.slice(0, 2) })).status).toBe(201);
  });

  it('quotes a message with the images that its HTML names, and leaves its other files', async () => {
    const parts =
      '--b\r\nContent-Type: text/html\r\n\r\n<p>Our logo <img src="cid:logo@x" alt="logo"></p>\r\n' +
      `--b\r\nContent-Type: image/png\r\nContent-ID: <logo@x>\r\nContent-Transfer-Encoding: base64\r\n\r\n${PIXEL}\r\n` +
      '--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename="bill.pdf"\r\n\r\n%PDF\r\n--b--\r\n';
    const related = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n';
    await service.receive(support, mail('logo', 'Logo', related, parts));
    const { emailId } = await emailOf('Logo');
    const { body } = await post(`emails/${emailId}/reply`, { html: '<p>Nice</p>' });
    const source = await sourceOf(body.emailId);
    const [, contentId] = /^Content-Id: <([0-9a-f]{32}@images\.mailcase)>/im.exec(source) ?? [];
    expect(contentId).toBeDefined();
    expect(source.replaceAll('=\r\n', '').replaceAll('=3D', '=')).toContain(`src="cid:${contentId}"`);
    expect(source).toContain(PIXEL.slice(0, 60));
    expect(source).not.toMatch(/bill\.pdf|cid:logo@x|data:image/);
    // It is quoted once more, in the answer to that.
    const again = await post(`emails/${body.emailId}/reply`, { html: '<p>More</p>' });
    expect(await sourceOf(again.body.emailId)).toMatch(/^Content-Id: <[0-9a-f]{32}@images\.mailcase>/im);
  });

  it('quotes a message that names one image again and again, without the image', async () => {
    const image = Buffer.alloc(600_000).toString('base64');
    const html = '<p>See</p><img src="cid:a@x">'.repeat(40);
    const parts =
      `--b\r\nContent-Type: text/html\r\n\r\n${html}\r\n--b\r\nContent-Type: image/png\r\n` +
      `Content-ID: <a@x>\r\nContent-Transfer-Encoding: base64\r\n\r\n${image}\r\n--b--\r\n`;
    const related = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n';
    await service.receive(support, mail('images', 'Images', related, parts));
    const { emailId } = await emailOf('Images');
    const begun = await post(`emails/${emailId}/reply`, { text: 'x', send: false });
    expect(begun.status).toBe(201);
    await service.mailcase.settled();
    const { body } = await service.ask('GET', `/api/v1/drafts/${begun.body.draftId}`, asAna());
    expect(body.html).toContain('See');
    expect(body.html).not.toContain('<img');
  });

  it.each([
    ['nobody', { to: [] }, 'nobody is written to'],
    ['no address', { to: ['eva'] }, 'to.0: is not an e-mail address'],
    ['another header', { to: ['eva@x.example\r\nBcc: y@x.example'] }, 'to.0: is not an e-mail address'],
    ['10,000 people', { to: Array.from({ length: 10_000 }, (_, n) => `${n}@b`) }, '<=500'],
  ])('is refused for %s, in words', async (_, more, words) => {
    const { status, body } = await post('emails', {
      account: 'support@acme.example',
      subject: 'x',
      text: 'x',
      ...more,
    });
    expect(status).toBe(400);
    expect(body.detail).toContain(words);
  });

  it('is refused for an account that cannot be', async () => {
    const { status } = await post('emails', { account: 'x'.repeat(100), to: ['eva@x.example'], text: 'x' });
    expect(status).toBe(404);
  });

  it.each(['DATA:image/svg+xml;base64,PHN2Zy8+', ' data:text/html,x', 'da\tta:image/svg+xml,x'])(
    'shows no image that is none: %j',
    async (src) => {
      const html = `<p>x</p><img src="${src}">`;
      const begun = await post('emails', { account: 'support@acme.example', html, send: false });
      await service.mailcase.settled();
      const { body } = await service.ask('GET', `/api/v1/drafts/${begun.body.draftId}`, asAna());
      expect(body.html).toContain('<p>x</p>');
      expect(body.html).not.toContain('<img');
    },
  );

  it('is refused for tags that would take for ever, and such a message is quoted as text', async () => {
    const html = `${'<b>'.repeat(20_001)}Deep`;
    const written = await post('emails', { account: 'support@acme.example', html, send: false });
    expect(written).toMatchObject({ status: 413, body: { code: 'too-large' } });
    await service.receive(support, mail('deep', 'Deep', 'MIME-Version: 1.0\r\nContent-Type: text/html\r\n', html));
    const { emailId } = await emailOf('Deep');
    const begun = await post(`emails/${emailId}/reply`, { text: 'x', send: false });
    expect(begun.status).toBe(201);
    await service.mailcase.settled();
    const { body } = await service.ask('GET', `/api/v1/drafts/${begun.body.draftId}`, asAna());
    expect(body.html).not.toContain('<b>');
  });

  it('keeps a subject in its line', async () => {
    const subject = 'Hello\r\nBcc: y@x.example';
    const sent = await post('emails', { account: 'support@acme.example', to: ['eva@x.example'], subject, text: 'x' });
    expect(await sourceOf(sent.body.emailId)).not.toMatch(/^Bcc:/m);
  });
});

it('goes from an account that can send, where nobody says which', async () => {
  const imap = { host: 'imap.acme.example', userName: 'ana', password: 'x' };
  const own = { name: 'Ana', emailAddress: 'ana@acme.example', imap };
  const opened = await post('personal-accounts', own);
  expect({ status: opened.status, body: opened.body }).toMatchObject({ status: 201 });
  await service.mailcase.settled();
  const begun = await post('emails', { to: ['eva@x.example'], subject: 'x', text: 'x', send: false });
  await service.mailcase.settled();
  const { body } = await service.ask('GET', `/api/v1/drafts/${begun.body.draftId}`, asAna());
  expect(body.accountId).toBe(support);
});

describe("an answer from one's own account", () => {
  let own: AccountId;
  beforeAll(async () => {
    const imap = { host: 'imap.acme.example', userName: 'own', password: 'x' };
    const smtp = { host: 'smtp.acme.example', mechanism: 'none' };
    const opened = await post('personal-accounts', { name: 'Ana', emailAddress: 'own@acme.example', imap, smtp });
    expect(opened.status).toBe(201);
    own = AccountId.parse(opened.body.accountId);
    await service.mailcase.settled();
    const to = 'From: Eva <eva@friends.example>\r\nTo: own@acme.example, iva@friends.example\r\n';
    const head = 'Message-ID: <hike@friends.example>\r\nDate: Tue, 3 Mar 2026 10:00:00 +0000\r\nSubject: Hike\r\n';
    await service.receive(own, `${to}${head}\r\nOn Sunday?\r\n`);
  });
  const hike = async () => {
    const { body } = await service.get('/api/v1/emails', { token: service.anaToken });
    return body.items.find(({ subject }: { subject: string }) => subject === 'Hike').emailId;
  };

  it("goes from its address, in one's own name and with one's own signature, to all but oneself", async () => {
    await service.ask('PUT', '/api/v1/signature', asAna({ body: { text: 'Yours, Ana' } }));
    const { body } = await post(`emails/${await hike()}/reply-all`, { text: 'Gladly' });
    await service.mailcase.settled();
    const { body: sent } = await service.get(`/api/v1/emails/${body.emailId}`, { token: service.anaToken });
    expect(sent).toMatchObject({ caseId: null, sending: { accountId: own, userId: 'ana' } });
    const source = Buffer.from((await service.mailcase.adapters.blobs.get(BlobHash.parse(sent.blob))) ?? []).toString();
    expect(source).toMatch(/^From: ana <own@acme\.example>/m);
    const to = [...sent.to, ...sent.cc].map(({ address }: { address: string }) => address);
    expect(to).toEqual(['eva@friends.example', 'iva@friends.example']);
    expect(source).toMatch(/^In-Reply-To: <hike@friends\.example>/m);
    expect(source).not.toMatch(/^Reply-To:|support@acme\.example/m);
    expect(source).toContain('Yours, Ana');
  });

  it('is of that user alone: others find neither the message nor the account', async () => {
    const emailId = await hike();
    expect((await service.post(`/api/v1/emails/${emailId}/reply`, { text: 'x' })).status).toBe(404);
    const from = { account: own, to: ['eva@x.example'], text: 'x' };
    expect(await service.post('/api/v1/emails', from)).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
  });
});

it('goes from an account of a team that one may write from, where nobody says which', async () => {
  const smtp = { host: 'smtp.acme.example', mechanism: 'none', shared: false };
  const closed = { name: 'Alarm', emailAddress: 'alarm@acme.example', teamIds: ['support'], smtp };
  expect((await service.post('/api/v1/accounts', closed)).status).toBe(201);
  await service.mailcase.settled();
  const { status, body } = await post('emails', { to: ['eva@x.example'], subject: 'x', text: 'x', send: false });
  expect({ status, code: body.code }).toEqual({ status: 201, code: undefined });
});

describe('templates', () => {
  it('are refused for placeholders that are none, and used with values', async () => {
    const wrong = await post('templates', { name: 'x', text: 'Hi {{person.nmae}}' });
    expect(wrong).toMatchObject({ status: 400, body: { code: 'template-invalid' } });
    // Each once, in what was given: the text is made of the HTML, and the HTML of the text.
    const errorsOf = async (settings: object) =>
      (await post('templates', { name: 'x', ...settings })).body.errors.map(({ path }: { path: string }) => path);
    expect(await errorsOf({ text: 'Hi {{person.nmae}}' })).toEqual(['text']);
    expect(await errorsOf({ html: '<p>Hi {{person.nmae}}</p>' })).toEqual(['html']);
    expect(await errorsOf({ text: '{{a}}', html: '<p>{{b}}</p>' })).toEqual(['text', 'html']);
    expect(await errorsOf({ kind: 'satisfaction', html: '<p>How was it?</p>' })).toEqual(['html']);
    expect(await errorsOf({ kind: 'satisfaction' })).toEqual(['text']);
    const made = await post('templates', { name: 'Hello', html: '<p>Hi {{person.firstName|there}}</p>' });
    expect(made.status).toBe(201);
    await service.mailcase.settled();
    const { templateId } = made.body;
    const preview = await post(`templates/${templateId}/preview`, { values: { 'person.firstName': '<b>' } });
    expect(preview.body).toMatchObject({ html: '<p>Hi &lt;b&gt;</p>', text: 'Hi <b>' });
    const to = [{ name: 'Eva Kos', address: 'eva@customer.example' }];
    const written = await post('emails', { account: support, to, subject: 'x', template: templateId });
    expect(await sourceOf(written.body.emailId)).toContain('Hi Eva');
  });

  it('are shown cleaned, whatever their values make of them', async () => {
    const html = '<p>See <a href="https://acme.example/?{{person.emailAddress}}">{{person.name}}</a></p>';
    const { body } = await post('templates', { name: 'Link', html });
    await service.mailcase.settled();
    const values = { 'person.name': '<img src=x onerror=alert(1)>', 'person.emailAddress': '" onclick="alert(1)' };
    const preview = await post(`templates/${body.templateId}/preview`, { values });
    expect(preview.status).toBe(200);
    expect(preview.body.html).toContain('See');
    expect(preview.body.html).not.toMatch(/<img|" onclick/);
  });

  it("stay somebody's own when administrators change them", async () => {
    const made = await post('templates', { name: 'Mine', text: 'x' });
    await service.mailcase.settled();
    const path = `/api/v1/templates/${made.body.templateId}`;
    expect((await service.ask('PUT', path, { body: { name: 'Mine', text: 'y' } })).status).toBe(200);
    await service.mailcase.settled();
    const { status, body } = await service.ask('GET', path, asAna());
    expect({ status, body }).toMatchObject({ status: 200, body: { text: 'y', scope: { kind: 'own', userId: 'ana' } } });
  });

  it('for all are made by administrators', async () => {
    const { status } = await post('templates', { name: 'x', text: 'x', scope: { kind: 'all' } });
    expect(status).toBe(403);
  });
});

it('a signature is cleaned, and stands where nobody writes for a group', async () => {
  const put = await service.ask('PUT', '/api/v1/signature', asAna({ body: { html: '<p onload="x">Ana</p>' } }));
  expect(put.status).toBe(200);
  const { body } = await service.ask('GET', '/api/v1/signature', asAna());
  expect(body).toMatchObject({ html: '<p>Ana</p>', text: 'Ana' });
});
