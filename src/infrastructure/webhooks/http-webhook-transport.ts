import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import {
  type WebhookAnswer,
  type WebhookMessage,
  type WebhookTransport,
  WebhookUnreachable,
} from '../../application/ports/webhook-transport.js';
import { withEither } from '../../application/with-either.js';
import { ReachableNetworks, type ReachableOptions } from './reachable-networks.js';

export interface HttpWebhookOptions extends ReachableOptions {
  /** Milliseconds for one attempt, from looking the name up to the end of the answer. */
  readonly timeout: number;
  /** How it names itself: `Mailcase/1.2.3`. */
  readonly userAgent: string;
}

/** Looks up all addresses of a name. */
export type Resolve = (
  host: string,
  options: LookupOptions,
  callback: (error: NodeJS.ErrnoException | null, found: readonly LookupAddress[]) => void,
) => void;

const resolveAll: Resolve = (host, options, callback) =>
  lookup(host, { ...options, all: true }, (error, found) => callback(error, found ?? []));

/** Bytes of an answer that are read: nobody wants to know more than its status, and then its connection serves again. */
const MOST_ANSWER = 65_536;
/** Milliseconds that a connection is kept for the next message. */
const KEPT = 4_000;

/**
 * Webhooks over HTTP. Names are looked up by the connection itself, and each address is judged there and then: what a name
 * means a moment later does not matter. Redirects are answers like others, and are not followed.
 */
export class HttpWebhookTransport implements WebhookTransport {
  private readonly networks: ReachableNetworks;
  private readonly agents;

  constructor(
    private readonly options: HttpWebhookOptions,
    private readonly resolve: Resolve = resolveAll,
  ) {
    this.networks = new ReachableNetworks(options);
    const pool = { keepAlive: true, timeout: KEPT, maxSockets: 8, maxFreeSockets: 4 };
    this.agents = { 'http:': new http.Agent(pool), 'https:': new https.Agent(pool) };
  }

  refusal(url: string): string | null {
    if (!URL.canParse(url)) return 'is no address';
    const { protocol } = new URL(url);
    const host = hostOf(url);
    if (protocol !== 'https:' && !this.networks.isNamed(host)) return 'must begin with https://';
    if (/(^|\.)localhost\.?$/i.test(host) && !this.networks.isNamed(host)) return `${host} ${NOT_REACHED}`;
    return isIP(host) === 0 || this.networks.mayReach(host, host) ? null : `${host} ${NOT_REACHED}`;
  }

  async post({ url, headers, body }: WebhookMessage, signal: AbortSignal): Promise<WebhookAnswer> {
    const refusal = this.refusal(url);
    if (refusal !== null) throw new WebhookUnreachable(`The address ${refusal}.`, 'refused-address');
    const { timeout: milliseconds } = this.options;
    const late = new WebhookUnreachable(`It did not answer within ${milliseconds / 1_000} s.`, 'timeout');
    const post = async (either: AbortSignal) => {
      try {
        return await this.sent(url, headers, body, either);
      } catch (error) {
        throw either.aborted ? either.reason : unreachable(error);
      }
    };
    return withEither([signal], post, { milliseconds, reason: () => late });
  }

  private async sent(
    url: string,
    headers: Readonly<Record<string, string>>,
    body: string,
    signal: AbortSignal,
  ): Promise<WebhookAnswer> {
    const isSecure = url.toLowerCase().startsWith('https:');
    const request = (isSecure ? https : http).request(url, {
      method: 'POST',
      agent: this.agents[isSecure ? 'https:' : 'http:'],
      lookup: this.lookup,
      signal,
      headers: {
        'user-agent': this.options.userAgent,
        'content-length': String(Buffer.byteLength(body)),
        ...headers,
      },
    });
    const responded = once(request, 'response');
    request.end(body);
    // That event comes with one argument, the response.
    const [response] = (await responded) as [IncomingMessage];
    await readOut(response);
    return { status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] ?? null };
  }

  private readonly lookup: LookupFunction = (host, options, callback) => {
    this.resolve(host, options, (error, found) => {
      const [first] = found;
      if (error || !first) return callback(error ?? new Error(`${host} has no address`), []);
      const refused = found.find(({ address }) => !this.networks.mayReach(host, address));
      if (refused)
        return callback(new WebhookUnreachable(`${host} (${refused.address}) ${NOT_REACHED}.`, 'refused-address'), []);
      return options.all ? callback(null, [...found]) : callback(null, first.address, first.family);
    });
  };
}

const NOT_REACHED = 'is in a network that webhooks may not reach (webhooks.allow)';

/** `[::1]` is an address, too. */
const hostOf = (url: string): string => new URL(url).hostname.replace(/^\[(.*)\]$/, '$1');

/** An answer that is longer than it should be ends with its connection. */
async function readOut(response: IncomingMessage): Promise<void> {
  let size = 0;
  for await (const chunk of response) {
    // Chunks of a response without an encoding are bytes.
    size += (chunk as Buffer).byteLength;
    if (size > MOST_ANSWER) return;
  }
}

function unreachable(error: unknown): WebhookUnreachable {
  if (error instanceof WebhookUnreachable) return error;
  // Where several addresses were tried, each has its own words.
  if (error instanceof AggregateError && error.errors.length > 0) return unreachable(error.errors[0]);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const isTls = /^ERR_TLS|^ERR_SSL|CERT|SIGNATURE|^EPROTO$/.test(code);
  const words = error instanceof Error ? error.message : String(error);
  return new WebhookUnreachable(`It cannot be reached: ${words}`, isTls ? 'tls' : 'network');
}
