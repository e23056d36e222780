/** Whether a message came before a moment. One without a date did not: rather one too many. */
export function olderThan(since: string | null): (receivedAt: string | null) => boolean {
  if (since === null) return () => false;
  const border = Date.parse(since);
  return (receivedAt) => receivedAt !== null && Date.parse(receivedAt) < border;
}

/** SEARCH SINCE knows days only, and in the server's time zone: a day earlier misses nothing; the rest is for us to leave out. */
export const dayBefore = (since: string): Date => new Date(Date.parse(since) - 24 * 60 * 60 * 1000);
