import { type EmailView, emailsCollection, type SendingView } from '../../projections/emails.js';
import type { RecordTimelineEntry } from '../../projections/record-timelines.js';
import type { Asker } from '../access/asker.js';
import { may } from '../access/reading.js';
import type { ReadModels } from './read-models.js';

/** How far a message of ours is on its way out, where the entry tells of one; else none. */
export type WithSending<Entry> = Entry & { readonly sending: SendingView | null };

/** Who is shown something; none: the service itself, or the command line. */
export type Shown = Pick<Asker, 'userId' | 'administrator'> | undefined;

/**
 * Whether somebody may be told what became of a message for one of those whom it went to: openly, everybody; by Bcc, whoever
 * wrote it and administrators alone.
 */
export function mayBeTold({ sending, to, cc }: EmailView, shown: Shown): (recipient: string) => boolean {
  if (sending === null || knowsAll(sending, shown)) return () => true;
  const open = addressesOf([...to, ...cc]);
  return (recipient) => open.has(recipient.toLowerCase());
}

/** Without those whom somebody may not be told of, and without the words of a server, which may name them. */
export function sendingShown(view: EmailView, shown: Shown): SendingView | null {
  const { sending, to, cc } = view;
  if (sending === null || knowsAll(sending, shown)) return sending;
  const recipients = addressesOf([...to, ...cc]).size;
  if (sending.recipients <= recipients) return sending;
  const isTold = mayBeTold(view, shown);
  const refused = sending.refused.filter(({ recipient }) => isTold(recipient));
  return { ...sending, recipients, refused, error: null };
}

const knowsAll = ({ userId }: SendingView, shown: Shown): boolean =>
  !shown || shown.administrator || userId === shown.userId;
const addressesOf = (people: EmailView['to']): ReadonlySet<string> =>
  new Set(people.map(({ address }) => address.toLowerCase()));

/**
 * The state is that of now: an entry is written once, when the message is queued, and the message goes on. It names whom a
 * server refused, so it is for those alone who may read the message.
 */
export async function withSending<Entry extends Pick<RecordTimelineEntry, 'kind' | 'facts'>>(
  readModels: ReadModels,
  entries: readonly Entry[],
  asker: Asker | undefined,
): Promise<readonly WithSending<Entry>[]> {
  const ids = entries.flatMap((entry) => sentIn(entry) ?? reportedIn(entry)?.emailId ?? []);
  if (ids.length === 0) return entries.map((entry) => ({ ...entry, sending: null }));
  const emails = await readModels.many<EmailView>(emailsCollection, ids);
  return entries.map((entry) => {
    const reported = reportedIn(entry);
    if (reported) {
      const of = emails.get(reported.emailId);
      const isTold = of === undefined || mayBeTold(of, asker)(reported.recipient);
      return { ...entry, facts: isTold ? entry.facts : { ...entry.facts, ...UNTOLD }, sending: null };
    }
    const email = emails.get(sentIn(entry) ?? '');
    const isReadable = email && may(asker, 'emails', 'read', email.belongsTo);
    return { ...entry, sending: isReadable ? sendingShown(email, asker) : null };
  });
}

const UNTOLD = { recipient: null, diagnostic: null };
const REPORTS: ReadonlySet<string> = new Set([
  ...['CaseEmailReported', 'EmailBounced', 'EmailArrivalReported', 'EmailComplainedOf'],
]);

/** The message of ours that the entry tells a report of, and whom it is about. */
function reportedIn({ kind, facts: { emailId, recipient } }: Pick<RecordTimelineEntry, 'kind' | 'facts'>) {
  if (!REPORTS.has(kind) || typeof emailId !== 'string' || typeof recipient !== 'string') return null;
  return { emailId, recipient };
}

/** The message that one of us wrote, of the entry that tells that it belongs there. */
function sentIn({ kind, facts }: Pick<RecordTimelineEntry, 'kind' | 'facts'>): string | null {
  const tells = kind === 'CaseEmailAdded' || kind === 'EmailLinked';
  return tells && facts.direction === 'out' && typeof facts.emailId === 'string' ? facts.emailId : null;
}
