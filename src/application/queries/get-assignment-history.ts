import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { type AssignmentEntry, assignmentHistoryCollection } from '../../projections/assignment-history.js';
import { casesCollection } from '../../projections/cases.js';
import type { Asker } from '../access/asker.js';
import { visible } from '../access/reading.js';
import { caseItself } from './case-names.js';
import { type Paging, pageOf } from './paging.js';
import { type PageOf, ReadModels } from './read-models.js';
import { type ShownAssignment, shownAssignment } from './shown.js';

export interface AssignmentFilter extends Paging {
  /** The number or id of one case: its history, oldest first. Without it: all, latest first. */
  readonly case?: string;
  readonly userId?: string;
  readonly teamId?: string;
}

export class GetAssignmentHistory extends Query<PageOf<ShownAssignment>> {
  constructor(
    readonly filter: AssignmentFilter = {},
    readonly after?: Position,
    readonly asker?: Asker,
  ) {
    super();
  }
}

@QueryHandler(GetAssignmentHistory)
export class GetAssignmentHistoryHandler implements IQueryHandler<GetAssignmentHistory> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ filter, after, asker }: GetAssignmentHistory): Promise<PageOf<ShownAssignment>> {
    const { case: name, userId, teamId } = filter;
    await this.readModels.reached(after, casesCollection, assignmentHistoryCollection);
    const caseId = name === undefined ? undefined : (await caseItself(this.readModels, name, asker)).caseId;
    const { items, next } = await this.readModels.find<AssignmentEntry>(assignmentHistoryCollection, {
      where: {
        // Of one case that may be read, all of it.
        ...(caseId === undefined ? visible(asker, 'cases') : { caseId }),
        ...(userId === undefined ? {} : { userId }),
        ...(teamId === undefined ? {} : { teamId }),
      },
      sort: caseId === undefined ? { field: 'at', direction: 'desc' } : { field: 'revision', direction: 'asc' },
      ...pageOf(filter),
    });
    return { items: items.map(shownAssignment), next };
  }
}
