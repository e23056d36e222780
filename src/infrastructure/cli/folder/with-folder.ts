import { silent } from '../../../application/ports/logger.js';
import { ReadModels } from '../../../application/queries/read-models.js';
import { jsonLogger } from '../../process/json-logger.js';
import type { Invocation } from '../invocation.js';
import { type Api, localApi, remoteApi } from './api.js';
import { look } from './look.js';
import type { FolderOptions, OpenedFolder } from './opened.js';
import { openForWriting } from './writing.js';

/** The data folder that a call of the program names, with its configuration. */
export function folderOf(invocation: Invocation): FolderOptions {
  const { dataFolder, masterKey } = invocation;
  const { config } = invocation.configuration;
  // A command that answers is no service: what an operator must know of it is its answer.
  const logger = config.log.level === 'silent' ? silent : jsonLogger('error');
  return { folder: dataFolder, config, masterKey, logger };
}

/** Lets somebody read, and closes the folder after that. */
export async function reading<T>(
  invocation: Invocation,
  task: string,
  read: (readModels: ReadModels, opened: OpenedFolder) => Promise<T>,
): Promise<T> {
  const opened = await look(folderOf(invocation), task);
  try {
    const { projections, adapters } = opened.mailcase;
    return await read(new ReadModels(projections, adapters.documents), opened);
  } finally {
    await opened.close();
  }
}

/**
 * Lets somebody change things by the API: that of a running `serve`, else one in this process.
 * @param as the user in whose name; default: in that of the command line, an administrator
 */
export async function changing<T>(
  invocation: Invocation,
  task: string,
  change: (api: Api) => Promise<T>,
  as?: string,
): Promise<T> {
  const options = folderOf(invocation);
  const writing = await openForWriting(options, task);
  const api =
    writing.kind === 'own' ? await localApi(writing.opened, options.config, as) : remoteApi(writing.serve, as);
  try {
    return await change(api);
  } finally {
    await api.close();
  }
}
