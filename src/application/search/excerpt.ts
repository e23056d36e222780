import type { SearchTerm } from '../ports/document-store.js';
import { wordsOf } from './words.js';

/** A part of a text: from a character (of UTF-16, as JavaScript counts) up to another one. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Some of a text, and where in it is what was searched for. */
export interface Excerpt {
  readonly text: string;
  readonly matches: readonly Range[];
}

/** Characters of an excerpt, of them before the first match, and of a text that are looked at for one. */
const LENGTH = 240;
const BEFORE = 60;
const LOOKED_AT = 50_000;
const MOST_MATCHES = 20;

/** Marks what was searched for in a text that is shown whole, or, where it is long, in the part around the first of it. */
export function excerptOf(text: string, terms: readonly SearchTerm[], field: string): Excerpt {
  const wanted = terms
    .filter(({ not, fields }) => !not && (fields?.includes(field) ?? true))
    .map(({ text: asked, kind }) => ({ words: wordsOf(asked), phrase: kind === 'phrase' }));
  const all = matchesIn(text.slice(0, LOOKED_AT), wanted);
  const first = all[0]?.start ?? 0;
  const start = text.length <= LENGTH || first < BEFORE ? 0 : wordStart(text, first - BEFORE);
  const end = text.length <= start + LENGTH ? text.length : wordEnd(text, start + LENGTH);
  return {
    text: text.slice(start, end),
    matches: all
      .filter((match) => match.start >= start && match.end <= end)
      .slice(0, MOST_MATCHES)
      .map((match) => ({ start: match.start - start, end: match.end - start })),
  };
}

interface Wanted {
  readonly words: readonly string[];
  readonly phrase: boolean;
}

/** A word, as it is compared, where it stands. */
interface Placed extends Range {
  readonly word: string;
}

function matchesIn(text: string, wanted: readonly Wanted[]): readonly Range[] {
  if (wanted.length === 0) return [];
  const beginnings = wanted.filter(({ phrase }) => !phrase).flatMap(({ words }) => words);
  const phrases = wanted.filter(({ phrase, words }) => phrase && words.length > 0);
  const longest = Math.max(1, ...phrases.map(({ words }) => words.length));
  const found: Range[] = [];
  const last: Placed[] = [];
  for (const { 0: raw, index } of text.matchAll(/[\p{L}\p{N}\p{M}\p{Co}]+/gu)) {
    for (const word of wordsOf(raw)) {
      const placed = { word, start: index, end: index + raw.length };
      last.push(placed);
      if (last.length > longest) last.shift();
      if (beginnings.some((beginning) => word.startsWith(beginning)))
        found.push({ start: placed.start, end: placed.end });
      for (const { words } of phrases) {
        const row = last.slice(-words.length);
        const [begin] = row;
        if (begin && row.length === words.length && words.every((one, n) => row[n]?.word === one))
          found.push({ start: begin.start, end: placed.end });
      }
    }
    // The excerpt ends before this word does, and so many are shown.
    const [first] = found;
    if (found.length > MOST_MATCHES * 2 || (first && index > first.start + LENGTH + BEFORE)) break;
  }
  return joined(found);
}

/** In order, and none within another. */
function joined(ranges: readonly Range[]): readonly Range[] {
  const all: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    const before = all.at(-1);
    if (before && range.start < before.end) all[all.length - 1] = { ...before, end: Math.max(before.end, range.end) };
    else all.push(range);
  }
  return all;
}

/** Where a word begins, from a place on, if that is soon. */
function wordStart(text: string, from: number): number {
  for (let at = from; at < from + BEFORE / 2; at++) if (/\s/.test(text[at - 1] ?? '')) return at;
  return from;
}

function wordEnd(text: string, to: number): number {
  for (let at = to; at > to - BEFORE / 2; at--) if (/\s/.test(text[at] ?? ' ')) return at;
  // Not in the middle of what needs two.
  return /[\uD800-\uDBFF]/.test(text[to - 1] ?? '') ? to - 1 : to;
}
