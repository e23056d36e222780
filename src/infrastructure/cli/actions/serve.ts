import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { FolderInUse } from '../../process/instance-lock.js';
import { jsonLogger } from '../../process/json-logger.js';
import { CommandFailure } from '../exit.js';
import { readOwnersFile } from '../folder/serve-file.js';
import { folderOf } from '../folder/with-folder.js';
import type { Invocation } from '../invocation.js';

/** Milliseconds: those who stop containers wait ten seconds before they kill. */
const LONGEST_STOP = 8_000;

export async function serve(invocation: Invocation): Promise<undefined> {
  const { terminal, dataFolder, configuration, interruption, surroundings } = invocation;
  const { config } = configuration;
  // From here on a signal ends it in order, also one that comes while it starts.
  const interrupted = interruption.wait();
  const { startService } = await import('../../../main.js');
  const logger = jsonLogger(config.log.level);
  const oidcClientSecret = surroundings.environment.MAILCASE_OIDC_CLIENT_SECRET;
  const service = await startService({ ...folderOf(invocation), logger, oidcClientSecret }, interruption.signal).catch(
    async (error: unknown) => {
      const other = error instanceof FolderInUse ? await readOwnersFile(dataFolder, error) : null;
      if (error instanceof FolderInUse && other)
        throw new CommandFailure(`${error.message} It answers at ${other.address}.`);
      throw portProblem(error, config.http.host, config.http.port) ?? error;
    },
  );
  const { address, firstToken, watched } = service;
  const started = {
    address,
    docs: `${address}/docs`,
    dataFolder: resolve(dataFolder),
    watching: watched,
    // There only where it was made just now.
    ...(firstToken === null ? {} : { administrator: firstToken.userId, token: firstToken.token }),
  };
  terminal.answer(started, () =>
    [
      ...(firstToken === null
        ? []
        : [
            `No administrator had a token yet. This one is of the user \`${firstToken.userId}\`. Keep it: it is shown only once.`,
            '',
            `  ${firstToken.token}`,
            '',
          ]),
      `Mailcase answers at ${address}`,
      `  API       ${address}/docs`,
      `  Data      ${resolve(dataFolder)}`,
      `  Watching  ${watched.length === 0 ? 'no mailbox yet: `mailcase account add`' : watched.join(', ')}`,
    ].join('\n'),
  );
  await interrupted;
  terminal.remark('Stopping; a second signal ends it at once.');
  const ended = await inTime(service.stop());
  if (!ended) logger.warn({ seconds: LONGEST_STOP / 1_000 }, 'not all ended in time; the next start goes on with it');
}

/** False: it takes too long. Whatever is cut off is done at the next start, as after a crash. */
async function inTime(stopped: Promise<void>): Promise<boolean> {
  const enough = new AbortController();
  try {
    const late = pause(LONGEST_STOP, false, { signal: enough.signal }).catch(() => false);
    return await Promise.race([stopped.then(() => true), late]);
  } finally {
    enough.abort();
  }
}

function portProblem(error: unknown, host: string, port: number): CommandFailure | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  const other = 'Set http.port or MAILCASE_HTTP_PORT to another one.';
  if (code === 'EADDRINUSE') return new CommandFailure(`Port ${port} of ${host} is in use. ${other}`);
  if (code === 'EACCES') return new CommandFailure(`Port ${port} of ${host} may not be used by this user. ${other}`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new CommandFailure(`${host} is no address of this machine. Set http.host or MAILCASE_HTTP_HOST.`);
  }
  return null;
}
