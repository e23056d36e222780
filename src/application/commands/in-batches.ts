/** So many at a time, in their order; the last ones may be fewer. */
export async function* inBatches<One>(all: AsyncIterable<One>, size: number): AsyncGenerator<readonly One[]> {
  let batch: One[] = [];
  for await (const one of all) {
    batch.push(one);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
