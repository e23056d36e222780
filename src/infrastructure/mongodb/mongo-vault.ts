import type { Collection } from 'mongodb';
import type { Vault } from '../../application/ports/vault.js';
import { Unavailable } from '../../domain/errors.js';
import type { Signer } from '../../domain/outgoing/message-id.js';
import { HmacSigner } from '../sealing/hmac-signer.js';
import { Seal, type Sealed } from '../sealing/seal.js';
import { Gate } from './gate.js';
import type { MongoConnection } from './mongo-connection.js';
import { isDuplicate } from './store-errors.js';

/** `_id` of what shows whether a key is that of this vault; those of secrets are text. */
const CHECK = 0;
const CHECK_NAME = 'mailcase vault';
const CHECK_VALUE = 'the key of this vault';

interface SealedSecret extends Sealed {
  readonly _id: string | typeof CHECK;
}

/** Secrets as documents, each sealed. All nodes have the same key; the first one leaves a value that shows which. */
export class MongoVault implements Vault {
  readonly #gate = new Gate('vault');
  readonly #secrets: Collection<SealedSecret>;

  private constructor(
    connection: MongoConnection,
    private readonly seal: Seal,
    private readonly key: Uint8Array,
  ) {
    this.#secrets = connection.database.collection<SealedSecret>('secrets');
  }

  /**
   * @param key 32 bytes, see `sharedMasterKey`
   * @throws Unavailable, code `vault-key`: the vault was made with another key; StoreUnavailable
   */
  static async open(connection: MongoConnection, key: Uint8Array): Promise<MongoVault> {
    const vault = new MongoVault(connection, new Seal(key), key);
    await vault.#gate.pass(() => vault.#mustFit());
    return vault;
  }

  put(name: string, secret: string): Promise<void> {
    return this.#gate.pass(async () => {
      await this.#secrets.replaceOne({ _id: name }, this.seal.seal(name, secret), { upsert: true });
    });
  }

  /** @throws Unavailable where the key does not fit */
  get(name: string): Promise<string | null> {
    return this.#gate.pass(async () => {
      const sealed = await this.#secrets.findOne({ _id: name });
      return sealed ? this.seal.open(name, sealed) : null;
    });
  }

  remove(name: string): Promise<void> {
    return this.#gate.pass(async () => {
      await this.#secrets.deleteOne({ _id: name });
    });
  }

  signer(purpose: string): Signer {
    return new HmacSigner(this.key, purpose);
  }

  /** Of several nodes that come first at the same time, one leaves the value, and the others read it. */
  async #mustFit(): Promise<void> {
    const made = await this.#secrets.findOne({ _id: CHECK });
    if (!made)
      await this.#secrets.insertOne({ _id: CHECK, ...this.seal.seal(CHECK_NAME, CHECK_VALUE) }).catch(unlessThere);
    const check = await this.#secrets.findOne({ _id: CHECK });
    try {
      if (check && this.seal.open(CHECK_NAME, check) === CHECK_VALUE) return;
    } catch (cause) {
      throw otherKey(cause);
    }
    throw otherKey();
  }
}

function unlessThere(error: unknown): void {
  if (!isDuplicate(error)) throw error;
}

const otherKey = (cause?: unknown): Unavailable =>
  new Unavailable(
    'The secrets on MongoDB were sealed with another master key than this node has. Set MAILCASE_MASTER_KEY to the key ' +
      'that the other nodes have. If that key is lost, drop the collection `secrets` and enter the passwords again.',
    'vault-key',
    { cause },
  );
