export type { Surroundings } from './invocation.js';
export { runCli } from './program.js';
