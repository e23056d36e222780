import { describe, expect, it } from 'vitest';
import {
  addressesOf,
  identifyingAddress,
  normalAddress,
  parseAddresses,
} from '../../../src/infrastructure/mime/addresses.js';
import { readHeader } from '../../../src/infrastructure/mime/header.js';

const fieldsOf = (...fields: string[]) => readHeader(Buffer.from(`${fields.join('\r\n')}\r\n\r\n`)).fields;
const parsed = (value: string) => parseAddresses([value]).map(({ address, name }) => [address, name]);

describe('addresses', () => {
  it('are in lower case, each once, with their names decoded', () => {
    expect(parsed('Ana <ANA@Example.COM>, ana@example.com, =?utf-8?Q?Bor_=C5=BDupan?= <bor@example.com>')).toEqual([
      ['ana@example.com', 'Ana'],
      ['bor@example.com', 'Bor Župan'],
    ]);
  });

  it('come out of their groups', () => {
    expect(parsed('Sales: ana@example.com, Bor <bor@example.com>;, cene@example.com')).toEqual([
      ['ana@example.com', ''],
      ['bor@example.com', 'Bor'],
      ['cene@example.com', ''],
    ]);
    expect(parsed('undisclosed-recipients:;')).toEqual([]);
  });

  it('have their domain in one form', () => {
    expect(normalAddress('Ana@Žaba.example')).toBe('ana@xn--aba-b3a.example');
    expect(normalAddress('ana@xn--aba-b3a.example')).toBe('ana@xn--aba-b3a.example');
  });

  it.each(['ana', '@example.com', 'ana@', '', `${'x'.repeat(400)}@example.com`])('are not %j', (text) => {
    expect(normalAddress(text)).toBeNull();
  });

  it('have names that can begin no header line and turn no text', () => {
    const name = Buffer.from('Ana\r\nBcc: all@example.com\0\u202e').toString('base64');
    expect(parsed(`=?utf-8?B?${name}?= <ana@example.com>`)).toEqual([['ana@example.com', 'Ana Bcc: all@example.com']]);
  });

  it('do not take an address out of an encoded name', () => {
    const name = Buffer.from('"Boss" <boss@bank.example>').toString('base64');
    expect(parsed(`=?utf-8?B?${name}?= <ana@example.com>`)[0]?.[0]).toBe('ana@example.com');
  });

  it('are at most 1,000 in a list, and 160 kB in all lists of a message', () => {
    const many = (host: string) =>
      Array.from({ length: 1_200 }, (_, n) => `${'Name '.repeat(20)} <person${n}@${host}.example>`).join(', ');
    expect(parseAddresses([many('a')])).toHaveLength(1_000);
    const { replyTo, to, cc } = addressesOf(
      fieldsOf(`To: ${many('to')}`, `Cc: ${many('cc')}`, `Reply-To: ${many('rt')}`),
    );
    expect(replyTo).toHaveLength(1_000);
    expect(Buffer.byteLength(JSON.stringify([replyTo, to, cc]))).toBeLessThan(160 * 1024 + 20);
  });

  it('of From are one, the first', () => {
    expect(addressesOf(fieldsOf('From: ana@example.com, bor@example.com')).from?.address).toBe('ana@example.com');
    expect(addressesOf(fieldsOf('Subject: x')).from).toBeNull();
  });

  it.each([
    ['Ana <ANA@example.com>', 'ana@example.com'],
    ['"a < b" <ana@example.com>', 'ana@example.com'],
    ['ana@example.com (Ana)', 'ana@example.com'],
    ['ana@example.com, bor@example.com', 'ana@example.com'],
    ['MAILER-DAEMON', 'mailer-daemon'],
    ['', ''],
  ])('identify a message: %j by %j', (from, address) => {
    expect(identifyingAddress(fieldsOf(`From: ${from}`))).toBe(address);
  });
});
