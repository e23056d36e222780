import type { Position } from '../../domain/event.js';
import { type DraftId, type EmailId, streams } from '../../domain/ids.js';
import { type Draft, draft, reopenDraft } from '../../domain/outgoing/draft.js';
import { cancelEmail, type Outgoing, outgoing } from '../../domain/outgoing/outgoing.js';
import type { Asked } from '../commands/asked.js';
import type { Aggregates, Changed } from '../log/aggregates.js';
import type { Cause } from '../log/event-log.js';

export interface TakenBack extends Changed {
  /** The draft that the message is again; none: it was none, or some have the message already. */
  readonly draftId: DraftId | null;
}

/** What has not left of a message does not leave any more; it is a draft again. @throws as cancelEmail */
export async function takeBack(
  aggregates: Aggregates,
  emailId: EmailId,
  reason: 'user' | 'emptied',
  by: Asked,
): Promise<TakenBack> {
  const stream = streams.email(emailId);
  const decide = (state: Outgoing) => cancelEmail(state, emailId, reason);
  const changed = await aggregates.change(outgoing, stream, decide, by, by.expectedRevision);
  // Where this breaks off, the reaction `drafts` does the rest.
  const returned = await giveBack(aggregates, emailId, by);
  return returned ? { ...changed, ...returned } : { ...changed, draftId: null };
}

/** The draft of a message that was taken back is a draft again. None: it was none, or some have the message. */
export async function giveBack(
  aggregates: Aggregates,
  emailId: EmailId,
  by: Cause,
): Promise<{ readonly draftId: DraftId; readonly position: Position } | null> {
  const { state } = await aggregates.load(outgoing, streams.email(emailId));
  if (state.status !== 'cancelled') return null;
  const { draftId } = state.dispatch;
  // Sent again as it stands, it would go twice to those who have it.
  if (draftId === undefined || state.accepted.length > 0) return null;
  const reopen = (now: Draft) => reopenDraft(now, emailId);
  const { position } = await aggregates.change(draft, streams.draft(draftId), reopen, by);
  return { draftId, position };
}
