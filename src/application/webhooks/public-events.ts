import type { EventRef } from '../../domain/event.js';
import type { RecordedEvent } from '../../domain/events.js';
import { AccountId, EmailId, streams } from '../../domain/ids.js';
import { type PublicEvent, payloadOf } from '../../domain/webhook/public-event.js';
import {
  isOfSending,
  type Published,
  publicCaseEvent,
  publicEmailEvent,
  publicSendingEvent,
  publishedTypes,
} from '../../domain/webhook/published.js';
import type { EventLog } from '../log/event-log.js';
import type { EmailTexts } from '../search/email-texts.js';

/** Characters of a text that is told. */
const LONGEST_TEXT = 100_000;
const types: ReadonlySet<string> = new Set(publishedTypes);
export const isPublished = (event: RecordedEvent): event is Published => types.has(event.type);

/** What webhooks are told, read from the log: the same whenever it is asked for. */
export class PublicEvents {
  /** Whether accounts are users' own: that never changes. */
  private readonly personal = new Map<string, boolean>();

  constructor(
    private readonly log: EventLog,
    private readonly texts: EmailTexts,
  ) {}

  /** None: nobody is told of it. @throws StoreUnavailable */
  async of(event: Published): Promise<PublicEvent | null> {
    if (isOfSending(event)) return publicSendingEvent(await this.history(event), event);
    if (event.type !== 'EmailRouted') return publicCaseEvent(await this.history(event), event);
    const { emailId, cause } = event.data;
    const email = await this.history({ stream: streams.email(emailId), revision: cause.revision });
    for (const { type, data } of email)
      if (type === 'EmailReceived' || type === 'EmailDelivered') await this.learn(data.delivery.accountId);
    // What is not known to be the group's is kept to itself.
    return publicEmailEvent(email, event, (accountId) => this.personal.get(accountId) ?? true);
  }

  /** The same by its name. */
  async read(ref: EventRef): Promise<PublicEvent | null> {
    const event = await this.log.eventAt(ref);
    return event && isPublished(event) ? this.of(event) : null;
  }

  /** The body of the message, as JSON. @throws StoreUnavailable, Unavailable */
  async body(event: PublicEvent, bodies: boolean): Promise<string> {
    return JSON.stringify(payloadOf(bodies ? await this.withText(event) : withoutText(event)));
  }

  private async withText(event: PublicEvent): Promise<PublicEvent> {
    if (event.type !== 'email.received') return event;
    const [received] = await this.history({ stream: streams.email(EmailId.parse(event.data.email.id)), revision: 0 });
    if (received?.type !== 'EmailReceived') return event;
    const text = (await this.texts.of(received.data)).slice(0, LONGEST_TEXT);
    return { ...event, data: { ...event.data, email: { ...event.data.email, text } } };
  }

  private async learn(id: string | null): Promise<void> {
    if (id === null || this.personal.has(id)) return;
    for await (const { type } of this.log.readStream(streams.mailAccount(AccountId.parse(id)), { limit: 1 }))
      this.personal.set(id, type !== 'GroupAccountOpened');
  }

  /** Of a stream, up to an event of it. */
  private async history({ stream, revision }: EventRef): Promise<readonly RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for await (const event of this.log.readStream(stream, { limit: revision + 1 })) events.push(event);
    return events;
  }
}

function withoutText(event: PublicEvent): PublicEvent {
  if (event.type === 'case.rated') return { ...event, data: { ...event.data, comment: null } };
  if (event.type !== 'case.note_added') return event;
  return { ...event, data: { ...event.data, note: { ...event.data.note, text: null } } };
}
