export { ImapflowSentFolders } from './imapflow-sent-folders.js';
export { ImapflowSource } from './imapflow-source.js';
export type { ImapLimits } from './limits.js';
