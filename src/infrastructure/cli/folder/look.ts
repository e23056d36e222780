import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Adapters, Mailcase } from '../../../application/mailcase.js';
import { isDistributed, isEmbedded } from '../../config/index.js';
import { type Engines, openEngines } from '../../engines.js';
import { FolderInUse, type InstanceLock, lockFolder } from '../../process/instance-lock.js';
import { CommandFailure } from '../exit.js';
import { closeAfterLooking, openToLook } from './looking-adapters.js';
import type { FolderOptions, OpenedFolder } from './opened.js';

export interface LookedAt extends OpenedFolder {
  /** Why what waited to be routed could not be, in words; none: it was, or somebody else does that. */
  readonly routingFailure: string | null;
}

/**
 * Opens what the configuration names to look at it. A data folder: as its owner for a moment, with the read models
 * brought up to the log, or, where somebody owns it, beside that one, with the read models as they stand; so always where
 * nothing is in a folder.
 * @param more adapters of what is looked at besides the log and the read models, in a data folder
 */
export async function look(options: FolderOptions, task: string, more: Partial<Adapters> = {}): Promise<LookedAt> {
  const { folder, config } = options;
  if (config.eventStore === 'sqlite' && !existsSync(join(folder, 'log.db'))) {
    throw new CommandFailure(
      `There is no data in ${folder} yet. \`mailcase serve\` and \`mailcase import\` make it; --data names another folder.`,
    );
  }
  const lock = isDistributed(config) ? null : lockIfFree(folder, task);
  try {
    const { adapters, close: closeAdapters } = isEmbedded(config)
      ? embedded(folder, lock === null, more)
      : await openEngines({ ...options, readOnly: lock === null });
    const mailcase = new Mailcase(adapters);
    const close = async () => {
      await mailcase.stop();
      await closeAdapters();
      lock?.release();
    };
    try {
      await mailcase.projections.open();
      const routingFailure = lock ? await bringUpToDate(mailcase) : null;
      return { mailcase, close, routingFailure };
    } catch (error) {
      await closeAdapters();
      throw error;
    }
  } catch (error) {
    lock?.release();
    throw error;
  }
}

/** Without what takes time to load. */
function embedded(folder: string, readOnly: boolean, more: Partial<Adapters>): Engines {
  const adapters = { ...openToLook(folder, readOnly), ...more };
  return { adapters, close: () => closeAfterLooking(adapters) };
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
