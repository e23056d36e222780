import { createHash } from 'node:crypto';
import type {
  Envelope,
  MailToSend,
  MailTransport,
  SendOutcome,
  SmtpSettings,
  SmtpTest,
} from '../../application/ports/mail-transport.js';
import { withEither } from '../../application/with-either.js';
import { explain } from './explain.js';
import { defaultSmtpLimits, type SmtpLimits } from './limits.js';
import { type SessionOutcome, SmtpSession } from './smtp-session.js';

interface Idle {
  readonly session: SmtpSession;
  readonly timer: NodeJS.Timeout;
}

/** Sends by SMTP, with nodemailer's client. Connections wait for a while for the next message of the same settings. */
export class NodemailerTransport implements MailTransport {
  readonly longest: number;
  private readonly limits: SmtpLimits;
  /** By settings: what is changed begins with connections of its own. */
  private readonly idle = new Map<string, Idle[]>();
  private readonly closing = new AbortController();

  constructor(limits: Partial<SmtpLimits> = {}) {
    this.limits = { ...defaultSmtpLimits, ...limits };
    this.longest = this.limits.attemptTimeout;
  }

  async send(settings: SmtpSettings, envelope: Envelope, mail: MailToSend, given: AbortSignal): Promise<SendOutcome> {
    const key = keyOf(settings);
    const send = async (signal: AbortSignal) => {
      for (;;) {
        const kept = this.take(key);
        const outcome = await this.over(kept, settings, envelope, mail, key, signal);
        // The next one that waits may be gone as well; a new one is not.
        if (outcome.kind !== 'stale') return outcome;
      }
    };
    return withEither([given, this.closing.signal], send, {
      milliseconds: this.limits.attemptTimeout,
      reason: () => Object.assign(new Error('it took too long'), { code: 'ETIMEDOUT' }),
    });
  }

  async test(settings: SmtpSettings, signal: AbortSignal): Promise<SmtpTest> {
    try {
      const session = await SmtpSession.open(settings, this.limits, signal);
      session.quit();
      return { ok: true };
    } catch (error) {
      const { code, error: message } = explain(error, settings, []);
      return { ok: false, code, message };
    }
  }

  async close(): Promise<void> {
    this.closing.abort();
    for (const { session, timer } of [...this.idle.values()].flat()) {
      clearTimeout(timer);
      session.quit();
    }
    this.idle.clear();
  }

  private async over(
    kept: SmtpSession | null,
    settings: SmtpSettings,
    envelope: Envelope,
    mail: MailToSend,
    key: string,
    signal: AbortSignal,
  ): Promise<SessionOutcome> {
    let session: SmtpSession;
    try {
      session = kept ?? (await SmtpSession.open(settings, this.limits, signal));
    } catch (error) {
      return explain(error, settings, envelope.to);
    }
    const outcome = await session.send(envelope, mail, signal);
    this.keep(key, session);
    return outcome;
  }

  private take(key: string): SmtpSession | null {
    for (let one = this.idle.get(key)?.pop(); one; one = this.idle.get(key)?.pop()) {
      clearTimeout(one.timer);
      if (one.session.isUsable) return one.session;
    }
    return null;
  }

  private keep(key: string, session: SmtpSession): void {
    if (!session.isUsable || this.closing.signal.aborted) {
      session.quit();
      return;
    }
    const waiting = this.idle.get(key) ?? [];
    this.idle.set(key, waiting);
    const timer = setTimeout(() => {
      const left = waiting.filter((one) => one.session !== session);
      if (left.length > 0) waiting.splice(0, waiting.length, ...left);
      else this.idle.delete(key);
      session.quit();
    }, this.limits.idleTimeout);
    timer.unref();
    waiting.push({ session, timer });
  }
}

const keyOf = (settings: SmtpSettings): string => createHash('sha256').update(JSON.stringify(settings)).digest('hex');
