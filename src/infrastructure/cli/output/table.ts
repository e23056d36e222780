import { plain, shorten, width } from './text.js';

export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string | number | null;
  readonly align?: 'left' | 'right';
  /** Gives way where the terminal is narrow. */
  readonly flexible?: boolean;
}

/** Between columns. */
const GAP = 2;
/** A flexible column gives way down to this. */
const LEAST = 8;

/**
 * Rows in aligned columns under their titles, without spaces at the ends of lines.
 * @param columns of the terminal; none: as wide as it gets
 */
export function table<Row>(
  rows: readonly Row[],
  shown: readonly Column<Row>[],
  columns: number | null,
  heading: (line: string) => string = (line) => line,
): string {
  const cells = rows.map((row) => shown.map(({ value }) => plain(String(value(row) ?? ''))));
  const titles = shown.map(({ title }) => title);
  const widths = shown.map((_, n) => Math.max(...[titles, ...cells].map((line) => width(line[n] ?? ''))));
  if (columns !== null) narrow(widths, shown, columns);
  const line = (texts: readonly string[]) =>
    shown
      .map(({ align }, n) => pad(texts[n] ?? '', widths[n] ?? 0, align ?? 'left'))
      .join(' '.repeat(GAP))
      .trimEnd();
  return [heading(line(titles)), ...cells.map(line)].join('\n');
}

function narrow(widths: number[], shown: readonly Column<never>[], columns: number): void {
  let over = widths.reduce((sum, one) => sum + one, 0) + GAP * (widths.length - 1) - columns;
  const flexible = shown.flatMap((column, n) => (column.flexible ? [n] : []));
  while (over > 0) {
    const [widest] = flexible
      .filter((n) => (widths[n] ?? 0) > LEAST)
      .sort((a, b) => (widths[b] ?? 0) - (widths[a] ?? 0));
    if (widest === undefined) return;
    widths[widest] = (widths[widest] ?? 0) - 1;
    over--;
  }
}

function pad(text: string, columns: number, align: 'left' | 'right'): string {
  const fitted = shorten(text, columns);
  const space = ' '.repeat(Math.max(0, columns - width(fitted)));
  return align === 'right' ? space + fitted : fitted + space;
}
