import { Injectable } from '@nestjs/common';
import type { Asker } from '../../../application/access/asker.js';
import { ReadModels } from '../../../application/queries/index.js';
import { BASELINE, EVERYTHING } from '../../../domain/access/permissions.js';
import { UserId } from '../../../domain/ids.js';
import { type UserView, usersCollection } from '../../../projections/people.js';

/** What users may at this moment, whichever way they came in. */
@Injectable()
export class Askers {
  constructor(private readonly readModels: ReadModels) {}

  /** None: there is no such user, or they are not active. */
  async of(userId: string): Promise<Asker | null> {
    const user = await this.readModels.get<UserView>(usersCollection, userId);
    if (!user?.active) return null;
    const administrator = user.administrator || user.fromGroups.administrator;
    const permissions = administrator ? EVERYTHING : BASELINE;
    return { userId: UserId.parse(user.userId), administrator, teamIds: [], permissions };
  }
}
