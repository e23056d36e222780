import type { Signer } from '../../domain/outgoing/message-id.js';

/** Secrets, sealed (AES-256-GCM). An event, a log or an answer holds at most the name of one. */
export interface Vault {
  /** Seals and keeps a secret under a name, replacing the one before. */
  put(name: string, secret: string): Promise<void>;
  /** None: there is no secret of that name. Throws Unavailable where the key does not fit. */
  get(name: string): Promise<string | null>;
  remove(name: string): Promise<void>;
  /** Signs by a key of the vault's own, another one for each purpose: the same on every node, and as long as the master key is. */
  signer(purpose: string): Signer;
}
