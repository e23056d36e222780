import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { NotFound } from '../../domain/errors.js';
import type { Position } from '../../domain/event.js';
import { type EmailView, emailsCollection } from '../../projections/emails.js';
import { type ThreadView, threadsCollection } from '../../projections/threads.js';
import { type Paging, pageOf } from './paging.js';
import { type PageOf, ReadModels } from './read-models.js';
import { rootsOf } from './thread-roots.js';

export interface ThreadWithEmails extends ThreadView {
  /** Oldest first. */
  readonly emails: PageOf<EmailView>;
}

/** A thread by its id, or by that of one that became part of it. */
export class GetThread extends Query<ThreadWithEmails> {
  constructor(
    readonly threadId: string,
    /** Of its e-mails. */
    readonly paging: Paging = {},
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(GetThread)
export class GetThreadHandler implements IQueryHandler<GetThread> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ threadId, paging, after }: GetThread): Promise<ThreadWithEmails> {
    await this.readModels.reached(after, threadsCollection, emailsCollection);
    const root = (await rootsOf(this.readModels, [threadId])).get(threadId);
    if (!root) throw new NotFound('thread', threadId);
    const emails = await this.readModels.find<EmailView>(emailsCollection, {
      where: { threadId: { in: [root.threadId, ...root.aliases] } },
      sort: { field: 'receivedAt', direction: 'asc' },
      ...pageOf(paging),
    });
    return { ...root, emails };
  }
}
