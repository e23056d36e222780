import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Vault } from '../../application/ports/vault.js';
import { Unavailable } from '../../domain/errors.js';
import { replaceFile } from './durable-file.js';

const ALGORITHM = 'aes-256-gcm';
/** Bytes; NIST SP 800-38D, section 8.2. */
const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;

const base64 = z.base64();
const Sealed = z.object({ name: z.string(), nonce: base64, tag: base64, sealed: base64 });
type Sealed = z.infer<typeof Sealed>;
const VaultFile = z.object({ version: z.literal(1), secrets: z.array(Sealed) });
type VaultFile = z.infer<typeof VaultFile>;

/**
 * Secrets in one file of mode 0600, each sealed with AES-256-GCM. The secret's name is authenticated with it, so that
 * nobody can pass off one secret as another.
 */
export class FileVault implements Vault {
  #last: Promise<unknown> = Promise.resolve();

  /** @param key 32 bytes, see `loadMasterKey` */
  constructor(
    private readonly path: string,
    private readonly key: Uint8Array,
  ) {
    if (key.length !== 32) throw new RangeError('the key of a vault has 32 bytes');
  }

  put(name: string, secret: string): Promise<void> {
    return this.#change((secrets) => secrets.set(name, this.#seal(name, secret)));
  }

  /** @throws Unavailable where the key does not fit, or the file cannot be read */
  async get(name: string): Promise<string | null> {
    const sealed = (await this.#read()).get(name);
    return sealed ? this.#open(name, sealed) : null;
  }

  remove(name: string): Promise<void> {
    return this.#change((secrets) => secrets.delete(name));
  }

  /** One change after the other: each reads the whole file and writes it anew. */
  #change(change: (secrets: Map<string, Sealed>) => void): Promise<void> {
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

  async #read(): Promise<Map<string, Sealed>> {
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

  #seal(name: string, secret: string): Sealed {
    const nonce = randomBytes(NONCE_LENGTH);
    const cipher = createCipheriv(ALGORITHM, this.key, nonce, { authTagLength: TAG_LENGTH });
    cipher.setAAD(Buffer.from(name));
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return {
      name,
      nonce: nonce.toString('base64'),
      tag: cipher.getAuthTag().toString('base64'),
      sealed: sealed.toString('base64'),
    };
  }

  #open(name: string, { nonce, tag, sealed }: Sealed): string {
    try {
      const decipher = createDecipheriv(ALGORITHM, this.key, Buffer.from(nonce, 'base64'), {
        authTagLength: TAG_LENGTH,
      });
      decipher.setAAD(Buffer.from(name));
      decipher.setAuthTag(Buffer.from(tag, 'base64'));
      return Buffer.concat([decipher.update(Buffer.from(sealed, 'base64')), decipher.final()]).toString('utf8');
    } catch (cause) {
      throw new Unavailable(
        'A secret cannot be opened: the master key is not the one that it was sealed with, or the vault was changed. ' +
          'Set MAILCASE_MASTER_KEY (or restore master.key) to the key of this vault, or enter the password again.',
        'vault-key',
        { cause },
      );
    }
  }
}
