import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { type AssignmentEntry, assignmentHistoryCollection } from '../../projections/assignment-history.js';
import { casesCollection } from '../../projections/cases.js';
import { caseNamed } from './case-names.js';
import { type Paging, pageOf } from './paging.js';
import { type PageOf, ReadModels } from './read-models.js';

export interface AssignmentFilter extends Paging {
  /** The number or id of one case: its history, oldest first. Without it: all, latest first. */
  readonly case?: string;
  readonly userId?: string;
  readonly teamId?: string;
}

export class GetAssignmentHistory extends Query<PageOf<AssignmentEntry>> {
  constructor(
    readonly filter: AssignmentFilter = {},
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(GetAssignmentHistory)
export class GetAssignmentHistoryHandler implements IQueryHandler<GetAssignmentHistory> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ filter, after }: GetAssignmentHistory): Promise<PageOf<AssignmentEntry>> {
    const { case: name, userId, teamId } = filter;
    await this.readModels.reached(after, casesCollection, assignmentHistoryCollection);
    const caseId = name === undefined ? undefined : (await caseNamed(this.readModels, name)).caseId;
    return this.readModels.find<AssignmentEntry>(assignmentHistoryCollection, {
      where: {
        ...(caseId === undefined ? {} : { caseId }),
        ...(userId === undefined ? {} : { userId }),
        ...(teamId === undefined ? {} : { teamId }),
      },
      sort: caseId === undefined ? { field: 'at', direction: 'desc' } : { field: 'revision', direction: 'asc' },
      ...pageOf(filter),
    });
  }
}
