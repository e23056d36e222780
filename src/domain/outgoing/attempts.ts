import type { Decider } from '../decider.js';
import type { OutgoingEvent, Refusal } from './events.js';

/** One try to hand a message over. */
export interface Attempt {
  /** Counted from 1. */
  readonly attempt: number;
  readonly at: string;
  /** To how many it went. */
  readonly recipients: number;
  /** By then the server's time-outs are over. */
  readonly openUntil: string;
  /** None: it is under way, or nobody knows. */
  readonly outcome: AttemptOutcome | null;
}

export interface AttemptOutcome {
  readonly at: string;
  readonly accepted: number;
  /** For good. */
  readonly refused: readonly Refusal[];
  /** Neither taken nor refused for good. */
  readonly pending: number;
  /** Stable; none: the server has taken it, for all or for some. */
  readonly code: string | null;
  /** The server's; or what is wrong. */
  readonly words: string;
  /** How it is known that it was taken; none: nobody has taken it. */
  readonly evidence: 'reply' | 'sent-folder' | 'assumed' | null;
  readonly retryAt: string | null;
}

/** An account that is suspended tries its messages again and again, without end. */
const MOST = 100;

/** As recorded, with its time. */
export type Timed = OutgoingEvent & { readonly metadata: { readonly at: string } };

/** The last attempts of a message, as its stream says; the newest last. */
export const attempts: Decider<readonly Attempt[], Timed> = {
  initialState: () => [],
  evolve(state, { type, data, metadata: { at } }) {
    switch (type) {
      case 'EmailSendAttempted': {
        const { attempt, recipients, openUntil } = data;
        return [...state, { attempt, at, recipients: recipients.length, openUntil, outcome: null }].slice(-MOST);
      }
      case 'EmailSent': {
        const { accepted, refused, pending, response: words, evidence, retryAt } = data;
        const came = { accepted: accepted.length, refused, pending: pending.length, code: null };
        return concluded(state, data.attempt, { at, ...came, words, evidence, retryAt });
      }
      case 'EmailSendFailed': {
        const { refused, pending, code, error: words, retryAt } = data;
        const came = { accepted: 0, refused, pending: pending.length, code };
        return concluded(state, data.attempt, { at, ...came, words, evidence: null, retryAt });
      }
      default:
        return state;
    }
  },
};

const concluded = (state: readonly Attempt[], attempt: number, outcome: AttemptOutcome): readonly Attempt[] =>
  state.map((one) => (one.attempt === attempt ? { ...one, outcome } : one));
