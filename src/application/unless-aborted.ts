/**
 * What it resolves to, unless the signal is aborted before: what was begun then ends by itself, and nobody hears of it.
 * @throws what `reason` gives, else whatever the signal was aborted with
 */
export async function unlessAborted<T>(
  work: Promise<T>,
  signal: AbortSignal,
  reason: () => unknown = () => signal.reason,
): Promise<T> {
  const over = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    const stop = () => reject(reason());
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { signal: over.signal });
  });
  try {
    return await Promise.race([aborted, work]);
  } finally {
    over.abort();
  }
}
