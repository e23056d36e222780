/** The most words of a query that count; more make it no narrower in practice, and cost. */
const MOST_QUERY_WORDS = 16;

const BEYOND_ASCII = /[^\s!-~]/;

/**
 * The words of a text as they are searched for: lower-case, without diacritics, each once. Engines index and match
 * these and nothing else, so that they all find the same.
 */
export function searchWords(text: string): readonly string[] {
  return [...new Set(fold(text).match(/[\p{L}\p{N}\p{Co}]+/gu))];
}

/** The words that a query asks for; none for one without letters or digits, which asks for nothing. */
export function queryWords(text: string): readonly string[] {
  return searchWords(text).slice(0, MOST_QUERY_WORDS);
}

function fold(text: string): string {
  const lower = text.toLowerCase();
  return BEYOND_ASCII.test(lower) ? lower.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC') : lower;
}
