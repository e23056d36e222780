const LINE = 20;
const COLUMN = 8.4;
const PADDING = 24;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** What a terminal showed, as an SVG: no script, no font of its own. */
export function picture(title: string, lines: readonly string[]): string {
  const width = Math.ceil(Math.max(...lines.map((line) => line.length), 60) * COLUMN + 2 * PADDING);
  const height = (lines.length + 2) * LINE + 2 * PADDING;
  const texts = lines.map((line, n) => {
    const y = PADDING + (n + 3) * LINE;
    const colour = /^✉/.test(line) ? '#7dd3fc' : /new case/.test(line) ? '#86efac' : '#e2e8f0';
    return `<text x="${PADDING}" y="${y}" fill="${colour}" xml:space="preserve">${escaped(line)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" rx="10" fill="#0f172a"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14">`,
    `<text x="${PADDING}" y="${PADDING + LINE}" fill="#94a3b8" xml:space="preserve">$ ${escaped(title)}</text>`,
    ...texts,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}
