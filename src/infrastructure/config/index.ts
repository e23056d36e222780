export { CONFIG_FILE, type LoadedConfig, loadConfig } from './load-config.js';
export type { Config } from './schema.js';
export { otherVariables, type Section, sections, settings } from './settings.js';
