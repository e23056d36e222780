import type { CollectionRef, CollectionSpec, Filter, Page, Query } from '../../src/application/ports/document-store.js';
import { MemoryDocumentStore } from '../../src/infrastructure/memory/memory-document-store.js';

/** What a query asks for, without its values. */
export interface QueryShape {
  readonly collection: string;
  readonly counts: boolean;
  readonly fixed: readonly string[];
  readonly ranges: readonly string[];
  readonly words: boolean;
  /** None: it counts. */
  readonly sort: string | null;
}

export interface RecordedQuery {
  readonly collection: CollectionRef;
  readonly query: Query | Filter;
  readonly shape: QueryShape;
}

/** A store in memory that remembers what was prepared and asked. */
export class RecordingDocumentStore extends MemoryDocumentStore {
  readonly specs = new Map<string, CollectionSpec>();
  readonly queries: RecordedQuery[] = [];

  override prepare(spec: CollectionSpec): Promise<void> {
    this.specs.set(spec.name, spec);
    return super.prepare(spec);
  }

  override find(collection: CollectionRef, query: Query): Promise<Page> {
    const { anyOf, ...rest } = query;
    for (const where of alternatives(rest.where, anyOf)) {
      const one = { ...rest, where };
      this.queries.push({ collection, query: one, shape: findShape(collection, one) });
    }
    return super.find(collection, query);
  }

  override count(collection: CollectionRef, where: Filter, limit?: number, anyOf?: readonly Filter[]): Promise<number> {
    for (const one of alternatives(where, anyOf))
      this.queries.push({ collection, query: one, shape: countShape(collection, one) });
    return super.count(collection, where, limit, anyOf);
  }
}

/** What each alternative asks for is a query of its own to an engine. */
const alternatives = (where: Filter = {}, anyOf: readonly Filter[] = [{}]): readonly Filter[] =>
  anyOf.map((one) => ({ ...where, ...one }));

const isRange = (wanted: Filter[string]): boolean => typeof wanted === 'object' && wanted !== null && !('in' in wanted);

function countShape({ name: collection }: CollectionRef, where: Filter): QueryShape {
  const fields = Object.keys(where).sort();
  const ranges = fields.filter((field) => isRange(where[field] ?? null));
  const fixed = fields.filter((field) => !ranges.includes(field));
  return { collection, counts: true, fixed, ranges, words: false, sort: null };
}

function findShape(ref: CollectionRef, { where = {}, text, sort }: Query): QueryShape {
  return { ...countShape(ref, where), counts: false, words: text !== undefined, sort: sort?.field ?? 'id' };
}
