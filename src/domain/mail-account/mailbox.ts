import type { Decider } from '../decider.js';
import type { AccountId } from '../ids.js';
import type { MailboxEvent } from './events.js';
import { type IdSet, noIds, withId, withoutId } from './id-set.js';

/** How far a folder was read: everything up to `lastUid` is stored, as long as UIDVALIDITY is the same (RFC 3501, 2.3.1.1). */
export interface FolderCursor {
  readonly uidValidity: string;
  readonly lastUid: number;
}

export interface Mailbox {
  readonly cursors: Readonly<Record<string, FolderCursor>>;
  /** What is wrong at present; none: nothing. */
  readonly failing: { readonly code: string; readonly error: string } | null;
  /** What waits in quarantine. What was released is forgotten: it is an e-mail now, and known by that. */
  readonly quarantined: IdSet;
  /** What filters kept out and can be brought back. */
  readonly skipped: IdSet;
  /** Of the last event; -1: none. */
  readonly revision: number;
}

export const mailbox: Decider<Mailbox, MailboxEvent> = {
  initialState: () => ({ cursors: {}, failing: null, quarantined: noIds, skipped: noIds, revision: -1 }),
  evolve(before, { type, data }) {
    const state = { ...before, revision: before.revision + 1 };
    switch (type) {
      case 'MailboxFetched':
        return {
          ...state,
          cursors: { ...state.cursors, [data.folder]: { uidValidity: data.uidValidity, lastUid: data.lastUid } },
        };
      case 'EmailQuarantined':
        return { ...state, quarantined: withId(state.quarantined, data.quarantineId) };
      case 'QuarantineReleased':
        return { ...state, quarantined: withoutId(state.quarantined, data.quarantineId) };
      case 'EmailSkipped':
        return { ...state, skipped: withId(state.skipped, data.skippedId) };
      case 'SkippedBroughtBack':
      case 'SkippedExpired':
        return { ...state, skipped: withoutId(state.skipped, data.skippedId) };
      case 'ReadStateStored':
        return state;
      case 'FetchingFailed':
        return { ...state, failing: { code: data.code, error: data.error } };
      case 'FetchingRecovered':
        return { ...state, failing: null };
    }
  },
};

/** Where a folder was left; none: it was never fetched. Folders may be named as they like, `constructor` as well. */
export function cursorOf({ cursors }: Mailbox, folder: string): FolderCursor | undefined {
  return Object.hasOwn(cursors, folder) ? cursors[folder] : undefined;
}

/** A failure is an event only where it is news: from working to failing, or failing in another way. */
export function failFetching(
  state: Mailbox,
  failed: Extract<MailboxEvent, { type: 'FetchingFailed' }>['data'],
): MailboxEvent[] {
  return state.failing?.code === failed.code ? [] : [{ type: 'FetchingFailed', data: failed }];
}

export function recoverFetching(state: Mailbox, accountId: AccountId): MailboxEvent[] {
  return state.failing ? [{ type: 'FetchingRecovered', data: { accountId } }] : [];
}
