import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { decodeOnce } from '../../../application/log/event-codec.js';
import { EventLog } from '../../../application/log/event-log.js';
import { CLOCK } from '../../../application/parts.js';
import type { Clock } from '../../../application/ports/clock.js';
import type { Position } from '../../../domain/event.js';
import type { RecordedEvent } from '../../../domain/events.js';
import { streams } from '../../../domain/ids.js';
import { ProjectionEngine } from '../../../projections/engine.js';
import { apiTokensCollection, usersCollection } from '../../../projections/people.js';
import { noticeOf, written } from './notice.js';

/** After these, somebody who was let in may have to leave. */
const SHUTS_OUT = ['ApiTokenRevoked', 'UserDeactivated'] as const;
const TYPES = ['NotificationsRaised', ...SHUTS_OUT] as const;
/** Milliseconds until the log is asked again after it was away. */
const PAUSE = 1_000;
/** Milliseconds that the read models may need to show who is shut out. */
const PATIENCE = 5_000;

export interface Listener {
  /** They were told of something. @param text as a server-sent event */
  notice(text: string): void;
  /** Their token may not be good any more. */
  recheck(): void;
}

/** From where on a listener hears. */
export interface Listening {
  /** The newest notification of anybody by then: those behind it are heard. */
  readonly seq: number;
  readonly position: Position;
  stop(): void;
}

/** Who is told of what, as soon as it is in the log: read once for all who listen on this node, and given to those whom it is for. */
@Injectable()
export class NotificationFeed implements OnModuleDestroy {
  private readonly listeners = new Map<string, Set<Listener>>();
  private readonly closing = new AbortController();
  private starting: Promise<void> | null = null;
  private position: Position = '';
  private seq = -1;

  constructor(
    private readonly log: EventLog,
    private readonly projections: ProjectionEngine,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onModuleDestroy(): void {
    this.closing.abort();
  }

  /** Ends everybody's listening. */
  get ended(): AbortSignal {
    return this.closing.signal;
  }

  /** @throws StoreUnavailable */
  async listen(userId: string, listener: Listener): Promise<Listening> {
    this.starting ??= this.start();
    try {
      await this.starting;
    } catch (error) {
      this.starting = null;
      throw error;
    }
    const mine = this.listeners.get(userId) ?? new Set();
    mine.add(listener);
    this.listeners.set(userId, mine);
    const stop = () => {
      mine.delete(listener);
      if (mine.size === 0 && this.listeners.get(userId) === mine) this.listeners.delete(userId);
    };
    return { seq: this.seq, position: this.position, stop };
  }

  private async start(): Promise<void> {
    this.position = await this.log.head();
    for await (const { revision } of this.log.readStream(streams.notifying, { direction: 'backwards', limit: 1 })) {
      this.seq = revision;
    }
    void this.follow();
  }

  private async follow(): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      try {
        await this.hear(signal);
      } catch {
        // The log is away: whoever listens hears the rest when it is back.
      }
      await this.clock.pause(PAUSE, signal);
    }
  }

  private async hear(signal: AbortSignal): Promise<void> {
    const filter = { types: TYPES };
    for await (const message of this.log.store.subscribe({ after: this.position, filter, signal })) {
      if (message.kind === 'events') for (const event of message.events) this.take(decodeOnce(event));
      this.position = message.checkpoint;
    }
  }

  private take(event: RecordedEvent): void {
    if (event.type === 'NotificationsRaised') {
      // What was read back for the start may come once more.
      if (event.revision <= this.seq) return;
      this.seq = event.revision;
      const text = written(noticeOf(event));
      for (const userId of event.data.userIds) {
        for (const listener of this.listeners.get(userId) ?? []) listener.notice(text);
      }
      return;
    }
    void this.recheck(event.position);
  }

  /** When the read models show who is shut out. */
  private async recheck(position: Position): Promise<void> {
    const names = [apiTokensCollection.name, usersCollection.name];
    await Promise.all(names.map((name) => this.projections.waitFor(name, position, PATIENCE)));
    for (const mine of this.listeners.values()) for (const listener of mine) listener.recheck();
  }
}
