import type { Decider } from '../decider.js';
import type { AccountId } from '../ids.js';
import type { AccountSendingEvent, OutboxEvent } from './sending-events.js';

/** Whether anything leaves at all. */
export interface Sending {
  readonly stopped: boolean;
  /** As whoever stopped it says; none: they said nothing, or it is not stopped. */
  readonly reason: string | null;
}

export const sending: Decider<Sending, OutboxEvent> = {
  initialState: () => ({ stopped: false, reason: null }),
  evolve: (_, { type, data }) =>
    type === 'SendingStopped' ? { stopped: true, reason: data.reason } : { stopped: false, reason: null },
};

/** Stopping what stands is nothing new. */
export const stopSending = ({ stopped }: Sending, reason: string | null): OutboxEvent[] =>
  stopped ? [] : [{ type: 'SendingStopped', data: { reason } }];
export const resumeSending = ({ stopped }: Sending, reason: string | null): OutboxEvent[] =>
  stopped ? [{ type: 'SendingResumed', data: { reason } }] : [];

/** Whether anything leaves from one account. */
export interface AccountSending {
  readonly paused: boolean;
  /** None: the server takes what it is given, as far as is known. */
  readonly suspended: { readonly code: string; readonly error: string } | null;
}

export const accountSending: Decider<AccountSending, AccountSendingEvent> = {
  initialState: () => ({ paused: false, suspended: null }),
  evolve(state, event) {
    switch (event.type) {
      case 'AccountSendingPaused':
        return { ...state, paused: true };
      case 'AccountSendingResumed':
        return { paused: false, suspended: null };
      case 'AccountSendingSuspended':
        return { ...state, suspended: { code: event.data.code, error: event.data.error } };
      case 'AccountSendingRecovered':
        return { ...state, suspended: null };
    }
  },
};

export const pauseAccount = ({ paused }: AccountSending, accountId: AccountId): AccountSendingEvent[] =>
  paused ? [] : [{ type: 'AccountSendingPaused', data: { accountId } }];
/** Of one that is suspended: it is tried at once. */
export const resumeAccount = ({ paused, suspended }: AccountSending, accountId: AccountId): AccountSendingEvent[] =>
  paused || suspended ? [{ type: 'AccountSendingResumed', data: { accountId } }] : [];
/** Suspended for the same reason it is no news. */
export const suspendAccount = (
  { suspended }: AccountSending,
  accountId: AccountId,
  code: string,
  error: string,
): AccountSendingEvent[] =>
  suspended?.code === code ? [] : [{ type: 'AccountSendingSuspended', data: { accountId, code, error } }];
export const recoverAccount = ({ suspended }: AccountSending, accountId: AccountId): AccountSendingEvent[] =>
  suspended ? [{ type: 'AccountSendingRecovered', data: { accountId } }] : [];
