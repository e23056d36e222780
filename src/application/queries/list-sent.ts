import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { type EmailView, emailsCollection } from '../../projections/emails.js';
import { type SentView, sentCollection } from '../../projections/sent.js';
import type { Asker } from '../access/asker.js';
import { may } from '../access/reading.js';
import { type Paging, pageOf } from './paging.js';
import { type PageOf, ReadModels } from './read-models.js';
import { type ShownEmail, shownEmail } from './shown.js';

export interface SentFilter {
  readonly accountId?: string | undefined;
  /** Who wrote it. Default: whoever asks, or of an account anybody. */
  readonly userId?: string | undefined;
  readonly status?: SentView['status'] | undefined;
}

export interface SentEmail extends Pick<SentView, 'emailId' | 'accountId' | 'userId' | 'status' | 'queuedAt'> {
  readonly email: ShownEmail;
}

/**
 * What was written here, whatever has become of it, the latest first. Somebody is told of what they may read alone: a page
 * may have less than it could.
 */
export class ListSent extends Query<PageOf<SentEmail>> {
  constructor(
    readonly filter: SentFilter,
    readonly asker: Asker,
    readonly paging: Paging = {},
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(ListSent)
export class ListSentHandler implements IQueryHandler<ListSent> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ filter, asker, paging, after }: ListSent): Promise<PageOf<SentEmail>> {
    await this.readModels.reached(after, sentCollection, emailsCollection);
    const { accountId, status } = filter;
    const userId = filter.userId ?? (accountId === undefined ? asker.userId : undefined);
    const { items, next } = await this.readModels.find<SentView>(sentCollection, {
      where: {
        ...(userId === undefined ? {} : { userId }),
        ...(accountId === undefined ? {} : { accountId }),
        ...(status === undefined ? {} : { status }),
      },
      sort: { field: 'queuedAt', direction: 'desc' },
      ...pageOf(paging),
    });
    const emails = await this.readModels.many<EmailView>(
      emailsCollection,
      items.map(({ emailId }) => emailId),
    );
    const shown = items.flatMap(({ emailId, accountId, userId, status, queuedAt }) => {
      const email = emails.get(emailId);
      if (!email || !may(asker, 'emails', 'read', email.belongsTo)) return [];
      return [{ emailId, accountId, userId, status, queuedAt, email: shownEmail(email, asker) }];
    });
    return { items: shown, next };
  }
}
