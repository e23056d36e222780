// biome-ignore-all lint/complexity/useLiteralKeys: what is private can be reached by its name in brackets alone.
import { expect, it } from 'vitest';
import { RoutingIndex } from '../../src/application/reactions/routing-index.js';
import { indexKey } from '../../src/domain/routing/thread-index.js';
import { MemoryDocumentStore } from '../../src/infrastructure/memory/memory-document-store.js';

it('holds a bounded part of the index, also while the log is folded anew behind it', async () => {
  const documents = new MemoryDocumentStore();
  const first = new RoutingIndex(documents);
  await first.open();
  await first.flush('9');

  const index = new RoutingIndex(documents);
  await index.open();
  for (let batch = 0; batch < 50; batch++) {
    await index.load(Array.from({ length: 1_000 }, (_, n) => indexKey.message(`<${batch}.${n}@customer.example>`)));
    // The index has been there before.
    await index.flush('1');
  }
  // What it holds shows nowhere else.
  expect(index['folded']['entries'].size).toBeLessThanOrEqual(20_000);
});
