import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { type EmailView, emailsCollection } from '../../projections/emails.js';
import type { Asker } from '../access/asker.js';
import { visible } from '../access/reading.js';
import type { Filter } from '../ports/document-store.js';
import { type Paging, pageOf } from './paging.js';
import { type PageOf, ReadModels } from './read-models.js';
import { type ShownEmail, shownEmail } from './shown.js';

export interface EmailFilter extends Paging {
  readonly caseId?: string;
  /** `Contact/17`: whose e-mail it is. */
  readonly record?: string;
  /** By when they came; default `desc`. */
  readonly direction?: 'asc' | 'desc';
}

export class ListEmails extends Query<PageOf<ShownEmail>> {
  constructor(
    readonly filter: EmailFilter = {},
    readonly after?: Position,
    readonly asker?: Asker,
  ) {
    super();
  }
}

@QueryHandler(ListEmails)
export class ListEmailsHandler implements IQueryHandler<ListEmails> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ filter, after, asker }: ListEmails): Promise<PageOf<ShownEmail>> {
    await this.readModels.reached(after, emailsCollection);
    const { caseId, record, direction = 'desc' } = filter;
    const { items, next } = await this.readModels.find<EmailView>(emailsCollection, {
      where: {
        ...(caseId === undefined ? {} : { caseId }),
        ...(record === undefined ? {} : { records: record }),
        ...(caseId === undefined && record === undefined ? whole(asker) : {}),
        ...visible(asker, 'emails'),
      },
      sort: { field: 'receivedAt', direction },
      ...pageOf(filter),
    });
    return { items: items.map((view) => shownEmail(view, asker)), next };
  }
}

/** What else the collection holds has not come at any time, and belongs to nobody. */
const whole = (asker: Asker | undefined): Filter => (asker ? {} : { receivedAt: { gte: '' } });
