import type { PublicEvent } from '../../domain/webhook/public-event.js';
import type { FailedAttempt } from '../../domain/webhook/queue.js';
import type { PresentWebhook } from '../../domain/webhook/webhook.js';
import type { Clock } from '../ports/clock.js';
import type { Vault } from '../ports/vault.js';
import { type WebhookTransport, WebhookUnreachable } from '../ports/webhook-transport.js';
import type { PublicEvents } from './public-events.js';
import { retryAfterOf } from './retry-after.js';
import { signedHeaders } from './signature.js';

/** Bytes of an address or an error that are kept. */
const LONGEST_ERROR = 300;

export type Outcome =
  | { readonly ok: true; readonly status: number; readonly milliseconds: number }
  | ({ readonly ok: false; readonly milliseconds: number } & FailedAttempt);

/** One attempt at one message: signed, sent, and what came of it. */
export class Sending {
  constructor(
    private readonly transport: WebhookTransport,
    private readonly vault: Vault,
    private readonly events: PublicEvents,
    private readonly clock: Clock,
  ) {}

  /** @throws StoreUnavailable, Unavailable; the signal's reason */
  async event(hook: PresentWebhook, id: string, event: PublicEvent, signal: AbortSignal): Promise<Outcome> {
    return this.send(hook, id, await this.events.body(event, hook.settings.bodies), signal);
  }

  /** @param body JSON */
  async send(hook: PresentWebhook, id: string, body: string, signal: AbortSignal): Promise<Outcome> {
    const startedAt = performance.now();
    const milliseconds = () => Math.round(performance.now() - startedAt);
    const secrets = await this.secretsOf(hook);
    if (!secrets) {
      const error = 'Its secret is not in the vault: rotate it.';
      return { ok: false, status: null, error, retryAfter: null, milliseconds: 0 };
    }
    const now = this.clock.now();
    const headers = { 'content-type': 'application/json', ...(await signedHeaders(id, now, body, secrets)) };
    try {
      const { status, retryAfter } = await this.transport.post({ url: hook.settings.url, headers, body }, signal);
      if (status >= 200 && status < 300) return { ok: true, status, milliseconds: milliseconds() };
      return {
        ok: false,
        status,
        error: `It answered ${status}.`,
        retryAfter: retryAfterOf(retryAfter, now.getTime()),
        milliseconds: milliseconds(),
      };
    } catch (error) {
      if (!(error instanceof WebhookUnreachable)) throw error;
      const words = error.message.slice(0, LONGEST_ERROR);
      return { ok: false, status: null, error: words, retryAfter: null, milliseconds: milliseconds() };
    }
  }

  /** The present one, and for a while the one before. */
  private async secretsOf({ secret, previous }: PresentWebhook): Promise<readonly string[] | null> {
    const present = await this.vault.get(secret);
    if (present === null) return null;
    const signsStill = previous !== null && this.clock.now().toISOString() < previous.until;
    const before = signsStill ? await this.vault.get(previous.secret) : null;
    return before === null ? [present] : [present, before];
  }
}
