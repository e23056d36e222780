import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { casesCollection } from '../../projections/cases.js';
import { type TeamView, teamsCollection } from '../../projections/people.js';
import { type TeamWorkload, teamWorkloadsCollection } from '../../projections/team-workloads.js';
import { type Asker, levelOf } from '../access/asker.js';
import { casesWhere } from './list-cases.js';
import { ReadModels } from './read-models.js';

export interface WorkloadOfUser {
  readonly userId: string;
  readonly member: boolean;
  /** Open cases in this team. */
  readonly open: number;
  /** Cases ever given to them in this team. */
  readonly given: number;
}

export interface Workload {
  readonly teamId: string;
  readonly name: string;
  readonly users: readonly WorkloadOfUser[];
  /** Open cases of the team that nobody has. */
  readonly unassigned: number;
}

/** How busy the teams are; of what somebody may read. */
export class GetWorkloads extends Query<readonly Workload[]> {
  constructor(
    readonly after?: Position,
    readonly asker?: Asker,
  ) {
    super();
  }
}

@QueryHandler(GetWorkloads)
export class GetWorkloadsHandler implements IQueryHandler<GetWorkloads> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ after, asker }: GetWorkloads): Promise<readonly Workload[]> {
    await this.readModels.reached(after, teamWorkloadsCollection, teamsCollection, casesCollection);
    const level = asker ? levelOf(asker, 'cases', 'read') : 'all';
    const all = await this.readModels.all<TeamWorkload>(teamWorkloadsCollection);
    const mine: ReadonlySet<string> = new Set(asker?.teamIds);
    const loads = level === 'all' ? all : all.filter(({ teamId }) => mine.has(teamId));
    const ids = loads.map(({ teamId }) => teamId);
    const teams = await this.readModels.many<TeamView>(teamsCollection, ids);
    const workloads = await Promise.all(loads.map((load) => this.workload(load, teams.get(load.teamId))));
    return level === 'own' ? workloads.map((load) => ofOne(load, asker?.userId)) : workloads;
  }

  private async workload({ teamId, name, open, given }: TeamWorkload, team: TeamView | undefined): Promise<Workload> {
    const members = new Set(team?.members.map(({ userId }) => userId));
    const ids = [...new Set([...members, ...Object.keys(given), ...Object.keys(open)])].sort();
    const users = ids.map((userId) => ({
      userId,
      member: members.has(userId),
      open: open[userId] ?? 0,
      given: given[userId] ?? 0,
    }));
    // Whoever has left and has nothing open is history.
    const shown = users.filter((user) => user.member || user.open > 0);
    const unassigned = await this.readModels.count(casesCollection, casesWhere({ teamId, open: true, assignee: null }));
    return { teamId, name, users: shown, unassigned };
  }
}

/** Who sees no more than what is their own. */
function ofOne(load: Workload, userId: string | undefined): Workload {
  return { ...load, users: load.users.filter((user) => user.userId === userId), unassigned: 0 };
}
