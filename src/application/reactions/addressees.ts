import { addressMarks } from '../../domain/address/address.js';
import type { Position } from '../../domain/event.js';
import { addressIdOf, streams, type UserId } from '../../domain/ids.js';
import type { Addressee } from '../../domain/notification/mailing.js';
import { USUAL_PREFERENCES } from '../../domain/notification/preferences.js';
import { type EmailView, emailsCollection } from '../../projections/emails.js';
import {
  type NotificationPreferencesView,
  type NotificationView,
  notificationCountsCollection,
  notificationId,
  notificationPreferencesCollection,
  notificationsCollection,
} from '../../projections/notifications.js';
import { usersCollection } from '../../projections/people.js';
import type { Asker } from '../access/asker.js';
import type { Askers } from '../access/askers.js';
import { may } from '../access/reading.js';
import type { Aggregates } from '../log/aggregates.js';
import type { ReadModels } from '../queries/read-models.js';
import type { VisibleNotifications } from '../queries/visible-notifications.js';
import type { Addressees } from './notification-mail.js';

const USED = [
  emailsCollection,
  notificationsCollection,
  notificationCountsCollection,
  notificationPreferencesCollection,
  usersCollection,
];

/** Who is written to, as they may and want at this moment, by the read models. One that is being built holds the mail up. */
export class AddresseesOfMail implements Addressees {
  constructor(
    private readonly readModels: ReadModels,
    private readonly aggregates: Aggregates,
    private readonly askers: Askers,
    private readonly visible: VisibleNotifications,
  ) {}

  async of(userId: UserId, seqs: readonly number[], after: Position): Promise<Addressee | null> {
    await this.readModels.reached(after, ...USED);
    const asker = await this.askers.of(userId);
    if (!asker) return null;
    const set = await this.readModels.get<NotificationPreferencesView>(notificationPreferencesCollection, userId);
    const { delivery, email } = set ?? USUAL_PREFERENCES;
    const address = asker.emailAddresses[0] ?? null;
    const of = streams.address(addressIdOf(address ?? ''));
    const { state: marks } = await this.aggregates.load(addressMarks, of);
    const found = await this.readModels.many<NotificationView>(
      notificationsCollection,
      seqs.map((seq) => notificationId(userId, seq)),
    );
    const wanted = [...found.values()].filter(({ kind }) => email.includes(kind));
    const unread = await this.readable(asker, await this.visible.unreadAmong(asker, wanted));
    return { wantsEmail: delivery !== 'off', address, marks, unread: unread.map(({ seq }) => seq) };
  }

  /** Of what tells of an e-mail that one: the record may be theirs to read, and it not. */
  private async readable(asker: Asker, views: readonly NotificationView[]): Promise<readonly NotificationView[]> {
    const ids = views.flatMap(({ kind, facts }) => (kind === 'email' && facts.emailId ? [facts.emailId] : []));
    const emails = await this.readModels.many<EmailView>(emailsCollection, ids);
    return views.filter(({ kind, facts: { emailId } }) => {
      if (kind !== 'email' || emailId === null) return true;
      return may(asker, 'emails', 'read', emails.get(emailId)?.belongsTo ?? []);
    });
  }
}
