import { describe, expect, it } from 'vitest';
import { MailparserParser } from '../../../src/infrastructure/mime/index.js';
import { message } from '../../support/messages.js';

const parser = new MailparserParser();
const parts = { messageId: '<one@example.com>', subject: 'Printer' } as const;
const noId = { messageId: null, subject: 'Printer' } as const;
const transport = [
  ['Return-Path', '<ana@customer.example>'],
  ['Delivered-To', 'support@acme.example'],
  ['Received', 'from a by b; Tue, 02 Jan 2024 10:00:00 +0100'],
] as const;
const ids = async (...copies: Buffer[]) =>
  new Set(await Promise.all(copies.map(async (copy) => (await parser.parse(copy)).emailId)));

describe('the identity of a message', () => {
  it('is the same in every mailbox, however it came there', async () => {
    for (const given of [parts, noId]) {
      const plain = message(given);
      expect(
        await ids(
          plain,
          message({ ...given, headers: transport }),
          message({ ...given, lineEnd: '\n' }),
          Buffer.concat([
            Buffer.from('From ana@customer.example Tue Jan  2 10:00:00 2024\n'),
            plain,
            Buffer.from('\n'),
          ]),
        ),
      ).toHaveProperty('size', 1);
    }
  });

  it('is another for another Message-ID, sender or date', async () => {
    expect(
      await ids(
        message(parts),
        message({ ...parts, messageId: '<two@example.com>' }),
        message({ ...parts, from: 'bor@customer.example' }),
        message({ ...parts, date: 'Wed, 03 Jan 2024 10:00:00 +0100' }),
      ),
    ).toHaveProperty('size', 4);
  });

  it('does not hang on the subject or the text of a message with a Message-ID; the hash of its body tells them apart', async () => {
    const one = await parser.parse(message(parts));
    const other = await parser.parse(message({ ...parts, subject: '[list] Printer', text: 'Another text' }));
    expect(other.emailId).toBe(one.emailId);
    expect(other.bodyHash).not.toBe(one.bodyHash);
  });

  it('is that of From, To, Date, Subject and body where there is no Message-ID', async () => {
    expect(
      await ids(
        message(noId),
        message({ ...noId, to: 'sales@acme.example' }),
        message({ ...noId, subject: 'Another' }),
        message({ ...noId, text: 'Another text' }),
      ),
    ).toHaveProperty('size', 4);
    const { messageId, threadKey } = await parser.parse(message(noId));
    expect(messageId).toBeNull();
    expect(threadKey).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it('stays as it is: streams are named after it', async () => {
    const { emailId } = await parser.parse(message({ ...parts, subject: 'x' }));
    expect(emailId).toBe('c9de70f8-5f1b-52f9-ae77-5613ca672562');
    const { threadKey } = await parser.parse(message({ ...noId, text: 'x' }));
    expect(threadKey).toBe('sha256:71d8e0ed2a6f86746b786a45fc653ffd79ae58eafcc20f9c05c08c0c41bf55cd');
  });

  it('is known from the header alone where there is a Message-ID', async () => {
    const bytes = message(parts);
    const { emailId } = await parser.parse(bytes);
    const fields = ['message-id', 'from', 'date'];
    const header = bytes
      .toString()
      .split('\r\n')
      .filter((line) => fields.includes(line.split(':')[0]?.toLowerCase() ?? ''));
    expect(parser.identify(Buffer.from(`${header.reverse().join('\r\n')}\r\n\r\n`))).toBe(emailId);
    expect(parser.identify(message(noId))).toBeNull();
  });
});
