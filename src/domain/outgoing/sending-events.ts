import { z } from 'zod';
import { type EventsOf, event } from '../event.js';
import { AccountId } from '../ids.js';

const reason = z.string().max(500).nullable().describe('As whoever did it says.');

/** Of all that leaves. */
export const outboxEvents = {
  SendingStopped: event(
    'Nothing leaves any more, from no account, until it is resumed. What is being handed over is handed over.',
    z.object({ reason }),
  ),
  SendingResumed: event('What waits may leave again.', z.object({ reason })),
};
export type OutboxEvent = EventsOf<typeof outboxEvents>;

/** Of what leaves from one account. */
export const accountSendingEvents = {
  AccountSendingPaused: event('Nothing leaves from the account any more.', z.object({ accountId: AccountId })),
  AccountSendingResumed: event(
    'What waits may leave from the account again, whatever stood in the way.',
    z.object({ accountId: AccountId }),
  ),
  AccountSendingSuspended: event(
    'The server takes nothing from the account: its queue waits. It is looked at again now and then, and when its settings change.',
    z.object({
      accountId: AccountId,
      code: z.string().describe('Stable: `login`, `sender`, `tls`, `no-smtp`…'),
      error: z.string().max(1_000).describe('What is wrong, in words.'),
    }),
  ),
  AccountSendingRecovered: event('The server takes messages of the account again.', z.object({ accountId: AccountId })),
};
export type AccountSendingEvent = EventsOf<typeof accountSendingEvents>;
