import type { TestService } from './http.js';

/** What `/metrics` says: the type of each metric, and the value of each sample by its name and labels as they stand there. */
export interface Exposed {
  readonly types: ReadonlyMap<string, string>;
  readonly samples: ReadonlyMap<string, number>;
}

export async function exposedBy(service: TestService): Promise<Exposed> {
  const { status, body } = await service.get('/metrics');
  if (status !== 200) throw new Error(`/metrics answers ${status}`);
  const types = new Map<string, string>();
  const samples = new Map<string, number>();
  for (const line of String(body).split('\n')) {
    const [, name, type] = line.match(/^# TYPE (\S+) (\S+)$/) ?? [];
    if (name && type) types.set(name, type);
    const [, sample, value] = line.match(/^([^#\s].*) (\S+)$/) ?? [];
    if (sample && value) samples.set(sample, Number(value));
  }
  return { types, samples };
}
