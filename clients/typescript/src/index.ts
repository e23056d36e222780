import createClient, { type Client, type Middleware } from 'openapi-fetch';
import { type ServerSentEvent, serverSentEvents } from './events.js';
import type { components, paths } from './schema.js';

export type { ServerSentEvent } from './events.js';
export type { components, operations, paths } from './schema.js';

export type Problem = components['schemas']['Problem'];

/** What the service said no with: problem details of RFC 9457. */
export class MailcaseProblem extends Error {
  override readonly name = 'MailcaseProblem';
  constructor(
    readonly status: number,
    /** Stable, for programs. */
    readonly code: string,
    message: string,
    /** As it came; none: the answer was none of the service, but of something in between. */
    readonly problem: Problem | null,
  ) {
    super(message);
  }
}

export interface MailcaseOptions {
  /** Where the service is: `https://mail.acme.example`. */
  readonly baseUrl: string;
  /** A token of the API, or what gives one for each request. */
  readonly token: string | (() => string | Promise<string>);
  /** Default: that of the platform. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** The API of Mailcase: `api` has every route, typed. What the service says no to is thrown as a MailcaseProblem. */
export class Mailcase {
  readonly api: Client<paths>;
  /** Of the last change that was made by this client: what it reads after that shows it. */
  private position: string | null = null;

  constructor(private readonly options: MailcaseOptions) {
    const { baseUrl, fetch } = options;
    this.api = createClient<paths>({ baseUrl, ...(fetch && { fetch }) });
    this.api.use(this.middleware());
  }

  /** What happens, as it happens, for good: it connects again by itself, behind what it heard last. */
  events(
    options: { readonly types?: readonly string[]; readonly lastEventId?: string; readonly signal?: AbortSignal } = {},
  ): AsyncGenerator<ServerSentEvent> {
    const { types = [], ...rest } = options;
    const url = new URL('/api/v1/events', this.options.baseUrl);
    if (types.length > 0) url.searchParams.set('types', types.join(','));
    const open = async (headers: Readonly<Record<string, string>>, signal?: AbortSignal) => {
      const authorization = `Bearer ${await this.token()}`;
      const request = new Request(url, { headers: { ...headers, authorization }, ...(signal && { signal }) });
      const response = await (this.options.fetch ?? globalThis.fetch)(request);
      if (!response.ok) throw await problemOf(response);
      return response;
    };
    return serverSentEvents(open, rest);
  }

  private async token(): Promise<string> {
    const { token } = this.options;
    return typeof token === 'string' ? token : token();
  }

  private middleware(): Middleware {
    return {
      onRequest: async ({ request }) => {
        request.headers.set('authorization', `Bearer ${await this.token()}`);
        if (request.method === 'GET' && this.position !== null && !request.headers.has('x-after-position'))
          request.headers.set('x-after-position', this.position);
        return request;
      },
      onResponse: async ({ request, response }) => {
        if (!response.ok) throw await problemOf(response);
        const position = request.method === 'GET' ? null : response.headers.get('x-position');
        // Positions of one log compare as strings do.
        if (position !== null && (this.position === null || position > this.position)) this.position = position;
      },
    };
  }
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** All items of a list, page by page as they are needed. @param page asks for the page of a cursor; none: the first */
export async function* all<Item>(
  page: (cursor: string | undefined) => Promise<{ readonly data?: Page<Item> }>,
): AsyncGenerator<Item> {
  let cursor: string | undefined;
  do {
    const { data } = await page(cursor);
    if (!data) return;
    yield* data.items;
    cursor = data.next ?? undefined;
  } while (cursor !== undefined);
}

async function problemOf(response: Response): Promise<MailcaseProblem> {
  const { status } = response;
  const text = await response.text();
  try {
    // Whatever else answers with problem details has these, too: RFC 9457 says so.
    const problem = JSON.parse(text) as Problem;
    if (typeof problem.code === 'string') return new MailcaseProblem(status, problem.code, problem.detail, problem);
  } catch {
    // Of a proxy, perhaps.
  }
  return new MailcaseProblem(status, `http-${status}`, text.slice(0, 200) || `HTTP ${status}`, null);
}
