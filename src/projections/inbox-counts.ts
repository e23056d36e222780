import { live } from '../application/ports/document-store.js';
import type { Delivery } from '../domain/email/events.js';
import type { EmailId, FolderId } from '../domain/ids.js';
import { standingsOf } from '../domain/inbox/arrival.js';
import { IMPORTANT, TRASH } from '../domain/inbox/places.js';
import { at, type Change, projection } from './projection.js';

export interface FolderCount {
  readonly total: number;
  readonly unread: number;
}

/** How many e-mails stand in each folder of a user's inbox. Counted by what happens, so that asking costs one document. */
export interface InboxCountsView {
  readonly userId: string;
  /** Of folders in which there has ever been something; `important`: what is starred, but for the trash. */
  readonly folders: Readonly<Record<string, FolderCount>>;
}

/** One e-mail more or less somewhere. */
interface Step {
  readonly folderId: FolderId;
  readonly total: number;
  readonly unread: number;
}

export const inboxCounts = projection<InboxCountsView>(
  'inbox-counts',
  { version: 1, fields: [], indexes: [] },
  {
    EmailReceived: ({ data: { emailId, delivery } }) => arrivals(emailId, delivery),
    EmailDelivered: ({ data: { emailId, delivery } }) => arrivals(emailId, delivery),
    InboxEmailRead: ({ data: { userId, folderId, starred } }) =>
      count(userId, ...inside(folderId, starred, { total: 0, unread: -1 })),
    InboxEmailUnread: ({ data: { userId, folderId, starred } }) =>
      count(userId, ...inside(folderId, starred, { total: 0, unread: 1 })),
    InboxEmailStarred: ({ data: { userId, folderId, unread } }) =>
      count(userId, ...important(folderId, { total: 1, unread: Number(unread) })),
    InboxEmailUnstarred: ({ data: { userId, folderId, unread } }) =>
      count(userId, ...important(folderId, { total: -1, unread: -Number(unread) })),
    InboxEmailMoved: ({ data: { userId, from, to, unread, starred } }) =>
      count(userId, ...moved(from, to, unread, starred)),
    InboxEmailTrashed: ({ data: { userId, from, unread, starred } }) =>
      count(userId, ...moved(from, TRASH, unread, starred)),
    InboxEmailRestored: ({ data: { userId, to, unread, starred } }) =>
      count(userId, ...moved(TRASH, to, unread, starred)),
  },
);
export const inboxCountsCollection = live(inboxCounts.spec);

function arrivals(emailId: EmailId, delivery: Delivery): Change<InboxCountsView>[] {
  return standingsOf(delivery, emailId).map(({ userId, folderId, unread }) =>
    count(userId, { folderId, total: 1, unread: Number(unread) }),
  );
}

type Difference = Omit<Step, 'folderId'>;

/** In a folder, and among what is important where it is starred. */
const inside = (folderId: FolderId, starred: boolean, difference: Difference): Step[] => [
  { folderId, ...difference },
  ...(starred ? important(folderId, difference) : []),
];

const important = (folderId: FolderId, difference: Difference): Step[] =>
  folderId === TRASH ? [] : [{ folderId: IMPORTANT, ...difference }];

const moved = (from: FolderId, to: FolderId, unread: boolean, starred: boolean): Step[] => [
  ...inside(from, starred, { total: -1, unread: -Number(unread) }),
  ...inside(to, starred, { total: 1, unread: Number(unread) }),
];

function count(userId: string, ...steps: readonly Step[]): Change<InboxCountsView> {
  return at(userId, (view = { userId, folders: {} }) => {
    const folders = { ...view.folders };
    for (const { folderId, total, unread } of steps) {
      const before = folders[folderId] ?? { total: 0, unread: 0 };
      folders[folderId] = { total: before.total + total, unread: before.unread + unread };
    }
    return { ...view, folders };
  });
}
