import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { CaseStatus } from '../../domain/case/events.js';
import type { Position } from '../../domain/event.js';
import { type CaseView, casesCollection } from '../../projections/cases.js';
import type { Scalar } from '../ports/document-store.js';
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
      where: whereOf(filter),
      sort: { field: sort, direction },
      ...(text === undefined ? {} : { text }),
      ...pageOf(filter),
    });
  }
}

function whereOf({ status, open, teamId, assignee }: CaseFilter): Record<string, Scalar | { in: readonly Scalar[] }> {
  const [first, ...others] = status ?? [];
  return {
    ...(first === undefined ? {} : { status: others.length === 0 ? first : { in: [first, ...others] } }),
    ...(open === undefined ? {} : { open }),
    ...(teamId === undefined ? {} : { teamId }),
    ...(assignee === undefined ? {} : { assignee }),
  };
}
