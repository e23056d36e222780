import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CaseId, UserId } from '../../domain/ids.js';
import { Requires } from '../access/need.js';
import { type Activity, Presence, type Present } from '../presence/presence.js';
import type { Asked } from './asked.js';

/** Somebody has a case on their screen; answers who else has. */
@Requires('cases', 'read', ({ caseId }: ShowPresence) => ({ kind: 'case', id: caseId }))
export class ShowPresence extends Command<readonly Present[]> {
  constructor(
    readonly caseId: CaseId,
    readonly userId: UserId,
    /** None: they have left. */
    readonly activity: Activity | null,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(ShowPresence)
export class ShowPresenceHandler implements ICommandHandler<ShowPresence> {
  constructor(private readonly presence: Presence) {}

  async execute({ caseId, userId, activity }: ShowPresence): Promise<readonly Present[]> {
    if (activity === null) await this.presence.end(caseId, userId);
    else await this.presence.show(caseId, userId, activity);
    return this.presence.of(caseId);
  }
}
