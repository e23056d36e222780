import type { z } from 'zod';
import { Health } from '../../http/schemas/operations.js';
import { FolderInUse, lockFolder } from '../../process/instance-lock.js';
import { readOwnersFile, type ServeFile } from '../folder/serve-file.js';
import { type Finding, notice, ok, said, wrong } from './finding.js';

/** Milliseconds. */
const PATIENCE = 3_000;
const ADVICE = 'Look at its log; start it anew if it hangs.';

/** A `serve` that has the folder, and what it says of itself. */
export interface Serving {
  readonly serve: ServeFile;
  readonly health: z.infer<typeof Health>;
}

interface Owner {
  readonly finding: Finding;
  /** None: there is no such one, or none that answers. */
  readonly serving: Serving | null;
}

/** Who owns the folder, and whether it answers. */
export async function ownerOf(folder: string): Promise<Owner> {
  try {
    lockFolder(folder, 'doctor').release();
  } catch (error) {
    if (error instanceof FolderInUse) return inUse(folder, error);
    return { finding: wrong('owner', said(error), 'Look at the rights of lock.db.'), serving: null };
  }
  return { finding: ok('owner', 'no other process has the folder.'), serving: null };
}

async function inUse(folder: string, error: FolderInUse): Promise<Owner> {
  const { message } = error;
  const serve = await readOwnersFile(folder, error);
  if (!serve) return { finding: notice('owner', message), serving: null };
  const { address } = serve;
  const health = await healthAt(address);
  if (!health) {
    return { finding: wrong('owner', `${message} It does not answer at ${address}.`, ADVICE), serving: null };
  }
  return { finding: ownerFinding(`${message} It answers at ${address}`, health), serving: { serve, health } };
}

function ownerFinding(words: string, { status, routing }: z.infer<typeof Health>): Finding {
  if (status === 'ok') return ok('owner', `${words} and is ready.`);
  if (routing.failure !== null) return wrong('owner', `${words}; routing fails: ${routing.failure}`, ADVICE);
  return wrong('owner', `${words} and is not ready: the read models have not reached the log.`, ADVICE);
}

/** None: nobody answers there, or nobody that we know. */
async function healthAt(address: string): Promise<z.infer<typeof Health> | null> {
  try {
    const answer = await fetch(`${address}/health/ready`, { signal: AbortSignal.timeout(PATIENCE) });
    return Health.parse(await answer.json());
  } catch {
    return null;
  }
}
