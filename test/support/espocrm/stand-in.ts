import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Entity = Record<string, unknown> & { readonly id: string };

const MOST = 200;

/** What answers as EspoCRM's REST API does: lists in pages that show little of each thing, things, attachments. */
export class EspoStandIn {
  readonly key = 'key-of-an-api-user';
  /** Statuses that the next requests are answered with, whatever they ask. */
  readonly failures: number[] = [];
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

  attach(id: string, content: string): void {
    this.attachments.set(id, Buffer.from(content));
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private answer({ url = '', headers }: IncomingMessage, response: ServerResponse): void {
    this.asked.push(url);
    const failure = this.failures.shift();
    if (failure !== undefined) {
      response.writeHead(failure, failure === 429 ? { 'retry-after': '7' } : {}).end();
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
    const all = this.entities.get(type) ?? [];
    if (id !== undefined) {
      const entity = all.find((one) => one.id === id);
      this.json(response, entity ? 200 : 404, entity ?? {});
      return;
    }
    const maxSize = Number(searchParams.get('maxSize') ?? 20);
    if (maxSize > MOST) {
      response.writeHead(403, { 'x-status-reason': 'Max size should should not exceed 200.' }).end();
      return;
    }
    const offset = Number(searchParams.get('offset') ?? 0);
    const list = all.slice(offset, offset + maxSize).map(({ id, name, createdAt }) => ({ id, name, createdAt }));
    this.json(response, 200, { total: all.length, list });
  }

  private json(response: ServerResponse, status: number, body: unknown): void {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }
}
