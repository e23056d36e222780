import type { EmailContent, ParsedEmail, Wanted } from '../../application/ports/mime-parser.js';

/** What is to be done with one message; `length` bytes of its batch's bytes are the message. */
export type Job =
  | { readonly kind: 'parse'; readonly length: number; readonly wanted?: Wanted }
  | { readonly kind: 'content'; readonly length: number }
  | { readonly kind: 'attachment'; readonly length: number; readonly index: number };

export type Answer = ParsedEmail | EmailContent | Uint8Array | null;
/** What was parsed goes as JSON: one string is handed over faster than what it describes. */
export type Outcome =
  | { readonly ok: true; readonly json: string }
  | { readonly ok: true; readonly bytes: Uint8Array }
  /** It could not be parsed, and why. */
  | { readonly ok: false; readonly message: string };

/** From the pool to a worker. A batch is one message and one transferred block of bytes, however many jobs are in it. */
export type ToWorker =
  | { readonly kind: 'batch'; readonly id: number; readonly jobs: readonly Job[]; readonly bytes: Uint8Array }
  | { readonly kind: 'stream'; readonly id: number; readonly wanted?: Wanted }
  /** The next piece of a stream; none: that was all. */
  | { readonly kind: 'piece'; readonly id: number; readonly bytes: Uint8Array | null };

/** From a worker to the pool. */
export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly id: number; readonly outcomes: readonly Outcome[] }
  /** The next piece, please: no more than one is on its way, so memory is bounded. */
  | { readonly kind: 'pull'; readonly id: number };
