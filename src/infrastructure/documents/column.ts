/** A document's field as engines compare it: nothing before numbers before text; `false` is 0 and `true` is 1. */
export type Column = string | number | null;

/** A field's value as a column. @throws TypeError for what is no scalar: a mistake of whoever declared the field */
export function columnOf(value: unknown): Column {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  throw new TypeError('a field that is declared must hold text, a number, a boolean or nothing');
}

/** The most texts that a list holds which may be filtered by. */
const LONGEST_LIST = 1_000;

/** A field's value as a list, each text once; none is empty. @throws TypeError for what is no list of texts, or too long */
export function listOf(value: unknown): readonly string[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value) || value.length > LONGEST_LIST || !value.every((one) => typeof one === 'string')) {
    throw new TypeError(`a field that is declared as a list must hold texts, at most ${LONGEST_LIST}`);
  }
  return [...new Set(value)];
}

/** Below 0 where `a` comes first. */
export function compareColumns(a: Column, b: Column): number {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return rank(a) - rank(b);
}

const rank = (value: Column): number => (value === null ? 0 : typeof value === 'number' ? 1 : 2);

/** By code points, as UTF-8 bytes compare; JavaScript's `<` goes by UTF-16 units, which differ beyond the BMP. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x !== y) return inOrderOfCodePoints(x) - inOrderOfCodePoints(y);
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above all other units. */
const inOrderOfCodePoints = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);
