import { type CaseId, recordKey, UserId } from '../../domain/ids.js';
import { type FollowersView, followersCollection } from '../../projections/followers.js';
import type { ReadModels } from '../queries/read-models.js';
import type { CaseFollowers } from './merges.js';

/** Who follows a case, of their own will or because of their work. */
export class FollowersOfCases implements CaseFollowers {
  constructor(private readonly readModels: ReadModels) {}

  async of(caseId: CaseId): ReturnType<CaseFollowers['of']> {
    const view = await this.readModels.get<FollowersView>(followersCollection, recordKey({ type: 'Case', id: caseId }));
    return (view?.followers ?? []).map(({ userId, because }) => ({ userId: UserId.parse(userId), because }));
  }
}
