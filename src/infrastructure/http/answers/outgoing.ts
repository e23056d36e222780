import type { WithOutgoing } from '../../../application/queries/with-outgoing.js';
import type { MailboxView } from '../../../projections/mailboxes.js';

/** Whether anything leaves from an account; and if not, how it goes on. */
export function shownOutgoing({ accountId, outgoing }: WithOutgoing<MailboxView>) {
  const { paused, suspended } = outgoing;
  const resume = paused || suspended ? `/api/v1/outbox/accounts/${accountId}/resume` : null;
  if (paused) return { ...outgoing, resume, advice: 'Somebody has paused it; an administrator resumes it.' };
  const advice = suspended
    ? "Mend what the server says: it is tried at once when the account's settings change, when it is authorized again, or when an administrator resumes it, and every 30 minutes by itself."
    : null;
  return { ...outgoing, resume, advice };
}
