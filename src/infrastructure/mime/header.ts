import { Unparsable } from '../../application/ports/mime-parser.js';

/** The largest header that is read, in bytes. Ten thousand References fit; what is larger is no mail. */
export const MAX_HEADER_BYTES = 2 * 1024 * 1024;

const LF = 0x0a;
const CR = 0x0d;

/** Header fields by lower-case name, in the order of their appearance; values are unfolded, each char a byte (latin1). */
export type HeaderFields = ReadonlyMap<string, readonly string[]>;

export interface Header {
  readonly fields: HeaderFields;
  /** Where the body begins: behind the empty line, or at the end where there is none. */
  readonly bodyStart: number;
}

/** RFC 5322, section 2.2: printable ASCII without the colon; blanks before the colon are the obsolete form. */
const FIELD = /^([!-9;-~]+)[ \t]*:/;

/**
 * Reads the fields of a header (RFC 5322, section 2.2), from the first byte up to the first empty line. Takes CRLF and
 * LF, leaves out lines that are no field (such as mbox's `From ` line), and takes a message that does not begin with a
 * field as one without a header. Linear in its input.
 * @throws Unparsable when the header is larger than MAX_HEADER_BYTES
 */
export function readHeader(bytes: Buffer): Header {
  const end = headerEnd(bytes);
  if (!beginsWithField(bytes)) return { fields: new Map(), bodyStart: end?.at === 0 ? end.bodyStart : 0 };
  if (end === null && bytes.length > MAX_HEADER_BYTES) throw new Unparsable('the header is larger than 2 MiB');
  const { at, bodyStart } = end ?? { at: bytes.length, bodyStart: bytes.length };
  return { fields: fieldsOf(bytes.toString('latin1', 0, at).split('\n')), bodyStart };
}

/** Where the header's text ends and the body begins; none: the empty line has not come (yet). Looks at the bytes from `from` on. */
export function headerEnd(bytes: Buffer, from = 0): { readonly at: number; readonly bodyStart: number } | null {
  if (from === 0) {
    if (bytes[0] === LF) return { at: 0, bodyStart: 1 };
    if (bytes[0] === CR && bytes[1] === LF) return { at: 0, bodyStart: 2 };
  }
  const limit = Math.min(bytes.length, MAX_HEADER_BYTES);
  for (let at = bytes.indexOf(LF, from); at !== -1 && at < limit; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at + 1] === LF) return { at, bodyStart: at + 2 };
    if (bytes[at + 1] === CR && bytes[at + 2] === LF) return { at, bodyStart: at + 3 };
  }
  return null;
}

/** The first value of a field. */
export const first = (fields: HeaderFields, name: string): string | null => fields.get(name)?.[0] ?? null;

function beginsWithField(bytes: Buffer): boolean {
  const lines = bytes.toString('latin1', 0, 4_096).split('\n', 2);
  const envelope = lines[0]?.startsWith('From ') || lines[0]?.startsWith('>From ');
  return FIELD.test(lines[envelope ? 1 : 0] ?? '');
}

function fieldsOf(lines: readonly string[]): HeaderFields {
  const fields = new Map<string, string[]>();
  let name: string | null = null;
  let value: string[] = [];
  const keep = () => {
    if (name === null) return;
    const text = value.join(' ').trim();
    const known = fields.get(name);
    if (known) known.push(text);
    else fields.set(name, [text]);
  };
  for (const line of lines) {
    const folded = line.startsWith(' ') || line.startsWith('\t');
    if (folded && name !== null) {
      value.push(line.trim());
      continue;
    }
    const match = folded ? null : FIELD.exec(line);
    // What is neither a field nor its continuation belongs to nobody.
    if (!match?.[1]) continue;
    keep();
    name = match[1].toLowerCase();
    value = [line.slice(match[0].length).trim()];
  }
  keep();
  return fields;
}

/** A field's bytes as text: UTF-8 (RFC 6532) where they are, else Windows-1252, the usual culprit. */
export function decodeRaw(value: string): string {
  if (!/[\u0080-\u00ff]/.test(value)) return value;
  const bytes = Buffer.from(escapeRawInWords(value), 'latin1');
  try {
    return UTF_8.decode(bytes);
  } catch {
    return WINDOWS_1252.decode(bytes);
  }
}
const UTF_8 = new TextDecoder('utf-8', { fatal: true });
const WINDOWS_1252 = new TextDecoder('windows-1252');

/** Raw bytes in an encoded word are of the word's charset, not of the field's: written as RFC 2047 wants them. */
function escapeRawInWords(value: string): string {
  if (!value.includes('=?')) return value;
  return value.replace(/=\?[^?\s]{1,40}\?q\?[^?]{0,1000}\?=/gi, (word) =>
    word.replace(/[\u0080-\u00ff]/g, (char) => `=${char.charCodeAt(0).toString(16).toUpperCase()}`),
  );
}
