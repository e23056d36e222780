// Removes from installed packages what only those who build with them need: `node scripts/trim-dependencies.mjs FOLDER`,
// for an image that holds what runs and nothing else. Licences stay.
import { readdirSync, rmSync } from 'node:fs';
import { join, sep } from 'node:path';

/** Types, source maps, sources and pages. */
const BUILDERS = /\.([cm]?ts|map|md|markdown|gyp|gypi|c|cc|cpp|h|hpp|tsbuildinfo)$/i;
const LICENCE = /^(licen[cs]e|copying|copyright|notice)/i;

/** By the end of its path: folders that nothing in Node loads. */
const UNUSED = [
  // Commands of packages, which nobody calls.
  'node_modules/.bin',
  // A peer of @nestjs/swagger, for its plugin of the compiler.
  'node_modules/typescript',
  // For bundlers: what Node loads lies beside them.
  'rxjs/dist/esm',
  'rxjs/dist/esm5',
  'rxjs/dist/bundles',
  'rxjs/src',
];
const FOR_BUNDLERS = /@opentelemetry\/[^/]+\/build\/(esm|esnext)$/;
/** Debian has glibc; npm brings both. */
const OTHER_LIBC = /@kurrent\/bridge-linux-[^/]+-musl$/;
const PREBUILT = /\/prebuilds\/([^/]+)$/;

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('Name the folder with the packages.');
trim(folder);

function trim(path) {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inside = join(path, entry.name);
    if (entry.isDirectory()) {
      if (isUnused(inside.replaceAll(sep, '/'))) rmSync(inside, { recursive: true });
      else trim(inside);
    } else if (BUILDERS.test(entry.name) && !LICENCE.test(entry.name)) rmSync(inside);
  }
}

function isUnused(path) {
  const platform = PREBUILT.exec(path)?.[1];
  if (platform) return platform !== `${process.platform}-${process.arch}`;
  return UNUSED.some((end) => path.endsWith(end)) || FOR_BUNDLERS.test(path) || OTHER_LIBC.test(path);
}
