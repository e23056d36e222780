import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Cli } from '../support/cli.js';

let cli: Cli;
beforeAll(async () => {
  cli = await Cli.create();
  await cli.json('user', 'add', 'ana');
}, 240_000);
afterAll(() => cli.remove());

const show = async (role: string) => (await cli.json('roles', 'show', role)) as { name: string; permissions: object };

it('defines roles by options and by a file, shows, gives and removes them', { timeout: 120_000 }, async () => {
  expect((await cli.run(['roles', 'list'])).stdout).toContain('There are no roles');
  await cli.json(
    'roles',
    'define',
    'agent',
    '--name',
    'Agents',
    '--allow',
    'cases:read=team,cases:edit=own',
    'emails:read=own',
  );
  expect(await show('agent')).toMatchObject({
    name: 'Agents',
    permissions: {
      cases: { read: 'team', edit: 'own', assign: 'no', delete: 'no' },
      emails: { read: 'own', edit: 'no' },
      records: { read: 'no' },
    },
  });
  expect((await cli.run(['roles', 'show', 'agent'])).stdout).toMatch(/cases\s+team\s+own\s+no\s+no/);
  // What is not said is no more; the name stays.
  await cli.json('roles', 'define', 'agent', '--allow', 'cases:read=all');
  expect(await show('agent')).toMatchObject({ name: 'Agents', permissions: { cases: { read: 'all', edit: 'no' } } });

  const file = join(cli.folder, '..', 'lead.json');
  await writeFile(file, JSON.stringify({ ...(await show('agent')), name: 'Leads' }));
  await cli.json('roles', 'define', 'lead', '--file', file);
  expect(await show('lead')).toEqual({ ...(await show('agent')), roleId: 'lead', name: 'Leads' });
  expect((await cli.run(['roles', 'list'])).stdout).toMatch(/agent\s+Agents\s+cases=all\s+lead\s+Leads/);

  await cli.json('user', 'roles', 'ana', 'lead', 'agent');
  expect(await cli.json('user', 'list')).toMatchObject([{ userId: 'ana', roleIds: ['agent', 'lead'] }]);
  expect((await cli.run(['roles', 'remove', 'lead'])).stderr).toContain('Users still have the role lead: ana');
  await cli.json('user', 'roles', 'ana');
  expect(await cli.run(['roles', 'remove', 'lead'])).toMatchObject({ code: 0, stdout: 'Role lead is removed.\n' });
});

it.each([
  [['define', 'x'], 2, 'either --allow or --file'],
  [['define', 'x', '--allow', 'cases=team'], 2, 'as cases:read=team'],
  [['define', 'x', '--allow', 'cases:read=sometimes'], 1, 'permissions.cases.read'],
  [['define', 'x', '--allow', 'moods:read=all'], 1, 'permissions'],
  [['define', 'x', '--file', 'nowhere.json'], 1, 'cannot be read'],
  [['show', 'x'], 1, 'no role x'],
  [['remove', 'x'], 1, 'no role'],
] as const)('refuses %j', { timeout: 60_000 }, async (args, code, words) => {
  const refused = await cli.run(['roles', ...args]);
  expect([refused.code, refused.stderr]).toEqual([code, expect.stringContaining(words)]);
});
