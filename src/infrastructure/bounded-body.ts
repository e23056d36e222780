/**
 * The body of an answer, as far as it may be held in memory.
 * @param most bytes
 * @throws what `refusal` makes of the words, for more than that
 */
export async function boundedBody(
  { body }: Response,
  most: number,
  whose: string,
  refusal: (words: string) => Error = (words) => new Error(words),
): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Web streams of Node can be iterated.
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > most) throw refusal(`${whose} answers more than ${most} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
