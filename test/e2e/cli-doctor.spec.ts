import { chmod, open } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SqliteEventStore } from '../../src/infrastructure/sqlite/sqlite-event-store.js';
import { Cli } from '../support/cli.js';
import { type Dovecot, startDovecot, withoutDovecot } from '../support/dovecot.js';

interface Finding {
  readonly check: string;
  readonly state: 'ok' | 'notice' | 'wrong';
  readonly message: string;
  readonly advice: string | null;
}

let cli: Cli;
beforeEach(async () => {
  cli = await Cli.create();
});
afterEach(() => cli.remove());

/** The findings of one check, and the exit code. */
async function examined(check: string): Promise<{ readonly code: number | null; readonly findings: Finding[] }> {
  const { code, stdout } = await cli.run(['doctor', '--json']);
  const { findings } = JSON.parse(stdout) as { readonly findings: Finding[] };
  return { code, findings: findings.filter((finding) => finding.check === check) };
}

/** An event of a version that this program does not know, as a newer one would have left it. */
async function plantUnreadable(): Promise<void> {
  const store = SqliteEventStore.open(join(cli.folder, 'log.db'));
  const metadata = { $correlationId: 'x', $causationId: 'x', actor: 'system:test', at: '2026-03-02T08:00:00.000Z' };
  await store.append({
    stream: 'mailbox-newer',
    expectedRevision: 'no-stream',
    events: [
      {
        id: '11111111-1111-4111-8111-111111111111',
        type: 'MailboxFetched',
        data: {},
        metadata: { ...metadata, schemaVersion: 99 },
      },
    ],
  });
  await store.close();
}

describe.skipIf(withoutDovecot())('doctor and mailboxes', () => {
  const address = 'support@shop.example';
  const password = 'correct horse';
  let dovecot: Dovecot;
  beforeAll(async () => {
    dovecot = await startDovecot();
    await dovecot.addUser('support', password);
  });
  afterAll(() => dovecot.remove());

  const open = (given: string) =>
    cli.run(
      [
        ...['account', 'add', address, '--imap-host', dovecot.host, '--imap-port', `${dovecot.port}`],
        ...['--security', 'none', '--user', 'support', '--password-stdin'],
      ],
      { stdin: given },
    );

  it('says that one lets us in, also beside a service', async () => {
    expect(await open(password)).toMatchObject({ code: 0 });
    const well = { code: 0, findings: [{ state: 'ok', message: 'connected and logged in.' }] };
    expect(await examined(`mailbox ${address}`)).toMatchObject(well);
    const serve = cli.start(['serve']);
    await serve.says(/Watching/);
    expect(await examined(`mailbox ${address}`)).toMatchObject(well);
  });

  it("looks at a user's own as well, also beside a service", async () => {
    const serve = cli.start(['serve']);
    const [token = ''] = await serve.says(/mc_[\w-]+/);
    const [, url] = await serve.says(/answers at (http:\S+)/);
    const imap = { host: dovecot.host, port: dovecot.port, security: 'none', userName: 'support', password };
    const opened = await fetch(`${url}/api/v1/personal-accounts`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Ana', emailAddress: 'ana@shop.example', imap }),
    });
    expect(opened.status).toBe(201);
    const well = { code: 0, findings: [{ state: 'ok', message: 'connected and logged in.' }] };
    expect(await examined('mailbox ana@shop.example')).toMatchObject(well);
    serve.kill('SIGTERM');
    await serve.ended;
    expect(await examined('mailbox ana@shop.example')).toMatchObject(well);
  });

  it('says why one does not, also beside a service', async () => {
    expect(await open('wrong')).toMatchObject({ code: 0 });
    const refused = expect.stringContaining('refused the login');
    const wrong = { code: 1, findings: [{ state: 'wrong', message: refused, advice: expect.stringContaining('set') }] };
    expect(await examined(`mailbox ${address}`)).toMatchObject(wrong);
    const serve = cli.start(['serve']);
    await serve.says(/Watching/);
    expect(await examined(`mailbox ${address}`)).toMatchObject(wrong);
  });
});

it('names a read model that stopped, also beside a service, where only that one knows', async () => {
  await cli.json('team', 'add', 'support');
  await plantUnreadable();
  const stopped = {
    code: 1,
    findings: expect.arrayContaining([
      {
        check: 'read models',
        state: 'wrong',
        message: expect.stringMatching(/^mailboxes stopped at MailboxFetched at mailbox-newer@0 \(position \d+\): /),
        advice: expect.stringContaining('mailcase rebuild mailboxes'),
      },
    ]),
  };
  expect(await examined('read models')).toEqual(stopped);
  const serve = cli.start(['serve']);
  await serve.says(/Watching/);
  expect(await examined('read models')).toEqual(stopped);
});

it('says that a database is damaged, and what to do', async () => {
  await cli.json('team', 'add', 'support');
  const file = await open(join(cli.folder, 'blobs.db'), 'r+');
  await file.write(Buffer.alloc(4_096, 7), 0, 4_096, 0);
  await file.close();
  expect(await examined('blobs.db')).toMatchObject({
    code: 1,
    findings: [
      { state: 'wrong', message: expect.stringContaining('damaged'), advice: expect.stringContaining('backup') },
    ],
  });
  expect((await examined('log.db')).findings).toMatchObject([{ state: 'ok', message: 'whole.' }]);
});

it('says that others may read a key', async () => {
  await cli.json('team', 'add', 'support');
  const key = join(cli.folder, 'master.key');
  await chmod(key, 0o644);
  const { code, findings } = await examined('rights');
  expect(code).toBe(1);
  expect(findings.filter(({ state }) => state === 'wrong')).toMatchObject([
    { message: `${key} may be read by others (mode 644).`, advice: `chmod 600 ${key}` },
  ]);
});
