import { isDeepStrictEqual } from 'node:util';
import { allDocuments, rebuiltFrom } from '../../support/invariants.js';
import type { History } from '../history.js';

/** The read models and the index are what the log alone gives, document by document. */
export async function brokenReadModels({ durable }: History): Promise<string[]> {
  const there = await allDocuments(durable.documents);
  const rebuilt = await rebuiltFrom(durable.events).catch((error) => String(error));
  if (typeof rebuilt === 'string') return [rebuilt];
  return Object.entries(rebuilt).flatMap(([name, documents]) => {
    const present = there[name] ?? {};
    const ids = new Set([...Object.keys(documents), ...Object.keys(present)]);
    return [...ids]
      .filter((id) => !isDeepStrictEqual(documents[id], present[id]))
      .map((id) => `${name} ${id}: ${JSON.stringify(present[id])} is not ${JSON.stringify(documents[id])}`);
  });
}
