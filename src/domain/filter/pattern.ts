/** A `*` pattern, ready to be asked. */
export interface Pattern {
  /** Whether the whole value is like that. Linear in value and pattern, whatever both are. */
  test(value: string): boolean;
  /** Without a `*`: the only value that it is like. */
  readonly literal: string | null;
  /** Of `*@domain`: the domain. */
  readonly domain: string | null;
  /** Whether every value is like that. */
  readonly matchesAll: boolean;
}

/**
 * A pattern over whole values, in which `*` stands for anything, also for nothing; no other character is special. Both
 * are compared as they are: bring them into one form first.
 */
export function pattern(text: string): Pattern {
  const parts = text.split('*');
  const [prefix = '', ...rest] = parts;
  const suffix = rest.pop();
  if (suffix === undefined) return { literal: text, domain: null, matchesAll: false, test: (value) => value === text };
  const middle = rest.filter((part) => part !== '').map(finder);
  const shortest = text.length - rest.length - 1;
  const test = (value: string): boolean => {
    if (value.length < shortest || !value.startsWith(prefix) || !value.endsWith(suffix)) return false;
    let from = prefix.length;
    const until = value.length - suffix.length;
    // The first place is as good as any later one: what follows has the more room.
    for (const find of middle) {
      from = find(value, from, until);
      if (from < 0) return false;
    }
    return true;
  };
  const domain = /^\*@[^*@]+$/.test(text) ? text.slice(2) : null;
  return { literal: null, domain, matchesAll: prefix + suffix === '' && middle.length === 0, test };
}

/** Finds a word between two places (Knuth, Morris and Pratt); gives where it ends, or -1. */
function finder(word: string): (value: string, from: number, until: number) => number {
  const first = word.charAt(0);
  const fall = bordersOf(word);
  return (value, from, until) => {
    let met = 0;
    for (let at = from; at < until; at++) {
      if (met === 0) {
        // Far quicker than a loop over what cannot begin it.
        at = value.indexOf(first, at);
        if (at < 0 || at >= until) return -1;
      }
      while (met > 0 && value.charCodeAt(at) !== word.charCodeAt(met)) met = fall[met - 1] ?? 0;
      if (value.charCodeAt(at) === word.charCodeAt(met)) met++;
      if (met === word.length) return at + 1;
    }
    return -1;
  };
}

/** For each beginning of a word: how long the longest of its own beginnings is that it ends with. */
function bordersOf(word: string): readonly number[] {
  const borders = [0];
  let border = 0;
  for (let at = 1; at < word.length; at++) {
    while (border > 0 && word[at] !== word[border]) border = borders[border - 1] ?? 0;
    if (word[at] === word[border]) border++;
    borders.push(border);
  }
  return borders;
}
