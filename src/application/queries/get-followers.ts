import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { type RecordRef, recordKey } from '../../domain/ids.js';
import { type FollowersView, followersCollection } from '../../projections/followers.js';
import type { Asker } from '../access/asker.js';
import { RecordAccess } from '../access/record-access.js';
import { ReadModels } from './read-models.js';

export type ListedFollowers = Pick<FollowersView, 'revision'> & { readonly items: FollowersView['followers'] };

/** Who follows a record, by name. */
export class GetFollowers extends Query<ListedFollowers> {
  constructor(
    readonly record: RecordRef,
    readonly asker: Asker | undefined,
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(GetFollowers)
export class GetFollowersHandler implements IQueryHandler<GetFollowers> {
  constructor(
    private readonly readModels: ReadModels,
    private readonly access: RecordAccess,
  ) {}

  async execute({ record, asker, after }: GetFollowers): Promise<ListedFollowers> {
    await this.readModels.reached(after, followersCollection);
    await this.access.must(asker, 'read', record);
    const view = await this.readModels.get<FollowersView>(followersCollection, recordKey(record));
    const items = [...(view?.followers ?? [])].sort((a, b) => (a.userId < b.userId ? -1 : 1));
    return { items, revision: view?.revision ?? -1 };
  }
}
