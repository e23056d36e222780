/** One line of the table. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The same by the libraries alone, in the same unit; none: there is nothing to compare with. */
  readonly bare: number | null;
  /** How much of the bare loop's speed is reached: 1 is as fast, less is slower. */
  readonly ratio: number | null;
  /** What was aimed at, in words. */
  readonly target: string | null;
  /** None: there was no aim. */
  readonly reached: boolean | null;
}

/** Higher is better: something per second, beside the bare loop. */
export function rate(name: string, value: number, unit: string, bare: number, least?: number): Figure {
  const ratio = value / bare;
  const aim = least === undefined ? null : { target: `ratio ≥ ${least}`, reached: ratio >= least };
  return { name, value, unit, bare, ratio, target: null, reached: null, ...aim };
}

/** Lower is better: a time or a size, beside the bare loop's where there is one. */
export function cost(name: string, value: number, unit: string, most?: number, bare: number | null = null): Figure {
  const ratio = bare === null ? null : bare / value;
  const aim = most === undefined ? null : { target: `< ${most} ${unit}`, reached: value < most };
  return { name, value, unit, bare, ratio, target: null, reached: null, ...aim };
}

/** Lower is better: what is counted, and how many are the most. */
export function count(name: string, value: number, unit: string, most: number): Figure {
  return { ...cost(name, value, unit), target: `≤ ${most}`, reached: value <= most };
}

/** Higher is better, with an aim of its own. */
export function atLeast(figure: Figure, least: number): Figure {
  return { ...figure, target: `≥ ${least.toLocaleString('en')} ${figure.unit}`, reached: figure.value >= least };
}

/** The figures as a table of Markdown, which a terminal shows well enough. */
export function table(figures: readonly Figure[]): string {
  const rows = [
    ['figure', 'value', 'bare loop', 'ratio', 'target', 'reached'],
    ...figures.map(({ name, value, unit, bare, ratio, target, reached }) => [
      name,
      `${shown(value)} ${unit}`,
      bare === null ? '' : `${shown(bare)} ${unit}`,
      ratio === null ? '' : ratio.toFixed(2),
      target ?? '',
      reached === null ? '' : reached ? 'yes' : 'no',
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]) => `| ${row.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...body.map(line)].join('\n');
}

function shown(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en', { maximumFractionDigits: digits });
}
