import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import type { FolderId, UserId } from '../../domain/ids.js';
import { readEmail } from '../../domain/inbox/inbox-email.js';
import { type InboxView, inboxCollection } from '../../projections/inbox.js';
import { type InboxCountsView, inboxCountsCollection } from '../../projections/inbox-counts.js';
import { Requires } from '../access/need.js';
import { InboxEmails } from '../inbox/inbox-emails.js';
import { inFolder } from '../queries/list-inbox.js';
import { ReadModels } from '../queries/read-models.js';
import type { Asked } from './asked.js';

/** E-mails of one step. */
const STEP = 1_000;

export interface ReadFolder {
  /** By this step. */
  readonly read: number;
  /** That are left: ask again. */
  readonly remaining: number;
  readonly position: Position;
}

/** Marks what is unread in a folder as read, the newest first, so many in one step; whoever wants all of it asks until nothing remains. */
@Requires('emails', 'read')
export class ReadInboxFolder extends Command<ReadFolder> {
  constructor(
    readonly userId: UserId,
    readonly folderId: FolderId,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(ReadInboxFolder)
export class ReadInboxFolderHandler implements ICommandHandler<ReadInboxFolder> {
  constructor(
    private readonly inboxes: InboxEmails,
    private readonly readModels: ReadModels,
  ) {}

  async execute({ userId, folderId, by }: ReadInboxFolder): Promise<ReadFolder> {
    const { items } = await this.readModels.find<InboxView>(inboxCollection, {
      where: { userId, ...inFolder(folderId), unread: true },
      sort: { field: 'receivedAt', direction: 'desc' },
      limit: STEP,
    });
    const { outcomes, position } = await this.inboxes.change(items, readEmail, by);
    // So that the next step finds what is left, and the counts say how much that is.
    await this.readModels.reached(position, inboxCollection, inboxCountsCollection);
    const counts = await this.readModels.get<InboxCountsView>(inboxCountsCollection, userId);
    const read = outcomes.filter((outcome) => outcome === 'changed').length;
    return { read, remaining: counts?.folders[folderId]?.unread ?? 0, position };
  }
}
