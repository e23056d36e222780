import type { CollectionSpec, Document, SearchTerm } from '../../application/ports/document-store.js';
import { wordsOf } from '../../application/search/words.js';
import { Invalid } from '../../domain/errors.js';

/** The most words that one search asks for. */
const MOST_WORDS = 64;
/** Characters of a word that count: what is longer is no word of anybody's. */
const LONGEST_WORD = 64;

/** One thing that is searched for, or must not be there. */
export interface SearchClause {
  /** As they are indexed; at least one. */
  readonly words: readonly string[];
  /** These words in a row, whole; else each by its beginning, anywhere. */
  readonly phrase: boolean;
  readonly fields: readonly string[];
  readonly not: boolean;
}

/** The words of each field, in their order. */
export type FieldWords = ReadonlyMap<string, readonly string[]>;

/** The words of a text as whole texts are indexed by, in their order. */
const textWords = (text: string): readonly string[] =>
  wordsOf(text).map((word) => (word.length > LONGEST_WORD ? word.slice(0, LONGEST_WORD) : word));

/** What a document is found by. */
export function fieldWords({ fullText }: CollectionSpec, document: Document): FieldWords {
  return new Map(
    (fullText?.fields ?? []).map((field) => {
      const value = document[field];
      return [field, typeof value === 'string' ? textWords(value) : []];
    }),
  );
}

/** Terms without letters and digits ask for nothing. @throws Invalid */
export function checkSearch({ name, fullText }: CollectionSpec, terms: readonly SearchTerm[]): readonly SearchClause[] {
  if (!fullText) throw invalid(`${name} cannot be searched`);
  const clauses = terms.map(({ text, kind, fields = fullText.fields, not = false }) => {
    const unknown = fields.find((field) => !fullText.fields.includes(field));
    if (unknown !== undefined || fields.length === 0) throw invalid(`${name} has no text ${unknown ?? 'of no name'}`);
    return { words: textWords(text), phrase: kind === 'phrase', fields, not };
  });
  if (clauses.reduce((sum, { words }) => sum + words.length, 0) > MOST_WORDS) {
    throw invalid(`asks for more than ${MOST_WORDS} words`);
  }
  return clauses.filter(({ words }) => words.length > 0);
}

/** Whether words fit all that is searched for. */
export const isFound = (clauses: readonly SearchClause[], words: FieldWords): boolean =>
  clauses.every((clause) => holds(clause, words) !== clause.not);

function holds({ words: wanted, phrase, fields }: SearchClause, words: FieldWords): boolean {
  const texts = fields.map((field) => words.get(field) ?? []);
  return phrase
    ? texts.some((text) => containsInARow(text, wanted))
    : wanted.every((beginning) => texts.some((text) => text.some((word) => word.startsWith(beginning))));
}

function containsInARow(text: readonly string[], wanted: readonly string[]): boolean {
  const [first, ...rest] = wanted;
  if (first === undefined) return true;
  for (let at = text.indexOf(first); at !== -1; at = text.indexOf(first, at + 1)) {
    if (rest.every((word, n) => text[at + 1 + n] === word)) return true;
  }
  return false;
}

const invalid = (message: string): Invalid => new Invalid([{ path: 'search', message }]);
