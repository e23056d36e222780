import { Inject, Injectable } from '@nestjs/common';
import { NotFound, Unavailable } from '../../domain/errors.js';
import type { Position } from '../../domain/event.js';
import type { ProjectionEngine } from '../../projections/engine.js';
import { ProjectionEngines } from '../../projections/engines.js';
import { DOCUMENTS } from '../parts.js';
import type { CollectionRef, DocumentStore, Filter, Query } from '../ports/document-store.js';

/** Milliseconds that a reader waits for its own writes. */
const PATIENCE = 5_000;
/** The most that one page of a collection holds. */
const MOST = 1_000;

/** Some views, and where the next ones begin. */
export interface PageOf<View> {
  readonly items: readonly View[];
  /** None: this was the last page. */
  readonly next: string | null;
}

/** None: it is being built, and nobody is held up by that: whoever reacts is rung when it is there. */
export async function whenBuilt<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Unavailable && error.code === 'being-built') return null;
    throw error;
  }
}

/**
 * The read models as queries see them: views by id, pages, and waiting for one's own writes. One that has never caught up
 * with the log is not shown: every call throws Unavailable, code `being-built`.
 */
@Injectable()
export class ReadModels {
  constructor(
    @Inject(ProjectionEngines) private readonly projections: Pick<ProjectionEngine, 'waitFor' | 'readable' | 'status'>,
    @Inject(DOCUMENTS) private readonly documents: DocumentStore,
  ) {}

  /**
   * Resolves when the read models that are named have reached what the caller has seen or written.
   * @throws Unavailable, code `not-yet`, when they have not in time: names those that are late, and where they are
   */
  async reached(after: Position | undefined, ...collections: readonly CollectionRef[]): Promise<void> {
    if (after === undefined) return;
    const reached = await Promise.all(collections.map(({ name }) => this.projections.waitFor(name, after, PATIENCE)));
    if (!reached.includes(false)) return;
    const late = new Set(collections.filter((_, n) => reached[n] === false).map(({ name }) => name));
    const where = this.projections
      .status()
      .filter(({ name }) => late.has(name))
      .map(({ name, position, state }) => `${name} is at ${position || 'the start'} (${state})`);
    throw new Unavailable(`Asked for position ${after}, but ${where.join(', ')}; try again.`, 'not-yet');
  }

  /** None: there is no such document. */
  async get<View>(collection: CollectionRef, id: string): Promise<View | null> {
    return (await this.many<View>(collection, [id])).get(id) ?? null;
  }

  /** @throws NotFound naming `what` */
  async mustGet<View>(collection: CollectionRef, id: string, what: string): Promise<View> {
    const view = await this.get<View>(collection, id);
    if (view === null) throw new NotFound(what, id);
    return view;
  }

  /** Those that exist. */
  async many<View>(collection: CollectionRef, ids: readonly string[]): Promise<ReadonlyMap<string, View>> {
    const found = await this.documents.get(this.projections.readable(collection.name), ids);
    // A collection holds what its projection wrote: views of that type. The caller names both together.
    return new Map([...found].map(([id, { document }]) => [id, document as unknown as View]));
  }

  async find<View>(collection: CollectionRef, query: Query): Promise<PageOf<View>> {
    const { items, next } = await this.documents.find(this.projections.readable(collection.name), query);
    // As in `many`.
    return { items: items.map(({ document }) => document as unknown as View), next };
  }

  /** All that match, page by page. */
  async *pages<View>(
    collection: CollectionRef,
    query: Omit<Query, 'limit' | 'cursor'> = {},
  ): AsyncGenerator<readonly View[]> {
    let cursor: string | null = null;
    do {
      const page: PageOf<View> = await this.find(collection, { ...query, limit: MOST, ...(cursor ? { cursor } : {}) });
      yield page.items;
      cursor = page.next;
    } while (cursor !== null);
  }

  /** All of a collection that is known to be small. */
  async all<View>(collection: CollectionRef, query: Omit<Query, 'limit' | 'cursor'> = {}): Promise<readonly View[]> {
    const views: View[] = [];
    for await (const page of this.pages<View>(collection, query)) views.push(...page);
    return views;
  }

  /** How many match; with `anyOf`, at least one of these as well. */
  async count(collection: CollectionRef, where: Filter, anyOf?: readonly Filter[]): Promise<number> {
    return this.documents.count(this.projections.readable(collection.name), where, undefined, anyOf);
  }
}
