import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { CaseStatus, isOpen } from '../../domain/case/events.js';
import { Invalid } from '../../domain/errors.js';
import type { Position } from '../../domain/event.js';
import type { LevelState } from '../../domain/service-level/standing.js';
import { type CaseView, casesCollection } from '../../projections/cases.js';
import type { Asker } from '../access/asker.js';
import { visible } from '../access/reading.js';
import type { Filter } from '../ports/document-store.js';
import { type Paging, pageOf } from './paging.js';
import { type PageOf, ReadModels } from './read-models.js';
import { type ShownCase, shownCase } from './shown.js';

export interface CaseFilter extends Paging {
  readonly status?: readonly CaseStatus[];
  readonly open?: boolean;
  readonly teamId?: string;
  /** None: those that nobody has. */
  readonly assignee?: string | null;
  readonly tag?: string;
  /** Words of the subject or of who wrote. */
  readonly text?: string;
  readonly serviceLevel?: LevelState;
  /** Only open ones that are due before that; by then they are sorted. ISO 8601. */
  readonly dueBefore?: string;
  /** Default `number`; `dueAt`: only open ones for which something is due. */
  readonly sort?: 'number' | 'updatedAt' | 'createdAt' | 'dueAt';
  /** Default `desc`, of `dueAt` `asc`. */
  readonly direction?: 'asc' | 'desc';
}

export class ListCases extends Query<PageOf<ShownCase>> {
  constructor(
    readonly filter: CaseFilter = {},
    readonly after?: Position,
    readonly asker?: Asker,
  ) {
    super();
  }
}

@QueryHandler(ListCases)
export class ListCasesHandler implements IQueryHandler<ListCases> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ filter, after, asker }: ListCases): Promise<PageOf<ShownCase>> {
    await this.readModels.reached(after, casesCollection);
    const { text, dueBefore } = filter;
    const { sort = dueBefore === undefined ? 'number' : 'dueAt' } = filter;
    const { direction = sort === 'dueAt' ? 'asc' : 'desc' } = filter;
    checkSort(filter, sort);
    const { items, next } = await this.readModels.find<CaseView>(casesCollection, {
      where: { ...casesWhere(filter), ...(sort === 'dueAt' ? dueWithin(dueBefore) : {}), ...visible(asker, 'cases') },
      sort: { field: sort, direction },
      ...(text === undefined ? {} : { text }),
      ...pageOf(filter),
    });
    return { items: items.map(shownCase), next };
  }
}

const dueWithin = (before: string | undefined): Filter => ({
  dueAt: { gt: '', ...(before === undefined ? {} : { lt: before }) },
});

/** @throws Invalid where no index would serve */
function checkSort({ dueBefore, serviceLevel }: CaseFilter, sort: string): void {
  if (dueBefore !== undefined && sort !== 'dueAt')
    throw new Invalid([{ path: 'query.sort', message: 'is dueAt where there is `dueBefore`' }]);
  if (serviceLevel !== undefined && sort !== 'dueAt' && sort !== 'number')
    throw new Invalid([{ path: 'query.sort', message: 'is number or dueAt where there is `serviceLevel`' }]);
}

/** What a filter asks of the collection, but for its text. Open or not is a matter of the status, which has the indexes. */
export function casesWhere({ status, open, teamId, assignee, tag, serviceLevel }: CaseFilter): Filter {
  const wanted = CaseStatus.options.filter(
    (one) => (status?.includes(one) ?? true) && (open === undefined || isOpen(one) === open),
  );
  const [only, ...others] = wanted;
  const statuses = only !== undefined && others.length === 0 ? only : { in: wanted };
  return {
    ...(status === undefined && open === undefined ? {} : { status: statuses }),
    ...(teamId === undefined ? {} : { teamId }),
    ...(assignee === undefined ? {} : { assignee }),
    ...(tag === undefined ? {} : { tags: tag }),
    ...(serviceLevel === undefined ? {} : { serviceLevelState: serviceLevel }),
  };
}
