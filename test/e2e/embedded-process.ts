import { type Adapters, Mailcase } from '../../src/application/mailcase.js';
import { silent } from '../../src/application/ports/logger.js';
import { closeAdapters, openEmbedded } from '../../src/infrastructure/embedded.js';
import { MailparserParser } from '../../src/infrastructure/mime/index.js';
import { systemClock } from '../../src/infrastructure/process/system-clock.js';

export interface Running {
  readonly mailcase: Mailcase;
  readonly adapters: Adapters;
  /** Stops it in good order and closes its files. */
  end(): Promise<void>;
}

/** The system's clock with pauses that take a twentieth: what tries again does so sooner. */
export const hastyClock = {
  now: () => systemClock.now(),
  pause: (milliseconds: number, signal?: AbortSignal) => systemClock.pause(milliseconds / 20, signal),
};

/** Mailcase on the embedded engines in a data folder, in this process. */
export async function running(
  folder: string,
  { fetch = false, ...changes }: Partial<Adapters> & { readonly fetch?: boolean } = {},
): Promise<Running> {
  const opened = await openEmbedded({ folder, masterKey: undefined, logger: silent });
  return runningOn(
    { ...opened, parser: new MailparserParser(), clock: hastyClock, random: () => 0, ...changes },
    fetch,
  );
}

export async function runningOn(adapters: Adapters, fetch: boolean): Promise<Running> {
  const mailcase = new Mailcase(adapters);
  await mailcase.start({ fetch });
  return {
    mailcase,
    adapters,
    async end() {
      await mailcase.stop();
      await closeAdapters(adapters);
    },
  };
}
