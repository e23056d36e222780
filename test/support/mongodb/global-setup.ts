import { standInArguments, whyNoStandIn } from './build.js';
import { realMongodb } from './real.js';

/** Builds the stand-in before the suites begin, so that no test waits for Maven. */
export default async function setup(): Promise<void> {
  if (realMongodb === undefined && whyNoStandIn() === null) await standInArguments();
}
