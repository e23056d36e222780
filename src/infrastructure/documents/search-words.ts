import { wordsOf } from '../../application/search/words.js';

/** The most words of a query that count; more make it no narrower in practice, and cost. */
const MOST_QUERY_WORDS = 16;

/** The words of a text, each once. */
export function searchWords(text: string): readonly string[] {
  return [...new Set(wordsOf(text))];
}

/** The words that a query asks for; none for one without letters or digits, which asks for nothing. */
export function queryWords(text: string): readonly string[] {
  return searchWords(text).slice(0, MOST_QUERY_WORDS);
}
