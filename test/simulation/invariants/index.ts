import { wholeLog } from '../../support/invariants.js';
import type { History } from '../history.js';
import { brokenCases } from './cases.js';
import { brokenDecisions } from './decisions.js';
import { brokenLinking } from './linking.js';
import { brokenMail } from './mail.js';
import { brokenMerges } from './merges.js';
import { brokenNotifications } from './notifications.js';
import { brokenReadModels } from './read-models.js';
import { brokenRota } from './rota.js';
import { brokenSending } from './sending.js';
import { brokenShares } from './shares.js';
import { brokenStreams } from './streams.js';
import { brokenThreads } from './threads.js';
import { brokenWaiting } from './waiting.js';

/** What a history has broken, in words; an empty list is the good answer. */
export async function broken(history: History): Promise<readonly string[]> {
  if (history.failures.length > 0) return history.failures;
  const log = await wholeLog(history.durable.events);
  return [
    ...brokenStreams(log),
    ...(await brokenMail(history, log)),
    ...brokenLinking(log),
    ...brokenNotifications(log),
    ...brokenWaiting(history, log),
    ...brokenDecisions(log),
    ...brokenCases(log),
    ...brokenMerges(log),
    ...brokenRota(log),
    ...(await brokenThreads(history, log)),
    ...(await brokenReadModels(history)),
    ...brokenShares(history),
    ...brokenSending(history, log),
  ];
}
