import type { FilterDefinition } from './events.js';
import { Compared, type Conditions, conditionsOf, type FilteredMessage } from './parameters.js';
import { PhraseFinder } from './phrases.js';

/** A filter that a message met. */
export interface Met {
  readonly filter: FilterDefinition;
  /** What of the message it met, in words. */
  readonly because: string;
}

interface Asked extends Conditions {
  readonly filter: FilterDefinition;
  /** Its place in the order of all. */
  readonly place: number;
}

const MAX_WORDS = 300;

/** Many filters, ready to be asked about one message after another, in the order in which they are given. */
export class FilterSet {
  /** Those that are about one sender, by its address or its domain; a message asks its own sender's only. */
  private readonly bySender = new Map<string, Asked[]>();
  private readonly others: Asked[] = [];
  private readonly phrases: PhraseFinder;
  /** The header fields that have to be read for them. */
  readonly fields: readonly string[];
  /** Whether the text of every message is asked for: a filter is about little else. */
  readonly needsText: boolean;

  constructor(filters: readonly FilterDefinition[]) {
    const asked = filters.map((filter, place) => ({ filter, place, ...conditionsOf(filter.parameters) }));
    const useful = asked.filter(({ isEmpty }) => !isEmpty);
    for (const one of useful) {
      if (!one.sender) this.others.push(one);
      else {
        const key = 'address' in one.sender ? one.sender.address : `@${one.sender.domain}`;
        const same = this.bySender.get(key);
        if (same) same.push(one);
        else this.bySender.set(key, [one]);
      }
    }
    this.phrases = new PhraseFinder(useful.flatMap(({ any, all }) => [...any, ...all]));
    this.fields = [...new Set(useful.flatMap(({ fields }) => fields))].sort();
    this.needsText = useful.some((one) => isAboutText(one) && one.cheap.length === 0);
  }

  get isEmpty(): boolean {
    return this.bySender.size === 0 && this.others.length === 0;
  }

  /** Whether the text decides: all that a filter says of the rest holds. */
  asksForText(message: FilteredMessage): boolean {
    return this.phrases.size > 0 && this.likely(new Compared(message)).some(isAboutText);
  }

  /** The filters that a message meets, in their order. */
  metBy(message: FilteredMessage): readonly Met[] {
    const likely = this.likely(new Compared(message));
    if (likely.length === 0) return [];
    const found = message.text !== null && likely.some(isAboutText) ? this.phrases.in(message.text) : new Set<string>();
    const met = likely.filter(
      ({ any, all }) => (any.length === 0 || any.some((one) => found.has(one))) && all.every((one) => found.has(one)),
    );
    return met.map((one) => ({ filter: one.filter, because: inWords(one, found) }));
  }

  /** Those that agree with the message in everything but its text. */
  private likely(message: Compared): Asked[] {
    const from = message.message.from ?? '';
    const asked = [
      ...(this.bySender.get(from) ?? []),
      ...(this.bySender.get(from.slice(from.lastIndexOf('@'))) ?? []),
      ...this.others,
    ];
    return asked.filter(({ cheap }) => cheap.every((one) => one.test(message))).sort((a, b) => a.place - b.place);
  }
}

const isAboutText = ({ any, all }: Conditions): boolean => any.length + all.length > 0;

function inWords({ cheap, any, all }: Asked, found: ReadonlySet<string>): string {
  const first = any.find((phrase) => found.has(phrase));
  const phrases = [...new Set([...(first === undefined ? [] : [first]), ...all])];
  const words = [...cheap.map((one) => one.words), ...phrases.map((phrase) => `contains "${phrase}"`)].join(', ');
  return words.length > MAX_WORDS ? `${words.slice(0, MAX_WORDS - 1)}…` : words;
}
