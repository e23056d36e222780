import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHeader } from '../../../src/infrastructure/mime/header.js';
import { messageIdsOf, parseMessageIds } from '../../../src/infrastructure/mime/ids.js';
import { manyReferences } from '../../support/messages.js';

const idsOf = (...fields: string[]) => messageIdsOf(readHeader(Buffer.from(`${fields.join('\r\n')}\r\n\r\n`)).fields);

describe('message ids', () => {
  it.each([
    ['<a@b> <c@d>', ['<a@b>', '<c@d>']],
    ['<a@b><c@d>,<e@f>', ['<a@b>', '<c@d>', '<e@f>']],
    ['  <a @\tb>  ', ['<a@b>']],
    ['(from <x@y>) <a@b> (that (is) it)', ['<a@b>']],
    ['(never closed <a@b>', ['<a@b>']],
    ['a@b', ['<a@b>']],
    ['a@b, c@d', ['<a@b>', '<c@d>']],
    ['your message of Monday, joe@example.com', []],
    ['your message from joe@example.com, <a@b>', ['<a@b>']],
    ['<Case@Is.Kept>', ['<Case@Is.Kept>']],
    ['<a@b', ['<a@b>']],
    ['<a@b <c@d>', ['<a@b>', '<c@d>']],
    ['<a@b and more', ['<a@b>']],
    ['<no-at-sign>', ['<no-at-sign>']],
    ['<a(1)@b>', ['<a(1)@b>']],
    ['<>', []],
    ['< >', []],
    ['', []],
    ['=?utf-8?Q?=3Ca=40b=3E?= =?utf-8?B?PGNAZD4=?=', ['<a@b>', '<c@d>']],
  ])('in %j are %j', (value, ids) => {
    expect(parseMessageIds(value)).toEqual(ids);
  });

  it("are a message's own one, the first of two", () => {
    expect(idsOf('Message-ID: <a@b>', 'Message-ID: <c@d>').messageId).toBe('<a@b>');
    expect(idsOf('Message-ID: <>', 'Message-ID: <c@d>').messageId).toBe('<c@d>');
    expect(idsOf('Message-ID: 20240102.made by hand').messageId).toBe('<20240102.madebyhand>');
    expect(idsOf('Message-ID:').messageId).toBeNull();
    expect(idsOf('Subject: x').messageId).toBeNull();
  });

  it('are kept whole up to 16 kB', () => {
    const id = `<${'x'.repeat(10_000)}@b>`;
    expect(idsOf(`Message-ID: ${id}`).messageId).toBe(id);
    expect(idsOf(`Message-ID: <${'x'.repeat(20_000)}@b>`).messageId).toBeNull();
  });

  it('that it refers to are each there once, in order, without its own', () => {
    expect(idsOf('Message-ID: <c@d>', 'References: <a@b> <c@d> <a@b>', ' <e@f>', 'In-Reply-To: <c@d> <e@f>')).toEqual({
      messageId: '<c@d>',
      references: ['<a@b>', '<e@f>'],
      inReplyTo: ['<e@f>'],
    });
  });

  it('are all kept when there are ten thousand, and of more than 512 kB the first and the last', () => {
    const ten = manyReferences();
    expect(idsOf(`References: ${ten.join('\r\n ')}`).references).toEqual(ten);
    const thirty = Array.from({ length: 30_000 }, (_, n) => `<${n}.reference@example.org>`);
    const kept = idsOf(`References: ${thirty.join('\r\n ')}`).references;
    expect(kept[0]).toBe('<0.reference@example.org>');
    expect(kept.slice(1)).toEqual(thirty.slice(-(kept.length - 1)));
    expect(Buffer.byteLength(JSON.stringify(kept))).toBeLessThanOrEqual(512 * 1024 + 2);
    expect(Buffer.byteLength(JSON.stringify(kept))).toBeGreaterThan(512 * 1024 - 60);
  });

  it('are of one form, whatever the field holds', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('<', '>', '(', ')', '\\', '@', ' ', 'a', '=?', '"', ',') }),
        (value) => {
          for (const id of parseMessageIds(value)) expect(id).toMatch(/^<[^<>\s]+>$/);
        },
      ),
    );
  });
});
