import type { Adapters } from '../../src/application/mailcase.js';
import { inMemory } from './in-memory.js';
import { lagging } from './lagging.js';

/** What Mailcase keeps its data in, and who may do what alone. */
export interface Stores extends Pick<Adapters, 'events' | 'documents' | 'blobs' | 'vault' | 'leases'> {
  /** Once is enough; again is no harm. */
  close(): Promise<void>;
}

/** Where tests stand that do not say themselves what they stand on. */
export interface Ground {
  /** Empty stores that nobody else has; whoever laid this ground closes them. */
  fresh(): Promise<Stores>;
  /** Those that belong to a data folder: the same data when they are opened again. */
  of(folder: string): Promise<Stores>;
  /** As variables, how a program of its own finds those that belong to a data folder. */
  settings(folder: string): Promise<Readonly<Record<string, string>>>;
}

let ground: Ground | null = null;

/** What is opened from now on in this file stands there; without this it stands in memory, or in files. */
export function standOn(servers: Ground): void {
  ground = servers;
}

/** None: the embedded engines. */
export const otherGround = (): Ground | null => ground;

/** All ports, on the ground of this file, with the real parser. */
export async function freshAdapters(overrides: Partial<Adapters> = {}): Promise<Adapters> {
  const { events, documents, blobs, vault, leases } = lagging(ground ? await ground.fresh() : inMemory());
  return inMemory({ events, documents, blobs, vault, leases, ...overrides });
}
