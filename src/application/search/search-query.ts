import { Invalid } from '../../domain/errors.js';
import { RecordId, RecordType } from '../../domain/ids.js';
import type { SearchTerm } from '../ports/document-store.js';
import type { InboxState } from './inbox-words.js';
import { wordsOf } from './words.js';

/** Characters of a query, and things that it asks for. */
const LONGEST_QUERY = 1_000;
const MOST_TERMS = 32;

/** What somebody searches for. */
export interface SearchQuery {
  readonly terms: readonly SearchTerm[];
  /** Marks that an e-mail must have: `attachment`, `case:42`, `record:Contact/17`. */
  readonly marks: readonly string[];
  /** How it must stand in the inbox of whoever asks. */
  readonly inbox: readonly InboxTerm[];
  /** Instants: from this one on, and before that one. */
  readonly from: string | null;
  readonly until: string | null;
}

/** `is:unread`, or `in:` a folder by its id or name. With its place in the query, from 1. */
export type InboxTerm =
  | { readonly kind: 'is'; readonly at: number; readonly state: InboxState }
  | { readonly kind: 'in'; readonly at: number; readonly folder: string };

/** A part of the query as it is written. */
interface Token {
  /** Of its first character, from 1. */
  readonly at: number;
  readonly minus: boolean;
  readonly operator: string | null;
  readonly value: string;
  readonly quoted: boolean;
}

/** Operators that look in a part of the text. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  from: ['from'],
  to: ['to'],
  subject: ['subject'],
};
const OPERATORS = ['from', 'to', 'subject', 'has', 'before', 'after', 'case', 'record', 'is', 'in'] as const;

/**
 * Reads a query: words, "quoted phrases", `-minus` before either, and operators: `from:`, `to:`, `subject:`,
 * `has:attachment`, `before:`, `after:` (days in UTC), `case:42`, `record:Contact/17`, `is:unread`, `in:archive`. What is no
 * operator is a word. Takes time in proportion to the length, whatever is written.
 * @throws Invalid, path `q`: what is wrong, and at which character
 */
export function parseSearch(q: string): SearchQuery {
  if (q.length > LONGEST_QUERY) throw wrong(LONGEST_QUERY + 1, `longer than ${LONGEST_QUERY} characters`);
  const tokens = tokensOf(q);
  const [, excess] = [tokens[MOST_TERMS - 1], tokens[MOST_TERMS]];
  if (excess) throw wrong(excess.at, `more than ${MOST_TERMS} things to look for`);
  const terms: SearchTerm[] = [];
  const marks: string[] = [];
  const inbox: InboxTerm[] = [];
  let [from, until]: [string | null, string | null] = [null, null];
  for (const token of tokens) {
    const { at, operator, value } = token;
    if (operator === null || operator in FIELDS) {
      terms.push(termOf(token));
      continue;
    }
    if (token.minus) throw wrong(at, `${operator}: takes no minus`);
    if (value === '') throw wrong(at, `${operator}: needs a value`);
    if (operator === 'after') from = later(from, dayOf(token));
    else if (operator === 'before') until = earlier(until, dayOf(token));
    else if (operator === 'is') inbox.push({ kind: 'is', at, state: stateOf(token) });
    else if (operator === 'in') inbox.push({ kind: 'in', at, folder: value });
    else marks.push(markOf(token));
  }
  const words = terms.reduce((sum, { text }) => sum + wordsOf(text).length, 0);
  if (words > MOST_WORDS) throw wrong(1, `more than ${MOST_WORDS} words`);
  return { terms, marks, inbox, from, until };
}

/** What one term after another makes of words: `e-mail` is two. */
const MOST_WORDS = 64;

function termOf({ at, operator, value, quoted, minus }: Token): SearchTerm {
  if (wordsOf(value).length === 0) {
    throw wrong(at, operator === null ? 'nothing to look for: no letters and no digits' : `${operator}: needs a word`);
  }
  const fields = operator === null ? undefined : FIELDS[operator];
  return {
    text: value,
    kind: quoted ? 'phrase' : 'words',
    ...(fields && { fields }),
    ...(minus && { not: true }),
  };
}

function markOf({ at, operator, value }: Token): string {
  switch (operator) {
    case 'has':
      if (value.toLowerCase() !== 'attachment') throw wrong(at, 'has: knows only has:attachment');
      return 'attachment';
    case 'case': {
      const digits = /^#?0*([1-9]\d{0,14})$/.exec(value)?.[1];
      if (digits === undefined) throw wrong(at, 'case: needs the number of a case');
      return `case:${digits}`;
    }
    default: {
      const [type = '', id = '', ...rest] = value.split('/');
      const known = RecordType.options.find((one) => one.toLowerCase() === type.toLowerCase());
      if (!known || rest.length > 0 || !RecordId.safeParse(id).success)
        throw wrong(
          at,
          `record: needs a type and an id, as in record:Contact/17; types: ${RecordType.options.join(', ')}`,
        );
      return `record:${known}/${id}`;
    }
  }
}

const STATES: readonly InboxState[] = ['unread', 'read', 'starred'];

function stateOf({ at, value }: Token): InboxState {
  const state = STATES.find((one) => one === value.toLowerCase());
  if (!state) throw wrong(at, `is: knows only ${STATES.map((one) => `is:${one}`).join(', ')}`);
  return state;
}

/** The beginning of a day, a month or a year. */
function dayOf({ at, operator, value }: Token): string {
  const [, year, month = '01', day = '01'] = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(value) ?? [];
  const instant = `${year}-${month}-${day}T00:00:00.000Z`;
  const time = new Date(instant);
  // There is no 31 February, whatever Date makes of it.
  if (year === undefined || Number.isNaN(time.getTime()) || time.toISOString() !== instant)
    throw wrong(at, `${operator}: needs a day, as in ${operator}:2026-03-01`);
  return instant;
}

const later = (a: string | null, b: string): string => (a !== null && a > b ? a : b);
const earlier = (a: string | null, b: string): string => (a !== null && a < b ? a : b);

function tokensOf(q: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < q.length) {
    if (isSpace(q, at)) {
      at++;
      continue;
    }
    const start = at;
    const minus = q[at] === '-' && at + 1 < q.length && !isSpace(q, at + 1);
    if (minus) at++;
    const operator = operatorAt(q, at);
    if (operator !== null) at += operator.length + 1;
    const quoted = isQuote(q, at);
    const end = quoted ? closing(q, at) : wordEnd(q, at);
    tokens.push({ at: start + 1, minus, operator, value: q.slice(quoted ? at + 1 : at, end), quoted });
    at = quoted ? end + 1 : end;
  }
  return tokens;
}

function operatorAt(q: string, at: number): string | null {
  const colon = q.slice(at, at + LONGEST_OPERATOR + 1).indexOf(':');
  const name = colon === -1 ? '' : q.slice(at, at + colon).toLowerCase();
  return OPERATORS.find((one) => one === name) ?? null;
}

const LONGEST_OPERATOR = Math.max(...OPERATORS.map(({ length }) => length));
const QUOTES = '"“”„«»';

const isSpace = (q: string, at: number): boolean => /\s/u.test(q[at] ?? '');
const isQuote = (q: string, at: number): boolean => at < q.length && QUOTES.includes(q[at] ?? ' ');

function closing(q: string, open: number): number {
  for (let at = open + 1; at < q.length; at++) if (isQuote(q, at)) return at;
  throw wrong(open + 1, 'a quotation mark that is not closed');
}

/** A quotation mark within a word belongs to it. */
function wordEnd(q: string, start: number): number {
  let at = start;
  while (at < q.length && !isSpace(q, at)) at++;
  return at;
}

/** What is wrong with a query, and at which of its characters. */
export const wrong = (at: number, what: string): Invalid =>
  new Invalid([{ path: 'q', message: `character ${at}: ${what}` }]);
