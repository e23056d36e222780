/** One form for text that is compared: case is ignored, and however a letter is composed it is the same letter. */
export const normal = (text: string): string => text.normalize('NFC').toLowerCase();

/** The same for the text of a message, in which a line may be broken anywhere. */
export const normalText = (text: string): string => normal(text).replace(/\s+/g, ' ').trim();

/** Of an address, or of a pattern for addresses: the domain in ASCII (IDNA), as messages have it. */
export function normalAddressPattern(pattern: string): string {
  const lower = normal(pattern.trim());
  const at = lower.lastIndexOf('@');
  if (at < 0 || !/\P{ASCII}/u.test(lower.slice(at))) return lower;
  const labels = lower.slice(at + 1).split('.');
  return `${lower.slice(0, at + 1)}${labels.map(asciiLabel).join('.')}`;
}

/** A label that a `*` stands in stays as it is: it is not known whole. */
function asciiLabel(label: string): string {
  if (label.includes('*') || !/\P{ASCII}/u.test(label)) return label;
  return URL.canParse(`http://${label}.example`)
    ? new URL(`http://${label}.example`).hostname.slice(0, -'.example'.length)
    : label;
}
