import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { MimeComposer } from '../../../src/infrastructure/smtp/mime-composer.js';
import { verifyDkim } from '../../support/dkim.js';
import { mailOf, never, settingsOf, smtpGround } from '../../support/smtp-ground.js';

const { transport, scripted } = smtpGround();
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const other = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const dkim = { domain: 'acme.example', selector: 'mail', privateKey: pem };
const envelope = { from: 'support@acme.example', to: ['ana@customer.example'] };

async function arrived(message: Buffer): Promise<string> {
  const server = await scripted();
  const outcome = await transport().send(settingsOf(server.port, { dkim }), envelope, mailOf(message), never);
  expect(outcome).toMatchObject({ kind: 'taken' });
  // The dots of SMTP (RFC 5321, section 4.5.2) are no part of the message.
  return `${(server.messages[0]?.raw ?? '').replaceAll(/^\.\./gm, '.')}\r\n`;
}
const composed = (text: string, subject = 'Vaše vprašanje') =>
  new MimeComposer().compose({
    ...{ messageId: '<one@acme.example>', date: '2026-03-02T09:00:00.000Z', replyTo: [], cc: [], headers: [] },
    ...{ from: { name: 'Ana Čeh', address: 'support@acme.example' }, subject, text, html: `<p>${text}</p>` },
    ...{ to: [{ name: 'Žiga', address: 'ana@customer.example' }], inReplyTo: null, references: [], attachments: [] },
  });

describe('what is signed', () => {
  it.each([
    ['words', 'Good day'],
    ['dots at the beginning of lines', '.\n..\n.dot\nend\n.'],
    ['blanks at the end, and empty lines', 'one  \n\ttwo\t \n\n\n   \n\n'],
    ['nothing', ''],
    ['letters of any kind', 'Žluťoučký kůň 馬 🐎'],
    ['long lines', 'x'.repeat(10_000)],
  ])('can be verified by the key in the DNS: %s', async (_, text) => {
    const raw = await arrived(Buffer.from(await composed(text)));
    const { domain, selector, signs } = verifyDkim(raw, publicKey);
    expect([domain, selector]).toEqual(['acme.example', 'mail']);
    expect(signs).toEqual(expect.arrayContaining(['from', 'to', 'subject', 'date', 'message-id']));
  });

  it('by no other key, and not where anything was changed on the way', async () => {
    const raw = await arrived(Buffer.from(await composed('Pay to account 1')));
    expect(() => verifyDkim(raw, other.publicKey)).toThrow('another key');
    expect(() => verifyDkim(raw.replace('account 1', 'account 2'), publicKey)).toThrow('body');
    expect(() => verifyDkim(raw.replace(/^Subject: .*/m, 'Subject: Other'), publicKey)).toThrow('header');
    expect(() => verifyDkim(raw.replace(/^From: .*/m, 'From: eva@victim.example'), publicKey)).toThrow('header');
  });
});
