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
  async send(method, path, body, key) {
    const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
    const answer = await service.ask(method, `/api/v1/${path}`, { body, headers });
    if (answer.status < 400) return answer.body;
    throw Object.assign(new Error(answer.body.detail), { status: answer.status, code: answer.body.code });
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
    imap: null,
    teamIds: ['support'],
    caseCreation: { distribution: 'less-busy', teamId: 'support', userId: null, position: 'first line' },
  });
  expect(summary.User).toEqual({ read: 5, taken: 2, same: 1, left: 2 });
  expect(codes).toEqual(
    expect.arrayContaining([
      'Team t3 name-taken',
      'User system user-type',
      'User u4 user-type',
      'InboundEmail i1 needs-password',
      'EmailAccount e1 not-taken',
      'Case c1 not-taken',
    ]),
  );
});

it('takes over records, under the ids that they have there', async () => {
  fill(espo);
  const { summary } = await run(rest());
  expect(summary).toMatchObject({ Account: { taken: 1 }, Contact: { taken: 1 }, Lead: { taken: 1 } });
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

it('takes e-mails over as history: threads, and no cases', async () => {
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
  expect((await get('cases')).items).toEqual([]);
  expect(codes).toEqual(expect.arrayContaining(['Email m1 attachment-gone', 'Email m3 draft']));
});

it('does nothing twice, and takes what is new', async () => {
  fill(espo);
  await run(rest());
  const head = await service.mailcase.log.head();
  const again = await run(rest());
  expect(await service.mailcase.log.head()).toBe(head);
  expect(again.emails).toMatchObject({ received: 0, duplicates: 2 });
  expect(again.summary.User).toMatchObject({ taken: 0, same: 3 });
  espo.put('User', { id: 'u9', userName: 'dora', type: 'regular', name: 'Dora', isActive: true });
  expect((await run(rest())).summary.User).toMatchObject({ taken: 1, same: 3 });
});

it('goes on where it was broken off', async () => {
  fill(espo);
  const first = new ImportEspoCrm(rest(), api, new Report(() => undefined), signal);
  espo.failures.push(...Array.from({ length: 4 }, () => 500), 403);
  await expect(first.run()).rejects.toThrow(/403/);
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
