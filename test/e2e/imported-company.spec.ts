import { afterAll, beforeAll, expect, it } from 'vitest';
import { fill } from '../support/espocrm/company.js';
import { importInto, restOf } from '../support/espocrm/importing.js';
import { EspoStandIn } from '../support/espocrm/stand-in.js';
import { TestService } from '../support/http.js';

let espo: EspoStandIn;
let service: TestService;
let taken: Awaited<ReturnType<typeof importInto>>;
beforeAll(async () => {
  espo = await EspoStandIn.start();
  service = await TestService.start();
  fill(espo);
  taken = await importInto(service, restOf(espo));
});
afterAll(async () => {
  await service.stop();
  await espo.stop();
});

const get = async (path: string) => (await service.get(`/api/v1/${path}`)).body;

it('takes over people, what they may, teams and group accounts', async () => {
  const { codes, summary } = taken;
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
  const { summary } = taken;
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
  const { emails, codes } = taken;
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
  const { codes, summary } = taken;
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

it('knows the cases that it brought by the numbers in subjects, and by what answers their e-mails', async () => {
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
  const { codes, summary } = taken;
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
  expect(await inAnas(named('Orders'))).toContainEqual({ subject: 'Order 17', unread: false });
  expect(await inAnas(named('Suppliers'))).toEqual([{ subject: 'Rope', unread: true }]);
});

it('takes over personal accounts, which wait for their passwords', async () => {
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
  await importInto(service, restOf(espo));
  expect(await get(`personal-accounts/${account.accountId}`)).toMatchObject({ status: 'active' });
});
