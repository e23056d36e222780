import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { type Finding, notice, ok, said, wrong } from './finding.js';

/** Bytes under which there is too little, and under which one should know. */
const TOO_LITTLE = 100 * 1024 ** 2;
const LITTLE = 1024 ** 3;
/** What nobody but the owner may read. */
const PRIVATE = ['master.key', 'vault.json', 'serve.json'];

/** The data folder: whether it is there and may be written, the space on its disk, and who may read its keys. */
export async function* diskFindings(folder: string): AsyncGenerator<Finding> {
  const found = await stat(folder).catch((error: NodeJS.ErrnoException) => error);
  if (found instanceof Error) {
    if (found.code === 'ENOENT')
      yield notice('folder', `${folder} is not there yet; the first command that writes makes it.`);
    else yield wrong('folder', `${folder} cannot be looked at: ${found.message}`, 'Name another folder by --data.');
    return;
  }
  if (!found.isDirectory()) {
    yield wrong('folder', `${folder} is no folder.`, 'Name another one by --data.');
    return;
  }
  try {
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    yield ok('folder', `${folder} may be read and written.`);
  } catch (error) {
    yield wrong(
      'folder',
      `${folder} may not be written by this user: ${said(error)}`,
      `Give it to the user of the service: chown -R USER ${folder}`,
    );
  }
  yield await space(folder);
  for (const name of PRIVATE) yield* rights(join(folder, name));
}

async function space(folder: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const words = `${Math.floor(free / 1024 ** 2).toLocaleString('en')} MiB are free.`;
  const advice = 'Make room: a full disk stops intake (nothing is lost, and it goes on by itself).';
  if (free < TOO_LITTLE) return wrong('disk', words, advice);
  return free < LITTLE ? notice('disk', words, advice) : ok('disk', words);
}

async function* rights(path: string): AsyncGenerator<Finding> {
  const found = await stat(path).catch(() => null);
  if (!found || process.platform === 'win32') return;
  const mode = (found.mode & 0o777).toString(8);
  if ((found.mode & 0o077) === 0) yield ok('rights', `${path} may be read by its owner only.`);
  else yield wrong('rights', `${path} may be read by others (mode ${mode}).`, `chmod 600 ${path}`);
}
