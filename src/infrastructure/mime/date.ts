const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** Minutes east of UTC (RFC 5322, section 4.3). */
const ZONES: ReadonlyMap<string, number> = new Map(
  Object.entries({
    ut: 0,
    utc: 0,
    gmt: 0,
    z: 0,
    est: -300,
    edt: -240,
    cst: -360,
    cdt: -300,
    mst: -420,
    mdt: -360,
    pst: -480,
    pdt: -420,
    cet: 60,
    cest: 120,
  }),
);
const DATE =
  /^(?:[a-z]{3,9}\.?,?\s+)?(\d{1,2})[\s-]+([a-z]{3})[a-z]*[\s-]+(\d{2}|\d{4})\s+(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?(?:\s*([+-]\d{2}):?(\d{2})|\s+([a-z]{1,5}))?(?:\s|$)/i;

/**
 * The time that a Date field names (RFC 5322, sections 3.3 and 4.3), ISO 8601 in UTC; none where it is no date or there
 * is no such day. Years are taken as they are, 1970 and 2099 alike. A zone that nobody knows counts as UTC.
 */
export function parseDate(value: string | null): string | null {
  const match =
    value === null
      ? null
      : DATE.exec(
          value
            .slice(0, 200)
            .replace(/\([^()]*\)/g, ' ')
            .trim(),
        );
  if (!match) return null;
  const [, day, monthName, yearText, hour, minute, second, zoneHours, zoneMinutes, zoneName] = match;
  const month = MONTHS.indexOf((monthName ?? '').toLowerCase());
  const year = fullYear(yearText ?? '');
  const parts = [Number(day), Number(hour), Number(minute), Number(second ?? 0)] as const;
  if (month === -1 || year < 1 || parts[1] > 23 || parts[2] > 59 || parts[3] > 60) return null;
  const local = new Date(0);
  local.setUTCFullYear(year, month, parts[0]);
  // The 31st of February is no day.
  if (local.getUTCMonth() !== month || local.getUTCDate() !== parts[0]) return null;
  // A leap second is the last second of its minute.
  local.setUTCHours(parts[1], parts[2], Math.min(parts[3], 59));
  const time = local.getTime() - offset(zoneHours, zoneMinutes, zoneName) * 60_000;
  const iso = new Date(time).toISOString();
  return /^\d{4}-/.test(iso) ? iso : null;
}

function fullYear(text: string): number {
  const year = Number(text);
  if (text.length !== 2) return year;
  return year < 50 ? 2000 + year : 1900 + year;
}

function offset(hours: string | undefined, minutes: string | undefined, name: string | undefined): number {
  if (hours === undefined) return ZONES.get((name ?? '').toLowerCase()) ?? 0;
  const size = Math.abs(Number(hours)) * 60 + Number(minutes);
  return hours.startsWith('-') ? -size : size;
}
