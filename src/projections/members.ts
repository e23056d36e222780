import type { Document } from '../application/ports/document-store.js';
import type { EachChange } from './projection.js';

/** What a field holds, as a list. */
export const textsIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** Which documents hold which values in some fields; one that holds a value no more may still be named. */
export class Members {
  private readonly fields: ReadonlySet<string>;
  private readonly ids = new Map<string, Set<string>>();

  constructor(fields: readonly string[]) {
    this.fields = new Set(fields);
  }

  add(id: string, document: Document): void {
    for (const field of this.fields) {
      for (const value of textsIn(document[field])) {
        const key = JSON.stringify([field, value]);
        const ids = this.ids.get(key);
        if (ids) ids.add(id);
        else this.ids.set(key, new Set([id]));
      }
    }
  }

  of(field: string, value: string): ReadonlySet<string> {
    return this.ids.get(JSON.stringify([field, value])) ?? new Set();
  }

  /** The values that changes ask for, by field. */
  valuesOf(changes: readonly EachChange<Document>[]): ReadonlyMap<string, readonly string[]> {
    const asked = (field: string) => changes.filter((change) => change.field === field).map(({ value }) => value);
    return new Map([...this.fields].map((field) => [field, [...new Set(asked(field))]]));
  }
}
