import { afterEach, beforeEach, expect, it } from 'vitest';
import { signInFindings } from '../../../src/infrastructure/cli/doctor/sign-in.js';
import { configSchema } from '../../../src/infrastructure/config/index.js';
import { TestProvider } from '../../support/oidc/provider.js';

let provider: TestProvider;
beforeEach(async () => {
  provider = await TestProvider.start();
});
afterEach(() => provider.stop());

async function found(issuer: string): Promise<readonly string[]> {
  const { oidc } = configSchema.parse({ oidc: { issuer, audiences: ['mailcase'], allowInsecure: true } });
  const findings: string[] = [];
  for await (const { state, message } of signInFindings(oidc)) findings.push(`${state}: ${message}`);
  return findings;
}

it('the doctor asks the provider, as a token would make the service ask it', async () => {
  expect(await found(provider.issuer)).toEqual([`ok: ${provider.issuer} can be reached and publishes 1 key.`]);
  await provider.away(async () => {
    const [finding] = await found(provider.issuer);
    expect(finding).toMatch(/^wrong: .*openid-configuration cannot be reached: ./);
  });
  provider.server.issuer.url = 'https://other.example';
  expect((await found(provider.issuer))[0]).toMatch(/^wrong: .* is of another issuer, "https:\/\/other\.example"$/);
});

it('without a provider it says nothing', async () => {
  expect(await found('')).toEqual([]);
});
