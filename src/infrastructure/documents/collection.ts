import type { CollectionRef, CollectionSpec, CollectionVersion } from '../../application/ports/document-store.js';

/** The collection that is built beside the live one. */
export const building = ({ name, version }: CollectionVersion): CollectionRef => ({ name, version, building: true });

/** In words; one for each collection. */
export const describe = ({ name, version, building }: CollectionRef): string =>
  `${name} version ${version}${building ? ' being built' : ''}`;

/** @throws Error where a collection is declared with other fields than it was made with, under the same version */
export function mustFit(made: CollectionSpec, declared: CollectionSpec): void {
  if (shape(made) === shape(declared)) return;
  throw new Error(`${declared.name} version ${declared.version} has other fields in the store: raise its version`);
}

const shape = ({ fields, text = [], arrays = [] }: CollectionSpec): string =>
  JSON.stringify([fields, text, arrays].map((names) => [...new Set(names)].sort()));
