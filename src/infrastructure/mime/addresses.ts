import { domainToASCII } from 'node:url';
import { parseAddressHeader } from 'mailparser';
import type { Address } from '../../domain/email/events.js';
import { decodeRaw, first, type HeaderFields } from './header.js';
import { oneLine } from './text.js';

const MAX_ADDRESSES = 1_000;
/** RFC 3696, erratum 1690 gives 254; some gateways write longer ones. */
const MAX_ADDRESS_LENGTH = 320;
const MAX_NAME_LENGTH = 300;
/** Of a field's text; a thousand addresses fit well. */
const MAX_FIELD_LENGTH = 256 * 1024;
/** As JSON in an event, of all lists of a message together. */
const MAX_LISTS_BYTES = 160 * 1024;

export interface Addresses {
  readonly from: Address | null;
  readonly replyTo: readonly Address[];
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
}

/**
 * The addresses of a message (RFC 5322, section 3.4), the only place where they are brought into form: lower case,
 * domains in ASCII (IDNA), groups flattened, names decoded to one harmless line, each address once in a list. A list
 * keeps at most its first 1,000, and all lists together 160 kB, so that an event stays small; the raw message has
 * them all.
 */
export function addressesOf(fields: HeaderFields): Addresses {
  const room = { bytes: MAX_LISTS_BYTES };
  return {
    from: parseAddresses(fields.get('from') ?? [])[0] ?? null,
    // By what they are worth: an answer goes to Reply-To.
    replyTo: fitting(parseAddresses(fields.get('reply-to') ?? []), room),
    to: fitting(parseAddresses(fields.get('to') ?? []), room),
    cc: fitting(parseAddresses(fields.get('cc') ?? []), room),
  };
}

/** The addresses in the values of a field; what has no address (`undisclosed-recipients:;`) is left out. */
export function parseAddresses(values: readonly string[]): readonly Address[] {
  const found = new Map<string, Address>();
  for (const value of values) {
    if (value === '') continue;
    const parsed = parseAddressHeader(harmless(decodeRaw(whole(value))), { flatten: true, decodePunycode: false });
    for (const { address, name } of parsed.value) {
      const normal = normalAddress(address ?? '');
      if (normal === null || found.has(normal)) continue;
      found.set(normal, { address: normal, name: oneLine(name, MAX_NAME_LENGTH) });
      if (found.size === MAX_ADDRESSES) return [...found.values()];
    }
  }
  return [...found.values()];
}

/** Where a server says it came from (RFC 5321, section 4.4); empty: from nobody, or from what is no address; null: it does not say. */
export function returnPathOf(fields: HeaderFields): string | null {
  const path = first(fields, 'return-path');
  return path === null ? null : (normalAddress(path.trim().replace(/^<|>$/g, '')) ?? '');
}

/**
 * The first address of the From field by the least of a grammar, which never changes with the parser: it is part of an
 * e-mail's identity. Empty where there is none.
 */
export function identifyingAddress(fields: HeaderFields): string {
  const from = (first(fields, 'from') ?? '').slice(0, 4_096).replace(/"(?:[^"\\]|\\.)*"/g, ' ');
  const open = from.indexOf('<');
  const close = from.indexOf('>', open);
  const address =
    open !== -1 && close !== -1 ? from.slice(open + 1, close) : (/[^\s,;]*@[^\s,;]*/.exec(from)?.[0] ?? from);
  return address.replace(/\s+/g, '').toLowerCase();
}

/** Lower case, domain in ASCII; none: it is no address. */
export function normalAddress(address: string): string | null {
  const text = address.replace(/[\s\p{Cc}\p{Bidi_Control}\u200b-\u200d\ufeff]+/gu, '');
  const at = text.lastIndexOf('@');
  if (at < 1 || at === text.length - 1 || text.length > MAX_ADDRESS_LENGTH || /[<>,]/.test(text)) return null;
  const domain = text.slice(at + 1);
  const ascii = /\P{ASCII}/u.test(domain) ? domainToASCII(domain) || domain : domain;
  return `${text.slice(0, at)}@${ascii}`.toLowerCase();
}

/** What is cut is cut between two addresses. */
function whole(value: string): string {
  if (value.length <= MAX_FIELD_LENGTH) return value;
  const cut = value.slice(0, MAX_FIELD_LENGTH);
  return cut.slice(0, Math.max(cut.lastIndexOf(','), 0));
}

function fitting(addresses: readonly Address[], room: { bytes: number }): readonly Address[] {
  const kept: Address[] = [];
  for (const address of addresses) {
    const bytes = Buffer.byteLength(JSON.stringify(address)) + 1;
    if (bytes > room.bytes) break;
    room.bytes -= bytes;
    kept.push(address);
  }
  return kept;
}

/** Folding is a blank; what else controls (NUL) is nothing. */
const harmless = (value: string): string => value.replaceAll('\t', ' ').replace(/\p{Cc}+/gu, '');
