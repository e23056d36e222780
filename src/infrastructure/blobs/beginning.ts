/** The beginning of a source: all of it, or a little more than `limit` bytes. */
export async function readUpTo(limit: number, source: AsyncIterator<Uint8Array>) {
  const beginning: Uint8Array[] = [];
  let size = 0;
  while (size <= limit) {
    const next = await source.next();
    if (next.done) return { beginning, size, ended: true };
    beginning.push(next.value);
    size += next.value.length;
  }
  return { beginning, size, ended: false };
}

/** What was read of a source, and the rest of it. */
export async function* joined(
  beginning: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncIterable<Uint8Array> {
  yield* beginning;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}
