import { Unavailable } from '../../domain/errors.js';
import type { RecordedEvent } from '../../domain/events.js';
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
}

export const emailSearchSpec: CollectionSpec = {
  name: 'email-search',
  version: 1,
  fields: ['receivedAt'],
  arrays: ['belongsTo', 'marks'],
  indexes: [['receivedAt'], ['belongsTo', 'receivedAt']],
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
  readonly types = emails.types;

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
    const touched = new Map<string, RecordedEvent>();
    for (const event of events) for (const id of await this.touchedBy(event)) touched.set(id, event);
    const made = new Map<RecordedEvent, Change<Document>[]>();
    const ids = [...touched.keys()];
    for (let n = 0; n < ids.length; n += PAGE) {
      for (const document of await this.documentsOf(ids.slice(n, n + PAGE), collection)) {
        const event = touched.get(document.emailId);
        if (event) made.set(event, [...(made.get(event) ?? []), replaced(document)]);
      }
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

  private async documentsOf(ids: readonly string[], collection: CollectionRef): Promise<readonly SearchedEmail[]> {
    const [views, before] = await Promise.all([
      this.documents.get(this.projections.readable(emails.spec.name), ids),
      this.documents.get(collection, ids),
    ]);
    const made: SearchedEmail[] = [];
    for (const [id, { document }] of views) {
      if (!isEmail(document)) continue;
      // The read model of e-mails holds what its projection wrote, and this collection what `plan` gave.
      const view = document as unknown as EmailView;
      const known = before.get(id)?.document as SearchedEmail | undefined;
      // One message after another: whoever fetches mail goes first with the parser.
      made.push(searched(view, known?.text ?? (await this.texts.of(view))));
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

function searched(view: EmailView, text: string): SearchedEmail {
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

/** The same again is no change. */
function replaced(document: SearchedEmail): Change<Document> {
  const after = document as unknown as Document;
  const json = JSON.stringify(after);
  return at<Document>(document.emailId, (before) => (before && JSON.stringify(before) === json ? before : after));
}
