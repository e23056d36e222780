import { z } from 'zod';
import type { Clock } from '../../application/ports/clock.js';
import { isSafe } from '../config/index.js';
import { boundedBody } from './bounded-body.js';
import { type EntityType, EspoEntity, type EspoSource, EspoUnreadable } from './espo-source.js';

/** As many as EspoCRM gives at once. */
const PAGE = 200;
/** Of one kind; more is no CRM but a loop. */
const MOST_PAGES = 100_000;
/** Things that are asked for at the same time. */
const AT_ONCE = 8;
const TRIES = 6;
/** Milliseconds. */
const PATIENCE = 60_000;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 60_000;
/** Bytes of a page, and of an attachment. */
const MOST_JSON = 64 * 1024 * 1024;
const MOST_ATTACHMENT = 100 * 1024 * 1024;

const Page = z.object({ total: z.int(), list: z.array(EspoEntity).max(PAGE) });

export interface RestOptions {
  /** Of the CRM: `https://crm.example`. */
  readonly address: string;
  /** Of an API user who may read all that is wanted. */
  readonly apiKey: string;
}

/** EspoCRM by its REST API, with the key of an API user. */
export class RestSource implements EspoSource {
  readonly label: string;
  private readonly base: string;

  /** @throws EspoUnreadable for an address that the key must not be sent to */
  constructor(
    { address, apiKey }: RestOptions,
    private readonly clock: Clock,
    private readonly signal: AbortSignal,
  ) {
    if (!isSafe(address, true)) throw new EspoUnreadable(`${address} is no address that begins with https://`);
    this.base = `${address.replace(/\/+$/, '')}/api/v1`;
    this.label = `espocrm:${address.replace(/\/+$/, '')}`;
    this.headers = { 'x-api-key': apiKey, accept: 'application/json' };
  }

  private readonly headers: Readonly<Record<string, string>>;

  async count(type: EntityType): Promise<number | null> {
    return (await this.page(type, 0, 1)).total;
  }

  async *all(type: EntityType): AsyncGenerator<EspoEntity> {
    for (let n = 0, offset = 0; n < MOST_PAGES; n++) {
      const { list } = await this.page(type, offset, PAGE);
      // What a list shows of a thing is not all of it.
      for (let n = 0; n < list.length; n += AT_ONCE) {
        const whole = await Promise.all(list.slice(n, n + AT_ONCE).map(({ id }) => this.one(type, id)));
        for (const entity of whole) if (entity) yield entity;
      }
      offset += list.length;
      // `total` is an estimate for kinds that are large (-1, -2): the end is a page that is not full.
      if (list.length < PAGE) return;
    }
  }

  /** EspoCRM keeps no message as it came. */
  async sourceOf(): Promise<null> {
    return null;
  }

  async attachment(id: string): Promise<Uint8Array | null> {
    return this.get(`Attachment/file/${encodeURIComponent(id)}`, MOST_ATTACHMENT);
  }

  private async page(type: EntityType, offset: number, maxSize: number) {
    const query = new URLSearchParams({
      offset: String(offset),
      maxSize: String(maxSize),
      orderBy: 'createdAt',
      order: 'asc',
    });
    const path = `${type}?${query}`;
    const page = Page.safeParse(parsed(await this.get(path, MOST_JSON)));
    if (!page.success) throw new EspoUnreadable(`${path} does not answer as EspoCRM does`);
    return page.data;
  }

  /** None: it was removed meanwhile. */
  private async one(type: EntityType, id: string): Promise<EspoEntity | null> {
    const path = `${type}/${encodeURIComponent(id)}`;
    const body = await this.get(path, MOST_JSON);
    if (body === null) return null;
    const entity = EspoEntity.safeParse(parsed(body));
    if (!entity.success) throw new EspoUnreadable(`${path} does not answer as EspoCRM does`);
    return entity.data;
  }

  /** None: there is no such thing. What may pass is waited for. */
  private async get(path: string, most: number): Promise<Uint8Array | null> {
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.attempt(path, most);
      if (!('again' in outcome)) return outcome.body;
      if (attempt === TRIES) throw new EspoUnreadable(`${path}: ${outcome.again}, ${TRIES} times`);
      const pause = outcome.after ?? FIRST_PAUSE * 2 ** (attempt - 1);
      await this.clock.pause(Math.min(pause, LONGEST_PAUSE), this.signal);
    }
  }

  private async attempt(
    path: string,
    most: number,
  ): Promise<{ readonly body: Uint8Array | null } | { readonly again: string; readonly after: number | null }> {
    this.signal.throwIfAborted();
    const signal = AbortSignal.any([this.signal, AbortSignal.timeout(PATIENCE)]);
    try {
      const response = await fetch(`${this.base}/${path}`, { headers: this.headers, redirect: 'error', signal });
      if (response.ok) return { body: await boundedBody(response, most, path) };
      await response.body?.cancel();
      const { status } = response;
      if (status === 404) return { body: null };
      if (status === 429 || status >= 500) {
        const seconds = Number(response.headers.get('retry-after'));
        return { again: `it answers ${status}`, after: seconds > 0 ? seconds * 1_000 : null };
      }
      throw new EspoUnreadable(`${path} answers ${status}${WORDS[status] ?? ''}`);
    } catch (error) {
      if (error instanceof EspoUnreadable) throw error;
      this.signal.throwIfAborted();
      const cause = error instanceof Error ? (error.cause ?? error) : error;
      return { again: `it cannot be reached (${cause instanceof Error ? cause.message : String(cause)})`, after: null };
    }
  }
}

const WORDS: Readonly<Record<number, string>> = {
  401: ': the API key is wrong',
  403: ': the API user may not read this',
};

function parsed(body: Uint8Array | null): unknown {
  try {
    return body && JSON.parse(new TextDecoder().decode(body));
  } catch {
    return null;
  }
}
