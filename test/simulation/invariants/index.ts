import { wholeLog } from '../../support/invariants.js';
import type { History } from '../history.js';
import { brokenCases } from './cases.js';
import { brokenDecisions } from './decisions.js';
import { brokenMail } from './mail.js';
import { brokenReadModels } from './read-models.js';
import { brokenRota } from './rota.js';
import { brokenShares } from './shares.js';
import { brokenStreams } from './streams.js';
import { brokenThreads } from './threads.js';

/** What a history has broken, in words; an empty list is the good answer. */
export async function broken(history: History): Promise<readonly string[]> {
  if (history.failures.length > 0) return history.failures;
  const log = await wholeLog(history.durable.events);
  return [
    ...brokenStreams(log),
    ...brokenMail(history, log),
    ...brokenDecisions(log),
    ...brokenCases(log),
    ...brokenRota(log),
    ...(await brokenThreads(history, log)),
    ...(await brokenReadModels(history)),
    ...brokenShares(history),
  ];
}
