import { live } from '../application/ports/document-store.js';
import type { EventRef } from '../domain/event.js';
import type { WebhookSettings } from '../domain/webhook/events.js';
import { at, existing, projection, remove } from './projection.js';

export interface WebhookView extends WebhookSettings {
  readonly webhookId: string;
  readonly status: 'active' | 'paused' | 'suspended';
  /** Why it was suspended, since when nothing had reached it by then, and what the last attempt ended with. */
  readonly suspended: { readonly reason: string; readonly since: string; readonly error: string } | null;
  readonly registeredAt: string;
  /** Until then its messages are signed with the secret before as well; none: there is none. */
  readonly previousSecretUntil: string | null;
  /** Of its stream: what `If-Match` names. */
  readonly revision: number;
}

export const webhooks = projection<WebhookView>(
  'webhooks',
  { version: 1, fields: [], indexes: [] },
  {
    WebhookRegistered: ({ data: { secret: _, ...settings }, metadata, revision }) =>
      at(settings.webhookId, () => ({
        ...settings,
        status: 'active',
        suspended: null,
        registeredAt: metadata.at,
        previousSecretUntil: null,
        revision,
      })),
    WebhookChanged: ({ data, revision }) => existing(data.webhookId, (view) => ({ ...view, ...data, revision })),
    WebhookSecretRotated: ({ data: { webhookId, previousUntil }, revision }) =>
      existing(webhookId, (view) => ({ ...view, previousSecretUntil: previousUntil, revision })),
    WebhookPaused: ({ data, revision }) =>
      existing(data.webhookId, (view) => ({ ...view, status: 'paused', revision })),
    WebhookSuspended: ({ data: { webhookId, ...suspended }, revision }) =>
      existing(webhookId, (view) => ({ ...view, status: 'suspended', suspended, revision })),
    WebhookResumed: ({ data, revision }) =>
      existing(data.webhookId, (view) => ({ ...view, status: 'active', suspended: null, revision })),
    WebhookDeliveriesReplayed: ({ data, revision }) => existing(data.webhookId, (view) => ({ ...view, revision })),
    WebhookRemoved: ({ data }) => remove(data.webhookId),
  },
);
export const webhooksCollection = live(webhooks.spec);

/** A message that was given up, under its id. */
export interface WebhookFailureView {
  readonly deliveryId: string;
  readonly webhookId: string;
  /** What it tells of. */
  readonly event: EventRef;
  readonly type: string;
  readonly attempts: number;
  readonly since: string;
  readonly status: number | null;
  readonly error: string;
  /** When it was given up. */
  readonly at: string;
}

export const webhookFailures = projection<WebhookFailureView>(
  'webhook-failures',
  { version: 1, fields: ['webhookId', 'at'], indexes: [['webhookId', 'at']] },
  {
    WebhookDeliveryFailed: ({ data, metadata }) => at(data.deliveryId, () => ({ ...data, at: metadata.at })),
    WebhookDeliveriesReplayed: ({ data }) => data.deliveries.map(({ deliveryId }) => remove(deliveryId)),
  },
);
export const webhookFailuresCollection = live(webhookFailures.spec);
