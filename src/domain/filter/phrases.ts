/** No such state, no such edge. */
const NONE = -1;

/**
 * Which of many phrases stand in a text: all of them in one pass over it (Aho and Corasick), linear in the text and in
 * the phrases, whatever both are. Both are compared as they are: bring them into one form first.
 */
export class PhraseFinder {
  private readonly root = new Int32Array(0x1_0000).fill(NONE);
  /** Edges from all other states, in an open hash table by state and character. */
  private readonly edges: EdgeTable;
  /** For each state: the longest end of what it stands for that begins a phrase. */
  private readonly fall: Int32Array;
  /** For each state: the phrase that ends there. */
  private readonly ends: Int32Array;
  /** For each state: the nearest one by `fall` at which a phrase ends. */
  private readonly shorter: Int32Array;
  private readonly ids = new Map<string, number>();

  constructor(phrases: Iterable<string>) {
    for (const phrase of phrases) if (phrase !== '' && !this.ids.has(phrase)) this.ids.set(phrase, this.ids.size);
    const most = [...this.ids.keys()].reduce((sum, { length }) => sum + length, 1);
    this.edges = new EdgeTable(most);
    this.fall = new Int32Array(most);
    this.ends = new Int32Array(most).fill(NONE);
    this.shorter = new Int32Array(most).fill(NONE);
    this.link(this.plant());
  }

  get size(): number {
    return this.ids.size;
  }

  /** Those that stand in the text. */
  in(text: string): ReadonlySet<string> {
    const found = new Uint8Array(this.ids.size);
    // Whatever ends at a state was told the first time: a text that meets the same ones all the time is no more work.
    const told = new Uint8Array(this.ends.length);
    let left = this.ids.size;
    let state = 0;
    for (let at = 0; at < text.length && left > 0; at++) {
      state = this.step(state, text.charCodeAt(at));
      for (let end = state; end > 0 && told[end] === 0; end = this.shorter[end] ?? NONE) {
        told[end] = 1;
        const phrase = this.ends[end] ?? NONE;
        if (phrase === NONE || found[phrase] === 1) continue;
        found[phrase] = 1;
        left--;
      }
    }
    return new Set([...this.ids].flatMap(([phrase, id]) => (found[id] === 1 ? [phrase] : [])));
  }

  private step(from: number, char: number): number {
    for (let state = from; state > 0; state = this.fall[state] ?? 0) {
      const next = this.edges.get(state, char);
      if (next !== NONE) return next;
    }
    return Math.max(0, this.root[char] ?? NONE);
  }

  /** The tree of the phrases; gives its states with how they are reached, the shorter ones first. */
  private plant(): readonly Planted[] {
    const planted: Planted[] = [];
    let states = 1;
    for (const [phrase, id] of this.ids) {
      let state = 0;
      for (let at = 0; at < phrase.length; at++) {
        const char = phrase.charCodeAt(at);
        let next = state === 0 ? (this.root[char] ?? NONE) : this.edges.get(state, char);
        if (next === NONE) {
          next = states++;
          if (state === 0) this.root[char] = next;
          else this.edges.set(state, char, next);
          planted.push({ state: next, parent: state, char, depth: at });
        }
        state = next;
      }
      this.ends[state] = id;
    }
    return planted.sort((a, b) => a.depth - b.depth);
  }

  private link(planted: readonly Planted[]): void {
    for (const { state, parent, char, depth } of planted) {
      const fall = depth === 0 ? 0 : this.step(this.fall[parent] ?? 0, char);
      this.fall[state] = fall;
      this.shorter[state] = (this.ends[fall] ?? NONE) === NONE ? (this.shorter[fall] ?? NONE) : fall;
    }
  }
}

interface Planted {
  readonly state: number;
  readonly parent: number;
  readonly char: number;
  readonly depth: number;
}

/** At most half full, so that a search ends soon. */
class EdgeTable {
  private readonly mask: number;
  private readonly states: Int32Array;
  private readonly chars: Uint16Array;
  private readonly targets: Int32Array;

  constructor(most: number) {
    const size = 2 ** Math.ceil(Math.log2(most * 2 + 1));
    this.mask = size - 1;
    this.states = new Int32Array(size).fill(NONE);
    this.chars = new Uint16Array(size);
    this.targets = new Int32Array(size);
  }

  get(state: number, char: number): number {
    const at = this.place(state, char);
    return this.states[at] === NONE ? NONE : (this.targets[at] ?? NONE);
  }

  set(state: number, char: number, target: number): void {
    const at = this.place(state, char);
    this.states[at] = state;
    this.chars[at] = char;
    this.targets[at] = target;
  }

  /** Where it is, or the free place where it would be. */
  private place(state: number, char: number): number {
    let at = (Math.imul(state, 0x9e37_79b1) ^ Math.imul(char, 0x85eb_ca6b)) >>> 7;
    for (at &= this.mask; this.states[at] !== NONE; at = (at + 1) & this.mask) {
      if (this.states[at] === state && this.chars[at] === char) return at;
    }
    return at;
  }
}
