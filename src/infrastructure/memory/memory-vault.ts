import type { Vault } from '../../application/ports/vault.js';
import type { Signer } from '../../domain/outgoing/message-id.js';
import { HmacSigner } from '../sealing/hmac-signer.js';

/** Secrets in memory, for tests and simulations. */
export class MemoryVault implements Vault {
  readonly #secrets = new Map<string, string>();
  readonly #key: Uint8Array;

  /** @param key 32 bytes; two installations that meet have keys of their own */
  constructor(key: Uint8Array = new Uint8Array(32)) {
    this.#key = key;
  }

  async put(name: string, secret: string): Promise<void> {
    this.#secrets.set(name, secret);
  }

  async get(name: string): Promise<string | null> {
    return this.#secrets.get(name) ?? null;
  }

  async remove(name: string): Promise<void> {
    this.#secrets.delete(name);
  }

  signer(purpose: string): Signer {
    return new HmacSigner(this.#key, purpose);
  }
}
