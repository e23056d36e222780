import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Followers, followers, followRecord, unfollowRecord } from '../../domain/follow/followers.js';
import { type RecordRef, recordKey, streams, type UserId } from '../../domain/ids.js';
import { type FollowersView, followersCollection } from '../../projections/followers.js';
import { OfOwn } from '../access/need.js';
import { RecordAccess } from '../access/record-access.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import { ReadModels } from '../queries/read-models.js';
import type { Asked } from './asked.js';
import { activeUser } from './present.js';

/** Whoever may read a record follows it as they like; for others that is for those who may change it. */
abstract class OfFollower extends Command<Changed> {
  constructor(
    readonly record: RecordRef,
    readonly userId: UserId,
    readonly by: Asked,
  ) {
    super();
  }
}

@OfOwn()
export class FollowRecord extends OfFollower {}

@OfOwn()
export class UnfollowRecord extends OfFollower {}

const actionOf = ({ userId, by }: OfFollower) => (by.asker && by.asker.userId !== userId ? 'edit' : 'read');

@CommandHandler(FollowRecord)
export class FollowRecordHandler implements ICommandHandler<FollowRecord> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly access: RecordAccess,
    private readonly readModels: ReadModels,
  ) {}

  async execute(command: FollowRecord): Promise<Changed> {
    const { record, userId, by } = command;
    await this.access.must(by.asker, actionOf(command), record);
    await activeUser(this.aggregates, userId);
    const shown = await this.readModels.get<FollowersView>(followersCollection, recordKey(record));
    const decide = (state: Followers) => followRecord(state, record, userId, shown?.followers.length ?? 0);
    return this.aggregates.change(followers, streams.followers(record), decide, by, by.expectedRevision);
  }
}

@CommandHandler(UnfollowRecord)
export class UnfollowRecordHandler implements ICommandHandler<UnfollowRecord> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly access: RecordAccess,
    private readonly readModels: ReadModels,
  ) {}

  async execute(command: UnfollowRecord): Promise<Changed> {
    const { record, userId, by } = command;
    // Who may not read it any more may still leave it.
    if (by.asker?.userId !== userId) await this.access.must(by.asker, 'edit', record);
    const shown = await this.readModels.get<FollowersView>(followersCollection, recordKey(record));
    const isShown = shown?.followers.some((one) => one.userId === userId) ?? false;
    const decide = (state: Followers) => unfollowRecord(state, record, userId, isShown);
    return this.aggregates.change(followers, streams.followers(record), decide, by, by.expectedRevision);
  }
}
