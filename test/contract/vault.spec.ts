import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileVault } from '../../src/infrastructure/files/file-vault.js';
import { MemoryVault } from '../../src/infrastructure/memory/memory-vault.js';
import { vaultContract } from './vault.js';

vaultContract({ name: 'memory', open: async () => ({ vault: new MemoryVault(), remove: async () => {} }) });

vaultContract({
  name: 'file',
  open: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mailcase-vault-'));
    const vault = new FileVault(join(folder, 'vault.json'), randomBytes(32));
    return { vault, remove: () => rm(folder, { recursive: true }) };
  },
});
