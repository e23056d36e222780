import type { CollectionRef } from '../application/ports/document-store.js';
import { NotFound } from '../domain/errors.js';
import type { Position } from '../domain/event.js';
import type { ProjectionEngine, ProjectionStatus, RebuildProgress } from './engine.js';

/** All read models by their names, whichever engine keeps them up: those that take longer have one of their own. */
export class ProjectionEngines {
  constructor(private readonly engines: readonly ProjectionEngine[]) {}

  /** Of those that were opened. */
  status(): ProjectionStatus[] {
    return this.engines.filter(({ isOpen }) => isOpen).flatMap((engine) => engine.status());
  }

  /** As ProjectionEngine. @throws Unavailable, NotFound */
  readable(name: string): CollectionRef {
    return this.of(name).readable(name);
  }

  /** As ProjectionEngine. @throws NotFound */
  waitFor(name: string, position: Position, milliseconds: number): Promise<boolean> {
    return this.of(name).waitFor(name, position, milliseconds);
  }

  /** As ProjectionEngine. @throws NotFound, Unavailable */
  resume(name: string): Promise<void> {
    return this.of(name).resume(name);
  }

  /** As ProjectionEngine, one engine after another. @throws NotFound, Rejected, Unavailable */
  async rebuild(names: readonly string[], onProgress?: (progress: RebuildProgress) => void): Promise<number> {
    for (const name of names) this.of(name);
    let events = 0;
    for (const engine of this.engines) {
      const own = names.filter((name) => this.of(name) === engine);
      if (own.length > 0) events += await engine.rebuild(own, onProgress);
    }
    return events;
  }

  private of(name: string): ProjectionEngine {
    const engine = this.engines.find((one) => one.keeps(name));
    if (!engine) throw new NotFound('read model', name);
    return engine;
  }
}
