import { otherVariables, settings } from '../../src/infrastructure/config/settings.js';

/** Settings of several nodes, which belong to engines that the schema names as soon as it has them. */
const ofSeveralNodes = [
  'MAILCASE_EVENT_STORE',
  'MAILCASE_DOCUMENTS',
  'MAILCASE_BLOBS',
  'MAILCASE_KURRENTDB_URL',
  'MAILCASE_MONGODB_URL',
  'MAILCASE_MONGODB_DATABASE',
  'MAILCASE_NODE_NAME',
  'MAILCASE_NODE_LEASE_SECONDS',
];

/** Every variable that may stand in an example of a deployment: another one would stop Mailcase at its start. */
export const knownVariables: ReadonlySet<string> = new Set([
  ...settings.map(({ variable }) => variable),
  ...Object.keys(otherVariables),
  ...ofSeveralNodes,
]);
