import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DumpSource } from '../../src/infrastructure/espocrm/dump-source.js';
import type { EspoSource } from '../../src/infrastructure/espocrm/espo-source.js';
import { ImportEspoCrm } from '../../src/infrastructure/espocrm/import-espocrm.js';
import { Report } from '../../src/infrastructure/espocrm/report.js';
import { fill } from '../support/espocrm/company.js';
import { apiOf, importInto, never, restOf } from '../support/espocrm/importing.js';
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

const rest = () => restOf(espo);
const run = (source: EspoSource) => importInto(service, source);
const get = async (path: string) => (await service.get(`/api/v1/${path}`)).body;

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
  const first = new ImportEspoCrm(rest(), apiOf(service), new Report(() => undefined), never);
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
