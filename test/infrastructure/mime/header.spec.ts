import { describe, expect, it } from 'vitest';
import { decodeRaw, headerEnd, MAX_HEADER_BYTES, readHeader } from '../../../src/infrastructure/mime/header.js';

const read = (text: string) => readHeader(Buffer.from(text, 'latin1'));

describe('a header', () => {
  it('is its fields by name, in order, unfolded, up to the first empty line', () => {
    const { fields, bodyStart } = read('Subject: a\r\n  b\r\nTo: x\r\nsubject : second\r\n\r\nBody: no\r\n');
    expect([...fields]).toEqual([
      ['subject', ['a b', 'second']],
      ['to', ['x']],
    ]);
    expect(bodyStart).toBe(44);
  });

  it('is the same with LF as with CRLF', () => {
    const text = 'Subject: a\r\n\tb\r\nTo: x\r\n\r\nbody';
    expect(read(text.replaceAll('\r', '')).fields).toEqual(read(text).fields);
  });

  it('leaves out the envelope line of an mbox and lines that are no field', () => {
    const { fields } = read(
      'From ana@example.com Mon Jan  1 10:00:00 2024\nTo: x\nthis is no field\n folded: no\nCc: y\n\n',
    );
    expect([...fields.keys()]).toEqual(['to', 'cc']);
  });

  it('is not there when the message begins with text', () => {
    expect(read('Hello,\nTo: be or not to be\n\nbye')).toEqual({ fields: new Map(), bodyStart: 0 });
  });

  it('is not there when the message begins with an empty line', () => {
    expect(read('\r\nHello')).toEqual({ fields: new Map(), bodyStart: 2 });
    expect(read('\nHello')).toEqual({ fields: new Map(), bodyStart: 1 });
  });

  it('may end with the message', () => {
    expect(read('To: x')).toEqual({ fields: new Map([['to', ['x']]]), bodyStart: 5 });
  });

  it('is refused when it is larger than any mail has', () => {
    expect(() => read(`To: ${'x'.repeat(MAX_HEADER_BYTES)}`)).toThrow('larger than 2 MiB');
  });

  it('ends where it ends, also when the end lies across two pieces', () => {
    const bytes = Buffer.from('To: x\r\n\r\nbody');
    expect(headerEnd(bytes.subarray(0, 8))).toBeNull();
    expect(headerEnd(bytes, 5)).toEqual({ at: 6, bodyStart: 9 });
  });

  it('has 8-bit text as UTF-8 or Windows-1252', () => {
    expect(decodeRaw(Buffer.from('Pošta').toString('latin1'))).toBe('Pošta');
    expect(decodeRaw('Gr\u00fc\u00dfe')).toBe('Grüße');
    expect(decodeRaw('=?iso-8859-1?Q?Fr\u00f6sche?= \u00fc')).toBe('=?iso-8859-1?Q?Fr=F6sche?= ü');
  });
});
