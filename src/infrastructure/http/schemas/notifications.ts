import { z } from 'zod';
import { FollowReason } from '../../../domain/follow/events.js';
import { RecordId, RecordType, UserId } from '../../../domain/ids.js';
import { NotificationFacts } from '../../../domain/notification/events.js';
import { NotificationKind } from '../../../domain/notification/kinds.js';
import { AutoFollow, EmailDelivery } from '../../../domain/notification/preferences-events.js';
import { flag, instant, page, paging } from './common.js';

export const NotificationQuery = z.strictObject({
  ...paging,
  unread: flag.optional().describe('Only what was not read'),
});
export const NotificationKey = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

const Notification = z
  .object({
    id: z.int().describe('Rises: a later one has a larger one'),
    kind: NotificationKind,
    record: z.object({ type: z.string(), id: z.string() }).nullable().describe('None: a message that is about nothing'),
    actor: z.string().nullable().describe('Who did it, where a user did'),
    at: instant,
    unread: z.boolean(),
    facts: NotificationFacts,
  })
  .meta({ id: 'Notification' });
export const Notifications = page('Notifications', Notification);
export const NotificationCounts = z
  .object({
    unread: z.int().describe('Up to 1,000, which says: 1,000 or more'),
    latest: z.int().nullable().describe('The newest one; none: there is none'),
  })
  .meta({ id: 'NotificationCounts' });

export const ReadAll = z
  .strictObject({
    upTo: z.int().min(0).optional().describe('The newest one that was seen; default: that there is'),
  })
  .prefault({})
  .meta({ id: 'ReadAll' });

const settings = {
  autoFollow: AutoFollow.strict(),
  list: z.array(NotificationKind).max(20),
  email: z.array(NotificationKind).max(20),
  delivery: EmailDelivery,
  digestHour: z.int().min(0).max(23),
  timeZone: z.string().min(1).max(64).describe('A name of the IANA time zone database: Europe/Ljubljana'),
};
export const NewNotificationSettings = z.strictObject(settings).meta({ id: 'NewNotificationSettings' });
export const NotificationSettings = z
  .object({
    ...settings,
    emailsLeave: z
      .boolean()
      .describe(
        'An administrator has said from which account: `PUT /api/v1/system-mail`. Else nothing comes by e-mail',
      ),
    revision: z.int().describe('-1: they were never set'),
  })
  .meta({ id: 'NotificationSettings' });

export const Followers = z
  .object({
    items: z.array(z.object({ userId: z.string(), because: FollowReason, since: instant })),
    revision: z.int().describe('Of what people have decided themselves; -1: nobody has'),
  })
  .meta({ id: 'Followers' });
/** `me`, or a user. */
export const FollowerKey = z.union([z.literal('me'), UserId]);
export const RecordTypeKey = RecordType;
export const RecordKey = RecordId;
