import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/infrastructure/process/system-clock.js';
import type { Answer, TestService } from '../support/http.js';
import { TestProvider } from '../support/oidc/provider.js';
import { startSignIn } from '../support/oidc/service.js';

let provider: TestProvider;
let service: TestService;
beforeEach(async () => {
  provider = await TestProvider.start();
});
afterEach(async () => {
  await service.stop();
  await provider.stop();
});

const cases = async (token: string): Promise<Answer> => service.get('/api/v1/cases', { token });
const outcome = async (claims: Record<string, unknown>, path = '/api/v1/cases') => {
  const { status, body } = await service.get(path, { token: await provider.token(claims) });
  return status === 200 ? 200 : `${status} ${body.code}`;
};
const userOf = async (userId: string) => {
  await service.mailcase.settled();
  return (await service.get(`/api/v1/users/${userId}`)).body;
};

describe('a token of the provider', () => {
  it('lets in the user whose name it holds, beside API tokens', async () => {
    service = await startSignIn(provider);
    expect(await outcome({})).toBe(200);
    expect(await outcome({ preferred_username: 'ANA' })).toBe(200);
    expect((await service.get('/api/v1/cases', { token: service.anaToken })).status).toBe(200);
    expect((await service.get('/api/v1/auth', { token: null })).body).toEqual({
      apiTokens: true,
      oidc: { issuer: provider.issuer, signIn: '/api/v1/auth/oidc' },
    });
  });

  it('says why it lets nobody in, and no more than that', async () => {
    service = await startSignIn(provider);
    const past = Math.floor(Date.now() / 1_000) - 3_600;
    for (const [claims, words] of [
      [{ aud: 'payroll' }, 'The token is meant for another audience.'],
      [{ iss: 'https://evil.example' }, 'The token is of another issuer.'],
      [{ exp: past }, 'The token has expired.'],
      [{ preferred_username: undefined }, 'The token lacks a claim, or one has the wrong form.'],
    ] as const) {
      const answer = await cases(await provider.token(claims));
      expect(answer).toMatchObject({ status: 401, body: { code: 'invalid-token', detail: words } });
      expect(answer.headers.get('www-authenticate')).toBe(
        `Bearer realm="mailcase", error="invalid_token", error_description="${words}"`,
      );
    }
    expect((await cases(provider.unsigned())).body.detail).toBe(
      'The token is signed by an algorithm that is not taken.',
    );
  });

  it('counts with the wrong tokens, and a right one is let in all the same', async () => {
    service = await startSignIn(provider);
    const wrong = provider.unsigned();
    for (let n = 0; n < 20; n++) expect((await cases(wrong)).status).toBe(401);
    expect(await cases(wrong)).toMatchObject({ status: 429, body: { code: 'too-many-wrong-tokens' } });
    expect(await outcome({})).toBe(200);
  });

  it('does nothing in the name of others, nor as from the command line', async () => {
    service = await startSignIn(provider);
    const headers = { 'x-mailcase-as': 'ana' };
    const answer = await service.get('/api/v1/cases', { token: await provider.token({}), headers });
    expect(answer).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
  });

  it('stays with the person, whatever their name becomes, and is not handed on with the name', async () => {
    service = await startSignIn(provider, { register: true });
    expect(await outcome({ sub: '1' })).toBe(200);
    expect(await outcome({ sub: '2' })).toBe('403 user-of-somebody-else');
    await service.mailcase.settled();
    const renamed = await provider.token({ sub: '1', preferred_username: 'ana-married' });
    const { body } = await service.post('/api/v1/tokens', { name: 'phone' }, { token: renamed });
    expect(body.token).toMatch(/^mc_/);
    expect((await service.get('/api/v1/tokens?user=ana')).body.items).toHaveLength(2);
  });

  it('of somebody unknown makes a user where that is wanted', async () => {
    service = await startSignIn(provider);
    expect(await outcome({ preferred_username: 'bor' })).toBe('403 user-unknown');
    await service.stop();
    service = await startSignIn(provider, { register: true });
    const bor = { sub: '5', preferred_username: 'bor', name: 'Bor Kos', email: 'Bor@acme.example' };
    expect(await outcome({ ...bor, email_verified: true })).toBe(200);
    expect(await userOf('bor')).toMatchObject({ name: 'Bor Kos', emailAddresses: ['bor@acme.example'] });
    // What is no name for a user gets one, and not that of somebody else.
    expect(await outcome({ sub: '6', preferred_username: 'Bor', email: 'x@acme.example' })).toBe(
      '403 user-of-somebody-else',
    );
    expect(await outcome({ sub: '7', preferred_username: 'Čuk Žan@acme.example' })).toBe(200);
    const { body } = await service.get('/api/v1/users');
    const ids = body.items.map(({ userId }: { userId: string }) => userId);
    expect(ids).toContainEqual(expect.stringMatching(/^cuk-zan-acme\.example-[0-9a-f]{8}$/));
  });

  it('lets many requests at once make one user', async () => {
    service = await startSignIn(provider, { register: true });
    const token = await provider.token({ sub: '8', preferred_username: 'cene', groups: ['agents'] });
    const answers = await Promise.all(Array.from({ length: 10 }, () => cases(token)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const revision = (await userOf('cene')).revision;
    await cases(token);
    expect((await userOf('cene')).revision).toBe(revision);
  });

  it('by e-mail address: only one that the provider has verified', async () => {
    service = await startSignIn(provider, { userClaim: 'email' });
    await service.post('/api/v1/users', { userId: 'eva', name: 'Eva', emailAddresses: ['eva@acme.example'] });
    await service.mailcase.settled();
    expect(await outcome({ email: 'eva@acme.example' })).toBe('401 invalid-token');
    expect(await outcome({ email: 'eva@acme.example', email_verified: false })).toBe('401 invalid-token');
    expect(await outcome({ email: 'Eva@acme.example', email_verified: true })).toBe(200);
    expect(await outcome({ sub: '9', email: 'nobody@acme.example', email_verified: true })).toBe('403 user-unknown');
  });

  it('lets nobody in who was deactivated, whatever it says', async () => {
    service = await startSignIn(provider, { register: true });
    expect(await outcome({})).toBe(200);
    await service.post('/api/v1/users/ana/deactivate');
    await service.mailcase.settled();
    expect(await outcome({})).toBe('403 user-not-active');
    await service.post('/api/v1/users/ana/activate');
    await service.mailcase.settled();
    expect(await outcome({})).toBe(200);
  });

  it('while the provider is away and its keys are not known yet: not now', async () => {
    service = await startSignIn(provider);
    const token = await provider.token();
    await provider.away(async () => {
      const answer = await cases(token);
      expect(answer).toMatchObject({ status: 503, body: { code: 'sign-in-unavailable' } });
      expect(answer.headers.get('retry-after')).toBe('1');
      expect((await service.get('/api/v1/cases')).status).toBe(200);
    });
  });

  it('may be large, up to what a header can hold', async () => {
    service = await startSignIn(provider);
    const groups = (count: number) => Array.from({ length: count }, (_, n) => `department ${n}`);
    expect(await outcome({ groups: groups(400) })).toBe(200);
    expect((await cases(await provider.token({ groups: groups(1_000) }))).status).toBe(431);
  });
});

describe('groups', () => {
  const settings = { roles: { Agents: 'agent' }, administrators: ['Admins'] } as never;
  // Groups that are said later are newer.
  let second = Math.floor(Date.now() / 1_000) - 300;
  const at = (claims: Record<string, unknown>) => ({ ...claims, iat: second++ });

  it('make administrators and take that away; one by hand is none by name', async () => {
    service = await startSignIn(provider, settings);
    expect(await outcome(at({}), '/api/v1/users')).toBe('403 administrators-only');
    expect(await outcome(at({ groups: 'Admins' }), '/api/v1/users')).toBe(200);
    expect(await outcome(at({ groups: ['Agents', 'Admins'] }), '/api/v1/users')).toBe(200);
    // What is not said gives nothing.
    expect(await outcome(at({}), '/api/v1/users')).toBe('403 administrators-only');
    expect(await outcome(at({ groups: { Admins: true } }), '/api/v1/users')).toBe('403 administrators-only');
    expect(await outcome(at({ sub: 'x', preferred_username: 'root' }))).toBe('403 administrator-by-name');
    expect(await outcome(at({ sub: 'x', preferred_username: 'root', groups: ['Admins'] }), '/api/v1/users')).toBe(200);
  });

  it('give roles beside those that were given by hand', async () => {
    service = await startSignIn(provider, settings);
    expect(await outcome(at({ groups: ['Agents', 'Cooks'] }))).not.toBe(401);
    expect((await userOf('ana')).fromGroups).toEqual({ roleIds: ['agent'], administrator: false });
    await outcome(at({ groups: [] }));
    expect((await userOf('ana')).fromGroups).toEqual({ roleIds: [], administrator: false });
  });

  it('stand where the provider puts them', async () => {
    service = await startSignIn(provider, { ...(settings as object), groupsClaim: 'realm_access.roles' });
    expect(await outcome(at({ realm_access: { roles: ['Admins'] } }), '/api/v1/users')).toBe(200);
    await service.stop();
    service = await startSignIn(provider, { ...(settings as object), groupsClaim: 'https://acme.example/groups' });
    expect(await outcome(at({ 'https://acme.example/groups': ['Admins'] }), '/api/v1/users')).toBe(200);
  });
});

it.each(['/api/v1/events', '/api/v1/notifications/stream'])(
  'whoever listens to %s hears until the token ends',
  async (path) => {
    let end = () => {};
    const asked: number[] = [];
    const pause = (milliseconds: number, signal?: AbortSignal): Promise<void> => {
      if (milliseconds < 300_000) return systemClock.pause(milliseconds, signal);
      asked.push(milliseconds);
      return new Promise((resolve) => {
        end = resolve;
      });
    };
    service = await startSignIn(provider, {}, { clock: { ...systemClock, pause } });
    const stream = await service.fetch('GET', path, { token: await provider.token() });
    expect(stream.status).toBe(200);
    const heard = stream.text();
    const [rest = 0] = asked.slice(-1);
    expect(rest).toBeGreaterThan(590_000);
    expect(rest).toBeLessThanOrEqual(600_000);
    end();
    expect(await heard).toMatch(/^retry: 2000/);
  },
);
