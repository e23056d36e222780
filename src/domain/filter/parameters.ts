import type { FilterParameters } from './events.js';
import { normal, normalAddressPattern, normalText } from './normal.js';
import { type Pattern, pattern } from './pattern.js';

/** What filters look at. */
export interface FilteredMessage {
  /** Address of From, and those of To, in lower case and with domains in ASCII. */
  readonly from: string | null;
  readonly to: readonly string[];
  readonly subject: string;
  /** Bytes of the whole message, also where only its header was taken. */
  readonly size: number;
  readonly hasAttachment: boolean;
  readonly automatic: boolean;
  /** The header fields that filters ask for, by lower-case name; values decoded. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
  /** In the form of `normalText`; none: nobody has asked for it, or there is none. */
  readonly text: string | null;
}

/** A message, with what is compared brought into one form, once. */
export class Compared {
  private subjectInForm: string | null = null;

  constructor(readonly message: FilteredMessage) {}

  get subject(): string {
    this.subjectInForm ??= normal(this.message.subject).trim();
    return this.subjectInForm;
  }
}

/** One parameter that is given: whether a message is like that, and how that is told. */
interface Condition {
  test(message: Compared): boolean;
  readonly words: string;
}

/** The parameters of a filter, ready to be asked. */
export interface Conditions {
  /** All but the text. */
  readonly cheap: readonly Condition[];
  /** Phrases in the form of the text: one of `any`, where there are some, and every one of `all`. */
  readonly any: readonly string[];
  readonly all: readonly string[];
  /** The only From that it is about, or the domain of it; none: more than that. */
  readonly sender: { readonly address: string } | { readonly domain: string } | null;
  /** Header fields that it asks for, by lower-case name. */
  readonly fields: readonly string[];
  /** Nothing is given: it never matches. */
  readonly isEmpty: boolean;
  /** Whatever comes is like that. */
  readonly matchesAll: boolean;
}

export function conditionsOf(parameters: FilterParameters): Conditions {
  const from = parameters.from === null ? null : pattern(normalAddressPattern(parameters.from));
  const cheap = [...cheapConditions(parameters, from)];
  const [any, all] = [inForm(parameters.bodyContains), inForm(parameters.bodyContainsAll)];
  const fields = [
    ...(parameters.headerEquals ? [parameters.headerEquals.name.toLowerCase()] : []),
    ...(parameters.listId === null ? [] : [LIST_ID]),
  ];
  const isAboutText = any.length + all.length > 0;
  const isEmpty = cheap.length === 0 && !isAboutText;
  const matchesAll = !isEmpty && !isAboutText && cheap.every(({ always }) => always);
  return { cheap, any, all, sender: senderOf(from), fields, isEmpty, matchesAll };
}

const LIST_ID = 'list-id';
const inForm = (phrases: readonly string[]): readonly string[] => [
  ...new Set(phrases.map(normalText).filter((phrase) => phrase !== '')),
];

function* cheapConditions(
  given: FilterParameters,
  from: Pattern | null,
): Generator<Condition & { readonly always: boolean }> {
  const { hasAttachment, largerThan, headerEquals, automatic } = given;
  if (from) {
    const test = ({ message }: Compared) => from.test(message.from ?? '');
    yield { test, words: `from ${given.from}`, always: from.matchesAll };
  }
  if (given.to !== null) {
    const to = pattern(normalAddressPattern(given.to));
    const test = ({ message }: Compared) => to.matchesAll || message.to.some((address) => to.test(address));
    yield { test, words: `to ${given.to}`, always: to.matchesAll };
  }
  if (given.subject !== null) {
    const subject = pattern(normal(given.subject).trim());
    yield {
      test: (message) => subject.test(message.subject),
      words: `subject ${given.subject}`,
      always: subject.matchesAll,
    };
  }
  if (hasAttachment !== null) {
    const test = ({ message }: Compared) => message.hasAttachment === hasAttachment;
    yield { test, words: hasAttachment ? 'has an attachment' : 'has no attachment', always: false };
  }
  if (largerThan !== null) {
    const test = ({ message }: Compared) => message.size > largerThan;
    yield { test, words: `larger than ${largerThan} bytes`, always: false };
  }
  if (headerEquals) {
    const [name, wanted] = [headerEquals.name.toLowerCase(), normalText(headerEquals.value)];
    const test = ({ message }: Compared) =>
      (message.fields.get(name) ?? []).some((value) => normalText(value) === wanted);
    yield { test, words: `${headerEquals.name} is ${headerEquals.value}`, always: false };
  }
  if (given.listId !== null) {
    const listId = pattern(normal(given.listId).trim());
    const test = ({ message }: Compared) =>
      (message.fields.get(LIST_ID) ?? []).some((value) => listId.test(idOf(value)));
    yield { test, words: `list ${given.listId}`, always: false };
  }
  if (automatic !== null) {
    const test = ({ message }: Compared) => message.automatic === automatic;
    yield { test, words: automatic ? 'sent by a machine' : 'written by a person', always: false };
  }
}

/** RFC 2919, section 3: what stands in the last brackets; without any, all of it. */
function idOf(value: string): string {
  const close = value.lastIndexOf('>');
  const open = value.lastIndexOf('<', close);
  return normal(open >= 0 && close > open ? value.slice(open + 1, close) : value).trim();
}

/** So that a filter that is about one sender is asked about that one's messages only. */
function senderOf(from: Pattern | null): Conditions['sender'] {
  if (!from) return null;
  if (from.literal !== null) return { address: from.literal };
  return from.domain === null ? null : { domain: from.domain };
}
