import { z } from 'zod';
import type { Clock } from '../../application/ports/clock.js';
import { isSafe } from '../../domain/safe-address.js';
import { boundedBody } from '../bounded-body.js';
import { type EntityType, EspoEntity, type EspoSource, EspoUnreadable } from './espo-source.js';
import { whole } from './fields.js';
import { isLasting, lastingWords } from './unreachable.js';

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
  private readonly headers: Readonly<Record<string, string>>;

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

  /** By their ids, which EspoCRM makes so that they rise: each page is what is behind the last one, whatever changes meanwhile. */
  async *all(type: EntityType): AsyncGenerator<EspoEntity> {
    let last: string | null = null;
    for (let n = 0; n < MOST_PAGES; n++) {
      const { list }: z.infer<typeof Page> = await this.page(type, behind(last));
      if (list.some(({ id }) => id === last)) throw new EspoUnreadable(`${type} does not go on behind ${last}`);
      // What a list shows of a thing is not all of it.
      for (let n = 0; n < list.length; n += AT_ONCE) {
        const entities = await Promise.all(list.slice(n, n + AT_ONCE).map(({ id }) => this.one(type, id)));
        for (const entity of entities) if (entity) yield entity;
      }
      last = list.at(-1)?.id ?? last;
      // `total` is an estimate for kinds that are large (-1, -2): the end is a page that is not full.
      if (list.length < PAGE) return;
    }
  }

  async highestCaseNumber(): Promise<number> {
    const asked = { orderBy: 'number', order: 'desc', maxSize: '1', select: 'number' };
    const [newest] = (await this.page('Case', asked)).list;
    return (newest && whole(newest, 'number')) ?? 0;
  }

  async notesOf(caseId: string, most: number): Promise<readonly EspoEntity[]> {
    const notes: EspoEntity[] = [];
    const path = `Case/${encodeURIComponent(caseId)}/posts`;
    while (notes.length < most) {
      const { list } = await this.page(path, { orderBy: 'number', order: 'asc', offset: String(notes.length) });
      notes.push(...list);
      if (list.length < PAGE) break;
    }
    return notes.slice(0, most);
  }

  /** EspoCRM keeps no message as it came. */
  async sourceOf(): Promise<null> {
    return null;
  }

  async attachment(id: string): Promise<Uint8Array | null> {
    return this.get(`Attachment/file/${encodeURIComponent(id)}`, MOST_ATTACHMENT);
  }

  private async page(path: string, asked: Readonly<Record<string, string>>) {
    const query = new URLSearchParams({ maxSize: String(PAGE), offset: '0', ...asked });
    const body = await this.get(`${path}?${query}`, MOST_JSON);
    if (body === null) throw new EspoUnreadable(`there is no ${path} at ${this.base}: is that an EspoCRM?`);
    const page = Page.safeParse(parsed(body));
    if (!page.success) throw new EspoUnreadable(`${path} at ${this.base} does not answer as EspoCRM does`);
    return page.data;
  }

  /** None: it was removed meanwhile. */
  private async one(type: EntityType, id: string): Promise<EspoEntity | null> {
    const path = `${type}/${encodeURIComponent(id)}`;
    const body = await this.get(path, MOST_JSON);
    if (body === null) return null;
    const entity = EspoEntity.safeParse(parsed(body));
    if (!entity.success) throw new EspoUnreadable(`${path} at ${this.base} does not answer as EspoCRM does`);
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
      const response = await fetch(`${this.base}/${path}`, { headers: this.headers, redirect: 'manual', signal });
      if (response.ok) return { body: await boundedBody(response, most, path, (words) => new EspoUnreadable(words)) };
      await response.body?.cancel();
      const { status, headers } = response;
      if (status === 404) return { body: null };
      if (status === 429 || status >= 500) {
        const seconds = Number(headers.get('retry-after'));
        return { again: `it answers ${status}`, after: seconds > 0 ? seconds * 1_000 : null };
      }
      if (status < 400) throw new EspoUnreadable(`${path} answers ${status}: it is at ${headers.get('location')}`);
      throw new EspoUnreadable(
        `${path} answers ${status}${WORDS[status] ?? ''}`,
        status === 403 ? 'forbidden' : 'unreadable',
      );
    } catch (error) {
      if (error instanceof EspoUnreadable) throw error;
      this.signal.throwIfAborted();
      const cause = error instanceof Error ? (error.cause ?? error) : error;
      if (isLasting(cause)) throw new EspoUnreadable(`${this.base}: ${lastingWords(cause)}`);
      return { again: `it cannot be reached (${cause instanceof Error ? cause.message : String(cause)})`, after: null };
    }
  }
}

/** Search parameters as EspoCRM takes them. */
const behind = (id: string | null): Record<string, string> => ({
  orderBy: 'id',
  order: 'asc',
  ...(id === null ? {} : { 'where[0][type]': 'greaterThan', 'where[0][attribute]': 'id', 'where[0][value]': id }),
});

const WORDS: Readonly<Record<number, string>> = {
  401: ': the API key is wrong',
  403: ': the API user may not read this',
};

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return null;
  }
}
