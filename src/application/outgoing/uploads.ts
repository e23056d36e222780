import { Inject, Injectable } from '@nestjs/common';
import { Rejected } from '../../domain/errors.js';
import type { UserId } from '../../domain/ids.js';
import { CLOCK } from '../parts.js';
import type { Clock } from '../ports/clock.js';

/** Bytes that one user stores for drafts within an hour, on one node. */
export const MOST_IN_AN_HOUR = 1024 * 1024 * 1024;
const HOUR = 3_600_000;

/**
 * How much users have stored for what they write: files, and each text that was saved. What is dropped again stays in the
 * store for a while, so that nobody may store without end. Counted by each node, and forgotten when it ends.
 */
@Injectable()
export class Uploads {
  private readonly stored = new Map<UserId, { readonly since: number; readonly bytes: number }>();

  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  /** Counts them. @throws Rejected where they are too many */
  count(userId: UserId, bytes: number): void {
    const now = this.clock.now().getTime();
    for (const [id, { since }] of this.stored) if (now - since >= HOUR) this.stored.delete(id);
    const { since, bytes: before } = this.stored.get(userId) ?? { since: now, bytes: 0 };
    if (before + bytes > MOST_IN_AN_HOUR) {
      const again = new Date(since + HOUR).toISOString();
      throw new Rejected('too-much-uploaded', `You have stored ${before} bytes within an hour: go on at ${again}.`);
    }
    this.stored.set(userId, { since, bytes: before + bytes });
  }

  /** The same of what comes in pieces. */
  async *counted(userId: UserId, pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      this.count(userId, piece.byteLength);
      yield piece;
    }
  }
}
