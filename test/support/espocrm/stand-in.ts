import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Entity = Record<string, unknown> & { readonly id: string };

const MOST = 200;

/** What answers as EspoCRM's REST API does: lists in pages that show little of each thing, things, what people wrote on them, attachments. */
export class EspoStandIn {
  readonly key = 'key-of-an-api-user';
  /** Statuses that the next requests are answered with, whatever they ask. */
  readonly failures: number[] = [];
  /** Statuses that a path is answered with, once. */
  private readonly failing = new Map<string, number>();
  /** Kinds, and what is under them, that the API user may not read. */
  readonly forbidden = new Set<string>();
  readonly asked: string[] = [];
  private readonly entities = new Map<string, Entity[]>();
  private readonly attachments = new Map<string, Buffer>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<EspoStandIn> {
    const server = createServer();
    const espo = new EspoStandIn(server);
    server.on('request', (request, response) => espo.answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return espo;
  }

  get address(): string {
    // It listens on a port.
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  put(type: string, ...entities: readonly Entity[]): void {
    const all = this.entities.get(type) ?? [];
    for (const entity of entities) {
      const minute = String(all.length % 60).padStart(2, '0');
      all.push({
        createdAt: `2026-01-05 ${String(8 + Math.floor(all.length / 60)).padStart(2, '0')}:${minute}:00`,
        ...entity,
      });
    }
    this.entities.set(type, all);
  }

  /** A thing is another from now on. */
  change(type: string, id: string, change: object): void {
    const all = this.entities.get(type) ?? [];
    this.entities.set(
      type,
      all.map((one) => (one.id === id ? { ...one, ...change } : one)),
    );
  }

  remove(type: string, ...ids: readonly string[]): void {
    const all = this.entities.get(type) ?? [];
    this.entities.set(
      type,
      all.filter(({ id }) => !ids.includes(id)),
    );
  }

  failOn(path: string, status: number): void {
    this.failing.set(path, status);
  }

  attach(id: string, content: string): void {
    this.attachments.set(id, Buffer.from(content));
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private answer({ url = '', headers }: IncomingMessage, response: ServerResponse): void {
    this.asked.push(url);
    const path = url.replace('/api/v1/', '');
    const failure = this.failing.get(path) ?? this.failures.shift();
    this.failing.delete(path);
    if (failure !== undefined) {
      const more = { 429: { 'retry-after': '7' }, 301: { location: 'https://elsewhere.example' } }[failure] ?? {};
      response.writeHead(failure, more).end();
      return;
    }
    if (headers['x-api-key'] !== this.key) {
      response.writeHead(401).end();
      return;
    }
    const { pathname, searchParams } = new URL(url, this.address);
    const [type = '', id, file] = pathname.replace('/api/v1/', '').split('/');
    if (type === 'Attachment' && id === 'file') {
      const content = this.attachments.get(file ?? '');
      response.writeHead(content ? 200 : 404).end(content);
      return;
    }
    if (this.forbidden.has(type) || (file !== undefined && this.forbidden.has(file))) {
      response.writeHead(403).end();
      return;
    }
    const all = this.entities.get(type) ?? [];
    if (file === 'posts') {
      const posts = this.entities.get('Note') ?? [];
      this.list(
        posts.filter((one) => one.parentType === type && one.parentId === id).map(whole),
        searchParams,
        response,
      );
      return;
    }
    if (id !== undefined) {
      const entity = all.find((one) => one.id === id);
      this.json(response, entity ? 200 : 404, entity ?? {});
      return;
    }
    const where = searchParams.get('where[0][type]') === 'greaterThan' ? searchParams.get('where[0][value]') : null;
    const by = searchParams.get('orderBy') ?? 'createdAt';
    const sign = searchParams.get('order') === 'desc' ? -1 : 1;
    const found = all
      .filter((one) => where === null || one.id > where)
      .sort((a, b) => sign * compared(a[by], b[by]))
      .map((one) => ({ id: one.id, name: one.name, createdAt: one.createdAt, ...selected(one, searchParams) }));
    this.list(found, searchParams, response);
  }

  private list(all: readonly object[], searchParams: URLSearchParams, response: ServerResponse): void {
    const maxSize = Number(searchParams.get('maxSize') ?? 20);
    if (maxSize > MOST) {
      response.writeHead(403, { 'x-status-reason': 'Max size should should not exceed 200.' }).end();
      return;
    }
    const offset = Number(searchParams.get('offset') ?? 0);
    this.json(response, 200, { total: all.length, list: all.slice(offset, offset + maxSize) });
  }

  private json(response: ServerResponse, status: number, body: unknown): void {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }
}

const whole = (entity: Entity): object => entity;

function compared(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [one, other] = [String(a), String(b)];
  return one < other ? -1 : Number(one > other);
}

function selected(entity: Entity, searchParams: URLSearchParams): object {
  const names = searchParams.get('select')?.split(',') ?? [];
  return Object.fromEntries(names.map((name) => [name, entity[name]]));
}
