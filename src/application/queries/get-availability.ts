import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { user } from '../../domain/access/user.js';
import { type Availability, availability } from '../../domain/availability/availability.js';
import { NotFound } from '../../domain/errors.js';
import { streams, type UserId } from '../../domain/ids.js';
import { casesCollection } from '../../projections/cases.js';
import type { Asker } from '../access/asker.js';
import { ownOrAdministrator } from '../access/own.js';
import { OPEN } from '../commands/hand-over.js';
import { Aggregates } from '../log/aggregates.js';
import { ReadModels } from './read-models.js';

export type UserAvailability = Availability & { readonly userId: UserId };

/** The plans and limits of a user: one's own, or for administrators. From the log itself, so it is never behind. */
export class GetAvailability extends Query<UserAvailability> {
  constructor(
    readonly userId: UserId,
    readonly asker: Asker,
  ) {
    super();
  }
}

@QueryHandler(GetAvailability)
export class GetAvailabilityHandler implements IQueryHandler<GetAvailability> {
  constructor(private readonly aggregates: Aggregates) {}

  async execute({ userId, asker }: GetAvailability): Promise<UserAvailability> {
    ownOrAdministrator(asker, userId);
    const { state: who } = await this.aggregates.load(user, streams.user(userId));
    if (who.status === 'absent') throw new NotFound('user', userId);
    const { state } = await this.aggregates.load(availability, streams.availability(userId));
    return { ...state, userId };
  }
}

export interface HandOverProgress {
  readonly handOverId: string;
  readonly to: string | null;
  readonly reason: string;
  readonly cases: number;
  readonly left: number;
  readonly finished: boolean;
}

/** How far the latest hand-over of a user's cases has come. */
export class GetHandOver extends Query<HandOverProgress> {
  constructor(readonly userId: UserId) {
    super();
  }
}

@QueryHandler(GetHandOver)
export class GetHandOverHandler implements IQueryHandler<GetHandOver> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  async execute({ userId }: GetHandOver): Promise<HandOverProgress> {
    const { state } = await this.aggregates.load(availability, streams.availability(userId));
    if (!state.handOver) throw new NotFound('hand-over', `of ${userId}`);
    const left = state.handOver.finished
      ? 0
      : await this.readModels.count(casesCollection, { assignee: userId, status: { in: OPEN } });
    return { ...state.handOver, left };
  }
}
