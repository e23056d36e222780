import { type EmailView, emailsCollection, type SendingView } from '../../projections/emails.js';
import type { RecordTimelineEntry } from '../../projections/record-timelines.js';
import type { Asker } from '../access/asker.js';
import { may } from '../access/reading.js';
import type { ReadModels } from './read-models.js';

/** How far a message of ours is on its way out, where the entry tells of one; else none. */
export type WithSending<Entry> = Entry & { readonly sending: SendingView | null };

/**
 * The state is that of now: an entry is written once, when the message is queued, and the message goes on. It names whom a
 * server refused, so it is for those alone who may read the message.
 */
export async function withSending<Entry extends Pick<RecordTimelineEntry, 'kind' | 'facts'>>(
  readModels: ReadModels,
  entries: readonly Entry[],
  asker: Asker | undefined,
): Promise<readonly WithSending<Entry>[]> {
  const ids = entries.flatMap((entry) => sentIn(entry) ?? []);
  if (ids.length === 0) return entries.map((entry) => ({ ...entry, sending: null }));
  const emails = await readModels.many<EmailView>(emailsCollection, ids);
  return entries.map((entry) => {
    const email = emails.get(sentIn(entry) ?? '');
    return { ...entry, sending: email && may(asker, 'emails', 'read', email.belongsTo) ? email.sending : null };
  });
}

/** The message that one of us wrote, of the entry that tells that it belongs there. */
function sentIn({ kind, facts }: Pick<RecordTimelineEntry, 'kind' | 'facts'>): string | null {
  const tells = kind === 'CaseEmailAdded' || kind === 'EmailLinked';
  return tells && facts.direction === 'out' && typeof facts.emailId === 'string' ? facts.emailId : null;
}
