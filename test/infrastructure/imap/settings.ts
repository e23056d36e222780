import type { ImapSettings, MailboxMessage } from '../../../src/application/ports/mailbox-source.js';

/** Everything in one buffer, also what came in pieces. */
export async function contentOf(message: MailboxMessage): Promise<string> {
  if (message.content instanceof Uint8Array) return Buffer.from(message.content).toString('latin1');
  const pieces: Uint8Array[] = [];
  for await (const piece of message.content) pieces.push(piece);
  return Buffer.concat(pieces).toString('latin1');
}

export const never = (): AbortSignal => new AbortController().signal;

export const everything = { after: 0, since: null, maxSize: 50 * 1024 * 1024 } as const;

export type Changes = Partial<ImapSettings> & { readonly password?: string };

export const settingsFor = (port: number, { password = 'correct horse', ...changes }: Changes = {}): ImapSettings => ({
  host: '127.0.0.1',
  port,
  security: 'none',
  userName: 'ana',
  credentials: { password },
  trustedFingerprint: null,
  ...changes,
});

/** A message of about so many bytes. */
export const mail = (n: number, bytes = 0): string => {
  const header = `From: Ana <ana@example.com>\r\nTo: support@example.test\r\nMessage-ID: <${n}@example.com>\r\nDate: Mon, 2 Nov 2026 10:00:00 +0000\r\nSubject: Message ${n}\r\n\r\n`;
  const line = `${`${n} `.padEnd(74, 'abcdefghij')}\r\n`;
  return header + line.repeat(Math.max(1, Math.ceil((bytes - header.length) / line.length)));
};
