import type { EmailEvent } from '../email/events.js';
import type { EmailId, FolderId, UserId } from '../ids.js';
import { standingsOf } from './arrival.js';
import type { InboxEmailEvent } from './events.js';
import type { Standing } from './inbox-email.js';
import { TRASH } from './places.js';

/** Where an e-mail stands in somebody's inbox, and whether it was read. */
export type Stands = Pick<Standing, 'userId' | 'emailId' | 'folderId' | 'unread' | 'starred'>;

/** How e-mails stand behind an event, in each inbox that it changes. Each event says all of it: nothing before it is needed. */
export function standsAfter({ type, data }: EmailEvent | InboxEmailEvent): readonly Stands[] {
  switch (type) {
    case 'EmailReceived':
    case 'EmailDelivered':
      return standingsOf(data.delivery, data.emailId);
    case 'InboxEmailRead':
      return [stands(data, data.folderId, false, data.starred)];
    case 'InboxEmailUnread':
      return [stands(data, data.folderId, true, data.starred)];
    case 'InboxEmailStarred':
      return [stands(data, data.folderId, data.unread, true)];
    case 'InboxEmailUnstarred':
      return [stands(data, data.folderId, data.unread, false)];
    case 'InboxEmailMoved':
    case 'InboxEmailRestored':
      return [stands(data, data.to, data.unread, data.starred)];
    case 'InboxEmailTrashed':
      return [stands(data, TRASH, data.unread, data.starred)];
    default:
      return [];
  }
}

function stands(
  { userId, emailId }: { readonly userId: UserId; readonly emailId: EmailId },
  folderId: FolderId,
  unread: boolean,
  starred: boolean,
): Stands {
  return { userId, emailId, folderId, unread, starred };
}
