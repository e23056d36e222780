import type { Collection, Db, IndexDescription } from 'mongodb';
import type { CollectionSpec } from '../../application/ports/document-store.js';
import { pathOf } from './document-filter.js';
import type { Row } from './document-row.js';
import { isMissing } from './store-errors.js';

type Key = Readonly<Record<string, 1>>;

/** The index of every collection by MongoDB itself. */
const BY_ID = '_id_';

/** The keys of the indexes that a declaration asks for: its fields, then the id; and the words. */
export function indexKeys({ indexes, text = [], fullText }: CollectionSpec): readonly Key[] {
  const keys = indexes.map(
    (fields): Key => Object.fromEntries([...fields.map(pathOf), '_id'].map((path) => [path, 1])),
  );
  return text.length > 0 || fullText ? [...keys, { w: 1 }] : keys;
}

/** In a string, to be compared and to be a name: the order of the fields counts. */
export const keyName = (key: Readonly<Record<string, unknown>>): string => Object.keys(key).join(',');

/**
 * Makes what is declared and missing, and drops what is there and not declared. Several nodes may do so at once.
 * @param patiently where the collection holds something, an index takes its time
 */
export async function mendIndexes(
  collection: Collection<Row>,
  spec: CollectionSpec,
  patiently: <Result>(work: (database: Db) => Promise<Result>) => Promise<Result>,
): Promise<void> {
  const existing = (await collection.indexes()).filter(({ name }) => name !== BY_ID);
  const wanted = indexKeys(spec);
  const there = new Set(existing.map(({ key }) => keyName(key)));
  const missing: IndexDescription[] = wanted
    .filter((key) => !there.has(keyName(key)))
    .map((key) => ({ key: { ...key }, name: keyName(key) }));
  if (missing.length > 0) {
    await patiently((database) => database.collection(collection.collectionName).createIndexes(missing));
  }
  const declared = new Set(wanted.map(keyName));
  for (const { key, name } of existing) {
    if (name === undefined || declared.has(keyName(key))) continue;
    await collection.dropIndex(name).catch((error: unknown) => {
      // Another node has dropped it meanwhile.
      if (!isMissing(error)) throw error;
    });
  }
}
