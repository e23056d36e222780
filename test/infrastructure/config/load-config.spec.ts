import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Invalid } from '../../../src/domain/errors.js';
import { CONFIG_FILE, loadConfig, settings } from '../../../src/infrastructure/config/index.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailcase-config-'));
});
afterEach(() => rm(folder, { recursive: true }));

const write = (text: string) => writeFile(join(folder, CONFIG_FILE), text);
const load = (environment: Record<string, string> = {}, file?: string) =>
  loadConfig({ dataFolder: folder, file, environment });

function problems(environment: Record<string, string> = {}): Record<string, string> {
  try {
    load(environment);
  } catch (error) {
    if (error instanceof Invalid) return Object.fromEntries(error.fields.map(({ path, message }) => [path, message]));
    throw error;
  }
  throw new Error('nothing was wrong');
}

describe('configuration', () => {
  it('has a default for everything', () => {
    const { config, file, origins } = load();
    const limits = { bodyLimit: 1_048_576, notificationListeners: 1_000 };
    expect(config.http).toEqual({ host: '127.0.0.1', port: 8025, publicUrl: '', ...limits });
    expect(file).toBeNull();
    expect(new Set(origins.values())).toEqual(new Set(['default']));
  });

  it('takes the file before the defaults and the environment before the file, and knows which', async () => {
    await write('# our service\nhttp:\n  port: 9000\n  host: 0.0.0.0\n');
    const { config, origins } = load({ MAILCASE_HTTP_PORT: '9001', MAILCASE_HTTP_BODY_LIMIT: '2048' });
    const limits = { bodyLimit: 2048, notificationListeners: 1_000 };
    expect(config.http).toEqual({ host: '0.0.0.0', port: 9001, publicUrl: '', ...limits });
    expect(origins.get('http.port')).toBe('MAILCASE_HTTP_PORT');
    expect(origins.get('http.host')).toBe(`${join(folder, CONFIG_FILE)}:4`);
    expect(origins.get('log.level')).toBe('default');
  });

  it('has a variable of its own for each setting, and each can be set by it', () => {
    expect(new Set(settings.map(({ variable }) => variable)).size).toBe(settings.length);
    const environment = Object.fromEntries(
      settings.map((setting) => [
        setting.variable,
        String(setting.values?.[0] ?? (setting.default === '' ? 'x' : setting.default)),
      ]),
    );
    environment.MAILCASE_HTTP_PUBLIC_URL = 'https://mail.acme.example';
    environment.MAILCASE_OIDC_ISSUER = 'https://id.acme.example';
    environment.MAILCASE_OIDC_REDIRECT_URI = 'https://mail.acme.example/api/v1/auth/oidc/callback';
    environment.MAILCASE_OAUTH_REDIRECT_URI = 'https://mail.acme.example/oauth/callback';
    const { origins } = load(environment);
    expect([...origins.values()]).toEqual(settings.map(({ variable }) => variable));
  });

  it('takes an empty file and an empty variable for nothing', async () => {
    await write('');
    expect(load({ MAILCASE_HTTP_PORT: '' }).config.http.port).toBe(8025);
  });

  it('tells everything that is wrong at once, with its path and its place', async () => {
    await write('http:\n  prot: 1\n  bodyLimit: much\nlog:\n  level: loud\nimpa:\n  connectTimeout: 1\n');
    const wrong = problems({ MAILCASE_HTTP_PORT: 'eighty', MAILCASE_HTTP_HOTS: 'x' });
    expect(Object.keys(wrong).sort()).toEqual(
      ['MAILCASE_HTTP_HOTS', 'http.bodyLimit', 'http.port', 'http.prot', 'impa', 'log.level'].sort(),
    );
    expect(wrong['http.prot']).toBe(
      `there is no such setting; did you mean http.port? (${join(folder, CONFIG_FILE)}:2)`,
    );
    expect(wrong.impa).toMatch(/did you mean imap\?/);
    expect(wrong['http.port']).toMatch(/not "eighty" \(MAILCASE_HTTP_PORT\)/);
    expect(wrong['log.level']).toMatch(/"debug".*not "loud".*:5\)/);
    expect(wrong.MAILCASE_HTTP_HOTS).toBe('there is no such variable; did you mean MAILCASE_HTTP_HOST?');
  });

  it('knows a setting that stands in the wrong section', async () => {
    await write('log:\n  port: 1\n');
    expect(problems()['log.port']).toMatch(/did you mean http\.port\?/);
  });

  it('refuses a section that is none', async () => {
    await write('http: 8025\n');
    expect(problems({ MAILCASE_HTTP_PORT: '1' }).http).toMatch(/expected object.*not 8025/);
  });

  it('tells where a file is no YAML, and that one is not there', async () => {
    await write('http:\n  port: [1\n');
    expect(() => load()).toThrow(/mailcase\.yaml:\d/);
    expect(() => load({}, join(folder, 'other.yaml'))).toThrow(/other\.yaml: there is no such file/);
    await write('- 1\n');
    expect(() => load()).toThrow(/must hold settings by name/);
  });

  it('leaves the variables of tests alone', () => {
    expect(load({ MAILCASE_TEST_DOVECOT: '1', MAILCASE_MASTER_KEY: 'x' }).config.log.level).toBe('info');
  });

  it('takes settings that stand in no section, and shows no password of one that is wrong', () => {
    const { config, origins } = load({ MAILCASE_EVENT_STORE: 'kurrentdb', MAILCASE_MONGODB_URL: 'mongodb://db:27017' });
    expect(config.eventStore).toBe('kurrentdb');
    expect(config.mongodb).toEqual({ url: 'mongodb://db:27017', database: 'mailcase' });
    expect(origins.get('eventStore')).toBe('MAILCASE_EVENT_STORE');
    expect(problems({ MAILCASE_DOCUMENTS: 'mysql', MAILCASE_KURRENTDB_URL: 'http://ana:secret@db' })).toEqual({
      documents: 'Invalid option: expected one of "sqlite"|"mongodb", not "mysql" (MAILCASE_DOCUMENTS)',
      'kurrentdb.url':
        'must begin with kurrentdb:// or kurrentdb+discover:// or esdb:// or esdb+discover://, not "http://ana:********@db" (MAILCASE_KURRENTDB_URL)',
    });
  });

  it('takes lists and maps, from a file and from variables in words or as JSON', async () => {
    await write('oidc:\n  issuer: https://id.acme.example\n  audiences: [mail]\n  roles:\n    Agents: agent\n');
    expect(load().config.oidc).toMatchObject({ audiences: ['mail'], roles: { Agents: 'agent' }, administrators: [] });
    const words = load({ MAILCASE_OIDC_AUDIENCES: 'mail, api', MAILCASE_OIDC_ROLES: 'Agents=agent, Leads = lead' });
    expect(words.config.oidc).toMatchObject({ audiences: ['mail', 'api'], roles: { Agents: 'agent', Leads: 'lead' } });
    const group = 'cn=Agents,dc=acme';
    const json = load({ MAILCASE_OIDC_ADMINISTRATORS: `["${group}"]`, MAILCASE_OIDC_ROLES: `{"${group}": "agent"}` });
    expect(json.config.oidc).toMatchObject({ administrators: [group], roles: { [group]: 'agent' } });
    expect(json.origins.get('oidc.roles')).toBe('MAILCASE_OIDC_ROLES');
    expect(problems({ MAILCASE_OIDC_ROLES: 'Agents' })['oidc.roles']).toMatch(/expected record/);
    expect(problems({ MAILCASE_OIDC_AUDIENCES: '[mail' })['oidc.audiences']).toMatch(/expected array/);
    expect(problems({ MAILCASE_OIDC_ROLES: 'Agents=The Agents' })['oidc.roles.Agents']).toMatch(/lower-case letters/);
  });

  it('a provider is asked by TLS, and for tokens that are meant for this service', () => {
    const issuer = 'https://id.acme.example';
    const wrong = (settings: Record<string, string>) =>
      Object.keys(
        problems(Object.fromEntries(Object.entries(settings).map(([name, value]) => [`MAILCASE_OIDC_${name}`, value]))),
      );
    expect(wrong({ ISSUER: issuer })).toEqual(['oidc.audiences']);
    expect(wrong({ CLIENT_ID: 'mailcase', REDIRECT_URI: 'https://mail.acme.example/x' })).toEqual(['oidc.issuer']);
    expect(wrong({ ISSUER: 'id.acme.example', AUDIENCES: 'x' })).toEqual(['oidc.issuer']);
    expect(wrong({ ISSUER: 'http://id.acme.example', AUDIENCES: 'x', ALLOW_INSECURE: 'true' })).toEqual([
      'oidc.issuer',
    ]);
    expect(wrong({ ISSUER: 'http://127.0.0.1:8080', AUDIENCES: 'x' })).toEqual(['oidc.issuer']);
    expect(wrong({ ISSUER: 'http://127.0.0.1.acme.example', AUDIENCES: 'x', ALLOW_INSECURE: 'true' })).toEqual([
      'oidc.issuer',
    ]);
    expect(wrong({ ISSUER: issuer, CLIENT_ID: 'mailcase' })).toEqual(['oidc.redirectUri']);
    expect(
      load({
        MAILCASE_OIDC_ISSUER: 'http://127.0.0.1:8080',
        MAILCASE_OIDC_AUDIENCES: 'x',
        MAILCASE_OIDC_ALLOW_INSECURE: 'true',
      }).config.oidc.issuer,
    ).toBe('http://127.0.0.1:8080');
  });
});
