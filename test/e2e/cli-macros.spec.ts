import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Cli } from '../support/cli.js';
import { mail } from '../support/http.js';

let cli: Cli;
beforeAll(async () => {
  cli = await Cli.create();
  await cli.json('user', 'add', 'ana');
  await cli.json('team', 'add', 'support');
  await cli.json('account', 'add', 'support@acme.example', '--team', 'support', '--distribution', 'round-robin');
  const folder = join(cli.folder, '..', 'mail');
  await mkdir(folder);
  await writeFile(join(folder, 'a.eml'), mail('a', 'Lamp'));
  await cli.json('import', folder, '--account', 'support@acme.example');
}, 240_000);
afterAll(() => cli.remove());

it('makes, shows, looks at, applies and removes macros', { timeout: 120_000 }, async () => {
  expect((await cli.run(['macros', 'list'])).stdout).toContain('There are no macros');
  const steps = ['--priority', 'High', '--tag', 'vip,parts', '--status', 'Pending', '--note', 'Ordered'];
  await cli.json('macros', 'set', 'ordered', ...steps);
  const listed = await cli.run(['macros', 'list']);
  expect(listed.stdout).toMatch(/ordered\s+ordered\s+all\s+High, \+vip, \+parts, Pending, note/);
  const looked = await cli.run(['macros', 'preview', 'ordered', '1', '#77']);
  expect(looked.stdout).toMatch(/1\s+changes\s+.*priority: Normal to High.*writes the note/s);
  expect(looked.stdout).toMatch(/77\s+refused\s+There is no case 77/);
  const applied = await cli.run(['macros', 'apply', 'ordered', '1', '77', '--key', 'today']);
  expect([applied.code, applied.stdout]).toEqual([1, expect.stringMatching(/1\s+done/)]);
  expect(await cli.json('macros', 'apply', 'ordered', '1', '--key', 'again')).toMatchObject({
    results: [{ case: '1', outcome: 'done' }],
  });
  expect(await cli.json('case', '1')).toMatchObject({ priority: 'High', tags: ['parts', 'vip'], status: 'Pending' });
  await cli.json('macros', 'remove', 'ordered');
  expect(await cli.json('macros', 'list')).toEqual([]);
});

it.each([
  [['set', 'x'], 1, 'has none'],
  [['set', 'x', '--assign', 'ana', '--distribute'], 2, 'cannot be used with'],
  [['set', 'x', '--in-team', 'support'], 2, '--in-team goes with --assign'],
  [['set', 'x', '--status', 'Duplicate'], 2, 'Allowed choices'],
  [['set', 'x', '--assign', 'nobody'], 1, 'no user nobody'],
  [['apply', 'x', '1'], 1, 'no macro x'],
] as const)('refuses %j', { timeout: 60_000 }, async (args, code, words) => {
  const refused = await cli.run(['macros', ...args]);
  expect([refused.code, refused.stderr]).toEqual([code, expect.stringContaining(words)]);
});
