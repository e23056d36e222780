import { type DraftId, type EmailId, streams } from '../../domain/ids.js';
import { type Draft, draft, reopenDraft } from '../../domain/outgoing/draft.js';
import { cancelEmail, type Outgoing, outgoing } from '../../domain/outgoing/outgoing.js';
import type { Asked } from '../commands/asked.js';
import type { Aggregates, Changed } from '../log/aggregates.js';

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
  const { state } = await aggregates.load(outgoing, stream);
  const draftId = ('dispatch' in state && state.dispatch.draftId) || null;
  // Sent again as it stands, it would go twice to those who have it.
  if (draftId === null || ('accepted' in state && state.accepted.length > 0)) return { ...changed, draftId: null };
  // The e-mail has been cancelled; where this breaks off, asking again does the rest.
  const reopen = (now: Draft) => reopenDraft(now, emailId);
  const { position } = await aggregates.change(draft, streams.draft(draftId), reopen, by);
  return { ...changed, position, draftId };
}
