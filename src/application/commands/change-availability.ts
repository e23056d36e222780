import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  type Availability,
  availability,
  cancelAway,
  planAway,
  setCapacity,
  setHours,
  setRate,
  setSkills,
} from '../../domain/availability/availability.js';
import { AwayId, type Capacity, type Rate, type WorkingHours } from '../../domain/availability/events.js';
import { derivedId, streams, type UserId } from '../../domain/ids.js';
import { OfOwn } from '../access/need.js';
import { ownOrAdministrator } from '../access/own.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import { CLOCK } from '../parts.js';
import type { Clock } from '../ports/clock.js';
import type { Asked } from './asked.js';
import { presentUser } from './present.js';

export interface Planned extends Changed {
  readonly awayId: AwayId;
}

/** Somebody will be away: for oneself, or by an administrator. */
@OfOwn()
export class PlanAway extends Command<Planned> {
  constructor(
    readonly userId: UserId,
    readonly period: { readonly from: string; readonly to: string; readonly reason: string | null },
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(PlanAway)
export class PlanAwayHandler implements ICommandHandler<PlanAway> {
  constructor(
    private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ userId, period, by }: PlanAway): Promise<Planned> {
    ownOrAdministrator(by.asker, userId);
    await presentUser(this.aggregates, userId);
    const awayId = AwayId.parse(derivedId('away', userId, by.actor, by.cause));
    const now = this.clock.now().toISOString();
    const normal = { from: new Date(period.from).toISOString(), to: new Date(period.to).toISOString() };
    const decide = (state: Availability) => planAway(state, userId, { ...period, ...normal, awayId }, now);
    const stream = streams.availability(userId);
    return { ...(await this.aggregates.change(availability, stream, decide, by, by.expectedRevision)), awayId };
  }
}

/** Somebody is not away after all, or back already. */
@OfOwn()
export class CancelAway extends Command<Changed> {
  constructor(
    readonly userId: UserId,
    readonly awayId: AwayId,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(CancelAway)
export class CancelAwayHandler implements ICommandHandler<CancelAway> {
  constructor(
    private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ userId, awayId, by }: CancelAway): Promise<Changed> {
    ownOrAdministrator(by.asker, userId);
    const now = this.clock.now().toISOString();
    const decide = (state: Availability) => cancelAway(state, userId, awayId, now);
    return this.aggregates.change(availability, streams.availability(userId), decide, by, by.expectedRevision);
  }
}

/** When a user works: for oneself, or by an administrator. */
@OfOwn()
export class SetWorkingHours extends Command<Changed> {
  constructor(
    readonly userId: UserId,
    readonly hours: WorkingHours | null,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(SetWorkingHours)
export class SetWorkingHoursHandler implements ICommandHandler<SetWorkingHours> {
  constructor(
    private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ userId, hours, by }: SetWorkingHours): Promise<Changed> {
    ownOrAdministrator(by.asker, userId);
    await presentUser(this.aggregates, userId);
    const now = this.clock.now().toISOString();
    const decide = (state: Availability) => setHours(state, userId, hours, now);
    return this.aggregates.change(availability, streams.availability(userId), decide, by, by.expectedRevision);
  }
}

/** What is left out stays; null: as the user's teams say. */
export interface UserLimits {
  readonly capacity?: Capacity | null;
  readonly rate?: Rate | null;
  readonly skills?: readonly string[];
}

/** How much a user can have, and what they can do. */
export class SetUserLimits extends Command<Changed> {
  constructor(
    readonly userId: UserId,
    readonly limits: UserLimits,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(SetUserLimits)
export class SetUserLimitsHandler implements ICommandHandler<SetUserLimits> {
  constructor(private readonly aggregates: Aggregates) {}

  async execute({ userId, limits, by }: SetUserLimits): Promise<Changed> {
    await presentUser(this.aggregates, userId);
    const { capacity, rate, skills } = limits;
    const decide = (state: Availability) => [
      ...(capacity === undefined ? [] : setCapacity(state, userId, capacity)),
      ...(rate === undefined ? [] : setRate(state, userId, rate)),
      ...(skills === undefined ? [] : setSkills(state, userId, skills)),
    ];
    return this.aggregates.change(availability, streams.availability(userId), decide, by, by.expectedRevision);
  }
}
