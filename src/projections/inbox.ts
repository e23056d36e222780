import { live } from '../application/ports/document-store.js';
import type { Delivery } from '../domain/email/events.js';
import type { MatchedFilter } from '../domain/email/filed.js';
import { derivedId, type EmailId, type UserId } from '../domain/ids.js';
import { standingsOf, withDelivery } from '../domain/inbox/arrival.js';
import type { InboxEmailEvent } from '../domain/inbox/events.js';
import { evolveStanding, type Standing } from '../domain/inbox/inbox-email.js';
import { TRASH } from '../domain/inbox/places.js';
import { at, type Change, existing, projection } from './projection.js';

/** Where an e-mail lies in a mailbox of the user's own. */
interface Place {
  readonly accountId: string;
  readonly folder: string;
  readonly uidValidity: string;
  readonly uid: string;
}

/** One e-mail in one user's inbox: what lists of it are filtered and sorted by. The e-mail itself is in `emails`. */
export interface InboxView extends Standing {
  readonly trashed: boolean;
  /** They wrote it. */
  readonly sent: boolean;
  readonly receivedAt: string;
  /** In the user's own mailboxes. */
  readonly places: readonly Place[];
  /** The own accounts whose servers are to be told that it was read, or not. */
  readonly untold: readonly string[];
  readonly matchedBy: readonly MatchedFilter[];
  /** Of its stream; -1: nobody has touched it. */
  readonly revision: number;
}

/** The name of an e-mail in a user's inbox. */
export const inboxId = (userId: string, emailId: string): string => `${userId} ${emailId}`;

/** What another program does with the mail of a mailbox is no news to its server. */
export const BY_SERVER = 'system:imap';

export const inbox = projection<InboxView>(
  'inbox',
  {
    version: 1,
    fields: ['userId', 'folderId', 'trashed', 'unread', 'starred', 'receivedAt'],
    arrays: ['untold'],
    indexes: [
      ['userId', 'folderId', 'receivedAt'],
      ['userId', 'folderId', 'unread', 'receivedAt'],
      ['userId', 'starred', 'receivedAt', 'folderId', 'unread', 'trashed'],
      ['untold'],
    ],
  },
  {
    EmailReceived: ({ data: { emailId, delivery, date }, metadata }) =>
      arrivals(emailId, delivery, delivery.receivedAt ?? date ?? metadata.at),
    EmailDelivered: ({ data: { emailId, delivery }, metadata }) => {
      const owner = delivery.filed?.owner;
      const news = arrivals(emailId, delivery, delivery.receivedAt ?? metadata.at);
      if (!owner || delivery.filed?.userIds.includes(owner)) return news;
      return [...news, existing(inboxId(owner, emailId), (view) => again(view, delivery))];
    },
    InboxEmailRead: ({ data, type, revision, metadata }) => [
      changed({ type, data }, revision, metadata.actor === BY_SERVER ? [] : data.accountIds),
    ],
    InboxEmailUnread: ({ data, type, revision }) => changed({ type, data }, revision, data.accountIds),
    InboxEmailStarred: ({ data, type, revision }) => changed({ type, data }, revision),
    InboxEmailUnstarred: ({ data, type, revision }) => changed({ type, data }, revision),
    InboxEmailMoved: ({ data, type, revision }) => changed({ type, data }, revision),
    InboxEmailTrashed: ({ data, type, revision }) => changed({ type, data }, revision),
    InboxEmailRestored: ({ data, type, revision }) => changed({ type, data }, revision),
    // What the user has done meanwhile is to be told as well.
    ReadStateStored: ({ data: { accountId, emails } }) =>
      emails.map(({ userId, emailId, seen }) =>
        existing<InboxView>(inboxId(userId, emailId), (view) =>
          view.unread === seen ? view : { ...view, untold: view.untold.filter((one) => one !== accountId) },
        ),
      ),
  },
);
export const inboxCollection = live(inbox.spec);

function arrivals(emailId: EmailId, delivery: Delivery, receivedAt: string): Change<InboxView>[] {
  const exceptions = new Map(delivery.filed?.exceptions.map((one) => [one.userId, one]));
  return standingsOf(delivery, emailId).map((standing) =>
    at(inboxId(standing.userId, emailId), () => ({
      ...standing,
      trashed: standing.folderId === TRASH,
      sent: isOwners(delivery, standing.userId) && (delivery.filed?.sent ?? false),
      receivedAt,
      places: placesOf(delivery, standing.userId),
      untold: [],
      matchedBy: [...(delivery.filed?.matchedBy ?? []), ...(exceptions.get(standing.userId)?.matchedBy ?? [])],
      revision: -1,
    })),
  );
}

const isOwners = ({ filed }: Delivery, userId: UserId): boolean => filed?.owner === userId;

function placesOf(delivery: Delivery, userId: UserId): Place[] {
  const { accountId, folder, uidValidity, uid } = delivery;
  return isOwners(delivery, userId) && accountId !== null ? [{ accountId, folder, uidValidity, uid }] : [];
}

const again = (view: InboxView, delivery: Delivery): InboxView => ({
  ...withDelivery(view, delivery),
  places: [...view.places, ...placesOf(delivery, view.userId)],
});

function changed(event: InboxEmailEvent, revision: number, untold?: readonly string[]): Change<InboxView> {
  const { userId, emailId } = event.data;
  return existing(inboxId(userId, emailId), (view) => {
    const standing = evolveStanding(view, event);
    const trashed = standing.folderId === TRASH;
    return { ...standing, trashed, revision, ...(untold === undefined ? {} : { untold }) };
  });
}

/** Which e-mail lies at a place of a user's own mailbox: so that what other programs do there is seen here. */
export interface MailboxPlaceView {
  readonly userId: UserId;
  readonly emailId: EmailId;
}

export const mailboxPlaceId = ({ accountId, folder, uidValidity, uid }: Place): string =>
  derivedId('place', accountId, folder, uidValidity, uid);

export const mailboxPlaces = projection<MailboxPlaceView>(
  'mailbox-places',
  { version: 1, fields: [], indexes: [] },
  {
    EmailReceived: ({ data: { emailId, delivery } }) => place(emailId, delivery),
    EmailDelivered: ({ data: { emailId, delivery } }) => place(emailId, delivery),
  },
);
export const mailboxPlacesCollection = live(mailboxPlaces.spec);

function place(emailId: EmailId, delivery: Delivery): Change<MailboxPlaceView>[] {
  const userId = delivery.filed?.owner;
  if (!userId) return [];
  return placesOf(delivery, userId).map((one) => at(mailboxPlaceId(one), () => ({ userId, emailId })));
}
