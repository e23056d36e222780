import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { team } from '../../domain/access/team.js';
import type { EmailEvent } from '../../domain/email/events.js';
import { NotFound, Rejected } from '../../domain/errors.js';
import type { Position } from '../../domain/event.js';
import { type EmailId, FolderId, streams, UserId } from '../../domain/ids.js';
import { emailFolder } from '../../domain/inbox/email-folder.js';
import type { InboxEmailEvent } from '../../domain/inbox/events.js';
import { groupFolder } from '../../domain/inbox/group-folder.js';
import {
  type InboxEmail,
  moveEmail,
  readEmail,
  restoreEmail,
  starEmail,
  trashEmail,
  unreadEmail,
  unstarEmail,
} from '../../domain/inbox/inbox-email.js';
import { movable, TRASH } from '../../domain/inbox/places.js';
import { Requires } from '../access/need.js';
import { InboxEmails, type Item, type Outcome } from '../inbox/inbox-emails.js';
import { Aggregates } from '../log/aggregates.js';
import { EventLog } from '../log/event-log.js';
import type { Asked } from './asked.js';

export type InboxChange =
  | { readonly kind: 'read' | 'unread' | 'star' | 'unstar' | 'trash' | 'restore' }
  | { readonly kind: 'move'; readonly folderId: FolderId };

export interface ChangedInboxEmails {
  /** One for each e-mail, in the order in which they were named. */
  readonly items: readonly { readonly emailId: EmailId; readonly outcome: Outcome }[];
  readonly position: Position;
}

/** Of them, so many go into a folder of the group at once: each of them is moved for all members. */
const MOST_FOR_GROUP = 100;

/** Reads, stars, moves… e-mails in a user's own inbox, up to 1,000 at once, each with its own outcome. */
@Requires('emails', 'read')
export class ChangeInboxEmails extends Command<ChangedInboxEmails> {
  constructor(
    readonly userId: UserId,
    readonly emailIds: readonly EmailId[],
    readonly change: InboxChange,
    readonly by: Asked,
  ) {
    super();
  }
}

type Decide = (state: InboxEmail) => readonly InboxEmailEvent[];

const simple: Readonly<Record<'read' | 'unread' | 'star' | 'unstar' | 'trash', Decide>> = {
  read: readEmail,
  unread: unreadEmail,
  star: starEmail,
  unstar: unstarEmail,
  trash: trashEmail,
};

@CommandHandler(ChangeInboxEmails)
export class ChangeInboxEmailsHandler implements ICommandHandler<ChangeInboxEmails> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly inboxes: InboxEmails,
    private readonly log: EventLog,
  ) {}

  async execute({ userId, emailIds, change, by }: ChangeInboxEmails): Promise<ChangedInboxEmails> {
    const named = [...new Set(emailIds)];
    const mine = named.map((emailId) => ({ userId, emailId }));
    if (change.kind === 'move') return this.move(userId, mine, change.folderId, by);
    const decide = change.kind === 'restore' ? await this.restoring(mine) : simple[change.kind];
    const { outcomes, position } = await this.inboxes.change(mine, decide, by);
    return { items: named.map((emailId, n) => ({ emailId, outcome: outcomes[n] ?? 'not-found' })), position };
  }

  private async move(userId: UserId, mine: readonly Item[], folderId: FolderId, by: Asked) {
    const others = await this.othersOf(userId, mine, folderId);
    const { outcomes, position } = await this.inboxes.change(mine, (state) => moveEmail(state, folderId), by);
    const items = mine.map(({ emailId }, n) => ({ emailId, outcome: outcomes[n] ?? ('not-found' as const) }));
    const isMine = new Set(items.flatMap(({ emailId, outcome }) => (outcome === 'not-found' ? [] : [emailId])));
    const forThem = others.filter(({ emailId }) => isMine.has(emailId));
    if (forThem.length === 0) return { items, position };
    // Whoever has thrown it away does not get it back by that.
    const decide: Decide = (state) => (state?.folderId === TRASH ? [] : moveEmail(state, folderId));
    const theirs = await this.inboxes.change(forThem, decide, by);
    // Positions are tokens, ordered as text.
    const [, last = position] = [position, theirs.position].sort();
    return { items, position: last };
  }

  /**
   * In whose inboxes the same e-mails are moved as well: of nobody's, but where the folder is the group's.
   * @throws NotFound where there is no such folder for the user
   */
  private async othersOf(userId: UserId, mine: readonly Item[], folderId: FolderId): Promise<readonly Item[]> {
    // Where nothing can be moved to, the e-mail itself says why.
    if (movable.has(folderId) || folderId === TRASH || folderId === 'important') return [];
    const own = await this.aggregates.load(emailFolder, streams.emailFolder(folderId));
    if (own.state.status === 'present' && own.state.userId === userId) return [];
    const members = await this.membersOf(folderId);
    if (!members.has(userId)) throw new NotFound('folder', folderId);
    if (mine.length > MOST_FOR_GROUP) {
      throw new Rejected(
        'too-many',
        `At most ${MOST_FOR_GROUP} e-mails go into a folder of the group at once: move them in steps.`,
      );
    }
    const found = await Promise.all(mine.map(({ emailId }) => this.haveIt(emailId)));
    return found.flat().filter((item) => item.userId !== userId && members.has(item.userId));
  }

  private async membersOf(folderId: FolderId): Promise<ReadonlySet<UserId>> {
    const { state } = await this.aggregates.load(groupFolder, streams.groupFolder(folderId));
    if (state.status !== 'present') return new Set();
    const teams = await Promise.all(state.teamIds.map((teamId) => this.aggregates.load(team, streams.team(teamId))));
    return new Set(
      teams.flatMap(({ state: one }) =>
        one.status === 'absent' ? [] : Object.keys(one.members).map((name) => UserId.parse(name)),
      ),
    );
  }

  private async haveIt(emailId: EmailId): Promise<readonly Item[]> {
    const items: Item[] = [];
    for await (const event of this.log.readStream(streams.email(emailId))) {
      // An e-mail's stream holds events of e-mails.
      const { type, data } = event as unknown as EmailEvent;
      if (type !== 'EmailReceived' && type !== 'EmailDelivered') continue;
      for (const userId of data.delivery.filed?.userIds ?? []) items.push({ userId, emailId });
    }
    return items;
  }

  /** Out of the trash to where they were, as long as that is there. */
  private async restoring(mine: readonly Item[]): Promise<Decide> {
    const folders = await this.inboxes.foldersBefore(mine);
    const there = new Set<FolderId>(movable);
    for (const folderId of folders) if (await this.isThere(folderId)) there.add(folderId);
    return (state) => restoreEmail(state, (folderId) => there.has(folderId));
  }

  private async isThere(folderId: FolderId): Promise<boolean> {
    const own = await this.aggregates.load(emailFolder, streams.emailFolder(folderId));
    if (own.state.status === 'present') return true;
    const shared = await this.aggregates.load(groupFolder, streams.groupFolder(folderId));
    return shared.state.status === 'present';
  }
}
