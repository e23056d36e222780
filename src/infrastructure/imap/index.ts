export { ImapflowSource } from './imapflow-source.js';
export type { ImapLimits } from './limits.js';
