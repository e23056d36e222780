import { type AccountId, streams } from '../../domain/ids.js';
import { readElsewhere } from '../../domain/inbox/inbox-email.js';
import type { Fetching, OpenAccount } from '../../domain/mail-account/mail-account.js';
import { mailbox } from '../../domain/mail-account/mailbox.js';
import {
  BY_SERVER,
  type InboxView,
  inboxCollection,
  type MailboxPlaceView,
  mailboxPlaceId,
  mailboxPlacesCollection,
} from '../../projections/inbox.js';
import type { InboxEmails } from '../inbox/inbox-emails.js';
import type { Aggregates } from '../log/aggregates.js';
import type { EventLog } from '../log/event-log.js';
import type { MailboxSession } from '../ports/mailbox-source.js';
import type { ReadModels } from '../queries/read-models.js';

/** Messages that the server is told of at once: as many as one event names. */
const TOLD_AT_ONCE = 500;
/** Of each folder so many messages are looked at, from the end. */
const LOOKED_AT = 1_000;

type FetchedAccount = OpenAccount & { readonly fetching: Fetching };

/**
 * What was read, between a user's own mailbox and their inbox here. What another program has read is read here, always. What
 * is read or marked as unread here is told the server, unless the account says that what is unread stays so. Of a group's
 * mailbox neither: each member reads for themselves, and the mailbox has one flag.
 */
export class ReadState {
  /** By account and folder: where its flags stood when they were looked at. A new process looks once more. */
  private readonly marks = new Map<string, string>();

  constructor(
    private readonly log: EventLog,
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly inboxes: InboxEmails,
  ) {}

  /**
   * After all folders were fetched; another one is selected after that. Ours goes first, so that what was just read here is
   * not taken for unread there.
   * @throws MailboxError, Unavailable where the read models are behind: the next pass tries again
   */
  async exchange(session: MailboxSession, account: FetchedAccount, folders: readonly string[], signal: AbortSignal) {
    await this.readModels.reached(await this.log.head(), inboxCollection, mailboxPlacesCollection);
    if (!account.fetching.keepUnread) await this.tell(session, account.accountId, signal);
    for (const folder of folders) if (!signal.aborted) await this.look(session, account.accountId, folder);
  }

  private async tell(session: MailboxSession, accountId: AccountId, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const { items } = await this.readModels.find<InboxView>(inboxCollection, {
        where: { untold: accountId },
        limit: TOLD_AT_ONCE,
      });
      if (items.length === 0) return;
      await this.store(session, accountId, items);
      // What lies nowhere any more, or under other UIDs, cannot be told: it counts as told.
      const emails = items.map(({ userId, emailId, unread }) => ({ userId, emailId, seen: !unread }));
      const { position } = await this.aggregates.change(
        mailbox,
        streams.mailbox(accountId),
        () => [{ type: 'ReadStateStored', data: { accountId, emails } }],
        { actor: 'system:fetching', cause: `told ${accountId} ${crypto.randomUUID()}` },
      );
      await this.readModels.reached(position, inboxCollection);
    }
  }

  private async store(session: MailboxSession, accountId: AccountId, items: readonly InboxView[]): Promise<void> {
    const places = items.flatMap(({ places: all, unread }) =>
      all.filter((place) => place.accountId === accountId).map((place) => ({ ...place, unread })),
    );
    for (const folder of new Set(places.map((place) => place.folder))) {
      const { uidValidity } = await session.select(folder);
      const here = places.filter((place) => place.folder === folder && place.uidValidity === uidValidity);
      const uids = (unread: boolean) => here.filter((place) => place.unread === unread).map(({ uid }) => Number(uid));
      const [read, unread] = [uids(false), uids(true)];
      if (read.length > 0) await session.markSeen(read);
      if (unread.length > 0) await session.markUnseen(unread);
    }
  }

  private async look(session: MailboxSession, accountId: AccountId, folder: string): Promise<void> {
    const { uidValidity } = await session.select(folder, { readOnly: true });
    const key = `${accountId} ${uidValidity} ${folder}`;
    const { uids, mark } = await session.seen({ last: LOOKED_AT, since: this.marks.get(key) ?? null });
    if (uids !== null && uids.length > 0) {
      const ids = uids.map((uid) => mailboxPlaceId({ accountId, folder, uidValidity, uid: String(uid) }));
      const found = await this.readModels.many<MailboxPlaceView>(mailboxPlacesCollection, ids);
      const cause = `seen ${key} ${mark ?? crypto.randomUUID()}`;
      await this.inboxes.change([...found.values()], readElsewhere, { actor: BY_SERVER, cause });
    }
    if (mark !== null) this.marks.set(key, mark);
  }
}
