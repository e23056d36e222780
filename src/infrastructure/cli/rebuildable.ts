import { emailSearchCollection } from '../../application/search/email-search.js';
import { readModelNames } from '../../projections/index.js';

/** What `mailcase rebuild` builds anew: the read models, and what is searched in. */
export const rebuildable: readonly string[] = [...readModelNames, emailSearchCollection.name];
