import type { EventRef, Position } from '../../domain/event.js';
import type { RecordedEvent } from '../../domain/events.js';
import { streams, type WebhookId } from '../../domain/ids.js';
import type { WebhookDeliveryEvent } from '../../domain/webhook/events.js';
import { isHistory, isWanted, publicTypeOf, publishedTypes } from '../../domain/webhook/published.js';
import {
  arrived,
  type DeliveryPolicy,
  type DeliveryQueue,
  doneUpTo,
  due,
  emptyQueue,
  enqueue,
  MOST_WAITING,
  missed,
  nextDue,
  resume,
  type Waiting,
  without,
} from '../../domain/webhook/queue.js';
import { deliveryIdOf, isPresent, type PresentWebhook, suspendWebhook, webhook } from '../../domain/webhook/webhook.js';
import type { Aggregates } from '../log/aggregates.js';
import type { EventLog } from '../log/event-log.js';
import type { Clock } from '../ports/clock.js';
import { CheckpointConflict } from '../ports/document-store.js';
import { WrongExpectedRevision } from '../ports/event-store.js';
import type { Logger } from '../ports/logger.js';
import { IDLE, Pump } from '../reactions/pump.js';
import { withEither } from '../with-either.js';
import type { KeptQueues, QueueToken } from './kept-queues.js';
import { changingTypes, type KnownWebhook } from './known-webhooks.js';
import { isPublished, type PublicEvents } from './public-events.js';
import type { Sending } from './sending.js';

const ACTOR = 'system:webhooks';
/** Events that are read together. */
const BATCH = 100;
/** Deliveries after which the log is told how far it is. */
const REPORT_EVERY = 1_000;
/** Deliveries, milliseconds, and events that were of no interest: after that many the queue is stored, at the latest. */
const STORE_AFTER = { changes: 25, milliseconds: 250, events: 5_000 };
/** Milliseconds: a clock that is set meanwhile is seen after so many at the latest. */
const LOOK_EVERY = 60_000;

const types = [...publishedTypes, 'WebhookDeliveriesReplayed', ...changingTypes] as const;
const changing: ReadonlySet<string> = new Set(changingTypes);

interface Read<E> {
  readonly events: readonly E[];
  readonly checkpoint: Position;
}

export interface OutletParts {
  readonly log: EventLog;
  readonly aggregates: Aggregates;
  readonly events: PublicEvents;
  readonly sending: Sending;
  readonly queues: KeptQueues;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly policy: DeliveryPolicy;
  readonly random: () => number;
  /** Aborted when another node may do it; none: another does. */
  held(): AbortSignal | null;
  /** An attempt has ended. */
  tell(outcome: 'delivered' | 'failed' | 'given-up', milliseconds: number): void;
}

/**
 * Tells one webhook, from the log: reads on as long as not too much waits, sends what is due, and stores how far it is. What
 * has ended is taken in memory first and stored in batches: after a crash a message may come twice, and none is lost.
 */
export class Outlet {
  private readonly pump: Pump;
  private readonly stopping = new AbortController();
  private queue: DeliveryQueue | null = null;
  private token: QueueToken = { next: 1, from: null };
  /** Of the last event in the stream of its deliveries; -1: none. */
  private revision = -1;
  /** What is to be written down before anything else. */
  private verdicts: { readonly kind: 'dead' | 'gone' | 'failing'; readonly id: string; readonly error: string }[] = [];
  private readonly underWay = new Map<string, Promise<void>>();
  private changes = 0;
  private unlooked = 0;
  private storedAt = Number.NEGATIVE_INFINITY;
  private alarm: AbortController | null = null;
  /** What kept a message from being sent that is no fault of the webhook. */
  private trouble: unknown = null;

  constructor(
    private readonly parts: OutletParts,
    private hook: KnownWebhook,
  ) {
    const { clock, logger } = parts;
    this.pump = new Pump(`webhook ${hook.webhookId}`, () => this.step(), clock, logger);
  }

  get webhookId(): WebhookId {
    return this.hook.webhookId;
  }

  get failure(): string | null {
    return this.pump.failure;
  }

  /** How many wait; none: it is not known here. */
  get waiting(): number | null {
    return this.queue?.waiting.length ?? null;
  }

  ring(): void {
    this.pump.ring();
  }

  tried(): Promise<void> {
    return this.pump.tried();
  }

  /** It is another from here on. */
  change(hook: KnownWebhook): void {
    this.hook = hook;
    this.ring();
  }

  /** Others may have been at it: it is taken up again from what is stored. */
  forget(): void {
    this.queue = null;
    this.verdicts = [];
  }

  /** Ends what is under way and stores how far it is. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.alarm?.abort();
    await this.pump.stop();
    await Promise.all(this.underWay.values());
    if (!this.queue || !this.parts.held()) return;
    try {
      await this.judge();
      await this.store();
      await this.report(1);
    } catch (error) {
      this.parts.logger.warn({ webhookId: this.webhookId, error: String(error) }, 'how far it is was not stored');
    }
  }

  /** There is no such webhook any more. */
  async drop(): Promise<void> {
    this.stopping.abort();
    this.alarm?.abort();
    await this.pump.stop();
    await Promise.all(this.underWay.values());
    const { queue, token } = await this.parts.queues.load(this.webhookId);
    if (queue) await this.parts.queues.keep(this.webhookId, null, token);
  }

  private async step(): Promise<unknown> {
    this.alarm?.abort();
    const held = this.parts.held();
    // As it is now, for the whole step: what changes meanwhile is for the next one.
    const { state, resumed, skipped, changed } = this.hook;
    if (!held || !isPresent(state)) return IDLE;
    const { trouble } = this;
    this.trouble = null;
    if (trouble !== null) throw trouble;
    try {
      this.queue ??= await this.open();
      if (this.queue.resumed < resumed) {
        this.take(resume(this.queue, resumed, this.queue.resumed < skipped ? skipped : null));
      }
      await this.judge();
      if (state.status === 'active') {
        await this.read(state, changed, held);
        this.send(state, held);
      }
      if (this.isToBeStored()) await this.store();
      await this.report(REPORT_EVERY);
    } catch (error) {
      // Somebody else was at it.
      if (error instanceof CheckpointConflict || error instanceof WrongExpectedRevision) this.forget();
      throw error;
    }
    if (state.status === 'active') this.setAlarm();
    return;
  }

  private async open(): Promise<DeliveryQueue> {
    const { queues, log } = this.parts;
    const { queue, token } = await queues.load(this.webhookId);
    this.token = token;
    this.revision = -1;
    this.verdicts = [];
    let reported: EventRef | null = null;
    const stream = streams.webhookDeliveries(this.webhookId);
    for await (const event of log.readStream(stream, { direction: 'backwards' })) {
      this.revision = Math.max(this.revision, event.revision);
      if (event.type === 'WebhookProgressed') reported = event.data.upTo;
      if (queue !== null || reported) break;
    }
    // With its failures as they were: they are tried when they are due.
    if (queue) return queue;
    return emptyQueue(reported ? await this.positionOf(reported) : this.hook.since);
  }

  private async positionOf(ref: EventRef): Promise<Position> {
    return (await this.parts.log.eventAt(ref))?.position ?? this.hook.since;
  }

  private take(queue: DeliveryQueue): void {
    this.queue = queue;
    this.changes++;
  }

  private async read({ settings }: PresentWebhook, changed: Position, held: AbortSignal): Promise<void> {
    const { log, events } = this.parts;
    for (let behind = true; behind; ) {
      behind = false;
      if (!this.queue || this.queue.waiting.length >= MOST_WAITING) return;
      let from: Position = this.queue.position;
      for await (const read of log.readAll(from, types, BATCH)) {
        const batch = this.asFarAsKnown(read, from, changed);
        from = batch.checkpoint;
        // What ends meanwhile changes the queue as well: it is added to what is there after all has been read.
        const wanted: Pick<Waiting, 'id' | 'event' | 'type' | 'key'>[][] = [];
        for (const event of batch.events) {
          wanted.push([]);
          const add = async (ref: EventRef, it = events.read(ref)) => {
            const told = await it;
            if (!told || !isWanted(settings, told)) return;
            wanted.at(-1)?.push({ id: deliveryIdOf(this.webhookId, ref), event: ref, type: told.type, key: told.key });
          };
          if (event.type === 'WebhookDeliveriesReplayed') {
            if (event.data.webhookId !== this.webhookId) continue;
            for (const one of event.data.deliveries) await add(one.event);
          } else if (isPublished(event) && settings.events.includes(publicTypeOf(event)) && !isHistory(event)) {
            await add(refOf(event), events.of(event));
          }
        }
        if (held.aborted || this.stopping.signal.aborted || !this.queue) return;
        let { queue } = this;
        for (const [n, event] of batch.events.entries()) {
          for (const one of wanted[n] ?? []) {
            queue = enqueue(queue, one);
            this.changes++;
          }
          queue = { ...queue, last: refOf(event) };
        }
        this.queue = { ...queue, position: batch.checkpoint };
        this.unlooked += batch.events.length;
        behind ||= batch.events.length > 0;
        if (queue.waiting.length >= MOST_WAITING || batch.checkpoint !== read.checkpoint) return;
      }
    }
  }

  /** What comes behind a pause, or another change that is not known here yet, is read when it is known. */
  private asFarAsKnown<E extends RecordedEvent>(batch: Read<E>, from: Position, changed: Position): Read<E> {
    const isNews = ({ type, data, position }: RecordedEvent) =>
      changing.has(type) && 'webhookId' in data && data.webhookId === this.webhookId && position > changed;
    const end = batch.events.findIndex(isNews);
    if (end < 0) return batch;
    const events = batch.events.slice(0, end);
    return { events, checkpoint: events.at(-1)?.position ?? from };
  }

  private send(state: PresentWebhook, held: AbortSignal): void {
    if (!this.queue) return;
    const keys = new Set(this.underWay.keys());
    for (const one of due(this.queue, keys, this.now())) {
      const signals = [held, this.stopping.signal];
      const sent = withEither(signals, (signal) => this.attempt(state, one, signal)).finally(() => {
        this.underWay.delete(one.key);
        this.ring();
      });
      this.underWay.set(one.key, sent);
    }
  }

  private async attempt(state: PresentWebhook, { id, event: ref }: Waiting, signal: AbortSignal): Promise<void> {
    const { events, sending, policy, random, tell } = this.parts;
    try {
      const event = await events.read(ref);
      if (!event) {
        // An older version told it.
        if (this.queue) this.take(without(this.queue, id));
        return;
      }
      const outcome = await sending.event(state, id, event, signal);
      if (!this.queue) return;
      tell(outcome.ok ? 'delivered' : 'failed', outcome.milliseconds);
      if (outcome.ok) return this.take(arrived(this.queue, id, this.now(), outcome));
      const { queue, verdict } = missed(this.queue, id, this.now(), outcome, policy, random());
      this.take(queue);
      if (verdict !== 'retry') this.verdicts.push({ kind: verdict, id, error: outcome.error });
    } catch (error) {
      if (!signal.aborted) this.trouble = error;
    }
  }

  /** What was found out about messages, and about the webhook, is written down. */
  private async judge(): Promise<void> {
    for (let [verdict] = this.verdicts; verdict && this.queue; [verdict] = this.verdicts) {
      const { kind, id, error } = verdict;
      const one = this.queue.waiting.find((waiting) => waiting.id === id);
      if (kind === 'dead' && one) await this.giveUp(one, error);
      if (kind !== 'dead') await this.suspend(kind, this.queue.failingSince, error);
      this.verdicts.shift();
    }
  }

  private async giveUp(one: Waiting, error: string): Promise<void> {
    const { id: deliveryId, event, type, attempts, firstAt, status } = one;
    await this.append(
      {
        type: 'WebhookDeliveryFailed',
        data: {
          ...{ webhookId: this.webhookId, deliveryId, event, type, attempts, status, error },
          since: new Date(firstAt ?? this.now()).toISOString(),
        },
      },
      `${deliveryId}#${firstAt}`,
    );
    this.parts.tell('given-up', 0);
    if (this.queue) this.take(without(this.queue, deliveryId));
  }

  private async suspend(reason: 'gone' | 'failing', since: number | null, error: string): Promise<void> {
    const { aggregates, logger } = this.parts;
    const why = { reason, since: new Date(since ?? this.now()).toISOString(), error };
    const by = { actor: ACTOR, cause: `${this.webhookId} ${reason} ${why.since}` };
    await aggregates.change(webhook, streams.webhook(this.webhookId), (state) => suspendWebhook(state, why), by);
    logger.warn({ webhookId: this.webhookId, reason }, 'a webhook is suspended');
  }

  /** Says in the log how far it is, so that little is sent again where all else is lost. */
  private async report(after: number): Promise<void> {
    if (!this.queue || this.queue.unreported < after) return;
    const upTo = doneUpTo(this.queue);
    if (!upTo) return;
    const data = { webhookId: this.webhookId, upTo, delivered: this.queue.unreported };
    await this.append({ type: 'WebhookProgressed', data }, `${this.revision} ${upTo.stream}@${upTo.revision}`);
    this.take({ ...this.queue, unreported: 0 });
    await this.store();
  }

  private async append(event: WebhookDeliveryEvent, cause: string): Promise<void> {
    const { revision } = await this.parts.log.append({
      stream: streams.webhookDeliveries(this.webhookId),
      expectedRevision: this.revision < 0 ? 'no-stream' : this.revision,
      events: [event],
      by: { actor: ACTOR, cause },
    });
    this.revision = revision;
  }

  private isToBeStored(): boolean {
    if (this.unlooked >= STORE_AFTER.events) return true;
    if (this.changes === 0) return false;
    const isQuiet = this.underWay.size === 0;
    return isQuiet || this.changes >= STORE_AFTER.changes || this.now() - this.storedAt >= STORE_AFTER.milliseconds;
  }

  private async store(): Promise<void> {
    if (!this.queue) return;
    const { changes, unlooked } = this;
    this.token = await this.parts.queues.keep(this.webhookId, this.queue, this.token);
    this.changes -= changes;
    this.unlooked -= unlooked;
    this.storedAt = this.now();
  }

  private setAlarm(): void {
    const at = this.queue && nextDue(this.queue, new Set(this.underWay.keys()));
    if (at === null) return;
    const now = this.now();
    // What is under way rings when it ends.
    if (at <= now && this.underWay.size > 0) return;
    const alarm = new AbortController();
    this.alarm = alarm;
    void this.parts.clock.pause(Math.min(LOOK_EVERY, Math.max(1, at - now)), alarm.signal).then(() => {
      if (!alarm.signal.aborted) this.ring();
    });
  }

  private now(): number {
    return this.parts.clock.now().getTime();
  }
}

const refOf = ({ stream, revision }: EventRef): EventRef => ({ stream, revision });
