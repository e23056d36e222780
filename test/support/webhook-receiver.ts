import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Heard {
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  readonly raw: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a test expects of a message, the test says.
  readonly body: any;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Another program that is told by a webhook: what it has heard, and how it answers. */
export class WebhookReceiver {
  readonly heard: Heard[] = [];
  /** Also a promise: until then the answer is owed. */
  answer: (one: Heard) => Reply | Promise<Reply> = () => ({ status: 204 });

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<WebhookReceiver> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    // It listens on a port, not on a path.
    const port = typeof address === 'object' && address ? address.port : 0;
    const receiver = new WebhookReceiver(server, `http://127.0.0.1:${port}/hook`);
    server.on('request', async (request, response) => {
      const raw = await text(request);
      const one = { id: String(request.headers['webhook-id']), headers: request.headers, raw, body: JSON.parse(raw) };
      receiver.heard.push(one);
      const { status, headers = {} } = await receiver.answer(one);
      response.writeHead(status, headers).end('ok');
    });
    return receiver;
  }

  get types(): readonly string[] {
    return this.heard.map(({ body }) => body.type);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
