export { CONFIG_FILE, type LoadedConfig, loadConfig } from './load-config.js';
export { oauthRedirectOf } from './oauth-redirect.js';
export { type Config, configSchema, isDistributed, isEmbedded } from './schema.js';
export { otherVariables, type Section, type Setting, sections, settings } from './settings.js';
