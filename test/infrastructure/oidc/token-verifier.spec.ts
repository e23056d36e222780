import { afterEach, beforeEach, expect, it } from 'vitest';
import { silent } from '../../../src/application/ports/logger.js';
import { Unavailable } from '../../../src/domain/errors.js';
import { Provider, TokenRefused, TokenVerifier } from '../../../src/infrastructure/oidc/index.js';
import { systemClock } from '../../../src/infrastructure/process/system-clock.js';
import { TestProvider } from '../../support/oidc/provider.js';

let provider: TestProvider;
/** Milliseconds by which this side's clock is ahead. */
let ahead = 0;
const clock = { ...systemClock, now: () => new Date(Date.now() + ahead) };
beforeEach(async () => {
  ahead = 0;
  provider = await TestProvider.start();
});
afterEach(() => provider.stop());

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const now = () => Math.floor(clock.now().getTime() / SECOND);

function verifier(taken: { readonly authorizedParties?: readonly string[]; readonly issuer?: string } = {}) {
  const { issuer = provider.issuer, authorizedParties = [] } = taken;
  const asked = new Provider({ issuer, allowInsecure: true }, clock, silent);
  return new TokenVerifier(asked, { audiences: ['mailcase', 'mail'], authorizedParties, clockTolerance: 30 }, clock);
}

/** `taken`, the reason why not, or the code of what is in the way. */
async function outcome(of: TokenVerifier, token: string): Promise<string> {
  try {
    await of.verify(token);
    return 'taken';
  } catch (error) {
    if (error instanceof TokenRefused) return error.reason;
    if (error instanceof Unavailable) return error.code;
    throw error;
  }
}

it.each(['RS256', 'PS256', 'ES256', 'EdDSA'])('a token that is signed by %s is taken', async (algorithm) => {
  await provider.rotate(algorithm);
  const { sub, preferred_username } = await verifier().verify(await provider.token());
  expect([sub, preferred_username]).toEqual(['4711', 'ana']);
});

it.each([
  ['another audience', { aud: 'payroll' }, 'wrong-audience'],
  ['no audience', { aud: undefined }, 'claim-missing'],
  ['several audiences, one of them ours', { aud: ['payroll', 'mail'] }, 'taken'],
  ['another issuer', { iss: 'https://evil.example' }, 'wrong-issuer'],
  ['no issuer', { iss: undefined }, 'claim-missing'],
  ['an end that has passed', { exp: now() - 31 }, 'expired'],
  ['an end that has passed only by what clocks may differ', { exp: now() - 10 }, 'taken'],
  ['no end', { exp: undefined }, 'claim-missing'],
  ['an end that is no number', { exp: 'never' }, 'claim-missing'],
  ['an end beyond all calendars', { exp: 1e300 }, 'claim-missing'],
  ['a beginning to come', { nbf: now() + 300 }, 'not-yet-valid'],
  ['a beginning within what clocks may differ', { nbf: now() + 10 }, 'taken'],
  ['a day of issue to come', { iat: now() + 300 }, 'not-yet-valid'],
  ['no day of issue', { iat: undefined }, 'claim-missing'],
  ['no subject', { sub: undefined }, 'claim-missing'],
  ['an empty subject', { sub: '' }, 'claim-missing'],
  ['a subject that is no text', { sub: 4711 }, 'claim-missing'],
  ['a subject without end', { sub: 'x'.repeat(300) }, 'claim-missing'],
])('a token of %s', async (_, claims, expected) => {
  expect(await outcome(verifier(), await provider.token(claims))).toBe(expected);
});

it.each([
  ['at+jwt', 'taken'],
  ['application/at+jwt', 'taken'],
  [undefined, 'taken'],
  ['logout+jwt', 'wrong-type'],
  ['dpop+jwt', 'wrong-type'],
])('a token of type %s', async (typ, expected) => {
  expect(await outcome(verifier(), await provider.token({}, { typ }))).toBe(expected);
});

it('clients that are named are let in, and others are not', async () => {
  const choosy = verifier({ authorizedParties: ['dashboard'] });
  expect(await outcome(choosy, await provider.token({ azp: 'dashboard' }))).toBe('taken');
  expect(await outcome(choosy, await provider.token({ client_id: 'dashboard' }))).toBe('taken');
  expect(await outcome(choosy, await provider.token({ azp: 'phone', client_id: 'dashboard' }))).toBe('wrong-party');
  expect(await outcome(choosy, await provider.token())).toBe('wrong-party');
});

it('what anybody could make lets nobody in', async () => {
  const strict = verifier();
  expect(await outcome(strict, provider.unsigned())).toBe('wrong-algorithm');
  await provider.rotate('RS256');
  expect(await outcome(strict, await provider.signedWithPublicKey())).toBe('wrong-algorithm');
  const token = await provider.token();
  const [header = '', payload = '', signature = ''] = token.split('.');
  const changed = Buffer.from(JSON.stringify(provider.claims({ sub: '1' }))).toString('base64url');
  expect(await outcome(strict, `${header}.${changed}.${signature}`)).toBe('wrong-signature');
  expect(await outcome(strict, `${header}.${payload}.`)).toBe('wrong-signature');
  for (const nonsense of ['', '.', '..', 'a.b.c', token.slice(1), `${header}.${payload}`, 'x'.repeat(20_000)]) {
    expect([nonsense.length, await outcome(strict, nonsense)]).toEqual([nonsense.length, 'malformed']);
  }
  // Another provider's key, under the name of one of ours.
  const other = await TestProvider.start();
  const [ours] = provider.server.issuer.keys.toJSON();
  const forged = await other.token({ iss: provider.issuer }, { kid: ours?.kid });
  expect(await outcome(strict, forged)).toBe('wrong-signature');
  await other.stop();
});

it('many groups make a token large, and it is taken', async () => {
  const groups = Array.from({ length: 200 }, (_, n) => `department ${n} of the company`);
  expect(await outcome(verifier(), await provider.token({ groups }))).toBe('taken');
});

it('a new key is fetched when a token names it, and asked for no more often than now and then', async () => {
  const strict = verifier();
  expect(await outcome(strict, await provider.token())).toBe('taken');
  ahead = 11 * SECOND;
  await provider.rotate();
  expect(await outcome(strict, await provider.token())).toBe('taken');
  await provider.rotate();
  const early = await provider.token();
  expect(await outcome(strict, early)).toBe('unknown-key');
  ahead += 11 * SECOND;
  expect(await outcome(strict, early)).toBe('taken');
});

it('while the provider is away its known keys go on, and of unknown ones nobody knows', async () => {
  const strict = verifier();
  expect(await outcome(strict, await provider.token())).toBe('taken');
  const known = await provider.token({ exp: now() + 86_400 });
  const kid = await provider.rotate();
  const unknown = await provider.token({ exp: now() + 86_400 });
  await provider.away(async () => {
    ahead = 11 * SECOND;
    expect(await outcome(strict, unknown)).toBe('sign-in-unavailable');
    // The provider is not asked for each of them.
    expect(await outcome(strict, unknown)).toBe('sign-in-unavailable');
    expect(await outcome(strict, known)).toBe('taken');
    ahead = 90 * MINUTE;
    expect(await outcome(strict, known)).toBe('taken');
    expect(await outcome(verifier(), known)).toBe('sign-in-unavailable');
  });
  ahead += 11 * SECOND;
  expect([kid, await outcome(strict, unknown)]).toEqual([kid, 'taken']);
});

it('a document of another issuer is not believed', async () => {
  provider.server.issuer.url = 'http://127.0.0.1:1';
  expect(await outcome(verifier(), await provider.token())).toBe('sign-in-unavailable');
});

it('a provider that is asked without TLS elsewhere than on this machine is not asked', async () => {
  const asked = new Provider({ issuer: provider.issuer, allowInsecure: false }, clock, silent);
  await expect(asked.document()).rejects.toMatchObject({ code: 'sign-in-unavailable' });
});
