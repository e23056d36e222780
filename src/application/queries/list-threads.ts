import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { type EmailView, emailsCollection } from '../../projections/emails.js';
import { type ThreadView, threadsCollection } from '../../projections/threads.js';
import type { Asker } from '../access/asker.js';
import { visible } from '../access/reading.js';
import { type Paging, pageOf } from './paging.js';
import { type PageOf, ReadModels } from './read-models.js';
import { seenThread } from './seen-thread.js';
import type { ShownThread } from './shown.js';

export interface ListedThread extends ShownThread {
  /** Of the message that began it, as far as it may be seen. */
  readonly subject: string;
}

/** Threads, the one with the latest message first. */
export class ListThreads extends Query<PageOf<ListedThread>> {
  constructor(
    readonly paging: Paging = {},
    readonly after?: Position,
    readonly asker?: Asker,
  ) {
    super();
  }
}

@QueryHandler(ListThreads)
export class ListThreadsHandler implements IQueryHandler<ListThreads> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ paging, after, asker }: ListThreads): Promise<PageOf<ListedThread>> {
    await this.readModels.reached(after, threadsCollection, emailsCollection);
    const { items, next } = await this.readModels.find<ThreadView>(threadsCollection, {
      where: { mergedInto: null, ...visible(asker, 'emails') },
      sort: { field: 'lastAt', direction: 'desc' },
      ...pageOf(paging),
    });
    const seen = await Promise.all(items.map((view) => seenThread(this.readModels, view, asker)));
    // None of it is left to be seen where it was taken from a record since.
    const threads = seen.filter((thread) => thread !== null);
    const firstIds = threads.map(({ firstEmailId }) => firstEmailId);
    const first = await this.readModels.many<EmailView>(emailsCollection, firstIds);
    return { items: threads.map((one) => ({ ...one, subject: first.get(one.firstEmailId)?.subject ?? '' })), next };
  }
}
