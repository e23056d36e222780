/** ISO 8601 as `2026-03-01 08:00`, in UTC: the same on every machine. */
export const day = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 16)}`;
