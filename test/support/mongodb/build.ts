import { execFile, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = rootAbove(dirname(fileURLToPath(import.meta.url)));
const sources = join(root, 'test', 'support', 'mongodb');
const cache = join(root, 'node_modules', '.cache', 'mailcase-mongodb');

/** Milliseconds: to look again whether another process has built it; and after which its silence means that it died. */
const LOOK_AGAIN = 100;
const SILENT = 180_000;

const run = promisify(execFile);

/** This file may be compiled to another place than that of its sources. */
function rootAbove(folder: string): string {
  return existsSync(join(folder, 'package-lock.json')) ? folder : rootAbove(dirname(folder));
}

/** Where the stand-in is, or will be: a new one for other sources. */
function folder(): string {
  const hash = createHash('sha256');
  for (const file of ['pom.xml', 'Launcher.java']) hash.update(readFileSync(join(sources, file)));
  return join(cache, hash.digest('hex').slice(0, 16));
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** None: nothing is missing. In words, with what to do. */
export function whyNoStandIn(): string | null {
  if (!answers('java')) return 'there is no Java here (node scripts/ensure-java.mjs)';
  if (existsSync(folder()) || (answers('javac') && answers('mvn'))) return null;
  return 'there is no Java compiler or no Maven here (node scripts/ensure-java.mjs)';
}

/** Not started, which takes a while: looked for. */
const answers = (program: string): boolean => spawnSync('which', [program], { stdio: 'ignore' }).status === 0;

/**
 * Builds the stand-in, once for all processes, and gives what Java is to be started with. Needs the network (Maven
 * Central) the first time only.
 */
export async function standInArguments(): Promise<readonly string[]> {
  const built = folder();
  while (!(await exists(built))) {
    if (await mayBuild(built)) await build(built).finally(() => rm(`${built}.lock`, { force: true }));
    else await pause(LOOK_AGAIN);
  }
  return [
    '-Xmx256m',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-cp',
    `${built}/classes:${built}/lib/*`,
    'Launcher',
  ];
}

/** One at a time: Maven's own repository does not stand two. */
async function mayBuild(built: string): Promise<boolean> {
  await mkdir(cache, { recursive: true });
  const lock = `${built}.lock`;
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (await isAbandoned(lock)) await rm(lock, { force: true });
    return false;
  }
}

async function isAbandoned(lock: string): Promise<boolean> {
  try {
    const [pid, { mtimeMs }] = [Number(await readFile(lock, 'utf8')), await stat(lock)];
    if (Date.now() - mtimeMs > SILENT) return true;
    if (pid > 0) process.kill(pid, 0);
    return false;
  } catch (error) {
    // Its process has ended; where the file has, it has built.
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

async function build(built: string): Promise<void> {
  if (await exists(built)) return;
  const made = `${built}.${randomBytes(4).toString('hex')}`;
  await mkdir(join(made, 'classes'), { recursive: true });
  try {
    const copy = ['-q', '-B', '-f', join(sources, 'pom.xml'), 'dependency:copy-dependencies'];
    await run('mvn', [...copy, `-DoutputDirectory=${made}/lib`]);
    await run('javac', ['-cp', `${made}/lib/*`, '-d', join(made, 'classes'), join(sources, 'Launcher.java')]);
    await rename(made, built);
  } finally {
    await rm(made, { recursive: true, force: true });
  }
}
