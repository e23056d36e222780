import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AddressWarnings } from '../../src/application/queries/address-warnings.js';
import { ReadModels } from '../../src/application/queries/read-models.js';
import { AccountId, CaseId, type EmailId, UserId } from '../../src/domain/ids.js';
import { deliveryStatus, multipartReport } from '../support/bounces.js';
import { mail, TestService } from '../support/http.js';

const ZOJA = 'zoja@customer.example';
let service: TestService;
let support: AccountId;
let sent: { readonly emailId: EmailId; readonly messageId: string };

beforeAll(async () => {
  service = await TestService.start();
  await service.post('/api/v1/teams', { teamId: 'support', name: 'Support' });
  await service.ask('PUT', '/api/v1/teams/support/members/ana', { body: {} });
  const caseCreation = { distribution: 'round-robin', teamId: 'support' };
  const about = { name: 'Support', emailAddress: 'support@acme.example', teamIds: ['support'], caseCreation };
  support = AccountId.parse((await service.post('/api/v1/accounts', about)).body.accountId);
  await service.ask('PUT', '/api/v1/records/Contact/17', { body: { name: 'Zoja', emailAddresses: [ZOJA] } });
  await service.receive(support, mail('printer', 'Printer'));
  sent = await answer('answer', ZOJA, 1);
  await service.post('/api/v1/cases/1/status', { status: 'Closed' });
});
afterAll(() => service.stop());

/** Ana writes to somebody, in a case or in none. */
async function answer(key: string, to: string, number: number | null) {
  const { outgoing } = service.mailcase;
  const found = number === null ? null : (await service.get(`/api/v1/cases/${number}`)).body;
  const of = found && { id: CaseId.parse(found.caseId), number: found.number };
  const now = '2026-03-03T11:00:00.000Z';
  const { emailId } = await outgoing.queue(
    {
      ...{ key, date: now, from: { name: 'Support', address: 'support@acme.example' }, replyTo: [] },
      ...{ to: [{ name: '', address: to }], cc: [], bcc: [], subject: `Re: ${key}`, text: 'Hello', html: null },
      ...{ inReplyTo: null, references: [], headers: [], attachments: [] },
      dispatch: {
        ...{ accountId: support, userId: UserId.parse('ana'), owner: null, teamIds: [], kind: 'message' },
        ...{ answers: null, forwards: null, case: of, about: null, sendAt: now },
      },
    },
    { actor: 'user:ana', cause: key },
  );
  await service.mailcase.settled();
  const { messageId } = (await service.get(`/api/v1/emails/${emailId}`)).body;
  return { emailId, messageId };
}
const bounce = (id: string, messageId: string, recipient = ZOJA, fields?: string) =>
  multipartReport({ id, fields: deliveryStatus(recipient, fields), returned: { messageId } }).toString();
const kinds = async (number: number): Promise<string[]> =>
  (await service.get(`/api/v1/cases/${number}/timeline`)).body.items.map(({ kind }: { kind: string }) => kind);
const reported = async (emailId = sent.emailId) => (await service.get(`/api/v1/emails/${emailId}`)).body.reported;
const outcomes = async (outcome: string) =>
  (await service.get(`/api/v1/delivery-reports?outcome=${outcome}`)).body.items;
const marks = async (address = ZOJA) =>
  (await service.get(`/api/v1/address-marks?address=${encodeURIComponent(address)}`)).body.items;
const told = async () =>
  (await service.get('/api/v1/notifications', { token: service.anaToken })).body.items.filter(
    ({ kind }: { kind: string }) => kind === 'bounce',
  );
const warnings = () =>
  new AddressWarnings(
    new ReadModels(service.mailcase.projections, service.mailcase.adapters.documents),
    service.mailcase.aggregates,
  );

describe('a bounce', () => {
  it('stands with the message, its case and its record, and is told to whoever wrote it', async () => {
    const before = (await service.get('/api/v1/cases')).body.items.length;
    await service.receive(support, bounce('b1', sent.messageId));
    expect(await reported()).toMatchObject([{ recipient: ZOJA, action: 'failed', status: '5.1.1', permanent: true }]);
    expect((await kinds(1)).filter((kind) => kind === 'CaseEmailReported')).toHaveLength(1);
    const record = (await service.get('/api/v1/records/Contact/17/timeline')).body.items;
    expect(record.map(({ kind }: { kind: string }) => kind)).toContain('EmailBounced');
    expect(await told()).toMatchObject([
      { record: { type: 'Case' }, facts: { bounce: { recipient: ZOJA, status: '5.1.1', permanent: true } } },
    ]);
    expect(await outcomes('matched')).toMatchObject([{ kind: 'delivery', sentEmailId: sent.emailId, count: 1 }]);
    expect((await service.get('/api/v1/cases')).body.items).toHaveLength(before);
  });

  it('joins the case of what bounced, and opens nothing', async () => {
    const { body } = await service.get('/api/v1/emails?case=1');
    expect(body.items.map(({ subject }: { subject: string }) => subject)).toContain('Returned mail');
    expect((await service.get('/api/v1/cases/1')).body.status).toBe('Closed');
  });

  it('marks an address for good, of which whoever writes there is warned', async () => {
    expect(await marks()).toMatchObject([{ address: ZOJA, bounced: { status: '5.1.1' }, complained: null }]);
    const record = (await service.get('/api/v1/records/Contact/17')).body;
    expect(record.addressMarks).toMatchObject([{ address: ZOJA, bounced: { status: '5.1.1' } }]);
    expect(await warnings().of([ZOJA, 'other@customer.example'])).toMatchObject([{ address: ZOJA, code: 'bounced' }]);
  });

  it('that comes twice is one; another that says so as well is another', async () => {
    await service.receive(support, bounce('b1', sent.messageId));
    expect(await reported()).toHaveLength(1);
    await service.receive(support, bounce('b2', sent.messageId));
    expect(await reported()).toHaveLength(2);
    expect(await marks()).toHaveLength(1);
  });

  it('of a full mailbox says nothing against its address', async () => {
    const full = await answer('full', 'eva@customer.example', 1);
    await service.receive(
      support,
      bounce('b3', full.messageId, 'eva@customer.example', 'Action: failed\nStatus: 5.2.2'),
    );
    expect(await reported(full.emailId)).toMatchObject([{ action: 'failed', status: '5.2.2', permanent: true }]);
    expect(await marks('eva@customer.example')).toEqual([]);
  });

  it('that is only late is shown and told nobody', async () => {
    const late = await answer('late', 'jan@customer.example', 1);
    const before = (await told()).length;
    await service.receive(
      support,
      bounce('b4', late.messageId, 'jan@customer.example', 'Action: delayed\nStatus: 4.4.1'),
    );
    expect(await reported(late.emailId)).toMatchObject([{ action: 'delayed', permanent: false }]);
    expect(await told()).toHaveLength(before);
    await service.receive(support, bounce('b5', late.messageId, 'jan@customer.example'));
    expect(await reported(late.emailId)).toMatchObject([{ action: 'delayed' }, { action: 'failed' }]);
    expect(await told()).toHaveLength(before + 1);
  });

  it('of a message that is about nothing is told all the same', async () => {
    const alone = await answer('alone', 'somebody@nowhere.example', null);
    await service.receive(support, bounce('b6', alone.messageId, 'somebody@nowhere.example'));
    const [latest] = await told();
    expect(latest).toMatchObject({ record: null, facts: { emailId: alone.emailId } });
    const read = await service.ask('POST', `/api/v1/notifications/${latest.id}/read`, { token: service.anaToken });
    expect(read.status).toBe(200);
  });
});

describe('what may be forged', () => {
  it('of a message that was never sent is kept, and said', async () => {
    const cases = (await service.get('/api/v1/cases')).body.items.length;
    await service.receive(support, bounce('f1', '<never@acme.example>'));
    expect(await outcomes('not-ours')).toMatchObject([
      { originalMessageId: '<never@acme.example>', sentEmailId: null },
    ]);
    expect((await service.get('/api/v1/cases')).body.items).toHaveLength(cases);
  });

  it('of one whom the message was not written to as well', async () => {
    const before = (await reported()).length;
    await service.receive(support, bounce('f2', sent.messageId, 'victim@elsewhere.example'));
    expect(await outcomes('not-a-recipient')).toMatchObject([{ sentEmailId: sent.emailId, strangers: 1 }]);
    expect(await reported()).toHaveLength(before);
    expect(await marks('victim@elsewhere.example')).toEqual([]);
  });

  it('that names no message is said to', async () => {
    await service.receive(
      support,
      multipartReport({ id: 'f3', fields: deliveryStatus(ZOJA), returned: null }).toString(),
    );
    expect(await outcomes('no-message-id')).toHaveLength(1);
    expect(await outcomes('open')).toEqual([]);
  });
});

describe('other reports', () => {
  it('that a message was displayed is shown, and is no bounce', async () => {
    const read = multipartReport({
      ...{ id: 'r1', type: 'disposition-notification', returned: null },
      head: [`From: Zoja <${ZOJA}>`, 'Subject: Read: your answer'],
      fields: `Final-Recipient: rfc822;${ZOJA}\nOriginal-Message-ID: ${sent.messageId}\nDisposition: manual-action/MDN-sent-manually; displayed\n`,
    });
    const before = (await told()).length;
    await service.receive(support, read.toString());
    expect((await reported()).at(-1)).toMatchObject({ recipient: ZOJA, action: 'displayed', permanent: false });
    expect(await told()).toHaveLength(before);
  });

  it('a complaint stops what is automatic', async () => {
    expect(await warnings().mayBeWrittenAutomatically(ZOJA)).toBe(true);
    const complaint = multipartReport({
      ...{ id: 'c1', type: 'feedback-report', returned: { messageId: sent.messageId, to: ZOJA } },
      head: ['From: Abuse desk <fbl@elsewhere.example>', 'Subject: Complaint'],
      fields: `Feedback-Type: abuse\nOriginal-Rcpt-To: <${ZOJA}>\nUser-Agent: desk/1\nVersion: 1\n`,
    });
    await service.receive(support, complaint.toString());
    expect(await warnings().mayBeWrittenAutomatically(ZOJA)).toBe(false);
    expect(await marks()).toMatchObject([{ complained: { feedbackType: 'abuse' } }]);
  });
});

describe('a mark', () => {
  it('of a bounce goes when a person writes from there later, that of a complaint stays', async () => {
    await service.receive(null, mail('before', 'From before').replace('Mar 2026', 'Mar 2024'));
    expect(await marks()).toMatchObject([{ bounced: { status: '5.1.1' } }]);
    await service.receive(support, mail('again', 'I am here'));
    await service.mailcase.settled();
    expect(await marks()).toMatchObject([{ bounced: null, complained: { feedbackType: 'abuse' } }]);
  });

  it('is cleared by hand, once', async () => {
    const path = `/api/v1/address-marks/${encodeURIComponent(ZOJA)}`;
    expect((await service.ask('DELETE', `${path}/complained`)).status).toBe(200);
    await service.mailcase.settled();
    expect(await marks()).toEqual([]);
    expect(await warnings().mayBeWrittenAutomatically(ZOJA)).toBe(true);
    expect((await service.ask('DELETE', `${path}/complained`)).status).toBe(404);
    expect((await service.ask('DELETE', `${path}/hated`)).status).toBe(400);
    expect((await service.ask('DELETE', '/api/v1/address-marks/nobody/bounced')).status).toBe(400);
  });

  it('is listed with the others, the latest first', async () => {
    const { body } = await service.get('/api/v1/address-marks?limit=1');
    expect(body.items).toHaveLength(1);
    expect(body.next).not.toBeNull();
  });

  it('is listed for whoever may read a record that has the address', async () => {
    const permissions = { records: { read: 'team' } };
    await service.ask('PUT', '/api/v1/roles/agent', { body: { name: 'Agent', permissions } });
    await service.ask('PUT', '/api/v1/users/ana/roles', { body: { roleIds: ['agent'] } });
    const [{ address: marked }] = (await service.get('/api/v1/address-marks')).body.items;
    const contact = { name: 'Theirs', emailAddresses: [marked] };
    const listed = async (teamIds: string[]) => {
      await service.ask('PUT', '/api/v1/records/Contact/18', { body: { ...contact, teamIds } });
      await service.mailcase.settled();
      const { body } = await service.get('/api/v1/address-marks', { token: service.anaToken });
      return body.items.map(({ address }: { address: string }) => address);
    };
    expect(await listed([])).toEqual([]);
    expect(await listed(['support'])).toEqual([marked]);
  });
});
