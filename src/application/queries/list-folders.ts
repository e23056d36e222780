import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import type { UserId } from '../../domain/ids.js';
import { ARCHIVE, IMPORTANT, INBOX, SENT, TRASH } from '../../domain/inbox/places.js';
import { type EmailFolderView, emailFoldersCollection } from '../../projections/email-folders.js';
import { type FolderCount, type InboxCountsView, inboxCountsCollection } from '../../projections/inbox-counts.js';
import { foldersCollections, foldersOf } from './folders-of.js';
import { ReadModels } from './read-models.js';

/** A folder of a user's inbox with what stands in it. */
export interface ListedFolder extends FolderCount {
  readonly folderId: string;
  readonly kind: 'system' | 'own' | 'group';
  /** Of a folder that everybody has: its id. */
  readonly name: string;
  /** None: of a folder that everybody has. */
  readonly revision: number | null;
}

/** The folders of a user's inbox: those that everybody has, their own, and those that their teams share or that hold something for them. */
export class ListFolders extends Query<readonly ListedFolder[]> {
  constructor(
    readonly userId: UserId,
    readonly after?: Position,
  ) {
    super();
  }
}

const NOTHING: FolderCount = { total: 0, unread: 0 };

@QueryHandler(ListFolders)
export class ListFoldersHandler implements IQueryHandler<ListFolders> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ userId, after }: ListFolders): Promise<readonly ListedFolder[]> {
    await this.readModels.reached(after, ...foldersCollections);
    const { counts, own, group } = await foldersOf(this.readModels, userId);
    const countOf = (folderId: string): FolderCount => counts[folderId] ?? NOTHING;
    const ofEverybody = [INBOX, IMPORTANT, ARCHIVE, ...(counts[SENT] ? [SENT] : []), TRASH].map((folderId) => ({
      ...{ folderId, kind: 'system' as const, name: folderId, revision: null },
      ...countOf(folderId),
    }));
    const named = (kind: 'own' | 'group', folders: readonly EmailFolderView[]) =>
      folders
        .map(({ folderId, name, revision }) => ({ folderId, kind, name, revision, ...countOf(folderId) }))
        .sort((a, b) => a.name.localeCompare(b.name));
    return [...ofEverybody, ...named('own', own), ...named('group', group)];
  }
}

/** All folders that teams share: for whoever sets them up. */
export class ListGroupFolders extends Query<readonly EmailFolderView[]> {
  constructor(readonly after?: Position) {
    super();
  }
}

@QueryHandler(ListGroupFolders)
export class ListGroupFoldersHandler implements IQueryHandler<ListGroupFolders> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ after }: ListGroupFolders): Promise<readonly EmailFolderView[]> {
    await this.readModels.reached(after, emailFoldersCollection);
    return this.readModels.all<EmailFolderView>(emailFoldersCollection, { where: { userId: null } });
  }
}

/** How many e-mails stand in each folder of a user's inbox. */
export class CountInbox extends Query<InboxCountsView> {
  constructor(
    readonly userId: UserId,
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(CountInbox)
export class CountInboxHandler implements IQueryHandler<CountInbox> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ userId, after }: CountInbox): Promise<InboxCountsView> {
    await this.readModels.reached(after, inboxCountsCollection);
    const counts = await this.readModels.get<InboxCountsView>(inboxCountsCollection, userId);
    return { userId, folders: { [INBOX]: NOTHING, ...counts?.folders } };
  }
}
