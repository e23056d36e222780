import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { streams } from '../../domain/ids.js';
import { sending } from '../../domain/outgoing/sending.js';
import {
  type OutboxView,
  outboxCollection,
  type SendingAccountView,
  sendingAccountsCollection,
} from '../../projections/outbox.js';
import { Aggregates } from '../log/aggregates.js';
import { type Paging, pageOf } from './paging.js';
import { type PageOf, ReadModels } from './read-models.js';

export interface OutboxFilter {
  readonly accountId?: string;
  readonly status?: OutboxView['status'];
}

/** What has not left, the oldest first. */
export class ListOutbox extends Query<PageOf<OutboxView>> {
  constructor(
    readonly filter: OutboxFilter = {},
    readonly paging: Paging = {},
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(ListOutbox)
export class ListOutboxHandler implements IQueryHandler<ListOutbox> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ filter: { accountId, status }, paging, after }: ListOutbox): Promise<PageOf<OutboxView>> {
    await this.readModels.reached(after, outboxCollection);
    return this.readModels.find<OutboxView>(outboxCollection, {
      where: { ...(accountId === undefined ? {} : { accountId }), ...(status === undefined ? {} : { status }) },
      sort: { field: 'queuedAt', direction: 'asc' },
      ...pageOf(paging),
    });
  }
}

export interface OutboxSummary {
  /** Nothing leaves at all, since somebody has stopped it. */
  readonly stopped: boolean;
  /** As whoever stopped it says. */
  readonly stopReason: string | null;
  readonly queued: number;
  readonly failed: number;
  /** When the oldest message that waits was queued; none: none waits. */
  readonly oldestQueuedAt: string | null;
  /** From which something has left, or should have. */
  readonly accounts: readonly SendingAccountView[];
}

export class GetOutboxSummary extends Query<OutboxSummary> {
  constructor(readonly after?: Position) {
    super();
  }
}

@QueryHandler(GetOutboxSummary)
export class GetOutboxSummaryHandler implements IQueryHandler<GetOutboxSummary> {
  constructor(
    private readonly readModels: ReadModels,
    private readonly aggregates: Aggregates,
  ) {}

  async execute({ after }: GetOutboxSummary): Promise<OutboxSummary> {
    await this.readModels.reached(after, outboxCollection, sendingAccountsCollection);
    const of = (status: OutboxView['status']) => this.readModels.count(outboxCollection, { status });
    const sort = { field: 'queuedAt', direction: 'asc' } as const;
    const oldest = this.readModels.find<OutboxView>(outboxCollection, { where: { status: 'queued' }, sort, limit: 1 });
    const [{ state }, queued, attempted, failed, first, accounts] = await Promise.all([
      this.aggregates.load(sending, streams.outbox),
      ...[of('queued'), of('attempted'), of('failed')],
      oldest,
      this.readModels.all<SendingAccountView>(sendingAccountsCollection),
    ] as const);
    const oldestQueuedAt = first.items[0]?.queuedAt ?? null;
    const { stopped, reason: stopReason } = state;
    return { stopped, stopReason, queued: queued + attempted, failed, oldestQueuedAt, accounts };
  }
}
