import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Cli } from '../support/cli.js';
import { type Dovecot, startDovecot, withoutDovecot } from '../support/dovecot.js';
import { message } from '../support/messages.js';
import { until } from './until.js';

describe.skipIf(withoutDovecot())('the command line and a real mailbox', { timeout: 60_000 }, () => {
  const address = 'support@shop.example';
  const password = 'correct horse';
  let dovecot: Dovecot;
  let cli: Cli;
  let user: string;
  let users = 0;
  beforeAll(async () => {
    dovecot = await startDovecot();
  });
  afterAll(() => dovecot?.remove());
  beforeEach(async () => {
    cli = await Cli.create();
    user = `user${++users}`;
    await dovecot.addUser(user, password);
  });
  afterEach(() => cli.remove());

  const add = (given: string) =>
    cli.run(
      [
        ...['account', 'add', address, '--imap-host', dovecot.host, '--imap-port', `${dovecot.port}`],
        ...['--security', 'none', '--user', user, '--since', '2020-01-01', '--password-stdin'],
      ],
      { stdin: given },
    );
  const arrives = (n: number) => dovecot.append(user, 'INBOX', message({ messageId: `<${n}@customer.example>` }));

  it('is tested, fetched, switched off and on, alone and beside a service', async () => {
    expect(await add(password)).toMatchObject({ code: 0 });
    expect(await cli.json('account', 'test', address)).toMatchObject({
      ok: true,
      imap: { folders: [{ name: 'INBOX', ok: true }] },
    });
    await arrives(1);
    const tested = await cli.run(['account', 'test', address]);
    expect(tested).toMatchObject({ code: 0, stdout: `${address}: connected and logged in.\n  INBOX: 1 messages\n` });
    expect(await cli.json('account', 'fetch', address)).toMatchObject({ received: 1, duplicates: 0, quarantined: 0 });
    expect(await cli.json('account', 'deactivate', address)).toMatchObject({ emailAddress: address });
    expect(await cli.json('account', 'list')).toMatchObject([{ status: 'inactive' }]);
    const refused = await cli.run(['account', 'fetch', address]);
    expect(refused).toMatchObject({ code: 1, stdout: '', stderr: `error: ${address} is not active.\n` });
    expect(await cli.json('account', 'activate', address)).toMatchObject({ emailAddress: address });
    expect(await cli.json('account', 'list')).toMatchObject([{ status: 'active', received: 1 }]);

    const serve = cli.start(['serve', '--json']);
    await serve.says(/\n}\n/);
    const { address: api, token } = JSON.parse(serve.stdout);
    await arrives(2);
    await cli.json('account', 'fetch', address);
    expect(await cli.json('account', 'test', address)).toMatchObject({
      ok: true,
      imap: { folders: [{ messages: 2 }] },
    });
    // Its watch may have been told by the server before it was asked.
    expect(await cli.json('threads')).toHaveLength(2);
    const jobs = await fetch(`${api}/api/v1/jobs`, { headers: { authorization: `Bearer ${token}` } });
    // biome-ignore lint/suspicious/noExplicitAny: what a test expects of an answer, the test says.
    const { items }: any = await jobs.json();
    expect(items).toMatchObject([
      { emailAddress: address, state: expect.stringMatching(/idle|fetching/), failure: null },
    ]);
    const [{ lastRunAt, nextRunAt }] = items;
    expect(Date.now() - Date.parse(lastRunAt)).toBeGreaterThanOrEqual(0);
    expect(Date.now() - Date.parse(lastRunAt)).toBeLessThan(60_000);
    expect(Date.parse(nextRunAt)).toBeGreaterThan(Date.parse(lastRunAt));
  });

  it('that fails says why in words in the list, and by its code alone in the log', async () => {
    expect(await add('wrong')).toMatchObject({ code: 0 });
    const serve = cli.start(['serve']);
    await serve.says(/Watching/);
    await until(
      () => cli.run(['account', 'list']),
      ({ stdout }) => stdout.includes('failing'),
      30_000,
    );
    const { stdout } = await cli.run(['account', 'list']);
    expect(stdout).toMatch(
      new RegExp(`^${address} fails since \\d{4}-\\d\\d-\\d\\d.*: The server refused the login`, 'm'),
    );
    const logged = await until(
      () => serve.stderr,
      (text) => text.includes('mailbox fails'),
    );
    expect(logged).toContain('"code":"login"');
    expect(logged).not.toContain(user);
    expect(logged).not.toContain('@');
  });
});
