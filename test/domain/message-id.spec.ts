import { describe, expect, it } from 'vitest';
import { makeMessageId, readMessageId } from '../../src/domain/outgoing/message-id.js';
import { HmacSigner } from '../../src/infrastructure/sealing/hmac-signer.js';

const signer = new HmacSigner(new Uint8Array(32), 'message-id');
const other = new HmacSigner(new Uint8Array(32).fill(1), 'message-id');
const UNIQUE = '0123456789abcdef0123456789abcdef';

describe('a Message-ID of ours', () => {
  it.each([null, 1, 123_456])('carries the case %s', (number) => {
    const id = makeMessageId(signer, UNIQUE, number, 'company.example');
    expect(id).toMatch(/^<[^<>\s]+@company\.example>$/);
    expect(readMessageId(signer, id)).toEqual({ caseNumber: number });
  });

  it('cannot be made by anybody else, nor changed', () => {
    const id = makeMessageId(signer, UNIQUE, 12, 'company.example');
    expect(readMessageId(other, id)).toBeNull();
    expect(readMessageId(signer, id.replace('.12.', '.13.'))).toBeNull();
    expect(readMessageId(signer, id.replace('company.example', 'other.example'))).toBeNull();
    expect(readMessageId(signer, id.replace('0123', '3210'))).toBeNull();
    for (const no of ['', '<>', '<x@y>', `${id} `, id.slice(1), '<mailcase.@>'])
      expect(readMessageId(signer, no)).toBeNull();
  });
});
