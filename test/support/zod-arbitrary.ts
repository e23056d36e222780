import fc from 'fast-check';
import type { z } from 'zod';

/** What a schema of zod says of itself, as far as the events' schemas use it. */
interface Definition {
  readonly type: string;
  readonly format?: string;
  readonly checks?: readonly { readonly _zod: { readonly def: Check } }[];
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly element?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly entries?: Readonly<Record<string, string>>;
  readonly values?: readonly (string | number | boolean | null)[];
  readonly keyType?: z.ZodType;
  readonly valueType?: z.ZodType;
}

interface Check {
  readonly check: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly value?: number;
  readonly length?: number;
  readonly inclusive?: boolean;
}

/** Few and short, so that the events of one sequence speak of the same things. */
const WORDS = [
  'ana',
  'bor',
  'support',
  'c1',
  'c2',
  'routing',
  'toString',
  '__proto__',
  '2026-03-02T08:00:00.000Z',
  '08:00',
  '24:00',
  '5.1.1',
];
const HASHES = ['a'.repeat(64), '0'.repeat(64)];

/** Values that a schema accepts: what is generated is checked by the schema itself, and comes as it gives it back. */
export function arbitraryOf<T>(schema: z.ZodType<T>): fc.Arbitrary<T> {
  return generated(schema)
    .filter((value) => schema.safeParse(value).success)
    .map((value) => schema.parse(value));
}

function generated(schema: z.ZodType): fc.Arbitrary<unknown> {
  // Every schema of zod 4 has its definition there; a kind that is not known here throws below.
  const definition = schema._zod.def as unknown as Definition;
  const { type, shape, element, innerType, options, entries, values, keyType, valueType } = definition;
  if (type === 'string') return text(schema, definition);
  if (type === 'number') return integer(definition);
  if (type === 'boolean') return fc.boolean();
  if (type === 'null') return fc.constant(null);
  if (type === 'object' && shape) {
    const fields = Object.fromEntries(Object.entries(shape).map(([key, one]) => [key, generated(one)]));
    const requiredKeys = Object.keys(shape).filter((key) => shape[key]?._zod.def.type !== 'optional');
    return fc.record(fields, { requiredKeys });
  }
  if (type === 'optional' && innerType) return generated(innerType);
  if (type === 'array' && element) {
    const exact = exactly(definition);
    return fc.array(generated(element), { minLength: exact ?? least(definition), maxLength: exact ?? 4 });
  }
  if (type === 'nullable' && innerType) return fc.option(generated(innerType), { nil: null });
  if (type === 'union' && options) return fc.oneof(...options.map(generated));
  if (type === 'enum' && entries) return fc.constantFrom(...Object.values(entries));
  if (type === 'literal' && values) return fc.constantFrom(...values);
  if (type === 'record' && keyType && valueType) return entriesOf(keyType, valueType);
  throw new Error(`no arbitrary for a schema of type ${type}`);
}

/** A record over an enum has all of its keys. */
function entriesOf(keyType: z.ZodType, valueType: z.ZodType): fc.Arbitrary<unknown> {
  const { entries } = keyType._zod.def as unknown as Definition;
  if (!entries) return fc.dictionary(generated(keyType) as fc.Arbitrary<string>, generated(valueType), { maxKeys: 4 });
  return fc.record(Object.fromEntries(Object.values(entries).map((key) => [key, generated(valueType)])));
}

function text(schema: z.ZodType, definition: Definition): fc.Arbitrary<string> {
  if (definition.format === 'datetime') {
    const years = { min: new Date('1970-01-01'), max: new Date('2099-12-31'), noInvalidDate: true };
    return fc.date(years).map((date) => date.toISOString());
  }
  if (definition.format === 'date') {
    return fc.integer({ min: 0, max: 40_000 }).map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10));
  }
  const known = [...WORDS, ...HASHES].filter((word) => schema.safeParse(word).success);
  const anything = fc.string({ unit: 'grapheme', minLength: least(definition), maxLength: 8 });
  const allowed = schema.safeParse('Ž!').success || schema.safeParse('Ž!!').success;
  const choice = allowed
    ? fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...known) }, anything)
    : fc.constantFrom(...known);
  return choice.filter((value) => schema.safeParse(value).success);
}

function integer({ checks = [] }: Definition): fc.Arbitrary<number> {
  const bound = (kind: string, step: number) =>
    checks.flatMap(({ _zod: { def } }) =>
      def.check === kind && def.value !== undefined ? [def.inclusive ? def.value : def.value + step] : [],
    );
  const min = Math.max(-5, ...bound('greater_than', 1));
  return fc.integer({ min, max: Math.min(min + 20, ...bound('less_than', -1)) });
}

const exactly = ({ checks = [] }: Definition): number | undefined =>
  checks.find(({ _zod: { def } }) => def.check === 'length_equals')?._zod.def.length;

const least = ({ checks = [] }: Definition): number =>
  Math.max(0, ...checks.map(({ _zod: { def } }) => (def.check === 'min_length' ? (def.minimum ?? 0) : 0)));
