import { createHmac, hkdfSync } from 'node:crypto';
import type { Signer } from '../../domain/outgoing/message-id.js';

const DIGITS = 'abcdefghijklmnopqrstuvwxyz234567';
/** Five bits each: 80 bits of a signature, more than anybody tries by sending mail. */
const LENGTH = 16;

/** Signs by HMAC-SHA-256 (RFC 2104), under a key derived for one purpose (RFC 5869). */
export class HmacSigner implements Signer {
  readonly #key: Uint8Array;

  /** @param key 32 bytes */
  constructor(key: Uint8Array, purpose: string) {
    this.#key = new Uint8Array(hkdfSync('sha256', key, new Uint8Array(0), `mailcase ${purpose}`, 32));
  }

  sign(text: string): string {
    const mac = createHmac('sha256', this.#key).update(text).digest();
    return Array.from(
      { length: LENGTH },
      (_, n) => DIGITS[(mac.readUInt16BE((n * 5) >> 3) >> (11 - ((n * 5) % 8))) & 31],
    ).join('');
  }
}
