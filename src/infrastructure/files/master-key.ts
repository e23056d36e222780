import { randomBytes } from 'node:crypto';
import { access, link, mkdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Invalid, Unavailable } from '../../domain/errors.js';
import { newFile, syncFolder } from './durable-file.js';

const VARIABLE = 'MAILCASE_MASTER_KEY';
const LENGTH = 32;
const HEX = /^[0-9a-f]{64}$/i;
const BASE64 = /^[A-Za-z0-9+/_-]{43}=?$/;

/**
 * The key that secrets are sealed with, 32 bytes: from the value of MAILCASE_MASTER_KEY where there is one, else from
 * the file `master.key` in the data folder, which is made at the first start.
 * @throws Invalid: no key, or one that others may read; Unavailable: a vault whose key file is gone
 */
export async function loadMasterKey(dataFolder: string, fromEnvironment: string | undefined): Promise<Uint8Array> {
  if (fromEnvironment !== undefined && fromEnvironment.trim() !== '') {
    return decode(fromEnvironment, VARIABLE);
  }
  const path = join(dataFolder, 'master.key');
  if (!(await exists(path))) await makeKey(dataFolder, path);
  await mustBePrivate(path);
  return decode(await readFile(path, 'utf8'), 'master.key');
}

/**
 * The key where several nodes share a vault: from the value of MAILCASE_MASTER_KEY only, since a file would be of one
 * machine.
 * @throws Invalid: no key
 */
export function sharedMasterKey(fromEnvironment: string | undefined): Uint8Array {
  if (fromEnvironment !== undefined && fromEnvironment.trim() !== '') return decode(fromEnvironment, VARIABLE);
  const message =
    'must be set where secrets are on MongoDB, to the same key on all nodes; make one: openssl rand -hex 32';
  throw new Invalid([{ path: VARIABLE, message }], 'master-key-missing');
}

async function makeKey(dataFolder: string, path: string): Promise<void> {
  if (await exists(join(dataFolder, 'vault.json'))) {
    throw new Unavailable(
      'There is a vault, but not its key: restore master.key, or set MAILCASE_MASTER_KEY to it. ' +
        'If the key is lost, remove vault.json and enter the passwords again.',
      'vault-key',
    );
  }
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  // A name of its own also beside another one in this process.
  const made = join(dataFolder, `.master.key.${randomBytes(8).toString('hex')}`);
  const file = await newFile(dataFolder);
  try {
    await file.write(Buffer.from(`${randomBytes(LENGTH).toString('hex')}\n`));
    await file.commit(made);
    // Whole or not at all, and never over the key that another process has made meanwhile.
    await link(made, path).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    });
    await syncFolder(dataFolder);
  } finally {
    await file.discard();
    await rm(made, { force: true });
  }
}

async function mustBePrivate(path: string): Promise<void> {
  const { mode } = await stat(path);
  if (process.platform === 'win32' || (mode & 0o077) === 0) return;
  throw new Invalid(
    [{ path: 'master.key', message: `others may read it (mode ${(mode & 0o777).toString(8)}); chmod 600 ${path}` }],
    'master-key-not-private',
  );
}

function decode(text: string, from: string): Uint8Array {
  const value = text.trim();
  const key = HEX.test(value) ? Buffer.from(value, 'hex') : BASE64.test(value) ? Buffer.from(value, 'base64') : null;
  if (key?.length === LENGTH) return key;
  throw new Invalid(
    [{ path: from, message: 'must be 32 bytes: 64 hexadecimal digits, or base64' }],
    'master-key-invalid',
  );
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
