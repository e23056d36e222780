import { createHash, createVerify, type KeyObject } from 'node:crypto';

/** Runs of blanks are one, none at the end (RFC 6376, section 3.4.4). Lines of CRLF; empty ones at the end do not count. */
function relaxedBody(body: string): string {
  const lines = body.split('\r\n').map((line) => line.replace(/[ \t]+/g, ' ').replace(/ $/, ''));
  while (lines.at(-1) === '') lines.pop();
  return lines.map((line) => `${line}\r\n`).join('');
}

/** Section 3.4.2. */
function relaxedField(field: string): string {
  const colon = field.indexOf(':');
  const value = field
    .slice(colon + 1)
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim();
  return `${field.slice(0, colon).trim().toLowerCase()}:${value}`;
}

export interface VerifiedDkim {
  readonly domain: string;
  readonly selector: string;
  /** Fields that are signed, in lower case. */
  readonly signs: readonly string[];
}

/**
 * Verifies the signature of a message as its receiver would (RFC 6376, section 6.1; rsa-sha256, relaxed/relaxed).
 * @param raw as latin1, in lines of CRLF, without the dots of SMTP
 * @throws where it is not signed, or not by this key
 */
export function verifyDkim(raw: string, key: KeyObject): VerifiedDkim {
  const end = raw.indexOf('\r\n\r\n');
  const fields = raw.slice(0, end).split(/\r\n(?![ \t])/);
  const body = raw.slice(end + 4);
  const signature = fields.find((field) => /^dkim-signature:/i.test(field));
  if (!signature) throw new Error('it is not signed');
  const tags = new Map(
    relaxedField(signature)
      .slice('dkim-signature:'.length)
      .split(';')
      .map((tag) => [tag.slice(0, tag.indexOf('=')).trim(), tag.slice(tag.indexOf('=') + 1).replace(/\s/g, '')]),
  );
  const tag = (name: string) => tags.get(name) ?? '';
  if (tag('a') !== 'rsa-sha256' || tag('c') !== 'relaxed/relaxed') throw new Error(`${tag('a')} ${tag('c')}`);
  const hash = createHash('sha256').update(relaxedBody(body), 'latin1').digest('base64');
  if (hash !== tag('bh')) throw new Error('the body is another');
  const signs = tag('h').toLowerCase().split(':');
  const left = [...fields];
  const signed = signs.flatMap((name) => {
    // From the last to the first; one that is not there signs that there is none (section 5.4.2).
    const at = left.findLastIndex((field) => field.slice(0, field.indexOf(':')).trim().toLowerCase() === name);
    return at < 0 ? [] : left.splice(at, 1).map(relaxedField);
  });
  const itself = relaxedField(signature.replace(/([;\s]b=)[^;]*/, '$1'));
  const verify = createVerify('rsa-sha256').update([...signed, itself].join('\r\n'), 'latin1');
  if (!verify.verify(key, tag('b'), 'base64')) throw new Error('the header is another, or another key has signed it');
  return { domain: tag('d'), selector: tag('s'), signs };
}
