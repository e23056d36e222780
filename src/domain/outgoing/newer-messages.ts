import type { Address } from '../email/events.js';
import { Conflict } from '../errors.js';

export interface NewerMessage {
  readonly emailId: string;
  readonly from: Address | null;
  readonly subject: string;
  /** When it came, or was written by a colleague. ISO 8601. */
  readonly receivedAt: string;
}

/** Others have written meanwhile: whoever answers may want to read that first. */
export class NewerMessages extends Conflict {
  constructor(
    /** Newest first. */
    readonly newer: readonly NewerMessage[],
  ) {
    const what = newer.length === 1 ? 'is a newer message' : `are ${newer.length} newer messages`;
    super(`Not sent: there ${what} than the one that was seen.`, 'newer-messages');
  }
}
