import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { type EmailView, emailsCollection } from '../../projections/emails.js';
import type { Asker } from '../access/asker.js';
import { may, visible } from '../access/reading.js';
import { emailSearchCollection, type SearchedEmail } from '../search/email-search.js';
import { type Excerpt, excerptOf } from '../search/excerpt.js';
import { inboxWords, namesFolder } from '../search/inbox-terms.js';
import { type InboxTerm, parseSearch, wrong } from '../search/search-query.js';
import { foldersCollections, foldersOf } from './folders-of.js';
import { type Paging, pageOf } from './paging.js';
import { type PageOf, ReadModels } from './read-models.js';

/** An e-mail that was found, and where in it is what was searched for. */
export interface FoundEmail {
  readonly email: EmailView;
  readonly subject: Excerpt;
  readonly text: Excerpt;
}

export class SearchEmails extends Query<PageOf<FoundEmail>> {
  constructor(
    /** As people write it; see `parseSearch`. */
    readonly q: string,
    readonly paging: Paging = {},
    /** None: the service itself, or the command line, which sees all. */
    readonly asker?: Asker,
    readonly after?: Position,
  ) {
    super();
  }
}

/** The newest first. What an asker may not read is neither found nor counted: the store is asked for what they may. */
@QueryHandler(SearchEmails)
export class SearchEmailsHandler implements IQueryHandler<SearchEmails> {
  constructor(private readonly readModels: ReadModels) {}

  /** @throws Invalid, Unavailable */
  async execute({ q, paging, asker, after }: SearchEmails): Promise<PageOf<FoundEmail>> {
    const { terms, marks, inbox, from, until } = parseSearch(q);
    await this.readModels.reached(after, emailSearchCollection, emailsCollection);
    const range = { ...(from !== null && { gte: from }), ...(until !== null && { lt: until }) };
    const readable = visible(asker, 'emails');
    const inboxes = await this.inboxesOf(inbox, asker, after);
    const { items, next } = await this.readModels.find<SearchedEmail>(emailSearchCollection, {
      search: terms,
      where: {
        ...readable,
        ...(marks.length > 0 && { marks: { all: marks } }),
        ...(inboxes.length > 0 && { inboxes: { all: inboxes } }),
        ...((from ?? until) !== null && { receivedAt: range }),
      },
      sort: { field: 'receivedAt', direction: 'desc' },
      ...pageOf(paging),
    });
    const ids = items.map(({ emailId }) => emailId);
    const views = await this.readModels.many<EmailView>(emailsCollection, ids);
    return {
      items: items.flatMap(({ emailId, subject, text }) => {
        const email = views.get(emailId);
        // What is searched may be behind: whose the e-mail is now, counts.
        return email && may(asker, 'emails', 'read', email.belongsTo)
          ? [{ email, subject: excerptOf(subject, terms, 'subject'), text: excerptOf(text, terms, 'text') }]
          : [];
      }),
      next,
    };
  }

  /** What is asked of the inbox of whoever asks. */
  private async inboxesOf(
    terms: readonly InboxTerm[],
    asker: Asker | undefined,
    after: Position | undefined,
  ): Promise<readonly string[]> {
    const [first] = terms;
    if (!first) return [];
    if (!asker) throw wrong(first.at, `${first.kind}: is for users: it asks about an inbox`);
    if (!terms.some(namesFolder)) return inboxWords(terms, asker.userId, [], []);
    await this.readModels.reached(after, ...foldersCollections);
    const { own, group } = await foldersOf(this.readModels, asker.userId);
    return inboxWords(terms, asker.userId, own, group);
  }
}
