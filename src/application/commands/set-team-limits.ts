import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Capacity, Rate, WorkingHours } from '../../domain/availability/events.js';
import {
  setTeamCapacity,
  setTeamHours,
  setTeamRate,
  type TeamAvailability,
  teamAvailability,
} from '../../domain/availability/team-availability.js';
import { streams, type TeamId } from '../../domain/ids.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import { CLOCK } from '../parts.js';
import type { Clock } from '../ports/clock.js';
import type { Asked } from './asked.js';
import { presentTeam } from './present.js';

/** What is left out stays; null: none. */
export interface TeamSettings {
  readonly hours?: WorkingHours | null;
  readonly capacity?: Capacity | null;
  readonly rate?: Rate | null;
}

/** What holds for the members of a team who have nothing of their own. */
export class SetTeamLimits extends Command<Changed> {
  constructor(
    readonly teamId: TeamId,
    readonly settings: TeamSettings,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(SetTeamLimits)
export class SetTeamLimitsHandler implements ICommandHandler<SetTeamLimits> {
  constructor(
    private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ teamId, settings, by }: SetTeamLimits): Promise<Changed> {
    await presentTeam(this.aggregates, teamId);
    const now = this.clock.now().toISOString();
    const { hours, capacity, rate } = settings;
    const decide = (state: TeamAvailability) => [
      ...(hours === undefined ? [] : setTeamHours(state, teamId, hours, now)),
      ...(capacity === undefined ? [] : setTeamCapacity(state, teamId, capacity)),
      ...(rate === undefined ? [] : setTeamRate(state, teamId, rate)),
    ];
    const stream = streams.teamAvailability(teamId);
    return this.aggregates.change(teamAvailability, stream, decide, by, by.expectedRevision);
  }
}
