const SECOND = 1_000;

/** Milliseconds by which a server's clock may be behind ours. */
const MARGIN = 60_000;

/**
 * Whether a message came before a moment, in whole seconds: INTERNALDATE has no others (RFC 3501, section 2.3.3), so
 * what comes later in the second of the moment looks earlier. One without a date did not: rather one too many. None came
 * before no moment.
 */
export function cameBefore(moment: string | null): (receivedAt: string | null) => boolean {
  if (moment === null) return () => false;
  const border = wholeSecond(Date.parse(moment));
  return (receivedAt) => receivedAt !== null && Date.parse(receivedAt) < border;
}

/** What an account begins with that is opened now: what comes from now on, by a server's clock that may be a minute behind. ISO 8601. */
export const openingMoment = (now: Date): string => new Date(wholeSecond(now.getTime()) - MARGIN).toISOString();

const wholeSecond = (milliseconds: number): number => Math.floor(milliseconds / SECOND) * SECOND;
