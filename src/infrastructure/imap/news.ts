import type { ImapConnection } from './connection.js';

/** An IDLE that ends sooner than this, again and again, is refused in some way: then the next one waits a while. */
const TOO_SHORT = 1_000;
const OFTEN = 5;
const BREATH = 30_000;

/** Whether the selected folder may hold more than what was last looked at. */
export class News {
  private arrived = false;
  /** IDLE goes on between two waits: the next command ends it (imapflow sends DONE before it). */
  private idling: { readonly since: number; readonly ended: Promise<void> } | null = null;

  constructor(private readonly connection: ImapConnection) {
    connection.client.on('exists', ({ count, prevCount }) => {
      if (count > prevCount) this.arrived = true;
    });
  }

  /** What comes from here on is new. */
  forget(): void {
    this.arrived = false;
  }

  /** See MailboxSession.waitForNews. @param longest milliseconds */
  async wait(longest: number, signal: AbortSignal): Promise<void> {
    this.connection.throwIfOver();
    if (this.arrived || signal.aborted) return;
    const { client } = this.connection;
    const over = new AbortController();
    const timers: NodeJS.Timeout[] = [];
    try {
      await new Promise<void>((resolve, reject) => {
        const news = () => this.arrived && resolve();
        const lost = () => reject(this.connection.loss());
        const aborted = () => resolve();
        client.on('exists', news);
        client.on('close', lost);
        signal.addEventListener('abort', aborted);
        over.signal.addEventListener('abort', () => {
          client.off('exists', news);
          client.off('close', lost);
          signal.removeEventListener('abort', aborted);
        });
        timers.push(setTimeout(resolve, longest));
        void this.keepIdling(over.signal, timers);
      });
    } finally {
      over.abort();
      for (const timer of timers) clearTimeout(timer);
    }
  }

  private async keepIdling(over: AbortSignal, timers: NodeJS.Timeout[]): Promise<void> {
    let short = 0;
    while (!over.aborted && !this.connection.client.isClosed) {
      const { since, ended } = this.idle();
      await ended;
      short = Date.now() - since < TOO_SHORT ? short + 1 : 0;
      if (over.aborted || short < OFTEN) continue;
      await new Promise<void>((resolve) => timers.push(setTimeout(resolve, BREATH)));
    }
  }

  private idle(): { readonly since: number; readonly ended: Promise<void> } {
    this.idling ??= {
      since: Date.now(),
      ended: this.connection.client
        .idle()
        .catch(() => undefined) // a loss is told by 'close'
        .then(() => {
          this.idling = null;
        }),
    };
    return this.idling;
  }
}
