import { resolve } from 'node:path';
import { FolderInUse } from '../../process/instance-lock.js';
import { jsonLogger } from '../../process/json-logger.js';
import { CommandFailure } from '../exit.js';
import { readOwnersFile } from '../folder/serve-file.js';
import { folderOf } from '../folder/with-folder.js';
import type { Invocation } from '../invocation.js';

export async function serve(invocation: Invocation): Promise<undefined> {
  const { terminal, dataFolder, configuration, interruption } = invocation;
  const { config } = configuration;
  // From here on a signal ends it in order, also one that comes while it starts.
  const interrupted = interruption.wait();
  const { startService } = await import('../../../main.js');
  const logger = jsonLogger(config.log.level);
  const service = await startService({ ...folderOf(invocation), logger }, interruption.signal).catch(
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
  await service.stop();
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
