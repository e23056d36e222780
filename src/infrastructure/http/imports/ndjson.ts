import { Invalid } from '../../../domain/errors.js';

const NEWLINE = 0x0a;

/**
 * The lines of a stream, each as soon as it is whole; empty ones are left out. Holds one line in memory.
 * @throws Invalid for a line of more than so many bytes
 */
export async function* lines(chunks: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    let begin = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, begin)) {
      const line = Buffer.concat([...parts, chunk.subarray(begin, end)]);
      if (line.byteLength > 0) yield line;
      parts = [];
      size = 0;
      begin = end + 1;
    }
    const rest = chunk.subarray(begin);
    size += rest.byteLength;
    if (size > most)
      throw new Invalid([
        { path: 'body', message: `a line is longer than ${most} bytes; a message may come in pieces` },
      ]);
    if (rest.byteLength > 0) parts.push(rest);
  }
  if (size > 0) yield Buffer.concat(parts);
}
