import { Mailcase } from '../../../application/mailcase.js';
import type { Logger } from '../../../application/ports/logger.js';
import { type Config, isDistributed } from '../../config/index.js';
import { openEngines } from '../../engines.js';
import { tracingOf } from '../../opentelemetry/index.js';
import { FolderInUse, lockFolder } from '../../process/instance-lock.js';
import { systemClock } from '../../process/system-clock.js';
import { version } from '../../version.js';

/** Milliseconds that whoever has the folder may need to end its work. */
const PATIENCE = 5_000;
/**
 * Milliseconds that one of several nodes may need to end its work, before it releases its leases all the same: a store
 * that is away must not make the others wait for them.
 */
const LONGEST_WORK = 4_000;

export interface FolderOptions {
  readonly folder: string;
  readonly config: Config;
  readonly masterKey: string | undefined;
  readonly logger: Logger;
  /** Milliseconds to wait for servers that are away. */
  readonly patience?: number;
}

/** A data folder, opened by this process. */
export interface OpenedFolder {
  readonly mailcase: Mailcase;
  /** Ends what was started, and closes it. */
  close(): Promise<void>;
}

/**
 * Opens what the configuration names: a data folder as its one owner, or, where nothing is in one, as one node of several.
 * Nothing runs yet.
 * @param patience milliseconds to wait for whoever owns it
 * @throws FolderInUse, and as openEngines
 */
async function own(options: FolderOptions, task: string, patience = 0): Promise<OpenedFolder> {
  const { folder, config, logger } = options;
  const lock = isDistributed(config) ? null : lockFolder(folder, task, patience);
  try {
    const { tracing, close: closeTracing } = await tracingOf(process.env, version(), logger);
    const engines = await openEngines(options);
    const mailcase = new Mailcase({ ...engines.adapters, ...(tracing ? { tracing } : {}) });
    const close = async () => {
      const stopped = mailcase.stop();
      await (lock ? stopped : soon(stopped));
      await engines.close();
      await closeTracing();
      lock?.release();
    };
    return { mailcase, close };
  } catch (error) {
    lock?.release();
    throw error;
  }
}

/** What does not end in time is cut off as by the loss of a lease, which harms nothing. */
async function soon(work: Promise<void>): Promise<void> {
  const ended = new AbortController();
  try {
    await Promise.race([work, systemClock.pause(LONGEST_WORK, ended.signal)]);
  } finally {
    ended.abort();
  }
  // Nobody awaits it any more.
  work.catch(() => undefined);
}

/**
 * The same, waiting for a command that has it for a moment; a service has it for good.
 * @throws FolderInUse
 */
export async function ownSoon(options: FolderOptions, task: string): Promise<OpenedFolder> {
  try {
    return await own(options, task);
  } catch (error) {
    if (!(error instanceof FolderInUse) || error.owner?.task === 'serve') throw error;
    return own(options, task, PATIENCE);
  }
}
