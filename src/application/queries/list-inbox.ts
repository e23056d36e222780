import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { NotFound } from '../../domain/errors.js';
import type { Position } from '../../domain/event.js';
import type { FolderId, UserId } from '../../domain/ids.js';
import { ARCHIVE, IMPORTANT, INBOX, SENT, TRASH } from '../../domain/inbox/places.js';
import { type EmailView, emailsCollection } from '../../projections/emails.js';
import { type InboxView, inboxCollection } from '../../projections/inbox.js';
import type { Filter } from '../ports/document-store.js';
import { foldersCollections, foldersOf } from './folders-of.js';
import { type Paging, pageOf } from './paging.js';
import { type PageOf, ReadModels } from './read-models.js';
import { type ShownEmail, shownEmail } from './shown.js';

export interface InboxFilter extends Paging {
  /** Default: the inbox. `important`: what is starred, wherever but in the trash. */
  readonly folder?: FolderId;
  readonly unread?: boolean;
  readonly starred?: boolean;
  /** By when they came; default `desc`. */
  readonly direction?: 'asc' | 'desc';
}

/** An e-mail as it stands in an inbox, and what it says. */
export interface InboxEmailView
  extends Pick<InboxView, 'emailId' | 'folderId' | 'unread' | 'starred' | 'sent' | 'receivedAt' | 'matchedBy'> {
  readonly email: ShownEmail;
}

/** What stands in a user's own inbox. @throws NotFound where there is no such folder of theirs */
export class ListInbox extends Query<PageOf<InboxEmailView>> {
  constructor(
    readonly userId: UserId,
    readonly filter: InboxFilter = {},
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(ListInbox)
export class ListInboxHandler implements IQueryHandler<ListInbox> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ userId, filter, after }: ListInbox): Promise<PageOf<InboxEmailView>> {
    await this.readModels.reached(after, inboxCollection, emailsCollection, ...foldersCollections);
    const page = await this.readModels.find<InboxView>(inboxCollection, {
      where: inboxWhere(userId, filter),
      sort: { field: 'receivedAt', direction: filter.direction ?? 'desc' },
      ...pageOf(filter),
    });
    if (page.items.length === 0 && filter.folder) await this.checkFolder(userId, filter.folder);
    const emails = await this.readModels.many<EmailView>(
      emailsCollection,
      page.items.map(({ emailId }) => emailId),
    );
    const items = page.items.flatMap(({ emailId, folderId, unread, starred, sent, receivedAt, matchedBy }) => {
      const email = emails.get(emailId);
      return email
        ? [
            {
              emailId,
              folderId,
              unread,
              starred,
              sent,
              receivedAt,
              matchedBy,
              email: shownEmail(email, { userId, administrator: false }),
            },
          ]
        : [];
    });
    return { items, next: page.next };
  }

  /** Nothing in it: it is one of theirs, or there is none. @throws NotFound */
  private async checkFolder(userId: UserId, folderId: FolderId): Promise<void> {
    if (isOfEverybody(folderId)) return;
    const { counts, own, group } = await foldersOf(this.readModels, userId);
    const isKnown = folderId in counts || [...own, ...group].some((folder) => folder.folderId === folderId);
    if (!isKnown) throw new NotFound('folder', folderId);
  }
}

const isOfEverybody = (folderId: FolderId): boolean => [INBOX, IMPORTANT, ARCHIVE, SENT, TRASH].includes(folderId);

/** What stands in a folder, or is important. */
export const inFolder = (folderId: FolderId): Filter =>
  folderId === IMPORTANT ? { starred: true, trashed: false } : { folderId };

function inboxWhere(userId: UserId, { folder = INBOX, unread, starred }: InboxFilter): Filter {
  return {
    userId,
    ...inFolder(folder),
    ...(unread === undefined ? {} : { unread }),
    ...(starred === undefined || folder === IMPORTANT ? {} : { starred }),
  };
}
