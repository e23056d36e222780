import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Vault } from '../../application/ports/vault.js';
import { Unavailable } from '../../domain/errors.js';
import type { Signer } from '../../domain/outgoing/message-id.js';
import { HmacSigner } from '../sealing/hmac-signer.js';
import { Seal, Sealed } from '../sealing/seal.js';
import { replaceFile } from './durable-file.js';

const SealedSecret = Sealed.extend({ name: z.string() });
type SealedSecret = z.infer<typeof SealedSecret>;
const VaultFile = z.object({ version: z.literal(1), secrets: z.array(SealedSecret) });
type VaultFile = z.infer<typeof VaultFile>;

/** Secrets in one file of mode 0600, each sealed. */
export class FileVault implements Vault {
  #last: Promise<unknown> = Promise.resolve();
  readonly #seal: Seal;

  /** @param key 32 bytes, see `loadMasterKey` */
  constructor(
    private readonly path: string,
    private readonly key: Uint8Array,
  ) {
    this.#seal = new Seal(key);
  }

  put(name: string, secret: string): Promise<void> {
    return this.#change((secrets) => secrets.set(name, { name, ...this.#seal.seal(name, secret) }));
  }

  /** @throws Unavailable where the key does not fit, or the file cannot be read */
  async get(name: string): Promise<string | null> {
    const sealed = (await this.#read()).get(name);
    return sealed ? this.#seal.open(name, sealed) : null;
  }

  remove(name: string): Promise<void> {
    return this.#change((secrets) => secrets.delete(name));
  }

  signer(purpose: string): Signer {
    return new HmacSigner(this.key, purpose);
  }

  /** One change after the other: each reads the whole file and writes it anew. */
  #change(change: (secrets: Map<string, SealedSecret>) => void): Promise<void> {
    const changed = this.#last.then(async () => {
      const secrets = await this.#read();
      change(secrets);
      const file: VaultFile = { version: 1, secrets: [...secrets.values()] };
      await replaceFile(this.path, `${JSON.stringify(file, null, 2)}\n`).catch((cause: unknown) => {
        throw new Unavailable('The vault cannot be written.', 'vault-io', { cause });
      });
    });
    // The next one goes on after a failure too; whoever asked has been told.
    this.#last = changed.catch(() => {});
    return changed;
  }

  async #read(): Promise<Map<string, SealedSecret>> {
    const text = await readFile(this.path, 'utf8').catch((cause: unknown) => {
      if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
      throw new Unavailable('The vault cannot be read.', 'vault-io', { cause });
    });
    if (text === null) return new Map();
    try {
      return new Map(VaultFile.parse(JSON.parse(text)).secrets.map((secret) => [secret.name, secret]));
    } catch (cause) {
      throw new Unavailable('The vault file is damaged; restore vault.json from a backup.', 'vault-damaged', { cause });
    }
  }
}
