import { afterAll, beforeAll, expect, it } from 'vitest';
import { Cli } from '../support/cli.js';

let cli: Cli;
beforeAll(async () => {
  cli = await Cli.create();
  await cli.json('user', 'add', 'ana');
}, 240_000);
afterAll(() => cli.remove());

const listed = async () => (await cli.json('webhooks', 'list')) as readonly Record<string, unknown>[];

it('makes, shows, changes and removes webhooks; a secret is shown once', { timeout: 120_000 }, async () => {
  expect((await cli.run(['webhooks', 'list'])).stdout).toContain('There are no webhooks');
  const url = 'https://crm.example/hook';
  const added = (await cli.json('webhooks', 'add', url, '--event', 'case.created,email.received')) as {
    webhookId: string;
    secret: string;
  };
  const { webhookId: id } = added;
  expect(added.secret).toMatch(/^whsec_/);
  const events = ['case.created', 'email.received'];
  expect(await listed()).toMatchObject([{ webhookId: id, name: 'crm.example', url, events, status: 'active' }]);
  expect(JSON.stringify(await listed())).not.toContain('whsec_');

  await cli.json('webhooks', 'set', id, '--name', 'CRM', '--bodies');
  expect(await listed()).toMatchObject([{ name: 'CRM', url, events, bodies: true }]);
  await cli.json('webhooks', 'pause', id);
  expect((await cli.run(['webhooks', 'list'])).stdout).toMatch(/CRM\s+https:\S+\s+paused/);
  await cli.json('webhooks', 'resume', id, '--skip-missed');
  expect(await listed()).toMatchObject([{ status: 'active' }]);

  const rotated = (await cli.json('webhooks', 'rotate-secret', id, '--hours', '1')) as { secret: string };
  expect(rotated.secret).not.toBe(added.secret);
  expect(await cli.json('webhooks', 'deliveries', id)).toEqual([]);
  expect(await cli.json('webhooks', 'deliveries', id, '--failed')).toEqual([]);
  expect((await cli.run(['webhooks', 'replay', id])).stdout).toBe('Nothing was given up.\n');
  const tested = await cli.run(['webhooks', 'test', id]);
  expect([tested.code, tested.stderr]).toEqual([1, expect.stringContaining('cannot be reached')]);
  await cli.json('webhooks', 'remove', id);
  expect(await listed()).toEqual([]);
});

it.each([
  [['add', 'https://192.168.0.1/'], 1, 'may not reach'],
  [['add', 'http://crm.example/'], 1, 'must begin with https://'],
  [['add', 'https://crm.example/', '--event', 'case.exploded'], 1, 'events.0'],
  [['add', 'https://crm.example/', '--account', 'nobody@acme.example'], 1, 'no account nobody@acme.example'],
  [['rotate-secret', 'x', '--hours', '1000'], 2, '0 to 168'],
  [['pause', 'x'], 1, 'no webhook'],
  [['deliveries', 'x'], 1, 'no webhook x'],
] as const)('refuses %j', { timeout: 60_000 }, async (args, code, words) => {
  const refused = await cli.run(['webhooks', ...args]);
  expect([refused.code, refused.stderr]).toEqual([code, expect.stringContaining(words)]);
});
