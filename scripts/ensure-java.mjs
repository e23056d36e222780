import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { aptInstall } from './apt.mjs';

/** The stand-in for MongoDB is built once, by Maven. */
const built = fileURLToPath(new URL('../node_modules/.cache/mailcase-mongodb', import.meta.url));

/**
 * Finds what builds and runs the tests' stand-in for MongoDB (Java 17 or later, its compiler, Maven), and installs it
 * where that is possible without asking: on Debian and its kin, as root. Not needed where MAILCASE_TEST_MONGODB_URL
 * names a server.
 * @returns {{path: string} | {path: null, why: string}}
 */
export function ensureJava() {
  if (process.env.MAILCASE_TEST_MONGODB_URL) return { path: 'not needed' };
  const found = findJava();
  if (found) return { path: found };
  // On Debian 12 this is openjdk-17-jdk-headless.
  const refused = aptInstall(['default-jdk-headless', 'maven'], 'Java 17 (a JDK) and Maven');
  const installed = findJava();
  return installed ? { path: installed } : { path: null, why: `there is no Java or no Maven here; ${refused}` };
}

/** The program, without installing anything; none: something is not here. */
function findJava() {
  const [java, javac, maven] = ['java', 'javac', 'mvn'].map(onPath);
  return java && ((javac && maven) || existsSync(built)) ? java : null;
}

function onPath(program) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path)) ?? null;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const java = ensureJava();
  console.log(java.path ? `Java: ${java.path}` : `MongoDB suites cannot run: ${java.why}.`);
  process.exitCode = java.path ? 0 : 1;
}
