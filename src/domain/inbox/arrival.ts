import type { Delivery, EmailEvent } from '../email/events.js';
import type { EmailId, UserId } from '../ids.js';
import type { Standing } from './inbox-email.js';
import { INBOX, TRASH } from './places.js';

/** How a delivery stands in each inbox that it comes to. */
export function standingsOf({ filed, accountId }: Delivery, emailId: EmailId): Standing[] {
  if (!filed) return [];
  const exceptions = new Map(filed.exceptions.map((one) => [one.userId, one]));
  return filed.userIds.map((userId) => {
    const exception = exceptions.get(userId);
    const before = exception?.folderId ?? filed.groupFolderId ?? INBOX;
    return {
      userId,
      emailId,
      folderId: exception?.trashed ? TRASH : before,
      before,
      unread: !(filed.read || exception?.read),
      starred: false,
      keptUnread: false,
      accountIds: filed.owner === userId && accountId !== null ? [accountId] : [],
    };
  });
}

/** The same message again: a user's own account holds it as well. Where it stands, the first delivery has said. */
export function withDelivery<S extends Standing>(standing: S, { filed, accountId }: Delivery): S {
  if (filed?.owner !== standing.userId || accountId === null || standing.accountIds.includes(accountId))
    return standing;
  return { ...standing, accountIds: [...standing.accountIds, accountId] };
}

/** How an e-mail came to a user's inbox, by its own stream; none: it did not. */
export function arrivalOf(history: Iterable<EmailEvent>, userId: UserId): Standing | null {
  let standing: Standing | null = null;
  for (const { type, data } of history) {
    if (type !== 'EmailReceived' && type !== 'EmailDelivered') continue;
    const { emailId, delivery } = data;
    standing = standing
      ? withDelivery(standing, delivery)
      : (standingsOf(delivery, emailId).find((one) => one.userId === userId) ?? null);
  }
  return standing;
}
