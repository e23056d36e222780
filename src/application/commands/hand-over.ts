import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { user } from '../../domain/access/user.js';
import { type Availability, availability, requestHandOver } from '../../domain/availability/availability.js';
import { HandOverId } from '../../domain/availability/events.js';
import { CaseStatus } from '../../domain/case/events.js';
import { isOpen } from '../../domain/case/status.js';
import { Invalid } from '../../domain/errors.js';
import { derivedId, streams, type UserId } from '../../domain/ids.js';
import { casesCollection } from '../../projections/cases.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import { ReadModels } from '../queries/read-models.js';
import type { Asked } from './asked.js';
import { presentUser } from './present.js';

export interface HandedOver extends Changed {
  readonly handOverId: HandOverId;
  /** Open cases of the user, as far as the read model has come. */
  readonly cases: number;
}

/** The open cases of a user go to somebody else, or through the distribution again; it goes on in the background. */
export class HandOver extends Command<HandedOver> {
  constructor(
    readonly userId: UserId,
    /** None: through the distribution. */
    readonly to: UserId | null,
    readonly reason: string,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(HandOver)
export class HandOverHandler implements ICommandHandler<HandOver> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  async execute({ userId, to, reason, by }: HandOver): Promise<HandedOver> {
    await presentUser(this.aggregates, userId);
    if (to !== null) await this.mustBeActive(to);
    const cases = await this.readModels.count(casesCollection, { assignee: userId, status: { in: OPEN } });
    const handOverId = HandOverId.parse(derivedId('hand-over', userId, by.actor, by.cause));
    const decide = (state: Availability) => requestHandOver(state, userId, { handOverId, to, reason, cases });
    const changed = await this.aggregates.change(availability, streams.availability(userId), decide, by);
    return { ...changed, handOverId, cases };
  }

  private async mustBeActive(userId: UserId): Promise<void> {
    const { state } = await this.aggregates.load(user, streams.user(userId));
    if (state.status !== 'active') {
      throw new Invalid([{ path: 'to', message: state.status === 'absent' ? 'is no user' : 'is not active' }]);
    }
  }
}

/** Statuses of open cases. */
export const OPEN: readonly CaseStatus[] = CaseStatus.options.filter(isOpen);
