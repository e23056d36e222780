import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Cli } from '../support/cli.js';
import { ScriptedSmtp } from '../support/scripted-smtp.js';
import { until } from './until.js';

describe('the command line and what leaves', { timeout: 60_000 }, () => {
  const address = 'support@shop.example';
  let cli: Cli;
  let server: ScriptedSmtp;
  beforeEach(async () => {
    [cli, server] = await Promise.all([Cli.create(), ScriptedSmtp.start()]);
    const smtp = ['--smtp-host', '127.0.0.1', '--smtp-port', `${server.port}`, '--smtp-security', 'none'];
    const login = ['--smtp-login', 'plain', '--smtp-user', 'shop'];
    const stdin = 'correct horse';
    const added = await cli.run(
      ['account', 'add', address, ...smtp, ...login, '--smtp-password-stdin', '--undo', '0'],
      { stdin },
    );
    expect(added).toMatchObject({ code: 0 });
    server.replies = { ehlo: '250-here\r\n250 AUTH PLAIN' };
  });
  afterEach(async () => {
    await cli.remove();
    await server.stop();
  });

  it('says that all is stopped, and why', async () => {
    await cli.json('outbox', 'stop', '--reason', 'wrong template');
    expect(await cli.run(['outbox', 'list'])).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('(wrong template)'),
    });
    await cli.json('outbox', 'resume');
    expect((await cli.run(['outbox', 'list'])).stderr).toBe('');
  });

  it('an account is tried, sends nothing while its login is refused, says why, and goes on', async () => {
    expect(await cli.run(['account', 'test', address])).toMatchObject({
      code: 0,
      stdout: `${address} sends: connected and logged in; nothing was sent.\n`,
    });
    server.replies = { ...server.replies, auth: '535 5.7.8 bad credentials' };
    expect(await cli.run(['account', 'test', address])).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/refused the login of shop: 535 5\.7\.8 bad credentials \(login\) Check the user/),
    });

    const serve = cli.start(['serve', '--json']);
    await serve.says(/\n}\n/);
    const { address: api, token } = JSON.parse(serve.stdout);
    const body = JSON.stringify({ account: address, to: ['ana@customer.example'], subject: 'Hello', text: 'Good day' });
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const sent = await fetch(`${api}/api/v1/emails`, { method: 'POST', headers, body });
    // biome-ignore lint/suspicious/noExplicitAny: what a test expects of an answer, the test says.
    const { emailId }: any = await sent.json();
    const shown = () => cli.run(['outbox', 'show', emailId]);
    const said = await until(shown, ({ stdout }) => stdout.includes('lets the account send nothing'), 30_000);
    expect(said.stdout).toMatch(/ATTEMPT +AT +TO +CAME OF IT/);
    expect(said.stdout).toMatch(/1 +\S+ \S+ +1 +login/);
    const listed = await until(
      () => cli.run(['account', 'list']),
      ({ stdout }) => stdout.includes('suspended'),
    );
    expect(listed.stdout).toContain(`\`mailcase outbox resume ${address}\` tries it at once.`);

    server.replies = { ehlo: '250-here\r\n250 AUTH PLAIN' };
    expect(await cli.run(['outbox', 'resume', address])).toMatchObject({ code: 0 });
    expect(await cli.json('account', 'list')).toMatchObject([{ outgoing: { suspended: null } }]);
    expect(await cli.run(['outbox', 'show', '4f0b2d1c-7a55-5e0e-9b8f-0c1d2e3f4a5b'])).toMatchObject({ code: 1 });
  });
});
