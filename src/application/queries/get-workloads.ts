import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { candidatesOf } from '../../domain/assignment/assign.js';
import type { Limits } from '../../domain/assignment/explanation.js';
import { type AssignmentRule, NO_RULE } from '../../domain/assignment/rule.js';
import { type AssignmentState, initialAssignment } from '../../domain/assignment/state.js';
import { availability } from '../../domain/availability/availability.js';
import { backAt } from '../../domain/availability/boundaries.js';
import { Absence } from '../../domain/availability/events.js';
import { teamAvailability } from '../../domain/availability/team-availability.js';
import type { Position } from '../../domain/event.js';
import { streams, TeamId } from '../../domain/ids.js';
import { casesCollection } from '../../projections/cases.js';
import { type TeamView, teamsCollection } from '../../projections/people.js';
import { ROTA, type RotaView, rotaCollection } from '../../projections/rota.js';
import { type TeamWorkload, teamWorkloadsCollection } from '../../projections/team-workloads.js';
import { type Asker, levelOf } from '../access/asker.js';
import { Aggregates } from '../log/aggregates.js';
import { CLOCK } from '../parts.js';
import type { Clock } from '../ports/clock.js';
import { casesWhere } from './list-cases.js';
import { ReadModels } from './read-models.js';

export interface WorkloadOfUser {
  readonly userId: string;
  readonly member: boolean;
  /** Open cases in this team. */
  readonly open: number;
  /** Cases ever given to them in this team. */
  readonly given: number;
  /** Whether this team could give them a case now, where its account looks at all there is; none: no member. */
  readonly availability: AvailabilityOfMember | null;
}

export interface AvailabilityOfMember {
  /** Why not: `inactive`, `away`, `outside-hours`, `at-capacity`, `over-rate`; nothing: they could have one. */
  readonly reasons: readonly string[];
  /** When they are there again by their plans, where they are not. */
  readonly backAt: string | null;
  /** Over all teams, as a limit of open cases has them. */
  readonly openCases: number;
  readonly capacity: Limits['capacity'];
  readonly rate: Limits['rate'];
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
  constructor(
    private readonly readModels: ReadModels,
    private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ after, asker }: GetWorkloads): Promise<readonly Workload[]> {
    await this.readModels.reached(
      after,
      ...[teamWorkloadsCollection, teamsCollection, casesCollection, rotaCollection],
    );
    const level = asker ? levelOf(asker, 'cases', 'read') : 'all';
    const all = await this.readModels.all<TeamWorkload>(teamWorkloadsCollection);
    const mine: ReadonlySet<string> = new Set(asker?.teamIds);
    const loads = level === 'all' ? all : all.filter(({ teamId }) => mine.has(teamId));
    const ids = loads.map(({ teamId }) => teamId);
    const teams = await this.readModels.many<TeamView>(teamsCollection, ids);
    const rota = await this.readModels.get<RotaView>(rotaCollection, ROTA);
    const state = rota?.state ?? initialAssignment();
    const workloads = await Promise.all(loads.map((load) => this.workload(load, teams.get(load.teamId), state)));
    return level === 'own' ? workloads.map((load) => ofOne(load, asker?.userId)) : workloads;
  }

  private async workload(
    { teamId, name, open, given }: TeamWorkload,
    team: TeamView | undefined,
    state: AssignmentState,
  ): Promise<Workload> {
    const members = await this.availabilityOf(TeamId.parse(teamId), state);
    const ids = [
      ...new Set([...(team?.members.map(({ userId }) => userId) ?? []), ...Object.keys(given), ...Object.keys(open)]),
    ];
    const users = ids.sort().map((userId) => ({
      userId,
      member: team?.members.some((member) => member.userId === userId) ?? false,
      open: open[userId] ?? 0,
      given: given[userId] ?? 0,
      availability: members.get(userId) ?? null,
    }));
    // Whoever has left and has nothing open is history.
    const shown = users.filter((user) => user.member || user.open > 0);
    const unassigned = await this.readModels.count(casesCollection, casesWhere({ teamId, open: true, assignee: null }));
    return { teamId, name, users: shown, unassigned };
  }

  /** Plans are read of those alone who are not there: few, and what they have is short. */
  private async availabilityOf(teamId: TeamId, state: AssignmentState) {
    const respects = { availability: true, capacity: true, rate: true, skills: false };
    const rule: AssignmentRule = { ...NO_RULE, distribution: 'round-robin', teamId, respects };
    const now = this.clock.now().toISOString();
    const candidates = candidatesOf(state, rule, now);
    const isAway = candidates.some(({ reasons }) => reasons.some(isAbsence));
    const team = isAway ? await this.aggregates.load(teamAvailability, streams.teamAvailability(teamId)) : null;
    const entries = await Promise.all(
      candidates.map(async ({ userId, openCases, reasons, limits }) => {
        const plans = reasons.some(isAbsence)
          ? await this.aggregates.load(availability, streams.availability(userId))
          : null;
        const hours = plans?.state.hours ?? team?.state.hours ?? null;
        const back = plans ? backAt({ hours, away: plans.state.away }, now) : null;
        const { capacity = null, rate = null } = limits ?? {};
        return [userId, { reasons, backAt: back, openCases, capacity, rate }] as const;
      }),
    );
    return new Map<string, AvailabilityOfMember>(entries);
  }
}

const isAbsence = (reason: string): boolean => Absence.safeParse(reason).success;

/** Who sees no more than what is their own. */
function ofOne(load: Workload, userId: string | undefined): Workload {
  return { ...load, users: load.users.filter((user) => user.userId === userId), unassigned: 0 };
}
