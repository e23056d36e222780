import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attachmentName } from '../../../src/infrastructure/mime/attachment-name.js';
import { BodyHash } from '../../../src/infrastructure/mime/body-hash.js';
import { htmlToText } from '../../../src/infrastructure/mime/html-text.js';
import { oneLine, previewOf } from '../../../src/infrastructure/mime/text.js';

describe('a line of text', () => {
  it('is short, harmless and well-formed, whatever it is made from', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(20), (text, max) => {
        const line = oneLine(text, max);
        expect(line.length).toBeLessThanOrEqual(max);
        expect(line).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Cs}]/u);
        expect(line).not.toMatch(/\s\s/);
      }),
    );
  });

  it('is never cut within a character', () => {
    expect(oneLine('a😀b', 2)).toBe('a');
    expect(oneLine('a\ud83d', 5)).toBe('a\ufffd');
  });

  it('previews a text by its first words', () => {
    expect(previewOf('\r\n\u200c\u00ad \u034f Hello,\r\n\r\n  the   printer\tis on fire.')).toBe(
      'Hello, the printer is on fire.',
    );
    expect(previewOf('word '.repeat(1_000)).length).toBeLessThanOrEqual(300);
  });
});

describe('the text of HTML', () => {
  it('is without tags, styles and scripts, in lines', () => {
    const page =
      '<html><head><title>T</title><style>p{}</style></head><body><!-- c --><p>Hello <b>A</b>na,</p><p>1 &lt; 2 &amp; 3&nbsp;&scaron;&#x1F600;</p>a<br>b<script>x</script></body>';
    expect(htmlToText(page)).toBe('Hello Ana,\n\n1 < 2 & 3 š😀\na\nb');
  });

  it.each([
    ['1 < 2', '1 < 2'],
    ['<p>open', 'open'],
    ['<p', ''],
    ['a<!-- never closed', 'a'],
    ['a<style>never closed', 'a'],
    ['<head>a<body>b', 'a\nb'],
    ['&constructor; &#0; &#xD800; &unknown;', '&constructor; \ufffd \ufffd &unknown;'],
    ['<!DOCTYPE html><?xml?>a', 'a'],
  ])('of %j is %j', (html, text) => {
    expect(htmlToText(html)).toBe(text);
  });
});

describe('the name of an attachment', () => {
  it.each([
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\win.ini', 'win.ini'],
    ['...hidden', 'hidden'],
    ['..', 'attachment-3'],
    ['', 'attachment-3'],
    [undefined, 'attachment-3'],
    ['a\u0000b\r\nc.txt', 'a b c.txt'],
    ['invoice\u202efdp.exe', 'invoicefdp.exe'],
  ])('%j is %j', (raw, name) => {
    expect(attachmentName(raw, 2)).toBe(name);
  });

  it('is at most 255 characters long and keeps its ending', () => {
    const name = attachmentName(`${'n'.repeat(400)}.pdf`, 0);
    expect(name).toHaveLength(255);
    expect(name.endsWith('n.pdf')).toBe(true);
  });
});

describe('the hash of a body', () => {
  const hash = (...pieces: string[]) => {
    const body = new BodyHash();
    for (const piece of pieces) body.update(Buffer.from(piece));
    return body.digest();
  };

  it('does not depend on line ends, on those at the end, nor on the pieces it comes in', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', '\n', '\r\n', 'b') })), (pieces) => {
        const text = pieces.join('').replaceAll('\r\n', '\n').replace(/\n+$/, '');
        expect(hash(...[...pieces.join('')])).toBe(hash(text));
        expect(hash(...pieces, '\r\n\r\n')).toBe(hash(text));
      }),
    );
  });

  it('depends on everything else', () => {
    expect(hash('a\nb')).not.toBe(hash('ab'));
    expect(hash('a\rb')).not.toBe(hash('ab'));
    expect(hash('\na')).not.toBe(hash('a'));
    expect(hash('a ')).not.toBe(hash('a'));
  });
});
