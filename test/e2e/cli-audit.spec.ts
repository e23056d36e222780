import { afterAll, beforeAll, expect, it } from 'vitest';
import { Cli } from '../support/cli.js';

let cli: Cli;
beforeAll(async () => {
  cli = await Cli.create();
  await cli.json('user', 'add', 'ana', '--name', 'Ana Novak');
  await cli.json('roles', 'define', 'agent', '--allow', 'cases:read=team');
  await cli.json('user', 'roles', 'ana', 'agent');
}, 240_000);
afterAll(() => cli.remove());

const types = async (...args: readonly string[]) =>
  ((await cli.json('audit', ...args)) as { type: string }[]).map(({ type }) => type);

it('shows who did what, and what happened to one thing', { timeout: 60_000 }, async () => {
  expect(await types('events')).toEqual(['UserRolesSet', 'RoleDefined', 'UserRegistered']);
  expect(await types('events', '--oldest-first', '--last', '1')).toEqual(['UserRegistered']);
  expect(await types('events', '--about', 'Role/agent')).toEqual(['RoleDefined']);
  expect(await types('events', '--actor', 'user:nobody')).toEqual([]);
  expect(await types('events', '--to', '2020-01-01')).toEqual([]);
  expect(await types('stream', 'user-ana')).toEqual(['UserRegistered', 'UserRolesSet']);
  expect(await types('stream', 'user-ana', '--latest-first', '--last', '1')).toEqual(['UserRolesSet']);
  expect((await cli.run(['audit', 'events', '--type', 'UserRegistered'])).stdout).toMatch(
    /user:command-line\s+UserRegistered\s+user-ana@0\s+.*Ana Novak/,
  );
  expect(await cli.run(['audit', 'stream', 'user-bor'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('no stream user-bor'),
  });
});
