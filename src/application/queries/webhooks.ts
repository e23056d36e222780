import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Rejected } from '../../domain/errors.js';
import type { Position } from '../../domain/event.js';
import { streams, type WebhookId } from '../../domain/ids.js';
import type { DeliveryQueue } from '../../domain/webhook/queue.js';
import { presentWebhook, webhook } from '../../domain/webhook/webhook.js';
import {
  type WebhookFailureView,
  type WebhookView,
  webhookFailuresCollection,
  webhooksCollection,
} from '../../projections/webhooks.js';
import { Aggregates } from '../log/aggregates.js';
import { Mailcase } from '../mailcase.js';
import { CLOCK } from '../parts.js';
import type { Clock } from '../ports/clock.js';
import type { Outcome } from '../webhooks/sending.js';
import { type Paging, pageOf } from './paging.js';
import { type PageOf, ReadModels } from './read-models.js';

/** How a webhook is reached at present. */
export interface WebhookHealth {
  /** Ever, but for what was lost with the stores. */
  readonly delivered: number;
  readonly waiting: number;
  /** ISO 8601; none: the last attempt arrived, or there was none. */
  readonly failingSince: string | null;
  readonly lastDeliveredAt: string | null;
  readonly lastError: string | null;
}

export type ListedWebhook = WebhookView & { readonly health: WebhookHealth };

/** A message on its way, or one of the latest that arrived. */
export interface WebhookDelivery {
  readonly deliveryId: string;
  readonly type: string;
  readonly state: 'waiting' | 'delivered';
  readonly attempts: number;
  /** Of the last attempt; none: there was no answer yet. */
  readonly status: number | null;
  readonly error: string | null;
  readonly nextAt: string | null;
  readonly deliveredAt: string | null;
  readonly milliseconds: number | null;
}

export class ListWebhooks extends Query<PageOf<ListedWebhook>> {
  constructor(
    readonly paging: Paging = {},
    readonly after?: Position,
  ) {
    super();
  }
}

export class GetWebhook extends Query<ListedWebhook> {
  constructor(
    readonly webhookId: string,
    readonly after?: Position,
  ) {
    super();
  }
}

/** Those that wait, the first one first, and then the last 50 that arrived, the latest first. */
export class ListWebhookDeliveries extends Query<readonly WebhookDelivery[]> {
  constructor(
    readonly webhookId: string,
    readonly after?: Position,
  ) {
    super();
  }
}

/** What was given up, the latest first. */
export class ListWebhookFailures extends Query<PageOf<WebhookFailureView>> {
  constructor(
    readonly webhookId: string,
    readonly paging: Paging = {},
    readonly after?: Position,
  ) {
    super();
  }
}

/** Sends a `ping` now, whatever waits, and says what came of it. */
export class TestWebhook extends Query<Outcome> {
  constructor(readonly webhookId: WebhookId) {
    super();
  }
}

@QueryHandler(ListWebhooks)
export class ListWebhooksHandler implements IQueryHandler<ListWebhooks> {
  constructor(
    private readonly readModels: ReadModels,
    private readonly mailcase: Mailcase,
  ) {}

  async execute({ paging, after }: ListWebhooks): Promise<PageOf<ListedWebhook>> {
    await this.readModels.reached(after, webhooksCollection);
    const { items, next } = await this.readModels.find<WebhookView>(webhooksCollection, pageOf(paging));
    const queues = await this.mailcase.webhooks.queues.look(items.map(({ webhookId }) => webhookId));
    return { items: items.map((view) => ({ ...view, health: healthOf(queues.get(view.webhookId)) })), next };
  }
}

@QueryHandler(GetWebhook)
export class GetWebhookHandler implements IQueryHandler<GetWebhook> {
  constructor(
    private readonly readModels: ReadModels,
    private readonly mailcase: Mailcase,
  ) {}

  async execute({ webhookId, after }: GetWebhook): Promise<ListedWebhook> {
    await this.readModels.reached(after, webhooksCollection);
    const view = await this.readModels.mustGet<WebhookView>(webhooksCollection, webhookId, 'webhook');
    const queues = await this.mailcase.webhooks.queues.look([webhookId]);
    return { ...view, health: healthOf(queues.get(webhookId)) };
  }
}

@QueryHandler(ListWebhookDeliveries)
export class ListWebhookDeliveriesHandler implements IQueryHandler<ListWebhookDeliveries> {
  constructor(
    private readonly readModels: ReadModels,
    private readonly mailcase: Mailcase,
  ) {}

  async execute({ webhookId, after }: ListWebhookDeliveries): Promise<readonly WebhookDelivery[]> {
    await this.readModels.reached(after, webhooksCollection);
    await this.readModels.mustGet<WebhookView>(webhooksCollection, webhookId, 'webhook');
    const queue = (await this.mailcase.webhooks.queues.look([webhookId])).get(webhookId);
    const waiting = (queue?.waiting ?? []).map(({ id: deliveryId, type, attempts, status, error, nextAt }) => ({
      ...{ deliveryId, type, state: 'waiting' as const, attempts, status, error },
      ...{ nextAt: nextAt === 0 ? null : instant(nextAt), deliveredAt: null, milliseconds: null },
    }));
    const arrived = (queue?.recent ?? []).map(({ id: deliveryId, type, attempts, status, at, milliseconds }) => ({
      ...{ deliveryId, type, state: 'delivered' as const, attempts, status, error: null },
      ...{ nextAt: null, deliveredAt: instant(at), milliseconds },
    }));
    return [...waiting, ...arrived];
  }
}

@QueryHandler(ListWebhookFailures)
export class ListWebhookFailuresHandler implements IQueryHandler<ListWebhookFailures> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ webhookId, paging, after }: ListWebhookFailures): Promise<PageOf<WebhookFailureView>> {
    await this.readModels.reached(after, webhooksCollection, webhookFailuresCollection);
    await this.readModels.mustGet<WebhookView>(webhooksCollection, webhookId, 'webhook');
    return this.readModels.find<WebhookFailureView>(webhookFailuresCollection, {
      where: { webhookId },
      sort: { field: 'at', direction: 'desc' },
      ...pageOf(paging),
    });
  }
}

@QueryHandler(TestWebhook)
export class TestWebhookHandler implements IQueryHandler<TestWebhook> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly mailcase: Mailcase,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ webhookId }: TestWebhook): Promise<Outcome> {
    const { state } = await this.aggregates.load(webhook, streams.webhook(webhookId));
    const hook = presentWebhook(state);
    const { sending } = this.mailcase.webhooks;
    if (!sending) throw new Rejected('no-webhooks-here', 'This process tells no webhooks.');
    const body = { type: 'ping', version: 1, timestamp: this.clock.now().toISOString(), data: { webhookId } };
    return sending.send(hook, `msg_${crypto.randomUUID()}`, JSON.stringify(body), new AbortController().signal);
  }
}

const instant = (at: number): string => new Date(at).toISOString();

function healthOf(queue: DeliveryQueue | undefined): WebhookHealth {
  const [latest] = queue?.recent ?? [];
  const failed = queue?.waiting.find(({ error }) => error !== null);
  return {
    delivered: queue?.delivered ?? 0,
    waiting: queue?.waiting.length ?? 0,
    failingSince: queue?.failingSince ? instant(queue.failingSince) : null,
    lastDeliveredAt: latest ? instant(latest.at) : null,
    lastError: failed?.error ?? null,
  };
}
