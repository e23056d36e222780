// Makes a fresh clone ready: the packages, and the build. Plain Node, since nothing else is there yet.
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const LOWEST_NODE = [20, 19];
const STAMP = '.built';
const INSTALL_FAILED = `npm ci failed; what it says stands above. Offline, or behind a proxy: see
\`npm config get registry\` and \`npm config get proxy\`. Lock out of step with package.json: \`npm install\`.`;

/** What a user can mend; printed without a stack. */
export class SetupError extends Error {}

/**
 * Runs `npm ci` when node_modules is missing or older than package-lock.json.
 * @throws {SetupError} when Node is too old, or npm fails
 */
export function ensureInstalled() {
  checkNode();
  const lock = join(root, 'package-lock.json');
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (existsSync(installed) && modified(installed) >= modified(lock)) return;
  if (existsSync(installed) && isInstalled(lock, installed)) return;
  say('Installing the packages (npm ci). This happens once.');
  // With NODE_ENV=production npm would leave out the compiler; its warnings are about the tools' tools.
  const status = run('npm', ['ci', '--include=dev', '--loglevel=error'], { shell: process.platform === 'win32' });
  if (status !== 0) throw new SetupError(INSTALL_FAILED);
}

/**
 * Runs `nest build` when dist is missing or older than what it is made of. Call ensureInstalled first.
 * @throws {SetupError} when the compiler is missing or the sources do not compile
 */
export function ensureBuilt() {
  const made = ['src', 'package.json', 'package-lock.json', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json'];
  const dist = join(root, 'dist');
  if (isFresh(dist, made)) return;
  say('Building (nest build).');
  build(dist, () => runPackage('@nestjs/cli', 'bin/nest.js', ['build']));
}

/**
 * Compiles sources, tests' support and bench into dist-bench when that is older than they are. Call ensureInstalled first.
 * @throws {SetupError} as ensureBuilt
 */
export function ensureBenchBuilt() {
  const packageFiles = ['package.json', 'package-lock.json'];
  const made = ['src', 'bench', 'test/support', ...packageFiles, 'tsconfig.json', 'tsconfig.bench.json'];
  const dist = join(root, 'dist-bench');
  if (isFresh(dist, made)) return;
  say('Building the bench (tsc).');
  build(dist, () => runPackage('typescript', 'bin/tsc', ['-p', 'tsconfig.bench.json']));
  // The program looks for its version one folder above its sources.
  copyFileSync(join(root, 'package.json'), join(dist, 'package.json'));
}

/** Ends the process in words for a SetupError, and with a stack for everything else. */
export function fail(error) {
  if (error instanceof SetupError) console.error(`\n${error.message}`);
  else console.error(error);
  process.exit(1);
}

/** A line about what is being done; on standard error, so that standard output stays the program's. */
export function say(line) {
  console.error(`» ${line}`);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [lowestMajor, lowestMinor] = LOWEST_NODE;
  if (major > lowestMajor || (major === lowestMajor && minor >= lowestMinor)) return;
  throw new SetupError(`Mailcase needs Node ${LOWEST_NODE.join('.')} or newer; this is ${process.version}.`);
}

/** The lock was touched (by a checkout, say) without anything in it being different. */
function isInstalled(lock, installed) {
  const wanted = packagesOf(lock);
  const present = packagesOf(installed);
  return Object.entries(wanted).every(([path, { version, optional }]) =>
    path === '' || (optional && present[path] === undefined) ? true : present[path]?.version === version,
  );
}

function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
}

/** The stamp says when the last build that succeeded began; a build that failed may leave files, but no stamp. */
function isFresh(folder, sources) {
  const stamp = join(folder, STAMP);
  if (!existsSync(stamp)) return false;
  const began = modified(stamp);
  return sources
    .map((source) => join(root, source))
    .filter((source) => existsSync(source))
    .every((source) => lastModified(source) <= began);
}

function build(folder, program) {
  const began = new Date();
  rmSync(join(folder, STAMP), { force: true });
  if (program() !== 0) throw new SetupError('The build failed; the compiler says above what is wrong.');
  writeFileSync(join(folder, STAMP), '');
  utimesSync(join(folder, STAMP), began, began);
}

/** Folders count as well: a file that was removed changes only its folder. */
function lastModified(path) {
  if (!statSync(path).isDirectory()) return modified(path);
  const inside = readdirSync(path).map((name) => lastModified(join(path, name)));
  return Math.max(modified(path), ...inside);
}

function modified(path) {
  return statSync(path).mtimeMs;
}

/** Runs a package's own program by its file: no PATH, no .bin links, no network. */
function runPackage(name, file, args) {
  let folder;
  try {
    folder = dirname(createRequire(join(root, 'package.json')).resolve(`${name}/package.json`));
  } catch {
    throw new SetupError(`${name} is not installed. Run \`npm ci --include=dev\` and try again.`);
  }
  return run(process.execPath, [join(folder, file), ...args], {});
}

/** Standard input stays closed, so that nothing ever waits for an answer; all output goes to standard error. */
function run(command, args, options) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], ...options });
  if (error) throw new SetupError(`${command} could not be started: ${error.message}`);
  return status ?? 1;
}
