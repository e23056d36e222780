export interface Deadline {
  /** Real ones. */
  readonly milliseconds: number;
  /** What the signal is aborted with then; default a TimeoutError. */
  readonly reason?: () => unknown;
}

/**
 * Does something with a signal that is aborted with the first of several, or after so long. `AbortSignal.any` would do,
 * but on Node 20 something of each call stays for as long as one of its sources does, and those stay as long as the
 * process. What is done a thousand times a second leaves nothing behind here.
 */
export async function withEither<T>(
  signals: readonly AbortSignal[],
  work: (signal: AbortSignal) => Promise<T> | T,
  deadline?: Deadline,
): Promise<T> {
  const either = new AbortController();
  const stop = () => either.abort(signals.find(({ aborted }) => aborted)?.reason);
  const late = () => either.abort(deadline?.reason?.() ?? new DOMException('It took too long.', 'TimeoutError'));
  if (signals.some(({ aborted }) => aborted)) stop();
  for (const signal of signals) signal.addEventListener('abort', stop);
  const timer = deadline && setTimeout(late, deadline.milliseconds);
  try {
    return await work(either.signal);
  } finally {
    clearTimeout(timer);
    for (const signal of signals) signal.removeEventListener('abort', stop);
  }
}
