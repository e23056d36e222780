const BEYOND_ASCII = /[^\s!-~]/;

/** Begins what is indexed beside words: no word has it. */
export const NO_WORD = '\uE000';

/**
 * The words of a text as they are searched for: lower-case, without diacritics, in their order. All engines index and
 * match these and nothing else, so that they all find the same, in every language that has words.
 */
export function wordsOf(text: string): readonly string[] {
  return fold(text).match(/[\p{L}\p{N}\p{Co}]+/gu) ?? [];
}

function fold(text: string): string {
  const lower = text.toLowerCase();
  if (!BEYOND_ASCII.test(lower)) return lower;
  return lower.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC').replaceAll(NO_WORD, ' ');
}
