import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Adapters, Mailcase } from '../../../application/mailcase.js';
import { FolderInUse, type InstanceLock, lockFolder } from '../../process/instance-lock.js';
import { CommandFailure } from '../exit.js';
import { closeAfterLooking, openToLook } from './looking-adapters.js';
import type { OpenedFolder } from './opened.js';

export interface LookedAt extends OpenedFolder {
  /** Why what waited to be routed could not be, in words; none: it was, or somebody else does that. */
  readonly routingFailure: string | null;
}

/**
 * Opens a data folder to look at it: as its owner for a moment, with the read models brought up to the log, or, where
 * somebody owns it, beside that one, with the read models as they stand.
 * @param more adapters of what is looked at besides the log and the read models
 */
export async function look(folder: string, task: string, more: Partial<Adapters> = {}): Promise<LookedAt> {
  if (!existsSync(join(folder, 'log.db'))) {
    throw new CommandFailure(
      `There is no data in ${folder} yet. \`mailcase serve\` and \`mailcase import\` make it; --data names another folder.`,
    );
  }
  const lock = lockIfFree(folder, task);
  try {
    const adapters = { ...openToLook(folder, lock === null), ...more };
    const mailcase = new Mailcase(adapters);
    const close = async () => {
      await mailcase.stop();
      await closeAfterLooking(adapters);
      lock?.release();
    };
    try {
      await mailcase.projections.open();
      const routingFailure = lock ? await bringUpToDate(mailcase) : null;
      return { mailcase, close, routingFailure };
    } catch (error) {
      await closeAfterLooking(adapters);
      throw error;
    }
  } catch (error) {
    lock?.release();
    throw error;
  }
}

/** None: somebody has it. */
function lockIfFree(folder: string, task: string): InstanceLock | null {
  try {
    return lockFolder(folder, task);
  } catch (error) {
    if (error instanceof FolderInUse) return null;
    throw error;
  }
}

/**
 * What a crash has left to be routed is routed, and the read models hold all that is in the log. Where routing cannot
 * go on, what stands there can still be read. Returns why it cannot.
 */
async function bringUpToDate({ projections, routing }: Mailcase): Promise<string | null> {
  const failure = await routing.settle().then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  await projections.catchUp();
  return failure;
}
