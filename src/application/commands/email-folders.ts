import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Rejected } from '../../domain/errors.js';
import { derivedId, FolderId, streams, type TeamId, UserId } from '../../domain/ids.js';
import { createFolder, emailFolder, removeFolder, renameFolder } from '../../domain/inbox/email-folder.js';
import {
  createGroupFolder,
  groupFolder,
  removeGroupFolder,
  renameGroupFolder,
  setGroupFolderTeams,
} from '../../domain/inbox/group-folder.js';
import { type EmailFolderView, emailFoldersCollection } from '../../projections/email-folders.js';
import { type InboxCountsView, inboxCountsCollection } from '../../projections/inbox-counts.js';
import { Requires } from '../access/need.js';
import { InboxEmails } from '../inbox/inbox-emails.js';
import { Aggregates, type Changed, checkSeen } from '../log/aggregates.js';
import { ReadModels } from '../queries/read-models.js';
import type { Asked } from './asked.js';
import { presentTeam, presentUser } from './present.js';

export interface CreatedFolder extends Changed {
  readonly folderId: FolderId;
}

const MOST_FOLDERS = 200;

/** A folder of a user's own. */
@Requires('emails', 'read')
export class CreateFolder extends Command<CreatedFolder> {
  constructor(
    readonly userId: UserId,
    readonly name: string,
    readonly by: Asked,
    /** Chosen by whoever brings it from elsewhere; the same again changes nothing. */
    readonly chosen?: FolderId,
  ) {
    super();
  }
}

@CommandHandler(CreateFolder)
export class CreateFolderHandler implements ICommandHandler<CreateFolder> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  async execute({ userId, name, by, chosen }: CreateFolder): Promise<CreatedFolder> {
    if (userId !== by.asker?.userId) {
      if (by.asker && !by.asker.administrator)
        throw new Rejected('not-allowed', 'Only administrators make folders for others.');
      await presentUser(this.aggregates, userId);
    }
    const mine = await this.readModels.all<EmailFolderView>(emailFoldersCollection, { where: { userId } });
    if (mine.length >= MOST_FOLDERS && !mine.some((one) => one.folderId === chosen)) throw tooMany();
    const folderId = chosen ?? FolderId.parse(derivedId('emailFolder', userId, by.cause));
    const decide = (state: Parameters<typeof createFolder>[0]) => createFolder(state, { folderId, userId, name });
    return { ...(await this.aggregates.change(emailFolder, streams.emailFolder(folderId), decide, by)), folderId };
  }
}

@Requires('emails', 'read')
export class RenameFolder extends Command<Changed> {
  constructor(
    readonly folderId: FolderId,
    readonly userId: UserId,
    readonly name: string,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(RenameFolder)
export class RenameFolderHandler implements ICommandHandler<RenameFolder> {
  constructor(private readonly aggregates: Aggregates) {}

  execute({ folderId, userId, name, by }: RenameFolder): Promise<Changed> {
    const stream = streams.emailFolder(folderId);
    const decide = (state: Parameters<typeof renameFolder>[0]) => renameFolder(state, userId, name);
    return this.aggregates.change(emailFolder, stream, decide, by, by.expectedRevision);
  }
}

/** A folder is removed when nothing is in it any more: what was there goes back to the inbox. */
@Requires('emails', 'read')
export class RemoveFolder extends Command<Changed> {
  constructor(
    readonly folderId: FolderId,
    readonly userId: UserId,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(RemoveFolder)
export class RemoveFolderHandler implements ICommandHandler<RemoveFolder> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly inboxes: InboxEmails,
  ) {}

  async execute({ folderId, userId, by }: RemoveFolder): Promise<Changed> {
    const stream = streams.emailFolder(folderId);
    const { state, revision, done } = await this.aggregates.load(emailFolder, stream, by.cause);
    if (!done) checkSeen(by.expectedRevision, revision);
    removeFolder(state, userId);
    // Cut off on the way, the folder is still there with the rest; what comes to it until it is gone follows at the end.
    await this.inboxes.empty(userId, folderId, { ...by, cause: `${by.cause} before` });
    const decide = (now: typeof state) => removeFolder(now, userId);
    const changed = await this.aggregates.change(emailFolder, stream, decide, by, by.expectedRevision);
    await this.inboxes.empty(userId, folderId, by);
    return changed;
  }
}

/** A folder that teams share. */
export class CreateGroupFolder extends Command<CreatedFolder> {
  constructor(
    readonly name: string,
    readonly teamIds: readonly TeamId[],
    readonly by: Asked,
    /** As of a folder of one's own. */
    readonly chosen?: FolderId,
  ) {
    super();
  }
}

@CommandHandler(CreateGroupFolder)
export class CreateGroupFolderHandler implements ICommandHandler<CreateGroupFolder> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  async execute({ name, teamIds, by, chosen }: CreateGroupFolder): Promise<CreatedFolder> {
    const shared = await this.readModels.all<EmailFolderView>(emailFoldersCollection, { where: { userId: null } });
    if (shared.length >= MOST_FOLDERS && !shared.some((one) => one.folderId === chosen)) throw tooMany();
    for (const teamId of teamIds) await presentTeam(this.aggregates, teamId);
    const folderId = chosen ?? FolderId.parse(derivedId('groupFolder', by.cause));
    const decide = (state: Parameters<typeof createGroupFolder>[0]) =>
      createGroupFolder(state, { folderId, name, teamIds });
    return { ...(await this.aggregates.change(groupFolder, streams.groupFolder(folderId), decide, by)), folderId };
  }
}

/** What is left out stays. */
export class ChangeGroupFolder extends Command<Changed> {
  constructor(
    readonly folderId: FolderId,
    readonly changes: { readonly name?: string; readonly teamIds?: readonly TeamId[] },
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(ChangeGroupFolder)
export class ChangeGroupFolderHandler implements ICommandHandler<ChangeGroupFolder> {
  constructor(private readonly aggregates: Aggregates) {}

  async execute({ folderId, changes: { name, teamIds }, by }: ChangeGroupFolder): Promise<Changed> {
    for (const teamId of teamIds ?? []) await presentTeam(this.aggregates, teamId);
    const decide = (state: Parameters<typeof renameGroupFolder>[0]) => [
      ...(name === undefined ? [] : renameGroupFolder(state, name)),
      ...(teamIds === undefined ? [] : setGroupFolderTeams(state, teamIds)),
    ];
    return this.aggregates.change(groupFolder, streams.groupFolder(folderId), decide, by, by.expectedRevision);
  }
}

export class RemoveGroupFolder extends Command<Changed> {
  constructor(
    readonly folderId: FolderId,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(RemoveGroupFolder)
export class RemoveGroupFolderHandler implements ICommandHandler<RemoveGroupFolder> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly inboxes: InboxEmails,
    private readonly readModels: ReadModels,
  ) {}

  async execute({ folderId, by }: RemoveGroupFolder): Promise<Changed> {
    const stream = streams.groupFolder(folderId);
    const { state, revision, done } = await this.aggregates.load(groupFolder, stream, by.cause);
    if (!done) checkSeen(by.expectedRevision, revision);
    removeGroupFolder(state);
    await this.empty(folderId, { ...by, cause: `${by.cause} before` });
    const changed = await this.aggregates.change(groupFolder, stream, removeGroupFolder, by, by.expectedRevision);
    await this.empty(folderId, by);
    return changed;
  }

  /** For everybody in whose inbox something stands there. */
  private async empty(folderId: FolderId, by: Asked): Promise<void> {
    for await (const page of this.readModels.pages<InboxCountsView>(inboxCountsCollection)) {
      for (const { userId, folders } of page) {
        if ((folders[folderId]?.total ?? 0) > 0) await this.inboxes.empty(UserId.parse(userId), folderId, by);
      }
    }
  }
}

const tooMany = (): Rejected => new Rejected('too-many-folders', `There are at most ${MOST_FOLDERS} folders.`);
