import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Invalid, Unavailable } from '../../../src/domain/errors.js';
import { FileVault } from '../../../src/infrastructure/files/file-vault.js';
import { loadMasterKey } from '../../../src/infrastructure/files/master-key.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailcase-vault-'));
});
afterEach(() => rm(folder, { recursive: true }));

const modeOf = async (name: string) => (await stat(join(folder, name))).mode & 0o777;

describe('the vault in a file', () => {
  const key = randomBytes(32);
  const path = () => join(folder, 'vault.json');

  it('is readable by its owner only and holds no secret in clear', async () => {
    await new FileVault(path(), key).put('imap:support', 'very secret');
    expect(await modeOf('vault.json')).toBe(0o600);
    const text = await readFile(path(), 'utf8');
    expect(text).not.toContain('very secret');
    expect(text).not.toContain(Buffer.from('very secret').toString('base64'));
    expect(await readdir(folder)).toEqual(['vault.json']);
  });

  it('opens its secrets with the same key later', async () => {
    await new FileVault(path(), key).put('imap:support', 'very secret');
    expect(await new FileVault(path(), key).get('imap:support')).toBe('very secret');
  });

  it('says in words that the key does not fit', async () => {
    await new FileVault(path(), key).put('imap:support', 'very secret');
    const other = new FileVault(path(), randomBytes(32));
    await expect(other.get('imap:support')).rejects.toThrow(Unavailable);
    await expect(other.get('imap:support')).rejects.toThrow(/MAILCASE_MASTER_KEY/);
  });

  it('does not open one secret under the name of another', async () => {
    const vault = new FileVault(path(), key);
    await vault.put('a', 'secret of a');
    const { version, secrets } = JSON.parse(await readFile(path(), 'utf8'));
    await writeFile(path(), JSON.stringify({ version, secrets: [{ ...secrets[0], name: 'b' }] }));
    await expect(vault.get('b')).rejects.toMatchObject({ code: 'vault-key' });
  });

  it('does not take a shortened tag', async () => {
    const vault = new FileVault(path(), key);
    await vault.put('a', 'secret of a');
    const { version, secrets } = JSON.parse(await readFile(path(), 'utf8'));
    const tag = Buffer.from(secrets[0].tag, 'base64').subarray(0, 4).toString('base64');
    await writeFile(path(), JSON.stringify({ version, secrets: [{ ...secrets[0], tag }] }));
    await expect(vault.get('a')).rejects.toMatchObject({ code: 'vault-key' });
  });

  it('neither reads nor overwrites a damaged file', async () => {
    const vault = new FileVault(path(), key);
    await writeFile(path(), '{"version": 1, "secr');
    await expect(vault.get('a')).rejects.toMatchObject({ code: 'vault-damaged' });
    await expect(vault.put('a', 'x')).rejects.toMatchObject({ code: 'vault-damaged' });
    expect(await readFile(path(), 'utf8')).toBe('{"version": 1, "secr');
  });

  it('goes on after a change that failed', async () => {
    const vault = new FileVault(path(), key);
    await writeFile(path(), 'nonsense');
    await expect(vault.put('a', 'x')).rejects.toThrow(Unavailable);
    await rm(path());
    await vault.put('a', 'x');
    expect(await vault.get('a')).toBe('x');
  });
});

describe('the master key', () => {
  it('is made at the first start, for its owner only, and is the same later', async () => {
    const key = await loadMasterKey(folder, undefined);
    expect(key).toHaveLength(32);
    expect(await modeOf('master.key')).toBe(0o600);
    expect(Buffer.from(await loadMasterKey(folder, '')).equals(key)).toBe(true);
    expect(await readdir(folder)).toEqual(['master.key']);
  });

  it('is made once by two that start together', async () => {
    const [a, b] = await Promise.all([loadMasterKey(folder, undefined), loadMasterKey(folder, undefined)]);
    expect(Buffer.from(a).equals(b)).toBe(true);
  });

  it('comes from the environment as hexadecimal or base64, and no file is made', async () => {
    const key = randomBytes(32);
    for (const encoding of ['hex', 'base64', 'base64url'] as const) {
      expect(Buffer.from(await loadMasterKey(folder, ` ${key.toString(encoding)}\n`)).equals(key)).toBe(true);
    }
    expect(await readdir(folder)).toEqual([]);
  });

  it.each(['secret', 'ab'.repeat(31), 'ab'.repeat(33), `${'A'.repeat(42)}!`, randomBytes(31).toString('base64')])(
    'refuses %s, and does not repeat it in the error',
    async (value) => {
      const refused = loadMasterKey(folder, value);
      await expect(refused).rejects.toThrow(Invalid);
      await expect(refused).rejects.toMatchObject({ fields: [{ path: 'MAILCASE_MASTER_KEY' }] });
      await expect(refused).rejects.not.toThrow(value);
    },
  );

  it.each([0o640, 0o604, 0o660])('refuses a file of mode %o', async (mode) => {
    await loadMasterKey(folder, undefined);
    await chmod(join(folder, 'master.key'), mode);
    await expect(loadMasterKey(folder, undefined)).rejects.toThrow(/others may read it.*chmod 600/);
  });

  it('refuses a file that holds no key', async () => {
    await writeFile(join(folder, 'master.key'), '', { mode: 0o600 });
    await expect(loadMasterKey(folder, undefined)).rejects.toThrow(Invalid);
  });

  it('is not made anew beside a vault that has lost its own', async () => {
    const vault = new FileVault(join(folder, 'vault.json'), await loadMasterKey(folder, undefined));
    await vault.put('a', 'x');
    await rm(join(folder, 'master.key'));
    await expect(loadMasterKey(folder, undefined)).rejects.toThrow(/restore master.key/);
    expect(await readdir(folder)).toEqual(['vault.json']);
  });
});
