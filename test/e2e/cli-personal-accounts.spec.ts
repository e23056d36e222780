import { mkdir } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Cli } from '../support/cli.js';
import { ServedProcess } from './served-process.js';

let cli: Cli;
let served: ServedProcess;
beforeAll(async () => {
  cli = await Cli.create();
  await mkdir(cli.folder, { recursive: true });
  served = await ServedProcess.start(cli.folder);
});
afterAll(async () => {
  await served?.kill();
  await cli?.remove();
});

it("lists users' own accounts, pauses and removes them", { timeout: 60_000 }, async () => {
  const admin = served.token ?? '';
  await served.does('POST', '/api/v1/users', admin, { userId: 'ana', name: 'Ana' });
  await served.does('POST', '/api/v1/personal-accounts', admin, {
    ...{ userId: 'ana', name: 'Mine', emailAddress: 'ana@acme.example' },
    imap: { host: '127.0.0.1', port: 1, security: 'none', userName: 'ana', password: 'secret' },
  });
  const run = (what: string, ...args: readonly string[]) => cli.run(['personal-account', what, ...args]);
  expect(await run('deactivate', 'ana@acme.example', 'ana')).toMatchObject({ code: 0 });
  expect(await cli.json('personal-account', 'list')).toMatchObject([
    { emailAddress: 'ana@acme.example', owner: 'ana', status: 'inactive' },
  ]);
  expect((await run('list')).stdout).not.toContain('secret');
  expect(await run('activate', 'ana@acme.example', 'ana')).toMatchObject({ code: 0 });
  const wrong = await run('remove', 'ana@acme.example', 'bor');
  expect(wrong.code).not.toBe(0);
  expect(wrong.stderr).toContain('bor has no account ana@acme.example');
  expect(await run('remove', 'ana@acme.example', 'ana')).toMatchObject({ code: 0 });
  expect(await cli.json('personal-account', 'list')).toEqual([]);
});
