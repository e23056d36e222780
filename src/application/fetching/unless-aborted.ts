import { MailboxError } from '../ports/mailbox-source.js';

/** What it resolves to, unless the signal is aborted before: what was begun then ends by itself, and nobody hears of it. @throws MailboxError, code `closed` */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const over = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    const stop = () => reject(new MailboxError('closed', 'The work on this mailbox was stopped.'));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { signal: over.signal });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    over.abort();
  }
}
