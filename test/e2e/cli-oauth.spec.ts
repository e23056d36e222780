import { afterAll, beforeAll, expect, it } from 'vitest';
import { Cli } from '../support/cli.js';
import { MailProvider } from '../support/oidc/mail-provider.js';
import { until } from './until.js';

const address = 'support@acme.example';
let provider: MailProvider;
let cli: Cli;
beforeAll(async () => {
  provider = await MailProvider.start();
  cli = await Cli.create();
}, 240_000);
afterAll(async () => {
  await cli.remove();
  await provider.stop();
});

it('configures a provider, and authorizes an account in each way', { timeout: 240_000 }, async () => {
  const { issuer, clientId, clientSecret } = provider.settings;
  const scopes = ['--scopes', 'openid,email,mail,offline_access', '--client-credentials-scopes', 'mail'];
  const client = ['--client-id', clientId, '--parameters', 'prompt=consent', '--allow-insecure'];
  const environment = { MAILCASE_OAUTH_CLIENT_SECRET: clientSecret };
  const set = await cli.run(['oauth-provider', 'set', 'acme', '--issuer', issuer, ...client, ...scopes], {
    environment,
  });
  expect([set.code, set.stderr]).toEqual([0, '']);
  const listed = await cli.run(['oauth-provider', 'list']);
  expect(listed.stdout).toMatch(/acme .*\/token +in the vault/);
  expect(listed.stdout).not.toContain(clientSecret);

  await cli.json('account', 'add', address, '--imap-host', '127.0.0.1', '--no-password');
  const own = ['account', 'authorize', address, '--provider', 'acme'];
  const port = { environment: { MAILCASE_HTTP_PORT: '8025' } };
  const browser = await cli.run([...own, '--json'], port);
  expect(JSON.parse(browser.stdout)).toMatchObject({ url: expect.stringContaining(`${issuer}/auth?`) });
  expect((await cli.run(own)).stderr).toContain('oauth.redirectUri');
  expect(await cli.json(...own, '--client-credentials')).toMatchObject({ emailAddress: address, warnings: [] });
  expect(await cli.json('account', 'list')).toMatchObject([
    { status: 'active', oauth: { flow: 'client-credentials' } },
  ]);

  const device = cli.start(['account', 'authorize', address, '--device']);
  const typed = /type ([A-Z]{4}-[A-Z]{4})/;
  const said = await until(
    () => device.stderr,
    (text) => typed.test(text),
    30_000,
  );
  await provider.type(typed.exec(said)?.[1] ?? '');
  const ended = await device.ended;
  expect([ended.code, ended.stdout]).toEqual([0, `${address} is authorized.\n`]);
  expect((await cli.run(['oauth-provider', 'remove', 'acme'])).stderr).toContain('still authorized');

  expect((await cli.run(['account', 'revoke', address])).stdout).toContain('is not authorized any more');
  expect(await cli.json('account', 'list')).toMatchObject([{ status: 'inactive', oauth: null }]);
  expect((await cli.run(['oauth-provider', 'remove', 'acme'])).code).toBe(0);
});
