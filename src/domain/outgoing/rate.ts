const HOUR = 3_600_000;
const MINUTE = 60_000;

/** To how many it went, by the minute (milliseconds since 1970), the oldest first; nothing older than an hour. */
export type HourlyRate = readonly { readonly minute: number; readonly recipients: number }[];

const within = (rate: HourlyRate, now: number): HourlyRate => rate.filter(({ minute }) => minute + MINUTE + HOUR > now);

/** @param at ISO 8601 */
export function addRate(rate: HourlyRate, at: string, recipients: number): HourlyRate {
  const now = Date.parse(at);
  const minute = now - (now % MINUTE);
  const kept = within(rate, now);
  const before = kept.find((one) => one.minute === minute)?.recipients ?? 0;
  const others = kept.filter((one) => one.minute !== minute);
  return [...others, { minute, recipients: before + recipients }].sort((a, b) => a.minute - b.minute);
}

/**
 * When so many more may be sent to, so that in no hour it is more than the limit; none: now. One message to more than the
 * limit goes when nothing else has gone.
 */
export function limitedUntil(rate: HourlyRate, limit: number, more: number, now: number): number | null {
  const kept = within(rate, now);
  let sum = kept.reduce((all, { recipients }) => all + recipients, 0);
  if (sum === 0 || sum + more <= limit) return null;
  for (const { minute, recipients } of kept) {
    sum -= recipients;
    if (sum === 0 || sum + more <= limit) return minute + MINUTE + HOUR;
  }
  return null;
}
