import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ReadModels } from '../../../application/queries/read-models.js';
import { Unavailable } from '../../../domain/errors.js';
import { isDistributed } from '../../config/index.js';
import { loadMasterKey } from '../../files/master-key.js';
import { wordsOf } from '../exit.js';
import { remoteApi } from '../folder/api.js';
import { type LookedAt, look } from '../folder/look.js';
import { mailboxAdapters } from '../folder/mailbox-adapters.js';
import { folderOf } from '../folder/with-folder.js';
import type { Invocation } from '../invocation.js';
import { databaseFindings } from './databases.js';
import { diskFindings } from './disk.js';
import { type Finding, notice, ok, said, wrong } from './finding.js';
import { ownerOf, type Serving } from './owner.js';
import {
  logFinding,
  mailboxFindings,
  quarantineFindings,
  reactionFindings,
  readModelFindings,
  sendingFindings,
  systemMailFindings,
} from './service.js';
import { signInFindings } from './sign-in.js';
import { witnessByApi, witnessHere } from './witness.js';

export type { Finding } from './finding.js';

const NODE_FROM = [20, 19] as const;
const ROUTING_ADVICE = 'Nothing is lost: what waits is routed once it is mended. An upgrade may do that.';

/** Everything that the doctor looks at, one after another; what cannot be looked at is told and left. */
export async function* findings(invocation: Invocation): AsyncGenerator<Finding> {
  const { dataFolder } = invocation;
  const configuration = configurationFinding(invocation);
  yield configuration;
  yield nodeFinding();
  yield* keyFindings(invocation);
  const config = configuration.state === 'wrong' ? null : invocation.configuration.config;
  if (config) yield* signInFindings(config.oidc);
  if (config && isDistributed(config)) {
    yield* inside(invocation, null);
    return;
  }
  yield* diskFindings(dataFolder);
  if ((config === null || config.eventStore === 'sqlite') && !existsSync(join(dataFolder, 'log.db'))) {
    yield notice('log', 'there is none yet.', 'mailcase serve or mailcase import make it.');
    return;
  }
  const { finding: owner, serving } = await ownerOf(dataFolder);
  yield owner;
  let damaged = false;
  for (const finding of databaseFindings(dataFolder)) {
    damaged ||= finding.state === 'wrong';
    yield finding;
  }
  if (damaged || configuration.state === 'wrong') return;
  yield* inside(invocation, serving);
}

async function* inside(invocation: Invocation, serving: Serving | null): AsyncGenerator<Finding> {
  let opened: LookedAt;
  try {
    const options = folderOf(invocation);
    opened = await look(options, 'doctor', mailboxAdapters(options));
  } catch (error) {
    yield wrong('data', `cannot be opened: ${said(error)}`, 'What is wrong above may be the reason.');
    return;
  }
  try {
    const { mailcase, routingFailure } = opened;
    const readModels = new ReadModels(mailcase.projections, mailcase.adapters.documents);
    const witness = serving ? witnessByApi(remoteApi(serving.serve), serving.health) : witnessHere(mailcase);
    yield await logFinding(mailcase);
    if (routingFailure !== null) yield wrong('routing', `it fails: ${routingFailure}`, ROUTING_ADVICE);
    if (serving) yield* reactionFindings(serving.health);
    yield* readModelFindings(mailcase, witness);
    yield* whereBuilt('quarantine', quarantineFindings(readModels));
    yield* whereBuilt('sending', sendingFindings(readModels, mailcase.aggregates));
    yield* whereBuilt('notifications by e-mail', systemMailFindings(readModels, mailcase.aggregates));
    yield* whereBuilt('mailboxes', mailboxFindings(readModels, witness));
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

/** The key of the vault, where it is given: with one that is none the service does not start. */
async function* keyFindings({ dataFolder, masterKey }: Invocation): AsyncGenerator<Finding> {
  if (!masterKey?.trim()) return;
  try {
    await loadMasterKey(dataFolder, masterKey);
    yield ok('master key', 'MAILCASE_MASTER_KEY has the form of a key.');
  } catch (error) {
    yield wrong('master key', said(error), 'Set it to the key that the vault was sealed with.');
  }
}

function nodeFinding(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [least, leastMinor] = NODE_FROM;
  const words = `version ${process.versions.node}.`;
  if (major > least || (major === least && minor >= leastMinor)) return ok('Node.js', words);
  return wrong('Node.js', words, `Install ${NODE_FROM.join('.')} or later.`);
}
