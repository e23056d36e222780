import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Cli } from '../support/cli.js';
import { fill } from '../support/espocrm/company.js';
import { EspoStandIn } from '../support/espocrm/stand-in.js';

let cli: Cli;
beforeEach(async () => {
  cli = await Cli.create();
});
afterEach(() => cli.remove());

it('takes over a dump, reports what did not fit, and does nothing twice', async () => {
  const dump = `${cli.folder}-dump`;
  const report = `${cli.folder}-report.ndjson`;
  await mkdir(dump);
  await writeFile(join(dump, 'Team.json'), '[{ "id": "t1", "name": "Support" }]');
  const users = [
    '{ "id": "u1", "userName": "ana", "name": "Ana", "teamsIds": ["t1"] }',
    '{ "id": "s", "type": "system" }',
  ];
  await writeFile(join(dump, 'User.ndjson'), users.join('\n'));
  const email = {
    id: 'm1',
    messageId: '<m1@x.example>',
    from: 'zoja@x.example',
    name: 'Hi',
    dateSent: '2026-01-05 08:00:00',
  };
  await writeFile(join(dump, 'Email.json'), JSON.stringify([email]));
  const run = async () => {
    const { code, stdout } = await cli.run(['import-espocrm', '--dump', dump, '--report', report, '--json']);
    return { code, ...JSON.parse(stdout) };
  };
  expect(await run()).toMatchObject({
    code: 0,
    kinds: { Team: { read: 1, new: 1, same: 0, left: 0 }, User: { read: 2, new: 1, same: 0, left: 1 } },
    emails: { received: 1, duplicates: 0 },
    remarks: { total: 1, first: [{ type: 'User', code: 'user-type' }] },
  });
  const [remark] = (await readFile(report, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(remark).toMatchObject({ type: 'User', id: 's', code: 'user-type' });
  expect(await run()).toMatchObject({
    code: 0,
    kinds: { User: { new: 0, same: 1 } },
    emails: { received: 0, duplicates: 1 },
  });
});

it('leaves a broken line, and goes on behind it; says so in words', async () => {
  const dump = `${cli.folder}-dump`;
  await mkdir(dump);
  const account = (n: number) => JSON.stringify({ id: `a${n}`, name: `Account ${n}` });
  const lines = [...Array.from({ length: 1_200 }, (_, n) => account(n)), '{ "id": "a', account(1_200)];
  await writeFile(join(dump, 'Account.ndjson'), lines.join('\n'));
  await writeFile(join(dump, 'Case.ndjson'), '{ "id": "c1", "number": 41, "name": "Tent", "status": "Pending" }');
  const { code, stdout, stderr } = await cli.run(['import-espocrm', '--dump', dump]);
  expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('It is no JSON.') });
  expect(stderr).toContain('Account.ndjson:1201');
  expect(stdout).toMatch(/READ +NEW +CHANGED +SAME +LEFT/);
  expect(stdout).toMatch(/^Account +1202 +1201 +0 +0 +1$/m);
  expect(stdout).toMatch(/^Remarks: 1, above\.$/m);
  const shown = await cli.run(['case', '41', '--json']);
  expect(shown).toMatchObject({ code: 0, stdout: expect.stringMatching('Pending') });
});

it('breaks off where EspoCRM does, and the same command goes on from there', async () => {
  const espo = await EspoStandIn.start();
  fill(espo);
  const environment = { MAILCASE_ESPOCRM_API_KEY: espo.key };
  const run = () => cli.run(['import-espocrm', '--url', espo.address, '--json'], { environment });
  espo.attach('f1', 'the invoice');
  espo.failOn('Case/c2', 401);
  const broken = await run();
  expect(broken).toMatchObject({ code: 1, stderr: expect.stringMatching('EspoCRM: Case/c2 answers 401: the API key') });
  const { code, stdout } = await run();
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    kinds: { User: { new: 0, same: 3 }, Contact: { new: 0, same: 1 }, Case: { new: 3 } },
    emails: { received: 2, duplicates: 0 },
  });
  await espo.stop();
});

it('says what is wrong before it does anything', async () => {
  const nowhere = await cli.run(['import-espocrm', '--dump', `${cli.folder}-nowhere`]);
  expect(nowhere).toMatchObject({ code: 2, stderr: expect.stringMatching('there is no folder') });
  await mkdir(`${cli.folder}-empty`);
  const file = join(cli.folder, 'no', 'such', 'report');
  const unwritten = await cli.run(['import-espocrm', '--dump', `${cli.folder}-empty`, '--report', file]);
  expect(unwritten).toMatchObject({ code: 2, stderr: expect.stringMatching('--report: ENOENT') });
});

it('wants either an address, with a key, or a folder', async () => {
  expect(await cli.run(['import-espocrm'])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching('either --url or --dump'),
  });
  const without = await cli.run(['import-espocrm', '--url', 'https://crm.example']);
  expect(without.stderr).toMatch(/MAILCASE_ESPOCRM_API_KEY/);
});
