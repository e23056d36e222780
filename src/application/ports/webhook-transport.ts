/** One message on its way to a webhook. */
export interface WebhookMessage {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: string;
}

/** What it answered, whatever the status. */
export interface WebhookAnswer {
  readonly status: number;
  /** The field `Retry-After` as it came (RFC 9110, section 10.2.3); none: there was none. */
  readonly retryAfter: string | null;
}

/** There was no answer. */
export class WebhookUnreachable extends Error {
  override readonly name = 'WebhookUnreachable';
  constructor(
    message: string,
    /** `refused-address`: of a network that may not be reached. `timeout`, `network`, `tls`. */
    readonly code: 'refused-address' | 'timeout' | 'network' | 'tls',
  ) {
    super(message);
  }
}

/** POSTs to addresses that others have given: never into a network that may not be reached, and never further where it is sent on. */
export interface WebhookTransport {
  /** @throws WebhookUnreachable; the signal's reason where it is aborted */
  post(message: WebhookMessage, signal: AbortSignal): Promise<WebhookAnswer>;
  /** What is wrong with an address, as far as can be seen without asking for it; none: nothing. */
  refusal(url: string): string | null;
}
