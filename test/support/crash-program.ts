import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformFile } from '@swc/core';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** All that the children import. */
const NEEDED = ['src/domain', 'src/application', 'src/projections', 'src/infrastructure'];

export interface CompiledProgram {
  readonly file: string;
  remove(): Promise<void>;
}

export const compiledFetchingChild = (): Promise<CompiledProgram> =>
  compiled(new URL('./fetching-child.ts', import.meta.url));
export const compiledSendingChild = (): Promise<CompiledProgram> =>
  compiled(new URL('./sending-child.ts', import.meta.url));

/**
 * A child as JavaScript, from the sources as they are now: it runs outside vitest, which compiles for its
 * own imports only. It lies where the project's packages are found.
 */
async function compiled(child: URL): Promise<CompiledProgram> {
  const program = path.relative(root, fileURLToPath(child));
  const cache = path.join(root, 'node_modules', '.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(path.join(cache, 'mailcase-child-'));
  // It says what version it is, and that these are modules.
  await copyFile(path.join(root, 'package.json'), path.join(folder, 'package.json'));
  const lists = await Promise.all(NEEDED.map(sourcesIn));
  await Promise.all([program, ...lists.flat()].map((file) => compile(file, folder)));
  return {
    file: path.join(folder, program.replace(/\.ts$/, '.js')),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function sourcesIn(part: string): Promise<string[]> {
  const files = await readdir(path.join(root, part), { recursive: true });
  return files.filter((file) => file.endsWith('.ts')).map((file) => path.join(part, file));
}

async function compile(file: string, into: string): Promise<void> {
  const { code } = await transformFile(path.join(root, file), {
    jsc: {
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
      target: 'es2022',
    },
    module: { type: 'es6' },
  });
  const target = path.join(into, file.replace(/\.ts$/, '.js'));
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, code);
}
