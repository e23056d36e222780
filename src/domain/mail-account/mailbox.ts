import type { Decider } from '../decider.js';
import type { MailboxEvent } from './events.js';

/** How far a folder was read: everything up to `lastUid` is stored, as long as UIDVALIDITY is the same (RFC 3501, 2.3.1.1). */
export interface FolderCursor {
  readonly uidValidity: string;
  readonly lastUid: number;
}

export interface Mailbox {
  readonly cursors: Readonly<Record<string, FolderCursor>>;
  /** What is wrong at present; none: nothing. */
  readonly failing: { readonly code: string; readonly error: string } | null;
  /** Quarantined and not yet released. */
  readonly quarantined: ReadonlySet<string>;
}

export const mailbox: Decider<Mailbox, MailboxEvent> = {
  initialState: () => ({ cursors: {}, failing: null, quarantined: new Set() }),
  evolve(state, { type, data }) {
    switch (type) {
      case 'MailboxFetched':
        return {
          ...state,
          cursors: { ...state.cursors, [data.folder]: { uidValidity: data.uidValidity, lastUid: data.lastUid } },
        };
      case 'EmailQuarantined':
        return { ...state, quarantined: new Set(state.quarantined).add(data.quarantineId) };
      case 'QuarantineReleased':
        return { ...state, quarantined: new Set([...state.quarantined].filter((id) => id !== data.quarantineId)) };
      case 'FetchingFailed':
        return { ...state, failing: { code: data.code, error: data.error } };
      case 'FetchingRecovered':
        return { ...state, failing: null };
    }
  },
};
