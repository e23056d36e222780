import type { Aggregates } from '../log/aggregates.js';
import type { EventLog } from '../log/event-log.js';
import type { BlobStore } from '../ports/blob-store.js';
import type { Clock } from '../ports/clock.js';
import type { DocumentStore } from '../ports/document-store.js';
import type { Leases } from '../ports/lease.js';
import type { Logger } from '../ports/logger.js';
import type { MimeParser } from '../ports/mime-parser.js';
import type { Vault } from '../ports/vault.js';
import type { WebhookTransport } from '../ports/webhook-transport.js';
import { EmailTexts } from '../search/email-texts.js';
import { KeptQueues } from './kept-queues.js';
import { PublicEvents } from './public-events.js';
import { Sending } from './sending.js';
import { Webhooks } from './webhooks.js';

/** Milliseconds. */
const GIVE_UP = 24 * 3_600_000;

/** What telling webhooks is made of; without a way to send, nobody is told and what happens waits. */
export interface WebhookParts {
  readonly queues: KeptQueues;
  readonly sending: Sending | null;
  readonly telling: Webhooks | null;
}

interface Ground {
  readonly documents: DocumentStore;
  readonly blobs: BlobStore;
  readonly parser: MimeParser;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly leases: Leases;
  readonly random: () => number;
  readonly webhooks?: WebhookTransport;
  readonly webhookGiveUp?: number;
}

export function openWebhooks(adapters: Ground, log: EventLog, aggregates: Aggregates): WebhookParts {
  const { documents, blobs, parser, vault, clock, logger, leases, random, webhookGiveUp: giveUp = GIVE_UP } = adapters;
  const queues = new KeptQueues(documents);
  const { webhooks: transport } = adapters;
  if (!transport) return { queues, sending: null, telling: null };
  const events = new PublicEvents(log, new EmailTexts(blobs, parser));
  const sending = new Sending(transport, vault, events, clock);
  const parts = { log, aggregates, events, sending, queues, clock, logger, random, policy: { giveUp } };
  return { queues, sending, telling: new Webhooks(parts, leases, clock, logger) };
}
