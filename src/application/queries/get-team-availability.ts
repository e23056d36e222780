import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { candidatesOf } from '../../domain/assignment/assign.js';
import type { Candidate } from '../../domain/assignment/explanation.js';
import { NO_RULE } from '../../domain/assignment/rule.js';
import { initialAssignment } from '../../domain/assignment/state.js';
import { type TeamAvailability, teamAvailability } from '../../domain/availability/team-availability.js';
import { NotFound } from '../../domain/errors.js';
import type { Position } from '../../domain/event.js';
import { streams, type TeamId } from '../../domain/ids.js';
import { type TeamView, teamsCollection } from '../../projections/people.js';
import { ROTA, type RotaView, rotaCollection } from '../../projections/rota.js';
import { type Asker, levelOf } from '../access/asker.js';
import { Aggregates } from '../log/aggregates.js';
import { CLOCK } from '../parts.js';
import type { Clock } from '../ports/clock.js';
import { ReadModels } from './read-models.js';

export interface TeamPresence extends TeamAvailability {
  readonly teamId: string;
  readonly members: readonly (Candidate & { readonly skills: readonly string[] })[];
}

/** Who of a team is there now, and why not: for its members, and for whoever may see all cases. */
export class GetTeamAvailability extends Query<TeamPresence> {
  constructor(
    readonly teamId: TeamId,
    readonly asker: Asker,
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(GetTeamAvailability)
export class GetTeamAvailabilityHandler implements IQueryHandler<GetTeamAvailability> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ teamId, asker, after }: GetTeamAvailability): Promise<TeamPresence> {
    if (!asker.teamIds.includes(teamId) && levelOf(asker, 'cases', 'read') !== 'all') {
      throw new NotFound('team', teamId);
    }
    await this.readModels.reached(after, rotaCollection);
    await this.readModels.mustGet<TeamView>(teamsCollection, teamId, 'team');
    const { state: settings } = await this.aggregates.load(teamAvailability, streams.teamAvailability(teamId));
    const rota = await this.readModels.get<RotaView>(rotaCollection, ROTA);
    const state = rota?.state ?? initialAssignment();
    const respects = { availability: true, capacity: true, rate: true, skills: false };
    const rule = { ...NO_RULE, distribution: 'round-robin', teamId, respects } as const;
    const members = candidatesOf(state, rule, this.clock.now().toISOString());
    return {
      ...settings,
      teamId,
      members: members.map((member) => ({ ...member, skills: state.agents[member.userId]?.skills ?? [] })),
    };
  }
}
