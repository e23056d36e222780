import { EspoUnreadable } from './espo-source.js';

/** @throws EspoUnreadable for more than so many bytes */
export async function boundedBody({ body }: Response, most: number, path: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Web streams of Node can be iterated.
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > most) throw new EspoUnreadable(`${path} answers more than ${most} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
