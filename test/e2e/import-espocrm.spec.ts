import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ImportApi } from '../../src/infrastructure/espocrm/api.js';
import { DumpSource } from '../../src/infrastructure/espocrm/dump-source.js';
import type { EspoSource } from '../../src/infrastructure/espocrm/espo-source.js';
import { ImportEspoCrm } from '../../src/infrastructure/espocrm/import-espocrm.js';
import { type Remark, Report } from '../../src/infrastructure/espocrm/report.js';
import { RestSource } from '../../src/infrastructure/espocrm/rest-source.js';
import { systemClock } from '../../src/infrastructure/process/system-clock.js';
import { fill } from '../support/espocrm/company.js';
import { EspoStandIn } from '../support/espocrm/stand-in.js';
import { TestService } from '../support/http.js';

let espo: EspoStandIn;
let service: TestService;
beforeEach(async () => {
  espo = await EspoStandIn.start();
  service = await TestService.start();
});
afterEach(async () => {
  await service.stop();
  await espo.stop();
});

const api: ImportApi = {
  async send(method, path, body) {
    const answer = await service.ask(method, `/api/v1/${path}`, body === undefined ? {} : { body });
    if (answer.status < 400) return answer.body;
    throw Object.assign(new Error(answer.body.detail), { status: answer.status, code: answer.body.code });
  },
  async sendLines(path, lines) {
    const body = `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
    const headers = { 'content-type': 'application/x-ndjson' };
    const response = await service.fetch('POST', `/api/v1/${path}`, { body, headers });
    const answered = (await response.text()).split('\n').filter((line) => line !== '');
    return answered.map((line) => JSON.parse(line));
  },
};
const signal = new AbortController().signal;
const rest = () => new RestSource({ address: espo.address, apiKey: espo.key }, systemClock, signal);

/** What was taken over, what did not fit, and what became of the e-mails. */
async function run(source: EspoSource) {
  const remarks: Remark[] = [];
  const report = new Report((remark) => remarks.push(remark));
  const importing = new ImportEspoCrm(source, api, report, signal);
  await importing.run();
  await service.mailcase.settled();
  const emails = await service.mailcase.importing.run(importing.messages(), null, source.label);
  await service.mailcase.settled();
  return {
    remarks,
    emails,
    summary: report.summary,
    codes: remarks.map(({ type, id, code }) => `${type} ${id} ${code}`),
  };
}

const get = async (path: string) => (await service.get(`/api/v1/${path}`)).body;

it('takes over people, what they may, teams and group accounts', async () => {
  fill(espo);
  const { codes, summary } = await run(rest());
  // Whoever was here already stays who they are.
  expect(await get('users/ana')).toMatchObject({ name: 'ana', roleIds: ['agent'], active: true });
  expect(await get('users/bor')).toMatchObject({
    name: 'Bor Kos',
    administrator: true,
    emailAddresses: ['bor@old.example', 'bor@shop.example'],
  });
  expect(await get('users/cene')).toMatchObject({ active: false, roleIds: ['agent'] });
  expect((await get('roles/agent')).permissions).toMatchObject({
    emails: { read: 'all', edit: 'own', delete: 'no' },
    cases: { read: 'team', edit: 'own' },
    // Leads are switched off there.
    records: { read: 'no', edit: 'no', assign: 'no', delete: 'no' },
    groupAccounts: { read: 'team', edit: 'no' },
    personalAccounts: { read: 'own', edit: 'own' },
    audit: { read: 'no' },
  });
  expect((await get('teams/support')).members).toEqual([
    { userId: 'ana', position: 'first line' },
    { userId: 'cene', position: null },
  ]);
  const [account] = (await get('accounts')).items;
  expect(account).toMatchObject({
    emailAddress: 'support@shop.example',
    status: 'inactive',
    imap: { host: 'imap.shop.example', port: 993, security: 'tls', userName: 'support', hasPassword: false },
    fetching: { folders: ['INBOX', 'Orders'], since: '2025-01-01T00:00:00.000Z' },
    teamIds: ['support'],
    filing: { addAllTeamUsers: true, groupFolderId: expect.any(String) },
    caseCreation: { distribution: 'less-busy', teamId: 'support', userId: null, position: 'first line' },
  });
  expect(summary.User).toEqual({ read: 5, new: 2, changed: 1, same: 0, left: 2 });
  expect(codes).toEqual(
    expect.arrayContaining([
      'Team t3 name-taken',
      'User system user-type',
      'User u4 user-type',
      'InboundEmail i1 needs-password',
      'EmailAccount e1 needs-password',
      'EmailAccount e2 no-mailbox',
      'Role r1 no-place',
    ]),
  );
});

it('takes over records, under the ids that they have there', async () => {
  fill(espo);
  const { summary } = await run(rest());
  expect(summary).toMatchObject({ Account: { new: 1 }, Contact: { new: 1 }, Lead: { new: 1 } });
  expect(await get('records/Account/a1')).toMatchObject({ name: 'Hut on the ridge', teamIds: ['support'] });
  expect(await get('records/Contact/k1')).toMatchObject({
    name: 'Zoja Hribar',
    accountId: 'a1',
    assignedUserId: 'ana',
    emailAddresses: ['zoja@customer.example', 'zoja@home.example'],
  });
  expect(await get('records/Lead/l1')).toMatchObject({
    name: 'Matej Oblak',
    convertedTo: { accountId: 'a1', contactId: null },
  });
  expect(await get('records/Opportunity/o1')).toMatchObject({ stage: 'closed', accountId: 'a1', contactId: 'k1' });
});

it('takes e-mails over as history: threads, and no cases but their own', async () => {
  fill(espo);
  const { emails, codes } = await run(rest());
  expect(emails).toEqual({ received: 2, duplicates: 0, skipped: 0, quarantined: 0 });
  const { items } = await get('emails');
  expect(items).toHaveLength(2);
  expect(new Set(items.map(({ threadId }: { threadId: string }) => threadId)).size).toBe(1);
  const question = items.find(({ messageId }: { messageId: string }) => messageId.includes('tent@customer'));
  expect(question).toMatchObject({
    from: { address: 'zoja@customer.example', name: 'Zoja "Z" Hribar' },
    to: [{ address: 'support@shop.example' }],
  });
  expect(question.subject).toMatch(/^Šotor: zadrga/);
  const whole = await get(`emails/${question.emailId}`);
  expect(JSON.stringify(whole)).toContain('Zadrga ne deluje');
  expect(JSON.stringify(whole)).toContain('račun.pdf');
  expect((await get('cases')).items).toHaveLength(3);
  expect(await get('cases/7')).toMatchObject({ emailCount: 2, status: 'Assigned' });
  const answer = items.find(({ messageId }: { messageId: string }) => messageId.includes('answer@shop'));
  expect([question.caseId, answer.caseId]).toEqual(Array(2).fill((await get('cases/7')).caseId));
  expect((await get('notifications')).items).toEqual([]);
  expect(codes).toEqual(expect.arrayContaining(['Email m1 attachment-gone', 'Email m3 draft']));
});

it('takes over cases, with their numbers, users, notes and links', async () => {
  fill(espo);
  const { codes, summary } = await run(rest());
  expect(summary.Case).toEqual({ read: 3, new: 3, changed: 0, same: 0, left: 0 });
  const [account] = (await get('accounts')).items;
  expect(await get('cases/7')).toMatchObject({
    ...{ subject: 'Tent', status: 'Assigned', priority: 'Urgent', assignee: 'ana', teamId: 'support' },
    ...{ accountId: account.accountId, description: 'It rained in.', createdAt: '2026-01-05T08:05:00.000Z' },
    ...{ contact: 'zoja@customer.example', noteCount: 1, importedFrom: { source: 'espocrm', id: 'c1', number: 7 } },
    links: { accountId: 'a1', contactId: 'k1', leadId: null, opportunityId: null },
  });
  const timeline = (await get('cases/7/timeline')).items;
  const note = timeline.find(({ kind }: { kind: string }) => kind === 'CaseNoteImported');
  expect(note.facts).toMatchObject({ text: 'Called her.', by: 'Ana Novak', writtenAt: '2026-01-06T10:00:00.000Z' });
  // Whoever is inactive keeps what is done, and nothing that is not.
  expect(await get('cases/9')).toMatchObject({ status: 'Closed', assignee: 'cene' });
  expect(await get('cases/12')).toMatchObject({ status: 'New', assignee: null });
  expect(codes).toEqual(expect.arrayContaining(['Case c3 no-place', 'Case c3 user-not-active']));
  expect((await get('workloads')).items[0].users).toContainEqual(expect.objectContaining({ userId: 'ana', open: 1 }));
});

it('gives another number to a case whose number is taken, and says so', async () => {
  for (let n = 0; n < 7; n++) await service.post('/api/v1/cases', { subject: `Here before ${n}` });
  await service.mailcase.settled();
  fill(espo);
  const { remarks } = await run(rest());
  const other = remarks.filter(({ code }) => code === 'other-number');
  expect(other).toMatchObject([{ type: 'Case', id: 'c1', message: 'There is a case 7 here already: it is case 13.' }]);
  expect(await get('cases/13')).toMatchObject({ subject: 'Tent' });
  expect(await get('cases/9')).toMatchObject({ subject: 'Stove' });
});

it('knows the cases that it brought by the numbers in subjects, and by what answers their e-mails', async () => {
  fill(espo);
  await run(rest());
  const from = 'From: Zoja <zoja@home.example>\r\nTo: support@shop.example\r\n';
  const [account] = (await get('accounts')).items;
  await service.receive(
    account.accountId,
    `${from}Message-ID: <n1@home.example>\r\nSubject: Re: [#7] my tent\r\n\r\nStill wet.\r\n`,
    `${from}Message-ID: <n2@home.example>\r\nIn-Reply-To: <answer@shop.example>\r\nSubject: Re: zadrga\r\n\r\nStill.\r\n`,
  );
  expect(await get('cases/7')).toMatchObject({ emailCount: 4 });
  expect((await get('cases')).items).toHaveLength(3);
});

it('takes over folders and filters, and these filter', async () => {
  fill(espo);
  const { codes, summary } = await run(rest());
  expect(summary).toMatchObject({
    GroupEmailFolder: { read: 1, new: 1 },
    EmailFolder: { read: 2, new: 1, left: 1 },
    EmailFilter: { read: 7, new: 4, left: 3 },
  });
  expect(codes).toEqual(
    expect.arrayContaining(['EmailFolder f2 not-taken', 'EmailFilter x5 not-taken', 'EmailFilter x6 invalid']),
  );
  expect(codes).toContain('EmailFilter x7 not-taken');
  const [orders] = (await get('group-folders')).items;
  expect(orders).toMatchObject({ name: 'Orders', teamIds: ['support'] });
  const [account] = (await get('accounts')).items;
  const mail = (from: string, subject: string, body: string) =>
    `From: ${from}\r\nTo: support@shop.example\r\nMessage-ID: <${from}>\r\nSubject: ${subject}\r\n\r\n${body}\r\n`;
  await service.receive(
    account.accountId,
    mail('sale@adverts.example', 'Buy', 'Now.'),
    mail('buyer@customer.example', 'Order 17', 'My order is late.'),
    mail('rope@supplier.example', 'Rope', 'It is on its way.'),
  );
  const subjects = (await get('emails')).items.map(({ subject }: { subject: string }) => subject);
  expect(subjects).toEqual(expect.arrayContaining(['Order 17', 'Rope']));
  expect(subjects).not.toContain('Buy');
  const { token } = (await service.post('/api/v1/tokens', { userId: 'ana', name: 'test' })).body;
  const inAnas = async (folder: string) =>
    (await service.get(`/api/v1/inbox?folder=${folder}`, { token })).body.items.map(
      ({ email, unread }: { email: { subject: string }; unread: boolean }) => ({ subject: email.subject, unread }),
    );
  const folders = (await service.get('/api/v1/folders', { token })).body.items;
  const named = (name: string) => folders.find((one: { name: string }) => one.name === name).folderId;
  expect(await inAnas(named('Orders'))).toEqual([{ subject: 'Order 17', unread: false }]);
  expect(await inAnas(named('Suppliers'))).toEqual([{ subject: 'Rope', unread: true }]);
});

it('takes over personal accounts, which wait for their passwords', async () => {
  fill(espo);
  await run(rest());
  const [account] = (await get('personal-accounts')).items;
  expect(account).toMatchObject({
    ...{ userId: 'ana', emailAddress: 'ana@shop.example', status: 'inactive' },
    imap: { host: 'imap.shop.example', port: 143, security: 'starttls', userName: 'ana', hasPassword: false },
    filing: { folderId: null, folderMap: [{ folder: 'INBOX/Suppliers' }], sentFolder: 'Sent' },
  });
  const path = `/api/v1/personal-accounts/${account.accountId}`;
  expect((await service.post(`${path}/activate`)).body).toMatchObject({ code: 'no-password' });
  expect((await service.ask('PATCH', path, { body: { imap: { password: 'secret' } } })).status).toBe(200);
  await service.mailcase.settled();
  expect(await get(`personal-accounts/${account.accountId}`)).toMatchObject({
    status: 'active',
    imap: { hasPassword: true },
  });
  await run(rest());
  expect(await get(`personal-accounts/${account.accountId}`)).toMatchObject({ status: 'active' });
});

it('goes on where a kind may not be read, and says so', async () => {
  fill(espo);
  for (const type of ['Role', 'InboundEmail', 'posts']) espo.forbidden.add(type);
  const { codes, summary } = await run(rest());
  expect(codes).toEqual(
    expect.arrayContaining(['Role Role forbidden', 'InboundEmail InboundEmail forbidden', 'Case c1 notes-forbidden']),
  );
  expect(summary).toMatchObject({ User: { new: 2 }, Case: { new: 3 } });
});

it('does nothing twice, and takes what is new', async () => {
  fill(espo);
  await run(rest());
  const head = await service.mailcase.log.head();
  const again = await run(rest());
  expect(await service.mailcase.log.head()).toBe(head);
  expect(again.emails).toMatchObject({ received: 0, duplicates: 2 });
  for (const [type, { read, same, left }] of Object.entries(again.summary)) {
    if (type !== 'Email') expect(same + left, type).toBe(read);
  }
  espo.put('User', { id: 'u9', userName: 'dora', type: 'regular', name: 'Dora', isActive: true });
  espo.change('User', 'u2', { teamsIds: ['t1'] });
  espo.change('Role', 'r1', { assignmentPermission: 'no' });
  espo.change('EmailFilter', 'x1', { from: '*@more-adverts.example' });
  espo.change('Contact', 'k1', { name: 'Zoja Kovač' });
  espo.change('Case', 'c1', { status: 'Closed' });
  const { summary } = await run(rest());
  expect(summary).toMatchObject({
    User: { new: 1, changed: 1, same: 2 },
    Role: { changed: 1 },
    EmailFilter: { changed: 1, same: 3 },
    Contact: { changed: 1 },
    Case: { changed: 1, same: 2 },
  });
  expect(await get('cases/7')).toMatchObject({ status: 'Closed', assignee: 'ana' });
});

it('goes on where it was broken off', async () => {
  fill(espo);
  const first = new ImportEspoCrm(rest(), api, new Report(() => undefined), signal);
  espo.failures.push(500, 500, 401);
  await expect(first.run()).rejects.toThrow(/401/);
  expect((await run(rest())).summary.Team).toMatchObject({ read: 3, left: 1 });
});

it('takes messages of a dump as they came', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mailcase-espocrm-'));
  await mkdir(join(folder, 'Email'));
  await writeFile(join(folder, 'Email.json'), JSON.stringify([{ id: 'm1', name: 'other', status: 'Received' }]));
  const source = 'From: zoja@customer.example\r\nSubject: As it came\r\nMessage-ID: <x@customer.example>\r\n\r\nHi\r\n';
  await writeFile(join(folder, 'Email', 'm1.eml'), source);
  const { emails } = await run(new DumpSource(folder));
  expect(emails.received).toBe(1);
  const [email] = (await get('emails')).items;
  expect((await service.get(`/api/v1/emails/${email.emailId}/source`)).body).toBe(source);
  await rm(folder, { recursive: true });
});
