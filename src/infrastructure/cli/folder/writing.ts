import { setTimeout as pause } from 'node:timers/promises';
import { FolderInUse } from '../../process/instance-lock.js';
import { CommandFailure } from '../exit.js';
import { type FolderOptions, type OpenedFolder, ownSoon } from './opened.js';
import { readOwnersFile, type ServeFile } from './serve-file.js';

/** How a data folder can be changed: by its owner, which may be this process, or may be a running `serve`. */
export type Writing =
  | { readonly kind: 'own'; readonly opened: OpenedFolder }
  | { readonly kind: 'beside'; readonly serve: ServeFile };

/** Milliseconds that a service may need to come up. */
const PATIENCE = 5_000;
const LOOK_AGAIN = 100;
const ANSWER_WITHIN = 3_000;

/**
 * Takes a data folder over, or finds the `serve` that has it.
 * @throws FolderInUse where neither works
 */
export async function openForWriting(options: FolderOptions, task: string): Promise<Writing> {
  try {
    return { kind: 'own', opened: await ownSoon(options, task) };
  } catch (error) {
    if (!(error instanceof FolderInUse) || error.owner?.task !== 'serve') throw error;
    return { kind: 'beside', serve: await reachable(options.folder, error) };
  }
}

async function reachable(folder: string, inUse: FolderInUse): Promise<ServeFile> {
  const began = performance.now();
  for (;;) {
    const serve = await readOwnersFile(folder, inUse);
    if (serve) {
      if (await answers(serve)) return serve;
      throw new CommandFailure(`${inUse.message} It does not answer at ${serve.address}.`);
    }
    if (performance.now() - began > PATIENCE) throw inUse;
    await pause(LOOK_AGAIN);
  }
}

async function answers({ address }: ServeFile): Promise<boolean> {
  try {
    return (await fetch(`${address}/health/live`, { signal: AbortSignal.timeout(ANSWER_WITHIN) })).ok;
  } catch {
    return false;
  }
}
