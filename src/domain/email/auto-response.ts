import { z } from 'zod';

/** Header fields by lower-case name; values unfolded. */
type Fields = ReadonlyMap<string, readonly string[]>;

/** What a message says about answers that machines give. Whether a machine wrote it says `automatic`. */
export const AutoResponse = z.object({
  returnPath: z
    .string()
    .nullable()
    .meta({ personal: 'from' })
    .describe('Return-Path (RFC 5321, section 4.4): an address, or empty where it names none; none: no such field.'),
  refused: z
    .string()
    .nullable()
    .describe('Why no machine should answer, though a person wrote it: `x-auto-response-suppress: oof`, `junk`…'),
});
export type AutoResponse = z.infer<typeof AutoResponse>;

/** @param returnPath in the form of all addresses; empty: the field names none; null: there is no such field */
export const autoResponseOf = (fields: Fields, returnPath: string | null): AutoResponse => ({
  returnPath,
  refused: suppressed(fields) ?? junk(fields),
});

/** Microsoft's [MS-OXCMAIL], section 2.2.3.2.14: of its values those that are about answers, not about receipts. */
function suppressed(fields: Fields): string | null {
  const words = fields.get('x-auto-response-suppress')?.join(',').slice(0, 200).toLowerCase().split(/[,;]/) ?? [];
  const word = words.map((one) => one.trim()).find((one) => SUPPRESSING.has(one));
  return word === undefined ? null : `x-auto-response-suppress: ${word}`;
}

const SUPPRESSING: ReadonlySet<string> = new Set(['all', 'autoreply', 'oof']);

/** What our own server took for junk: whoever it names has mostly not written it (RFC 3834, section 2, on forged senders). */
function junk(fields: Fields): string | null {
  const says = (name: string, yes: RegExp) => yes.test(fields.get(name)?.[0]?.slice(0, 200) ?? '');
  return says('x-spam-flag', /^\s*yes\b/i) || says('x-spam-status', /^\s*yes\b/i) || says('x-spam', /^\s*yes\b/i)
    ? 'junk'
    : null;
}
