import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ReadModels } from '../../../application/queries/read-models.js';
import { Unavailable } from '../../../domain/errors.js';
import { FolderInUse, lockFolder } from '../../process/instance-lock.js';
import { wordsOf } from '../exit.js';
import { look } from '../folder/look.js';
import type { OpenedFolder } from '../folder/opened.js';
import { readServeFile } from '../folder/serve-file.js';
import type { Invocation } from '../invocation.js';
import { databaseFindings } from './databases.js';
import { diskFindings } from './disk.js';
import { type Finding, notice, ok, said, wrong } from './finding.js';
import { logFinding, mailboxFindings, quarantineFindings, readModelFindings } from './service.js';

export type { Finding } from './finding.js';

const NODE_FROM = [20, 19] as const;

/** Everything that the doctor looks at, one after another; what cannot be looked at is told and left. */
export async function* findings(invocation: Invocation): AsyncGenerator<Finding> {
  const { dataFolder } = invocation;
  const configuration = configurationFinding(invocation);
  yield configuration;
  yield nodeFinding();
  yield* diskFindings(dataFolder);
  if (!existsSync(join(dataFolder, 'log.db'))) {
    yield notice('log', 'there is none yet.', 'mailcase serve or mailcase import make it.');
    return;
  }
  yield await ownerFinding(dataFolder);
  let damaged = false;
  for (const finding of databaseFindings(dataFolder)) {
    damaged ||= finding.state === 'wrong';
    yield finding;
  }
  if (damaged || configuration.state === 'wrong') return;
  yield* inside(invocation);
}

async function* inside(invocation: Invocation): AsyncGenerator<Finding> {
  let opened: OpenedFolder;
  try {
    opened = await look(invocation.dataFolder, 'doctor');
  } catch (error) {
    yield wrong('data', `cannot be opened: ${said(error)}`, 'What is wrong above may be the reason.');
    return;
  }
  try {
    const { mailcase } = opened;
    const readModels = new ReadModels(mailcase.projections, mailcase.adapters.documents);
    yield await logFinding(mailcase);
    yield* readModelFindings(mailcase);
    yield* whereBuilt('quarantine', quarantineFindings(readModels));
    yield* whereBuilt('mailboxes', mailboxFindings(mailcase, readModels));
  } finally {
    await opened.close();
  }
}

/** What a read model tells, or that it cannot tell yet. */
async function* whereBuilt(check: string, told: AsyncGenerator<Finding>): AsyncGenerator<Finding> {
  try {
    yield* told;
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    yield notice(check, said(error));
  }
}

function configurationFinding(invocation: Invocation): Finding {
  try {
    const { file } = invocation.configuration;
    return ok('configuration', file === null ? 'no file, so defaults and the environment hold.' : `${file} is right.`);
  } catch (error) {
    return wrong(
      'configuration',
      wordsOf(error) ?? said(error),
      'Mend what is named; `mailcase config` shows what holds.',
    );
  }
}

function nodeFinding(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [least, leastMinor] = NODE_FROM;
  const words = `version ${process.versions.node}.`;
  if (major > least || (major === least && minor >= leastMinor)) return ok('Node.js', words);
  return wrong('Node.js', words, `Install ${NODE_FROM.join('.')} or later.`);
}

/** Who owns the folder, and whether it answers. */
async function ownerFinding(folder: string): Promise<Finding> {
  try {
    lockFolder(folder, 'doctor').release();
  } catch (error) {
    if (!(error instanceof FolderInUse)) return wrong('owner', said(error), 'Look at the rights of lock.db.');
    const serve = await readServeFile(folder);
    if (!serve) return notice('owner', error.message);
    const answers = await fetch(`${serve.address}/health/ready`, { signal: AbortSignal.timeout(3_000) }).catch(
      () => null,
    );
    if (answers?.ok) return ok('owner', `${error.message} It answers at ${serve.address} and is ready.`);
    const state = answers ? `says that it is not ready (HTTP ${answers.status})` : 'does not answer';
    return wrong(
      'owner',
      `${error.message} It ${state} at ${serve.address}.`,
      'Look at its log; start it anew if it hangs.',
    );
  }
  return ok('owner', 'no other process has the folder.');
}
