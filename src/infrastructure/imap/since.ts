/** SEARCH SINCE knows days only, and in the server's time zone: a day earlier misses nothing; the rest is for us to leave out. */
export const dayBefore = (since: string): Date => new Date(Date.parse(since) - 24 * 60 * 60 * 1000);
