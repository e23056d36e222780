import { Injectable } from '@nestjs/common';
import { administrators, releaseAdministrator, type Standing } from '../../domain/access/administrators.js';
import type { UserEvent } from '../../domain/access/events.js';
import { isActiveAdministrator, type User, user } from '../../domain/access/user.js';
import { Conflict } from '../../domain/errors.js';
import { streams, UserId } from '../../domain/ids.js';
import { type UserView, usersCollection } from '../../projections/people.js';
import type { Asked } from '../commands/asked.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import { ReadModels } from '../queries/read-models.js';

/** How often a change is decided again when somebody else was faster. */
const TRIES = 5;
/** Administrators that are looked at, besides the one who is to go: one of them is enough. */
const LOOKED_AT = 20;

/** Changes users so that there is an active administrator at all times, on however many nodes that is done. */
@Injectable()
export class Administrators {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  /**
   * Carries out a change that takes an active administrator away from the service. First it is decided that they may go, in the
   * one stream of such decisions; then it is appended where that decision says, or all is decided again.
   * @throws Rejected, code `last-administrator`, and whatever `decide` throws
   */
  async takeAway(userId: UserId, decide: (state: User) => readonly UserEvent[], by: Asked): Promise<Changed> {
    const stream = streams.user(userId);
    for (let attempt = 1; ; attempt++) {
      const { state, revision, done } = await this.aggregates.load(user, stream, by.cause);
      const seen = by.expectedRevision;
      const isStale = seen !== undefined && seen !== revision;
      if (!done && !isStale && isActiveAdministrator(state)) await this.release(userId, revision, by);
      try {
        return await this.aggregates.change(user, stream, decide, by, seen ?? revision);
      } catch (error) {
        const overtaken = error instanceof Conflict && error.code === 'stale' && seen === undefined;
        if (!overtaken) throw error;
        if (attempt === TRIES) throw new Conflict('Too many changes at once; try again.', 'busy');
      }
    }
  }

  private async release(userId: UserId, revision: number, by: Asked): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const { state, revision: at } = await this.aggregates.load(administrators, streams.administrators);
      const events = releaseAdministrator(state, { userId, revision }, await this.others(userId));
      try {
        // Decided at this revision of theirs, and not once for all.
        const cause = `${by.cause}#${revision}`;
        await this.aggregates.change(administrators, streams.administrators, () => events, { ...by, cause }, at);
        return;
      } catch (error) {
        if (!(error instanceof Conflict)) throw error;
        if (attempt === TRIES) throw new Conflict('Too many changes at once; try again.', 'busy');
      }
    }
  }

  /** The read model may know of one too few, for a moment; whoever it knows of is looked at in their own stream. */
  private async others(userId: UserId): Promise<readonly Standing[]> {
    const { items } = await this.readModels.find<UserView>(usersCollection, {
      where: { administrator: true, active: true },
      limit: LOOKED_AT + 1,
    });
    const others = items.filter((view) => view.userId !== userId).slice(0, LOOKED_AT);
    return Promise.all(
      others.map(async (view) => {
        const id = UserId.parse(view.userId);
        const { state, revision } = await this.aggregates.load(user, streams.user(id));
        return { userId: id, user: state, revision };
      }),
    );
  }
}
