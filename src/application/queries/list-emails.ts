import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { type EmailView, emailsCollection } from '../../projections/emails.js';
import { type Paging, pageOf } from './paging.js';
import { type PageOf, ReadModels } from './read-models.js';

export interface EmailFilter extends Paging {
  readonly caseId?: string;
  /** `Contact/17`: whose e-mail it is. */
  readonly record?: string;
  /** By when they came; default `desc`. */
  readonly direction?: 'asc' | 'desc';
}

export class ListEmails extends Query<PageOf<EmailView>> {
  constructor(
    readonly filter: EmailFilter = {},
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(ListEmails)
export class ListEmailsHandler implements IQueryHandler<ListEmails> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ filter, after }: ListEmails): Promise<PageOf<EmailView>> {
    await this.readModels.reached(after, emailsCollection);
    const { caseId, record, direction = 'desc' } = filter;
    return this.readModels.find<EmailView>(emailsCollection, {
      where: {
        ...(caseId === undefined ? {} : { caseId }),
        ...(record === undefined ? {} : { records: record }),
      },
      sort: { field: 'receivedAt', direction },
      ...pageOf(filter),
    });
  }
}
