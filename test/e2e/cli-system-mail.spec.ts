import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SqliteEventStore } from '../../src/infrastructure/sqlite/sqlite-event-store.js';
import { Cli } from '../support/cli.js';

let cli: Cli;
beforeAll(async () => {
  cli = await Cli.create();
  await cli.json('user', 'add', 'ana');
  await cli.json('account', 'add', 'support@acme.example', '--smtp-host', 'smtp.acme.example', '--smtp-login', 'none');
  await cli.json('account', 'add', 'silent@acme.example');
}, 240_000);
afterAll(() => cli.remove());

const said = async () => {
  const { stdout } = await cli.run(['doctor', '--json']);
  const { findings } = JSON.parse(stdout) as { readonly findings: readonly { check: string; state: string }[] };
  return findings.filter(({ check }) => check === 'notifications by e-mail');
};

it('says from which account users are written to; the doctor says where none are who want it', {
  timeout: 180_000,
}, async () => {
  expect((await cli.run(['system-mail', 'show'])).stdout).toContain('No user is written to');
  expect(await said()).toEqual([]);
  await wantsEmails();
  expect(await said()).toMatchObject([{ state: 'notice', message: expect.stringContaining('1 user wants') }]);
  const recordUrl = 'https://crm.example/#{type}/view/{id}';
  await cli.json('system-mail', 'set', 'support@acme.example', '--record-url', recordUrl);
  expect(await cli.json('system-mail', 'show')).toEqual({ emailAddress: 'support@acme.example', recordUrl });
  expect(await said()).toMatchObject([{ state: 'ok' }]);
  await cli.json('account', 'deactivate', 'support@acme.example');
  expect(await said()).toMatchObject([{ state: 'wrong', message: expect.stringContaining('support@acme.example') }]);
  await cli.json('system-mail', 'stop');
  expect(await cli.json('system-mail', 'show')).toEqual({ emailAddress: null, recordUrl: null });
});

it.each([
  [['set', 'nobody@acme.example'], 'no account nobody@acme.example'],
  [['set', 'silent@acme.example'], 'no server to send by'],
  [['set', 'support@acme.example', '--record-url', 'https://crm.example/'], 'recordUrl'],
])('%j is refused', { timeout: 60_000 }, async (args, words) => {
  expect(await cli.run(['system-mail', ...args])).toMatchObject({ code: 1, stderr: expect.stringContaining(words) });
});

/** As ana says it by the API. */
async function wantsEmails(): Promise<void> {
  const store = SqliteEventStore.open(join(cli.folder, 'log.db'));
  const metadata = { $correlationId: 'x', $causationId: 'x', actor: 'user:ana', at: '2026-03-02T08:00:00.000Z' };
  const data = {
    ...{ userId: 'ana', list: ['note'], email: ['note'], delivery: 'at-once', digestHour: 8, timeZone: 'UTC' },
    autoFollow: { assigned: true, replied: true, note: true, mention: true },
  };
  const id = '11111111-1111-4111-8111-111111111111';
  const event = { id, type: 'NotificationPreferencesSet', data, metadata: { ...metadata, schemaVersion: 5 } };
  await store.append({ stream: 'preferences-ana', expectedRevision: 'no-stream', events: [event] });
  await store.close();
}
