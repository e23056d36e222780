import type { CollectionSpec, Document } from '../application/ports/document-store.js';
import type { EventType, RecordedAs, RecordedEvent } from '../domain/events.js';

/** What one event does to one document, or to each of several. Pure: (document, event) to document. */
export type Change<D> = OneChange<D> | EachChange<D>;

export interface OneChange<D> {
  readonly id: string;
  /** Other documents of the collection that `apply` looks at. */
  readonly reads: readonly string[];
  /** The document is new: there is nothing to load first. */
  readonly isNew: boolean;
  /** None: the document is not there; returning none removes it. */
  apply(document: D | undefined, other: (id: string) => D | undefined): D | undefined;
}

export interface EachChange<D> {
  /** Of the collection's fields or arrays, one that an index begins with. */
  readonly field: string;
  /** Every document whose field is that, or contains it, before this event. */
  readonly value: string;
  apply(document: D): D | undefined;
}

type Handlers<D> = {
  readonly [Type in EventType]?: (event: RecordedAs<Type>) => Change<D> | readonly Change<D>[];
};

/** One read model: its collection, and what each event that it takes does to it. */
export interface Projection {
  readonly spec: CollectionSpec;
  /** The oldest version whose documents are read while this one is being built; its own: none. */
  readonly readsFrom: number;
  readonly types: readonly EventType[];
  changes(event: RecordedEvent): readonly Change<Document>[];
}

/**
 * Declares a read model. With `readsFrom`, documents of earlier versions from that one on are read while this version is
 * built for the first time: all who read it must understand them, and they must have the fields that are asked for.
 */
export function projection<D extends object>(
  name: string,
  declared: Omit<CollectionSpec, 'name' | 'fields' | 'arrays' | 'text'> & {
    readonly fields: readonly (keyof D & string)[];
    readonly arrays?: readonly (keyof D & string)[];
    readonly text?: readonly (keyof D & string)[];
    readonly readsFrom?: number;
  },
  handlers: Handlers<D>,
): Projection {
  const byType = new Map(Object.entries(handlers));
  const { readsFrom = declared.version, ...spec } = declared;
  return {
    spec: { ...spec, name },
    readsFrom,
    // The keys of the handlers are types of events.
    types: [...byType.keys()] as EventType[],
    changes(event) {
      // The handler under a type takes that type's events.
      const handler = byType.get(event.type) as
        | ((event: RecordedEvent) => Change<D> | readonly Change<D>[])
        | undefined;
      if (!handler) return [];
      const changes = handler(event);
      // A view is plain JSON, whatever its fields: to the engine it is a document.
      return ('apply' in changes ? [changes] : changes) as unknown as readonly Change<Document>[];
    },
  };
}

/** Changes the document of an id. */
export function at<D>(id: string, apply: OneChange<D>['apply'], reads: readonly string[] = []): OneChange<D> {
  return { id, apply, reads, isNew: false };
}

/** Changes the document of an id, if it is there. */
export function existing<D>(id: string, apply: (document: D) => D | undefined): OneChange<D> {
  return { id, reads: [], isNew: false, apply: (document) => (document ? apply(document) : undefined) };
}

/** Changes every document whose field is a value, or contains it. They are all in memory for that: let them be few. */
export function each<D>(field: keyof D & string, value: string, apply: EachChange<D>['apply']): EachChange<D> {
  return { field, value, apply };
}

/** Makes a document that no event before can have made. */
export function insert<D>(id: string, document: D): OneChange<D> {
  return { id, reads: [], isNew: true, apply: () => document };
}

/** Removes the document of an id, if it is there. */
export function remove(id: string): OneChange<never> {
  return { id, reads: [], isNew: false, apply: () => undefined };
}
