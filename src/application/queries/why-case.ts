import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { type AssignmentEntry, assignmentHistoryCollection } from '../../projections/assignment-history.js';
import { casesCollection } from '../../projections/cases.js';
import { type TeamView, teamsCollection, type UserView, usersCollection } from '../../projections/people.js';
import type { Asker } from '../access/asker.js';
import { caseItself } from './case-names.js';
import { ReadModels } from './read-models.js';
import { explainCase, type Why } from './why.js';

/** Why a case went to whom it did. */
export class WhyCase extends Query<Why> {
  constructor(
    /** The case's number or id. */
    readonly name: string,
    readonly after?: Position,
    readonly asker?: Asker,
  ) {
    super();
  }
}

@QueryHandler(WhyCase)
export class WhyCaseHandler implements IQueryHandler<WhyCase> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ name, after, asker }: WhyCase): Promise<Why> {
    await this.readModels.reached(after, casesCollection, assignmentHistoryCollection);
    const view = await caseItself(this.readModels, name, asker);
    const history = await this.readModels.all<AssignmentEntry>(assignmentHistoryCollection, {
      where: { caseId: view.caseId },
      sort: { field: 'revision', direction: 'asc' },
    });
    return explainCase(view, history, await this.names(history));
  }

  private async names(history: readonly AssignmentEntry[]): Promise<ReadonlyMap<string, string>> {
    const userIds = history.flatMap(({ userId, previousUserId, actor, explanation }) => [
      ...(userId === null ? [] : [userId]),
      ...(previousUserId === null ? [] : [previousUserId]),
      ...(actor.startsWith('user:') ? [actor.slice('user:'.length)] : []),
      ...(explanation?.candidates ?? []).map((candidate) => candidate.userId),
    ]);
    const teamIds = history.flatMap(({ teamId }) => (teamId === null ? [] : [teamId]));
    const users = await this.readModels.many<UserView>(usersCollection, [...new Set(userIds)]);
    const teams = await this.readModels.many<TeamView>(teamsCollection, [...new Set(teamIds)]);
    return new Map([...users, ...teams].map(([id, { name }]) => [id, name]));
  }
}
