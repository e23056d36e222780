import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { CaseStatus, isOpen } from '../../domain/case/events.js';
import type { Position } from '../../domain/event.js';
import { type CaseView, casesCollection } from '../../projections/cases.js';
import type { Filter } from '../ports/document-store.js';
import { type Paging, pageOf } from './paging.js';
import { type PageOf, ReadModels } from './read-models.js';

export interface CaseFilter extends Paging {
  readonly status?: readonly CaseStatus[];
  readonly open?: boolean;
  readonly teamId?: string;
  /** None: those that nobody has. */
  readonly assignee?: string | null;
  /** Words of the subject or of who wrote. */
  readonly text?: string;
  /** Default `number`. */
  readonly sort?: 'number' | 'updatedAt' | 'createdAt';
  /** Default `desc`. */
  readonly direction?: 'asc' | 'desc';
}

export class ListCases extends Query<PageOf<CaseView>> {
  constructor(
    readonly filter: CaseFilter = {},
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(ListCases)
export class ListCasesHandler implements IQueryHandler<ListCases> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ filter, after }: ListCases): Promise<PageOf<CaseView>> {
    await this.readModels.reached(after, casesCollection);
    const { text, sort = 'number', direction = 'desc' } = filter;
    return this.readModels.find<CaseView>(casesCollection, {
      where: casesWhere(filter),
      sort: { field: sort, direction },
      ...(text === undefined ? {} : { text }),
      ...pageOf(filter),
    });
  }
}

/** What a filter asks of the collection, but for its text. Open or not is a matter of the status, which has the indexes. */
export function casesWhere({ status, open, teamId, assignee }: CaseFilter): Filter {
  const wanted = CaseStatus.options.filter(
    (one) => (status?.includes(one) ?? true) && (open === undefined || isOpen(one) === open),
  );
  const [only, ...others] = wanted;
  const statuses = only !== undefined && others.length === 0 ? only : { in: wanted };
  return {
    ...(status === undefined && open === undefined ? {} : { status: statuses }),
    ...(teamId === undefined ? {} : { teamId }),
    ...(assignee === undefined ? {} : { assignee }),
  };
}
