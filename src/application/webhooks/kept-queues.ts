import type { Position } from '../../domain/event.js';
import type { WebhookId } from '../../domain/ids.js';
import type { DeliveryQueue } from '../../domain/webhook/queue.js';
import { type CollectionSpec, type DocumentStore, live } from '../ports/document-store.js';

const spec: CollectionSpec = { name: 'webhook-queues', version: 1, fields: [], indexes: [] };
const checkpointOf = (id: WebhookId): string => `webhook-queues_v1/${id}`;
const numbered = (n: number): Position => String(n).padStart(16, '0');

/** Which write comes next: whoever was overtaken fails by it. */
export interface QueueToken {
  readonly next: number;
  readonly from: Position | null;
}

/**
 * How far webhooks have been told, kept beside the log: it can be lost, and what has arrived since the log was told the last
 * time is sent again.
 */
export class KeptQueues {
  private prepared: Promise<void> | null = null;

  constructor(private readonly documents: DocumentStore) {}

  async load(id: WebhookId): Promise<{ readonly queue: DeliveryQueue | null; readonly token: QueueToken }> {
    await this.open();
    const from = await this.documents.checkpoint(checkpointOf(id));
    const stored = (await this.documents.get(live(spec), [id])).get(id);
    const next = Math.max(Number(from ?? 0), Number(stored?.position ?? 0)) + 1;
    // Written below, in this shape.
    return { queue: (stored?.document as DeliveryQueue | undefined) ?? null, token: { next, from } };
  }

  /** Those that were stored, for whoever looks. */
  async look(ids: readonly string[]): Promise<ReadonlyMap<string, DeliveryQueue>> {
    const isThere = (await this.documents.versions(spec.name)).includes(spec.version);
    if (!isThere || ids.length === 0) return new Map();
    const found = await this.documents.get(live(spec), ids);
    // As above.
    return new Map([...found].map(([id, { document }]) => [id, document as unknown as DeliveryQueue]));
  }

  /** @param queue none: the webhook is gone @throws CheckpointConflict where somebody else has written */
  async keep(id: WebhookId, queue: DeliveryQueue | null, { next, from }: QueueToken): Promise<QueueToken> {
    const position = numbered(next);
    // Plain JSON: to the store it is a document.
    const document = queue as unknown as Readonly<Record<string, unknown>> | null;
    const move = { key: checkpointOf(id), from, to: position };
    await this.documents.write(live(spec), [{ id, document, position }], move);
    return { next: next + 1, from: position };
  }

  private open(): Promise<void> {
    this.prepared ??= this.documents.prepare(spec).catch((error) => {
      this.prepared = null;
      throw error;
    });
    return this.prepared;
  }
}
