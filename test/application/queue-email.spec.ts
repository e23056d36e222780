import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Mailcase } from '../../src/application/mailcase.js';
import type { MailToQueue } from '../../src/application/outgoing/queue-email.js';
import { CaseId, streams } from '../../src/domain/ids.js';
import { readMessageId } from '../../src/domain/outgoing/message-id.js';
import { type EmailView, emailsCollection } from '../../src/projections/emails.js';
import { accountAddress, accountId } from '../support/domain-builders.js';
import { freshAdapters } from '../support/ground.js';

const AT = '2026-03-02T09:00:00.000Z';
const BY = { actor: 'user:ana', cause: 'a request' };
const to = [{ name: '', address: 'customer@outside.example' }];
const mail = (change: Partial<MailToQueue> = {}): MailToQueue => ({
  key: 'one',
  date: AT,
  from: { name: 'Ana', address: accountAddress('support') },
  replyTo: [],
  to,
  cc: [],
  bcc: [{ name: '', address: 'hidden@outside.example' }],
  subject: 'Hello',
  text: 'Good day',
  html: null,
  inReplyTo: null,
  references: [],
  headers: [],
  attachments: [],
  dispatch: {
    accountId: accountId('support'),
    userId: null,
    owner: null,
    teamIds: [],
    kind: 'message',
    answers: null,
    forwards: null,
    case: null,
    about: null,
    sendAt: AT,
  },
  ...change,
});

describe('a message that is queued', () => {
  let mailcase: Mailcase;
  beforeEach(async () => {
    mailcase = new Mailcase(await freshAdapters());
    await mailcase.start({ fetch: false });
  });
  afterEach(() => mailcase.stop());

  it('is an e-mail like any other, with its bytes, and belongs to a thread', async () => {
    const { emailId } = await mailcase.outgoing.queue(mail(), BY);
    await mailcase.settled();
    const { documents, blobs, vault } = mailcase.adapters;
    const stored = (await documents.get(emailsCollection, [emailId])).get(emailId);
    // Only the projection of e-mails writes there.
    const view = stored?.document as unknown as EmailView;
    expect(view).toMatchObject({ subject: 'Hello', sending: { status: 'queued', dueAt: AT, recipients: 2 } });
    expect(view.threadId).not.toBeNull();
    expect(readMessageId(vault.signer('message-id'), view.messageId ?? '')).toEqual({ caseNumber: null });
    // The name of a blob that a document holds.
    const bytes = await blobs.get(view.blob as Parameters<typeof blobs.get>[0]);
    expect(Buffer.from(bytes ?? []).toString()).not.toMatch(/hidden@|^Bcc/im);
  });

  it('is queued once, however often it is asked for', async () => {
    const first = await mailcase.outgoing.queue(mail(), BY);
    expect(await mailcase.outgoing.queue(mail(), { ...BY, cause: 'another' })).toMatchObject({
      emailId: first.emailId,
    });
    const other = await mailcase.outgoing.queue(mail({ key: 'two' }), BY);
    expect(other.emailId).not.toBe(first.emailId);
  });

  it('is the same e-mail as its copy that comes back', async () => {
    const { emailId } = await mailcase.outgoing.queue(mail(), BY);
    const { blob } = await queuedData(emailId);
    const bytes = (await mailcase.adapters.blobs.get(blob)) ?? new Uint8Array();
    const message = {
      uid: 1,
      key: '1',
      receivedAt: AT,
      seen: true,
      size: bytes.length,
      content: bytes,
      headerOnly: false,
    };
    const stored = await mailcase.intake.store(message, { accountId: null, folder: 'Sent', uidValidity: '1' });
    expect((await mailcase.intake.takeIn([stored])).tally).toMatchObject({ received: 0, duplicates: 1 });
    await mailcase.settled();
    const types: string[] = [];
    for await (const { type } of mailcase.log.readStream(streams.email(emailId))) types.push(type);
    expect(types.filter((type) => type === 'EmailReceived' || type === 'EmailQueued')).toEqual(['EmailQueued']);
  });

  it.each([
    ['nobody', []],
    ['too many', Array.from({ length: 501 }, (_, n) => ({ name: '', address: `${n}@outside.example` }))],
  ])('is refused for %s', async (_, recipients) => {
    await expect(mailcase.outgoing.queue(mail({ to: recipients, bcc: [] }), BY)).rejects.toMatchObject({
      name: 'Invalid',
    });
  });

  it('names the case in its Message-ID', async () => {
    const dispatch = { ...mail().dispatch, case: { id: CaseId.parse('some-case'), number: 42 } };
    const { emailId } = await mailcase.outgoing.queue(mail({ dispatch }), BY);
    const { messageId } = await queuedData(emailId);
    expect(readMessageId(mailcase.adapters.vault.signer('message-id'), messageId ?? '')).toEqual({ caseNumber: 42 });
  });

  async function queuedData(emailId: Parameters<typeof streams.email>[0]) {
    for await (const { type, data } of mailcase.log.readStream(streams.email(emailId))) {
      if (type === 'EmailQueued') return data;
    }
    throw new Error('it is not queued');
  }
});
