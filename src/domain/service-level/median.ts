/** Minutes as they are counted: up to 100 each, above that to two digits, so that there are few of them. */
export function rounded(minutes: number): number {
  const whole = Math.round(minutes);
  if (whole < 100) return whole;
  const step = 10 ** (Math.floor(Math.log10(whole)) - 1);
  return Math.round(whole / step) * step;
}

/** @param counts how often there is which number; none: there are no numbers */
export function medianOf(counts: Readonly<Record<string, number>>): number | null {
  const numbers = Object.entries(counts)
    .map(([number, count]) => ({ number: Number(number), count }))
    .sort((a, b) => a.number - b.number);
  const all = numbers.reduce((sum, { count }) => sum + count, 0);
  let seen = 0;
  for (const { number, count } of numbers) {
    seen += count;
    if (seen * 2 >= all) return number;
  }
  return null;
}
