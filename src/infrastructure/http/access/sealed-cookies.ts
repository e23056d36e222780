import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { EncryptJWT, errors, type JWTPayload, jwtDecrypt } from 'jose';
import { CLOCK, LEASES, VAULT } from '../../../application/parts.js';
import type { Clock } from '../../../application/ports/clock.js';
import type { Leases } from '../../../application/ports/lease.js';
import type { Vault } from '../../../application/ports/vault.js';
import { Unavailable } from '../../../domain/errors.js';

/** What a cookie is for: one that was made for another purpose is none. */
export type Purpose = 'session' | 'sign-in';

const SECRET = 'cookies';
const KEY_LENGTH = 32;

/** Contents of cookies, sealed (AES-256-GCM) by a key in the vault: every node can open them, and nobody else. */
@Injectable()
export class SealedCookies {
  private key: Promise<Uint8Array> | null = null;

  constructor(
    @Inject(VAULT) private readonly vault: Vault,
    @Inject(LEASES) private readonly leases: Leases,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async seal(purpose: Purpose, content: JWTPayload, until: Date): Promise<string> {
    return new EncryptJWT(content)
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .setAudience(purpose)
      .setExpirationTime(until)
      .encrypt(await this.keyOnce());
  }

  /** None: it is not ours, not for that, or its time is over. @throws Unavailable */
  async open(purpose: Purpose, sealed: string): Promise<JWTPayload | null> {
    const key = await this.keyOnce();
    try {
      const { payload } = await jwtDecrypt(sealed, key, {
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
        audience: purpose,
        requiredClaims: ['exp'],
        currentDate: this.clock.now(),
      });
      return payload;
    } catch (error) {
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  }

  private keyOnce(): Promise<Uint8Array> {
    this.key ??= this.keyOf().catch((error: unknown) => {
      this.key = null;
      throw error;
    });
    return this.key;
  }

  private async keyOf(): Promise<Uint8Array> {
    const secret = (await this.vault.get(SECRET)) ?? (await this.make());
    return Buffer.from(secret, 'base64');
  }

  /** Nodes may start together for the first time: one of them makes it. */
  private async make(): Promise<string> {
    const alone = await this.leases.tryAcquire(SECRET);
    if (!alone) throw new Unavailable('Another node is about to let browsers in; try again.', 'not-yet');
    try {
      const before = await this.vault.get(SECRET);
      if (before !== null) return before;
      const secret = randomBytes(KEY_LENGTH).toString('base64');
      await this.vault.put(SECRET, secret);
      return secret;
    } finally {
      await alone.release();
    }
  }
}
