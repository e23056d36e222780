import { type Position, START } from '../../domain/event.js';
import type { RecordedAs } from '../../domain/events.js';
import type { WebhookId } from '../../domain/ids.js';
import { type Webhook, webhook } from '../../domain/webhook/webhook.js';
import type { EventLog } from '../log/event-log.js';

/** What changes a webhook. */
export const changingTypes = [
  'WebhookRegistered',
  'WebhookChanged',
  'WebhookSecretRotated',
  'WebhookPaused',
  'WebhookSuspended',
  'WebhookResumed',
  'WebhookRemoved',
] as const;

/** A webhook, and the places in the log that matter to whoever tells it. */
export interface KnownWebhook {
  readonly webhookId: WebhookId;
  readonly state: Webhook;
  /** What happened before that it is not told of. */
  readonly since: Position;
  /** Where it was resumed the last time. */
  readonly resumed: Position;
  /** The same, of the last time that what had waited was left out. */
  readonly skipped: Position;
  /** The last thing that changed it. */
  readonly changed: Position;
}

/** All webhooks, folded from the log. */
export class KnownWebhooks {
  readonly all = new Map<WebhookId, KnownWebhook>();
  private position: Position = START;

  constructor(private readonly log: EventLog) {}

  /** Those that have changed; whoever has taken note of one removes it. */
  readonly changed = new Set<WebhookId>();

  /** Reads to the end of the log. @throws StoreUnavailable */
  async catchUp(): Promise<void> {
    for await (const { events, checkpoint } of this.log.readAll(this.position, changingTypes)) {
      for (const event of events) this.take(event);
      this.position = checkpoint;
    }
  }

  private take(event: RecordedAs<(typeof changingTypes)[number]>): void {
    const { webhookId } = event.data;
    const { position } = event;
    this.changed.add(webhookId);
    const before = this.all.get(webhookId);
    const isResumed = event.type === 'WebhookResumed';
    this.all.set(webhookId, {
      webhookId,
      state: webhook.evolve(before?.state ?? webhook.initialState(), event),
      since: before?.since ?? position,
      resumed: isResumed ? position : (before?.resumed ?? START),
      skipped: isResumed && event.data.skipMissed ? position : (before?.skipped ?? START),
      changed: position,
    });
  }
}
