import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transformFile } from '@swc/core';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface CompiledWorker {
  readonly url: URL;
  remove(): Promise<void>;
}

/**
 * A thread's program as JavaScript, from the sources as they are now: a worker thread starts outside vitest, which
 * compiles for its own imports only. It lies where the project's packages are found.
 * @param program a file below `src/infrastructure`, without its ending; it imports the domain, ports, the words of a search and its neighbours
 */
export async function compiledWorker(program = 'mime/parser-worker'): Promise<CompiledWorker> {
  const cache = path.join(root, 'node_modules', '.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(path.join(cache, 'mailcase-worker-'));
  await writeFile(path.join(folder, 'package.json'), '{"type":"module"}');
  await Promise.all(
    ['domain', 'application/ports', 'application/search', 'infrastructure'].map((part) =>
      compileFolder(path.join(root, 'src', part), path.join(folder, part)),
    ),
  );
  return {
    url: pathToFileURL(path.join(folder, 'infrastructure', `${program}.js`)),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function compileFolder(from: string, to: string): Promise<void> {
  const files = (await readdir(from, { recursive: true })).filter((file) => file.endsWith('.ts'));
  await Promise.all(
    files.map(async (file) => {
      const { code } = await transformFile(path.join(from, file), {
        jsc: { parser: { syntax: 'typescript', decorators: true }, target: 'es2022' },
        module: { type: 'es6' },
      });
      const target = path.join(to, file.replace(/\.ts$/, '.js'));
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, code);
    }),
  );
}
