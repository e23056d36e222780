import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { MutableToken } from 'oauth2-mock-server';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Mailcase } from '../../src/application/mailcase.js';
import { silent } from '../../src/application/ports/logger.js';
import { createHttpApp } from '../../src/infrastructure/http/app.js';
import { signInProviderOf } from '../../src/infrastructure/oidc/index.js';
import { systemClock } from '../../src/infrastructure/process/system-clock.js';
import type { TestService } from '../support/http.js';
import { TestProvider } from '../support/oidc/provider.js';
import { Browser, signInSettings, startSignIn } from '../support/oidc/service.js';

let provider: TestProvider;
let service: TestService;
/** Another node on the same stores. */
let other: { readonly mailcase: Mailcase; readonly app: NestFastifyApplication; readonly address: string };
beforeEach(async () => {
  provider = await TestProvider.start();
  service = await startSignIn(provider, { register: true });
  const mailcase = new Mailcase(service.mailcase.adapters);
  await mailcase.start({ fetch: false });
  const settings = signInSettings(provider, { register: true });
  const signIn = signInProviderOf(settings, undefined, systemClock, silent) ?? undefined;
  const app = await createHttpApp(mailcase, { bodyLimit: 100_000, version: '0.0.0', signIn });
  await app.listen({ port: 0, host: '127.0.0.1' });
  other = { mailcase, app, address: (await app.getUrl()).replace('[::1]', '127.0.0.1') };
});
afterEach(async () => {
  await other.app.close();
  await other.mailcase.stop();
  await service.stop();
  await provider.stop();
});

it('whoever signs in at two nodes at once is one user', async () => {
  const token = await provider.token({ sub: '5', preferred_username: 'bor', groups: ['agents'] });
  const headers = { authorization: `Bearer ${token}` };
  const addresses = Array.from({ length: 8 }, (_, n) => (n % 2 ? service.address : other.address));
  const answers = await Promise.all(addresses.map((address) => fetch(`${address}/api/v1/cases`, { headers })));
  expect(answers.map(({ status }) => status)).toEqual(addresses.map(() => 200));
  const registered = [];
  for await (const { type } of service.mailcase.log.readStream('user-bor')) registered.push(type);
  expect(registered).toEqual(['UserRegistered', 'UserIdentityBound']);
});

it('a browser that has signed in at one node is known at the other', async () => {
  provider.server.service.on('beforeTokenSigning', ({ payload }: MutableToken) =>
    Object.assign(payload, { preferred_username: 'ana' }),
  );
  const browser = new Browser();
  expect((await browser.ask(await browser.throughProvider(service))).status).toBe(302);
  expect((await browser.ask(`${other.address}/api/v1/cases`)).status).toBe(200);
});
