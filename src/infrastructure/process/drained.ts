import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** Until a stream takes more. It may have been closed, or the signal says that nobody wants it any more. */
export async function drained(stream: Writable, signal?: AbortSignal): Promise<void> {
  if (stream.destroyed) return;
  const ended = new AbortController();
  const end = () => ended.abort();
  stream.once('close', end);
  try {
    await once(stream, 'drain', { signal: signal ? AbortSignal.any([signal, ended.signal]) : ended.signal });
  } catch {
    // Whoever writes next hears of it.
  } finally {
    stream.off('close', end);
  }
}
