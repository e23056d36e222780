import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { NotFound } from '../../domain/errors.js';
import type { Position } from '../../domain/event.js';
import { type EmailView, emailsCollection } from '../../projections/emails.js';
import { threadsCollection } from '../../projections/threads.js';
import type { Asker } from '../access/asker.js';
import { visible } from '../access/reading.js';
import { type Paging, pageOf } from './paging.js';
import { type PageOf, ReadModels } from './read-models.js';
import { inThread, seenThread } from './seen-thread.js';
import { type ShownEmail, type ShownThread, shownEmail } from './shown.js';
import { rootsOf } from './thread-roots.js';

export interface ThreadWithEmails extends ShownThread {
  /** Oldest first. */
  readonly emails: PageOf<ShownEmail>;
}

/** A thread by its id, or by that of one that became part of it. */
export class GetThread extends Query<ThreadWithEmails> {
  constructor(
    readonly threadId: string,
    /** Of its e-mails. */
    readonly paging: Paging = {},
    readonly after?: Position,
    readonly asker?: Asker,
  ) {
    super();
  }
}

@QueryHandler(GetThread)
export class GetThreadHandler implements IQueryHandler<GetThread> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ threadId, paging, after, asker }: GetThread): Promise<ThreadWithEmails> {
    await this.readModels.reached(after, threadsCollection, emailsCollection);
    const root = (await rootsOf(this.readModels, [threadId])).get(threadId);
    const thread = root && (await seenThread(this.readModels, root, asker));
    if (!thread) throw new NotFound('thread', threadId);
    const { items, next } = await this.readModels.find<EmailView>(emailsCollection, {
      where: { ...inThread(root), ...visible(asker, 'emails') },
      sort: { field: 'receivedAt', direction: 'asc' },
      ...pageOf(paging),
    });
    return { ...thread, emails: { items: items.map((view) => shownEmail(view, asker)), next } };
  }
}
