import { z } from 'zod';
import { PublicEventType, WebhookSettings as Settings } from '../../../domain/webhook/events.js';
import { Changed, instant, page, text } from './common.js';

const given = Settings.shape;
export const WebhookSettings = z
  .strictObject({
    name: text(200),
    url: text(2_000).describe('Where it is told: `https://…`'),
    events: given.events,
    teamIds: given.teamIds.default([]),
    accountIds: given.accountIds.default([]),
    bodies: given.bodies.default(false),
  })
  .meta({ id: 'WebhookSettings' });

export const SecretShown = Changed.extend({
  webhookId: z.string(),
  secret: z.string().describe('`whsec_…`, shown this once and nowhere else'),
}).meta({ id: 'WebhookSecret' });

export const Rotation = z
  .strictObject({
    hours: z.number().min(0).max(168).default(24).describe('For which the secret before signs as well'),
  })
  .prefault({})
  .meta({ id: 'WebhookRotation' });

export const Resumption = z
  .strictObject({
    skipMissed: z.boolean().default(false).describe('What has waited is left out; else it is told now'),
  })
  .prefault({})
  .meta({ id: 'WebhookResumption' });

export const Webhook = z
  .object({
    webhookId: z.string(),
    name: z.string(),
    url: z.string(),
    events: z.array(PublicEventType),
    teamIds: z.array(z.string()),
    accountIds: z.array(z.string()),
    bodies: z.boolean(),
    status: z.enum(['active', 'paused', 'suspended']),
    suspended: z
      .object({ reason: z.string().describe('`gone`, `failing`'), since: instant, error: z.string() })
      .nullable(),
    registeredAt: instant,
    previousSecretUntil: instant.nullable(),
    revision: z.int(),
    health: z
      .object({
        delivered: z.int(),
        waiting: z.int(),
        failingSince: instant.nullable(),
        lastDeliveredAt: instant.nullable(),
        lastError: z.string().nullable().describe('Of the first one that waits after an attempt'),
      })
      .describe('Within a quarter of a second, as the node says that tells it'),
  })
  .meta({ id: 'Webhook' });
export const Webhooks = page('Webhooks', Webhook);

const deliveryId = z.string().describe('The `webhook-id` of the message');
const WebhookDelivery = z
  .object({
    deliveryId,
    type: z.string(),
    state: z.enum(['waiting', 'delivered']),
    attempts: z.int(),
    status: z.int().nullable().describe('Of the last answer; null: there was none'),
    error: z.string().nullable(),
    nextAt: instant.nullable().describe('When it is tried again'),
    deliveredAt: instant.nullable(),
    milliseconds: z.int().nullable(),
  })
  .meta({ id: 'WebhookDelivery' });
export const WebhookDeliveries = z
  .object({ items: z.array(WebhookDelivery).describe('What waits, then the last 50 that arrived') })
  .meta({ id: 'WebhookDeliveries' });

const FailedWebhookDelivery = z
  .object({
    deliveryId,
    webhookId: z.string(),
    event: z.object({ stream: z.string(), revision: z.int() }),
    type: z.string(),
    attempts: z.int(),
    since: instant.describe('When it was tried first'),
    status: z.int().nullable(),
    error: z.string(),
    at: instant.describe('When it was given up'),
  })
  .meta({ id: 'FailedWebhookDelivery' });
export const FailedWebhookDeliveries = page('FailedWebhookDeliveries', FailedWebhookDelivery);

export const Replay = z
  .strictObject({
    deliveryIds: z.array(z.string().min(1).max(100)).min(1).max(200).optional().describe('Default: all'),
  })
  .prefault({})
  .meta({ id: 'WebhookReplay' });
export const Replayed = Changed.extend({ replayed: z.int() }).meta({ id: 'WebhookReplayed' });

export const WebhookTested = z
  .object({
    ok: z.boolean(),
    status: z.int().nullable().describe('Of the answer; null: there was none'),
    error: z.string().nullable(),
    milliseconds: z.int(),
  })
  .meta({ id: 'WebhookTested' });
