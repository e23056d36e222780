import { idOf } from '../../domain/ids.js';
import type { EntityType } from './espo-source.js';

/** What EspoCRM's ids are here: by the names that people know, since those are ids here. */
export class Names {
  private readonly byId = new Map<string, string>();
  private readonly taken = new Set<string>();

  /** None: another one of that kind has this name already. */
  give(type: EntityType, id: string, name: string): string | null {
    const given = idOf(name);
    if (this.taken.has(`${type} ${given}`)) return null;
    this.taken.add(`${type} ${given}`);
    this.byId.set(`${type} ${id}`, given);
    return given;
  }

  /** What has an id of its own here. */
  put(type: EntityType, id: string, given: string): void {
    this.byId.set(`${type} ${id}`, given);
  }

  /** None: it was not taken over. */
  of(type: EntityType, id: string | null): string | null {
    return id === null ? null : (this.byId.get(`${type} ${id}`) ?? null);
  }
}
