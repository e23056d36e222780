import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Cli } from '../support/cli.js';

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
    Team: { read: 1, taken: 1, same: 0, left: 0 },
    User: { read: 2, taken: 1, same: 0, left: 1 },
    emails: { received: 1, duplicates: 0 },
  });
  const [remark] = (await readFile(report, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(remark).toMatchObject({ type: 'User', id: 's', code: 'user-type' });
  expect(await run()).toMatchObject({ code: 0, User: { taken: 0, same: 1 }, emails: { received: 0, duplicates: 1 } });
});

it('wants either an address, with a key, or a folder', async () => {
  expect(await cli.run(['import-espocrm'])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching('either --url or --dump'),
  });
  const without = await cli.run(['import-espocrm', '--url', 'https://crm.example']);
  expect(without.stderr).toMatch(/MAILCASE_ESPOCRM_API_KEY/);
});
