import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountId, type EmailId, streams } from '../../src/domain/ids.js';
import { ImapflowSentFolders, ImapflowSource } from '../../src/infrastructure/imap/index.js';
import { systemClock } from '../../src/infrastructure/process/system-clock.js';
import { type Dovecot, startDovecot, withoutDovecot } from '../support/dovecot.js';
import { TestService } from '../support/http.js';
import { ScriptedSmtp } from '../support/scripted-smtp.js';
import { until } from './until.js';
import { PASSWORD } from './watched-account.js';

describe.skipIf(withoutDovecot())('copies of what was sent, in a real mailbox', () => {
  let dovecot: Dovecot;
  let server: ScriptedSmtp;
  let service: TestService;
  let accountId: AccountId;
  let keys = 0;
  /** Milliseconds by which it is later than it is. */
  let ahead = 0;
  const clock = { ...systemClock, now: () => new Date(Date.now() + ahead) };

  beforeAll(async () => {
    [dovecot, server] = await Promise.all([startDovecot(), ScriptedSmtp.start()]);
    await dovecot.addUser('support', PASSWORD);
    await dovecot.createFolder('support', 'Sent');
    service = await TestService.start({ source: new ImapflowSource(), clock });
    await service.mailcase.startSending();
    const { host, port } = dovecot;
    const opened = await service.post('/api/v1/accounts', {
      ...{ name: 'Support', emailAddress: 'support@acme.example' },
      imap: { host, port, security: 'none', userName: 'support', password: PASSWORD },
      fetching: { folders: ['INBOX', 'Sent'], since: '2000-01-01T00:00:00.000Z' },
      smtp: {
        ...{ host: '127.0.0.1', port: server.port, security: 'none', mechanism: 'none' },
        ...{ storeSent: true, sentFolder: 'Sent' },
      },
    });
    expect(opened.status).toBe(201);
    accountId = AccountId.parse(opened.body.accountId);
  });
  afterAll(async () => {
    await service?.stop();
    await service?.mailcase.adapters.transport.close();
    await server?.stop();
    await dovecot?.remove();
  });

  async function queue(): Promise<EmailId> {
    const at = clock.now().toISOString();
    const nobody = { userId: null, owner: null, answers: null, forwards: null, case: null, about: null };
    const dispatch = { ...nobody, accountId, teamIds: [], kind: 'message' as const, sendAt: at };
    const mail = {
      ...{ key: `${++keys}`, date: at, from: { name: 'Support', address: 'support@acme.example' }, replyTo: [] },
      ...{ to: [{ name: '', address: 'ana@customer.example' }], cc: [], bcc: [], subject: 'Hello', text: 'Good day' },
      ...{ html: null, inReplyTo: null, references: [], headers: [], attachments: [], dispatch },
    };
    return (await service.mailcase.outgoing.queue(mail, { actor: 'user:ana', cause: `queue ${keys}` })).emailId;
  }
  const copies = async () => {
    const inSent = (folder: string) => readdir(path.join(dovecot.maildir('support', 'Sent'), folder));
    return (await Promise.all(['cur', 'new'].map(inSent))).flat();
  };
  async function storyOf(emailId: EmailId) {
    const events = [];
    for await (const { type, data } of service.mailcase.log.readStream(streams.email(emailId))) {
      events.push({ type, data });
    }
    return events;
  }
  const over = (emailId: EmailId, type: string) =>
    until(
      () => storyOf(emailId),
      (events) => events.some((one) => one.type === type),
    );

  it('stand there once, as read, and come back as the same e-mail', async () => {
    const emailId = await queue();
    const story = await over(emailId, 'EmailCopyStored');
    expect(story.at(-1)).toMatchObject({ data: { accountId, folder: 'Sent' } });
    expect(await copies()).toEqual([expect.stringMatching(/:2,[A-Z]*S/)]);

    await service.mailcase.shown();
    const { copy } = (await service.get(`/api/v1/emails/${emailId}`)).body.sending;
    expect(copy).toEqual({ status: 'stored', at: expect.any(String), folder: 'Sent', code: null, error: null });

    await service.mailcase.fetching.fetchNow(accountId);
    const types = (await storyOf(emailId)).map(({ type }) => type);
    expect(types).toContain('EmailDelivered');
    expect(types).not.toContain('EmailReceived');
    expect(server.messages).toHaveLength(1);
  });

  it('are found by their Message-ID when they are stored again, as after a crash', async () => {
    const { host, port } = dovecot;
    const credentials = { password: PASSWORD };
    const imap = { host, port, security: 'none' as const, userName: 'support', credentials, trustedFingerprint: null };
    const folders = new ImapflowSentFolders();
    const { signal } = new AbortController();
    const messageId = '<again@acme.example>';
    const bytes = Buffer.from(`Message-ID: ${messageId}\r\nSubject: Again\r\n\r\nHello\r\n`);
    const before = (await copies()).length;
    expect(await folders.has(imap, 'Sent', messageId, signal)).toBe(false);
    for (const _ of [1, 2]) {
      const copy = { messageId, bytes, at: new Date() };
      expect(await folders.store(imap, 'Sent', copy, signal)).toBe('Sent');
    }
    expect(await folders.has(imap, 'Sent', messageId, signal)).toBe(true);
    expect(await copies()).toHaveLength(before + 1);
  });

  it('fail with the reason where there is no such folder, and the message leaves once all the same', async () => {
    await service.ask('PATCH', `/api/v1/accounts/${accountId}`, { body: { smtp: { sentFolder: 'Nowhere' } } });
    const sent = server.messages.length;
    const emailId = await queue();
    const story = await over(emailId, 'EmailCopyFailed');
    expect(story.at(-1)).toMatchObject({ data: { code: 'folder', error: expect.stringContaining('Nowhere') } });
    expect(server.messages).toHaveLength(sent + 1);
    await service.mailcase.shown();
    const { copy } = (await service.get(`/api/v1/emails/${emailId}`)).body.sending;
    expect(copy).toMatchObject({ status: 'failed', folder: null, code: 'folder' });
  });

  it.each([
    ['there', 1, 'sent-folder'],
    ['not there', 2, 'sent-again'],
  ])(
    'where the server stores them, say whether a message in doubt has left: one is %s',
    async (where, times, doubt) => {
      const smtp = { storeSent: false, sentFolder: 'Sent' };
      await service.ask('PATCH', `/api/v1/accounts/${accountId}`, { body: { smtp } });
      const sent = server.messages.length;
      server.replies = { end: null };
      const emailId = await queue();
      const handed = await until(
        async () => server.messages[sent],
        (one) => one !== undefined,
      );
      server.replies = {};
      if (where === 'there') await dovecot.append('support', 'Sent', `${handed?.raw}\r\n`);
      ahead += 20 * 60_000;
      for (const what of ['pause', 'resume']) await service.post(`/api/v1/outbox/accounts/${accountId}/${what}`);
      await over(emailId, 'EmailSent');
      await service.mailcase.shown();
      const { sending } = (await service.get(`/api/v1/emails/${emailId}`)).body;
      expect(sending).toMatchObject({ status: 'sent', doubt });
      expect(server.messages).toHaveLength(sent + times);
    },
  );
});
