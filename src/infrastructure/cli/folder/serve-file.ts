import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../../files/durable-file.js';
import type { FolderInUse } from '../../process/instance-lock.js';

const ServeFile = z.object({
  /** `http://127.0.0.1:8025`. */
  address: z.url(),
  pid: z.number().int().positive(),
  /** A bearer token of a local administrator, good while that process runs. */
  token: z.string().min(1),
  startedAt: z.iso.datetime(),
});
/** How the other commands of this folder reach a running `serve`. */
export type ServeFile = z.infer<typeof ServeFile>;

const pathIn = (folder: string): string => join(folder, 'serve.json');

/** Tells the other commands where this service is; for its owner only, whole or not at all. */
export function writeServeFile(folder: string, file: ServeFile): Promise<void> {
  return replaceFile(pathIn(folder), `${JSON.stringify(file, null, 2)}\n`);
}

/** None: there is no such file, or none that can be read as one. It may have been left by a crash. */
async function readServeFile(folder: string): Promise<ServeFile | null> {
  const text = await readFile(pathIn(folder), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return ServeFile.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** The `serve` that has the folder; none: whoever has it is no such one, and the file was left by a crash. */
export async function readOwnersFile(folder: string, { owner }: FolderInUse): Promise<ServeFile | null> {
  const serve = await readServeFile(folder);
  return serve && serve.pid === owner?.pid ? serve : null;
}

export const removeServeFile = (folder: string): Promise<void> => rm(pathIn(folder), { force: true });
