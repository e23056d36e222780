/** The addresses that are served, so that a wrong method can be told from a wrong address. */
export class KnownRoutes {
  private readonly routes = new Map<string, { readonly pattern: RegExp; readonly methods: Set<string> }>();

  /** @param url as Fastify writes it: `/cases/:id` */
  add(url: string, methods: string | readonly string[]): void {
    const pattern = new RegExp(`^${url.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')}/?$`);
    const known = this.routes.get(url) ?? { pattern, methods: new Set<string>() };
    for (const method of typeof methods === 'string' ? [methods] : methods) known.methods.add(method);
    this.routes.set(url, known);
  }

  /** Each as `METHOD /url`. */
  get all(): string[] {
    return [...this.routes].flatMap(([url, { methods }]) => [...methods].map((method) => `${method} ${url}`));
  }

  /** The methods that an address takes; none: there is no such address. */
  methodsOf(url: string): string[] {
    const [path = ''] = url.split('?');
    const methods = [...this.routes.values()].flatMap(({ pattern, methods: known }) =>
      pattern.test(path) ? [...known] : [],
    );
    return [...new Set(methods)].sort();
  }
}
