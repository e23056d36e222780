import type { WebhookId } from '../../domain/ids.js';
import { isPresent } from '../../domain/webhook/webhook.js';
import { Hold } from '../nodes/hold.js';
import type { Clock } from '../ports/clock.js';
import type { Leases } from '../ports/lease.js';
import type { Logger } from '../ports/logger.js';
import { IDLE, Pump } from '../reactions/pump.js';
import { type KnownWebhook, KnownWebhooks } from './known-webhooks.js';
import { Outlet, type OutletParts } from './outlet.js';

export interface WebhookCounts {
  /** Attempts of this process, by how they ended; `given-up`: messages. */
  readonly outcomes: Readonly<Record<'delivered' | 'failed' | 'given-up', number>>;
  /** Messages that wait, where webhooks are told here. */
  readonly waiting: number;
  /** Webhooks by what they do, where they are told here. */
  readonly webhooks: Readonly<Record<'active' | 'paused' | 'suspended', number>>;
}

/** Tells other programs what happens, on one node at a time: an outlet for each webhook, so that a slow one keeps nobody waiting. */
export class Webhooks {
  readonly name = 'webhooks';
  private readonly pump: Pump;
  private readonly hold: Hold;
  private readonly known: KnownWebhooks;
  private readonly outlets = new Map<WebhookId, Outlet>();
  private readonly outcomes = { delivered: 0, failed: 0, 'given-up': 0 };
  private readonly observers = new Set<(seconds: number) => void>();
  private readonly parts: OutletParts;
  private started = false;

  constructor(parts: Omit<OutletParts, 'held' | 'tell'>, leases: Leases, clock: Clock, logger: Logger) {
    this.known = new KnownWebhooks(parts.log);
    this.parts = {
      ...parts,
      held: () => this.hold.held?.signal ?? null,
      tell: (outcome, milliseconds) => {
        this.outcomes[outcome]++;
        if (outcome !== 'given-up') for (const observe of this.observers) observe(milliseconds / 1_000);
      },
    };
    this.pump = new Pump(this.name, () => this.follow(), clock, logger);
    const gained = () => {
      for (const outlet of this.outlets.values()) outlet.forget();
      this.ring();
    };
    this.hold = new Hold(leases, clock, logger, { name: this.name, gained });
  }

  /** Resolves when it is known whether it is this node's. */
  async start(): Promise<void> {
    this.started = true;
    await this.hold.start();
  }

  /** The log may hold something new. */
  ring(): void {
    if (!this.started) return;
    this.pump.ring();
    for (const outlet of this.outlets.values()) outlet.ring();
  }

  get failure(): string | null {
    if (!this.hold.held) return null;
    return this.pump.failure ?? [...this.outlets.values()].find(({ failure }) => failure)?.failure ?? null;
  }

  /** Calls back with the seconds of each attempt. */
  onAttempt(observe: (seconds: number) => void): void {
    this.observers.add(observe);
  }

  get counts(): WebhookCounts {
    const webhooks = { active: 0, paused: 0, suspended: 0 };
    let waiting = 0;
    if (this.hold.held) {
      for (const { state } of this.known.all.values()) if (isPresent(state)) webhooks[state.status]++;
      for (const outlet of this.outlets.values()) waiting += outlet.waiting ?? 0;
    }
    return { outcomes: { ...this.outcomes }, waiting, webhooks };
  }

  /** Ends what is under way, stores how far each is, and lets another node have it. */
  async stop(): Promise<void> {
    await this.pump.stop();
    await Promise.all([...this.outlets.values()].map((outlet) => outlet.stop()));
    await this.hold.stop();
  }

  private async follow(): Promise<unknown> {
    if (!this.hold.held) return IDLE;
    await this.known.catchUp();
    for (const webhookId of this.known.changed) {
      const hook = this.known.all.get(webhookId);
      if (hook) await this.arrange(hook);
      this.known.changed.delete(webhookId);
    }
    return;
  }

  private async arrange(hook: KnownWebhook): Promise<void> {
    const outlet = this.outlets.get(hook.webhookId) ?? new Outlet(this.parts, hook);
    if (isPresent(hook.state)) {
      this.outlets.set(hook.webhookId, outlet);
      outlet.change(hook);
      return;
    }
    this.outlets.delete(hook.webhookId);
    await outlet.drop();
  }
}
