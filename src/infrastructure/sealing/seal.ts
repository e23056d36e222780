import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Unavailable } from '../../domain/errors.js';

const ALGORITHM = 'aes-256-gcm';
/** Bytes; NIST SP 800-38D, section 8.2. */
const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;
const KEY_LENGTH = 32;

const base64 = z.base64();
/** A secret as it may be kept. */
export const Sealed = z.object({ nonce: base64, tag: base64, sealed: base64 });
export type Sealed = z.infer<typeof Sealed>;

/**
 * Seals secrets with AES-256-GCM. A secret's name is authenticated with it, so that nobody can pass off one secret as
 * another.
 */
export class Seal {
  /** @param key 32 bytes */
  constructor(private readonly key: Uint8Array) {
    if (key.length !== KEY_LENGTH) throw new RangeError('the key of a vault has 32 bytes');
  }

  seal(name: string, secret: string): Sealed {
    const nonce = randomBytes(NONCE_LENGTH);
    const cipher = createCipheriv(ALGORITHM, this.key, nonce, { authTagLength: TAG_LENGTH });
    cipher.setAAD(Buffer.from(name));
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return {
      nonce: nonce.toString('base64'),
      tag: cipher.getAuthTag().toString('base64'),
      sealed: sealed.toString('base64'),
    };
  }

  /** @throws Unavailable, code `vault-key`, where the key does not fit */
  open(name: string, { nonce, tag, sealed }: Sealed): string {
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
