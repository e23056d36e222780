import {
  type CollectionSpec,
  type CollectionVersion,
  type DocumentStore,
  live,
} from '../application/ports/document-store.js';
import type { Position } from '../domain/event.js';

/** The event that a read model stopped at, and why. */
export interface Failure {
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
  readonly message: string;
}

const collection: CollectionSpec = { name: 'read-model-failures', version: 1, fields: [], indexes: [] };
const idOf = ({ name, version }: CollectionVersion): string => `${name}_v${version}`;

/** Where read models stopped, for the nodes that do not write them. What lies behind a read model's position is over. */
export class Failures {
  constructor(private readonly documents: DocumentStore) {}

  open(): Promise<void> {
    return this.documents.prepare(collection);
  }

  /** Keeps one; what a store does not take, the node that stopped still knows. */
  async keep(spec: CollectionVersion, failure: Failure): Promise<void> {
    const write = { id: idOf(spec), document: { ...failure }, position: failure.position };
    await this.documents.write(live(collection), [write]).catch(() => undefined);
  }

  /** By the names of the read models. @throws StoreUnavailable */
  async of(specs: readonly CollectionVersion[]): Promise<ReadonlyMap<string, Failure>> {
    const found = await this.documents.get(live(collection), specs.map(idOf));
    return new Map(
      specs.flatMap((spec) => {
        // Written by `keep` alone.
        const failure = found.get(idOf(spec))?.document as Failure | undefined;
        return failure ? [[spec.name, failure] as const] : [];
      }),
    );
  }
}
