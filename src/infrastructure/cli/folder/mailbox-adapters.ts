import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Adapters } from '../../../application/mailcase.js';
import { imapLimits } from '../../config/imap-limits.js';
import { FileVault } from '../../files/file-vault.js';
import { loadMasterKey } from '../../files/master-key.js';
import { ImapflowSource } from '../../imap/index.js';
import type { FolderOptions } from './opened.js';

/** What is needed to look whether mailboxes let us in, and no more: nothing is made and nothing is written. */
export function mailboxAdapters(options: FolderOptions): Pick<Adapters, 'vault' | 'source'> {
  const { folder, config, masterKey } = options;
  const path = join(folder, 'vault.json');
  const readOnly = (): never => {
    throw new Error('The vault is only read here.');
  };
  const vault: Adapters['vault'] = {
    // Without a vault there is nothing to open, and a key would be made for it.
    get: async (name) =>
      existsSync(path) ? new FileVault(path, await loadMasterKey(folder, masterKey)).get(name) : null,
    put: readOnly,
    remove: readOnly,
    signer: () => ({ sign: readOnly }),
  };
  return { vault, source: new ImapflowSource(imapLimits(config)) };
}
