import { Unavailable } from '../../domain/errors.js';
import type { EventType, RecordedEvent } from '../../domain/events.js';
import { inboxEmailEvents } from '../../domain/inbox/events.js';
import { type Stands, standsAfter } from '../../domain/inbox/standing-after.js';
import { type EmailView, emails, isEmail } from '../../projections/emails.js';
import type { ProjectionEngine } from '../../projections/engine.js';
import { at, type Change, type Projection } from '../../projections/projection.js';
import {
  type CollectionRef,
  type CollectionSpec,
  type Document,
  type DocumentStore,
  type Filter,
  live,
  type Page,
} from '../ports/document-store.js';
import type { EmailTexts } from './email-texts.js';
import { withStandings } from './inbox-words.js';

/** An e-mail as it is searched. */
export interface SearchedEmail {
  readonly emailId: string;
  readonly receivedAt: string;
  readonly subject: string;
  readonly from: string;
  /** To and Cc. */
  readonly to: string;
  readonly text: string;
  /** Of its attachments. */
  readonly names: string;
  /** As in the e-mail. */
  readonly belongsTo: readonly string[];
  /** `attachment`, `case:42`, `record:Contact/17`. */
  readonly marks: readonly string[];
  /** How it stands in which inbox (`inbox-words.ts`). */
  readonly inboxes: readonly string[];
}

/** What its read model shows and its message says: all but how it stands in inboxes. */
type Told = Omit<SearchedEmail, 'inboxes'>;

export const emailSearchSpec: CollectionSpec = {
  name: 'email-search',
  version: 1,
  fields: ['receivedAt'],
  arrays: ['belongsTo', 'marks', 'inboxes'],
  indexes: [['receivedAt'], ['belongsTo', 'receivedAt'], ['inboxes', 'receivedAt']],
  fullText: { fields: ['subject', 'from', 'to', 'text', 'names'], order: 'receivedAt' },
};
export const emailSearchCollection = live(emailSearchSpec);

/** Milliseconds that are waited for the e-mails, again and again. */
const PATIENCE = 1_000;
/** E-mails that are read at once. */
const PAGE = 100;
/** Ids that are read at once. */
const MOST_IDS = 1_000;

/** Events that are taken together: what comes of them, texts and all, is in memory. */
export const SEARCH_BATCH = 32;

/**
 * What is searched in: for each e-mail what its read model shows, and the text of the message. It reads the log behind that
 * read model and by itself, so that reading messages holds nobody up.
 */
export class EmailSearch implements Projection {
  readonly spec = emailSearchSpec;
  readonly readsFrom = emailSearchSpec.version;
  // The keys of a list of events are their types.
  readonly types = [...new Set([...emails.types, ...(Object.keys(inboxEmailEvents) as EventType[])])];

  constructor(
    private readonly documents: DocumentStore,
    private readonly projections: ProjectionEngine,
    private readonly texts: EmailTexts,
    private readonly stopping: AbortSignal,
  ) {}

  /** Nothing without the message: see `plan`. */
  changes(): readonly Change<Document>[] {
    return [];
  }

  async plan(
    events: readonly RecordedEvent[],
    collection: CollectionRef,
  ): Promise<(event: RecordedEvent) => readonly Change<Document>[]> {
    const last = events.at(-1);
    if (last) await this.reached(last);
    /** The last event about each e-mail: what they all do to it is done there. */
    const latest = new Map<string, RecordedEvent>();
    const touched = new Set<string>();
    const standings = new Map<string, Stands[]>();
    for (const event of events) {
      for (const id of await this.touchedBy(event)) {
        touched.add(id);
        latest.set(id, event);
      }
      for (const one of standsOf(event)) {
        standings.set(one.emailId, [...(standings.get(one.emailId) ?? []), one]);
        latest.set(one.emailId, event);
      }
    }
    const told = new Map<string, Told | null>();
    const ids = [...touched];
    for (let n = 0; n < ids.length; n += PAGE) {
      for (const [id, one] of await this.documentsOf(ids.slice(n, n + PAGE), collection)) told.set(id, one);
    }
    const made = new Map<RecordedEvent, Change<Document>[]>();
    for (const [id, event] of latest) {
      const change = changed(id, told.get(id), standings.get(id) ?? []);
      made.set(event, [...(made.get(event) ?? []), change]);
    }
    return (event) => made.get(event) ?? [];
  }

  /** The e-mails that an event changes. */
  private async touchedBy(event: RecordedEvent): Promise<readonly string[]> {
    const ids: string[] = [];
    for (const change of emails.changes(event)) {
      if ('field' in change) ids.push(...(await this.idsWhere({ [change.field]: change.value })));
      else ids.push(change.id);
    }
    return ids;
  }

  private async idsWhere(where: Filter): Promise<readonly string[]> {
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const query = { where, limit: MOST_IDS, ...(cursor !== null && { cursor }) };
      const page: Page = await this.documents.find(this.projections.readable(emails.spec.name), query);
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    } while (cursor !== null);
    return ids;
  }

  /** None: it is not to be found. */
  private async documentsOf(
    ids: readonly string[],
    collection: CollectionRef,
  ): Promise<ReadonlyMap<string, Told | null>> {
    const [views, before] = await Promise.all([
      this.documents.get(this.projections.readable(emails.spec.name), ids),
      this.documents.get(collection, ids),
    ]);
    const made = new Map<string, Told | null>();
    for (const [id, { document }] of views) {
      if (!isEmail(document)) continue;
      // The read model of e-mails holds what its projection wrote, and this collection what `plan` gave.
      const view = document as unknown as EmailView;
      const known = before.get(id)?.document as SearchedEmail | undefined;
      // One message after another: whoever fetches mail goes first with the parser.
      made.set(id, wasTakenBack(view) ? null : searched(view, known?.text ?? (await this.texts.of(view))));
    }
    return made;
  }

  /** @throws Unavailable where the e-mails have stopped, or all of this ends */
  private async reached({ position }: RecordedEvent): Promise<void> {
    const { name } = emails.spec;
    const hasStopped = () => this.projections.status().some((one) => one.name === name && one.failure !== null);
    // Half of them is never shown, however far that half has come.
    while (!this.projections.isReadable(name) || !(await this.projections.waitFor(name, position, PATIENCE))) {
      if (hasStopped() || this.stopping.aborted)
        throw new Unavailable(`${name} has not reached ${position}`, 'not-yet');
      if (!this.projections.isReadable(name)) await this.projections.progressed(this.stopping);
    }
  }
}

/** Nobody ever had it. It is a draft again, and whoever searches finds what was sent in its place. */
const wasTakenBack = ({ sending, deliveries }: EmailView): boolean =>
  sending?.status === 'cancelled' && sending.sentAt === null && deliveries.length === 0;

function searched(view: EmailView, text: string): Told {
  const { emailId, receivedAt, subject, from, to, cc, attachments, caseNumber, records, belongsTo } = view;
  const person = ({ name, address }: { readonly name: string; readonly address: string }) =>
    `${name} ${address}`.trim();
  return {
    emailId,
    receivedAt,
    subject,
    from: from ? person(from) : '',
    to: [...to, ...cc].map(person).join(', '),
    text,
    names: attachments.map(({ name }) => name).join(', '),
    belongsTo,
    marks: [
      ...(attachments.some(({ inline }) => !inline) ? ['attachment'] : []),
      ...(caseNumber === null ? [] : [`case:${caseNumber}`]),
      ...records.map((record) => `record:${record}`),
    ].slice(0, MOST_MARKS),
  };
}

const MOST_MARKS = 1_000;

/** @param told undefined: nothing but how it stands in inboxes; null: it is not to be found */
function changed(id: string, told: Told | null | undefined, standings: readonly Stands[]): Change<Document> {
  return at<Document>(id, (before) => {
    if (told === null) return undefined;
    // This collection holds what is made here.
    const known = before as SearchedEmail | undefined;
    const now = told ?? known;
    if (!now) return undefined;
    const after: SearchedEmail = { ...now, inboxes: withStandings(known?.inboxes ?? [], standings) };
    // The same again is no change.
    return before && JSON.stringify(before) === JSON.stringify(after) ? before : { ...after };
  });
}

/** Events of other kinds say nothing of inboxes. */
const standsOf = (event: RecordedEvent): readonly Stands[] =>
  standsAfter(event as unknown as Parameters<typeof standsAfter>[0]);
