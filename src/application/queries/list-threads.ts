import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { type EmailView, emailsCollection } from '../../projections/emails.js';
import { type ThreadView, threadsCollection } from '../../projections/threads.js';
import { type Paging, pageOf } from './paging.js';
import { type PageOf, ReadModels } from './read-models.js';

export interface ListedThread extends ThreadView {
  /** Of the message that began it. */
  readonly subject: string;
}

/** Threads, the one with the latest message first. */
export class ListThreads extends Query<PageOf<ListedThread>> {
  constructor(
    readonly paging: Paging = {},
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(ListThreads)
export class ListThreadsHandler implements IQueryHandler<ListThreads> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ paging, after }: ListThreads): Promise<PageOf<ListedThread>> {
    await this.readModels.reached(after, threadsCollection, emailsCollection);
    const { items, next } = await this.readModels.find<ThreadView>(threadsCollection, {
      where: { mergedInto: null },
      sort: { field: 'lastAt', direction: 'desc' },
      ...pageOf(paging),
    });
    const firstIds = items.map(({ firstEmailId }) => firstEmailId);
    const first = await this.readModels.many<EmailView>(emailsCollection, firstIds);
    return { items: items.map((view) => ({ ...view, subject: first.get(view.firstEmailId)?.subject ?? '' })), next };
  }
}
