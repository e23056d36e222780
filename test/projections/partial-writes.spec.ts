import { afterEach, expect, it } from 'vitest';
import { type DocumentWrite, live } from '../../src/application/ports/document-store.js';
import { StoreUnavailable } from '../../src/application/ports/event-store.js';
import { MemoryDocumentStore } from '../../src/infrastructure/memory/memory-document-store.js';
import { at, type Projection, projection, remove } from '../../src/projections/projection.js';
import { setUp, stopEngines } from '../support/notes-read-model.js';

interface Kept {
  readonly texts: readonly string[];
}

/** Keeps a text aside, until another one comes: then both stand together, and nothing is aside. */
const pairs: Projection = projection<Kept>(
  'pairs',
  { version: 1, fields: [], indexes: [] },
  {
    CaseNoteAdded: ({ data: { caseId, text } }) =>
      text === 'first'
        ? at<Kept>('aside', () => ({ texts: [text] }))
        : [
            at<Kept>(caseId, (_, other) => ({ texts: [...(other('aside')?.texts ?? ['lost']), text] }), ['aside']),
            remove('aside'),
          ],
  },
);

/** Takes of one write only what is chosen, and is then away; as a server may that ends in the middle of a batch. */
class Partial extends MemoryDocumentStore {
  chosen: ((write: DocumentWrite) => boolean) | null = null;

  override async write(...[collection, writes, checkpoint]: Parameters<MemoryDocumentStore['write']>): Promise<void> {
    const { chosen } = this;
    if (chosen === null || writes.length === 0) return super.write(collection, writes, checkpoint);
    this.chosen = null;
    await super.write(collection, writes.filter(chosen));
    throw new StoreUnavailable('it ended in the middle', 'away');
  }
}

afterEach(stopEngines);

it.each([
  ['what is removed', ({ document }: DocumentWrite) => document === null],
  ['what is made', ({ document }: DocumentWrite) => document !== null],
  ['nothing', () => false],
  ['everything', () => true],
])('a batch of which the store took %s comes out right when it is taken again', async (_, chosen) => {
  const documents = new Partial();
  const { engine, events, note } = setUp([pairs], { documents });
  await engine.open();
  await note('first');
  await engine.catchUp();
  await note('second');
  documents.chosen = chosen;
  await expect(engine.catchUp()).rejects.toThrow('it ended in the middle');
  const again = setUp([pairs], { documents, events });
  await again.engine.open();
  await again.engine.catchUp();
  const found = await documents.get(live(pairs.spec), ['one', 'aside']);
  expect([...found].map(([id, { document }]) => [id, document])).toEqual([['one', { texts: ['first', 'second'] }]]);
});
