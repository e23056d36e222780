import { otherVariables, settings } from '../../src/infrastructure/config/settings.js';

/** Every variable that may stand in an example of a deployment: another one would stop Mailcase at its start. */
export const knownVariables: ReadonlySet<string> = new Set([
  ...settings.map(({ variable }) => variable),
  ...Object.keys(otherVariables),
]);
