const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Days that are looked at: one may be left out where a country changes its side of the date line. */
const DAYS = 3;

/** More than there are zones: names differ in their case. */
const MOST_FORMATS = 1_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const numbers = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric' } as const;
  const smaller = { minute: 'numeric', second: 'numeric' } as const;
  const made = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', era: 'short', ...numbers, ...smaller });
  if (formats.size >= MOST_FORMATS) formats.clear();
  formats.set(timeZone, made);
  return made;
}

/** What the clocks of a zone show at a moment, as if it were UTC. Milliseconds. */
function wallClock(moment: number, timeZone: string): number {
  const shown: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(moment)) shown[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** When the clocks of a zone show this for the first time; one that they leave out is the moment at which they leave it out. */
function momentOf(wall: number, timeZone: string): number {
  const offsets = [wall - DAY, wall + DAY].map((near) => wallClock(near, timeZone) - near);
  const candidates = offsets.map((offset) => wall - offset).sort((a, b) => a - b);
  const shown = candidates.find((moment) => wallClock(moment, timeZone) === wall);
  // By the clocks as they were before.
  return shown ?? wall - (offsets[0] ?? 0);
}

/**
 * The next moment behind another one at which the clocks of a zone show a full hour. Where they leave that hour out, the
 * moment at which they do; where they show it twice, the first.
 * @param after ISO 8601
 * @param hour 0 to 23
 * @returns ISO 8601
 */
export function nextHour(after: string, hour: number, timeZone: string): string {
  const from = Date.parse(after);
  const today = Math.floor(wallClock(from, timeZone) / DAY) * DAY;
  for (let day = 0; day < DAYS; day++) {
    const moment = momentOf(today + day * DAY + hour * HOUR, timeZone);
    if (moment > from) return new Date(moment).toISOString();
  }
  return new Date(from + DAY).toISOString();
}
