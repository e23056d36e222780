import { Injectable } from '@nestjs/common';
import { BASELINE, EVERYTHING, type Permissions, widest } from '../../domain/access/permissions.js';
import { TeamId, UserId } from '../../domain/ids.js';
import { type RoleView, rolesCollection, type UserView, usersCollection } from '../../projections/people.js';
import { ReadModels } from '../queries/read-models.js';
import type { Asker } from './asker.js';

/** What users may at this moment, whichever way they came in. */
@Injectable()
export class Askers {
  constructor(private readonly readModels: ReadModels) {}

  /** None: there is no such user, or they are not active. */
  async of(userId: string): Promise<Asker | null> {
    const user = await this.readModels.get<UserView>(usersCollection, userId);
    if (!user?.active) return null;
    const { emailAddresses, fromGroups } = user;
    const administrator = user.administrator || fromGroups.administrator;
    return {
      userId: UserId.parse(user.userId),
      administrator,
      emailAddresses,
      teamIds: user.teamIds.map((id) => TeamId.parse(id)),
      permissions: administrator ? EVERYTHING : await this.allowedTo(user),
    };
  }

  /** Roles that there are no more allow nothing: who has no others may nothing, and not what those may who never had any. */
  private async allowedTo({ roleIds: byHand, fromGroups }: UserView): Promise<Permissions> {
    const roleIds = [...byHand, ...fromGroups.roleIds];
    if (roleIds.length === 0) return BASELINE;
    const roles = await this.readModels.many<RoleView>(rolesCollection, roleIds);
    return widest([...roles.values()].map(({ permissions }) => permissions));
  }
}
