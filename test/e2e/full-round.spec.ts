import { ImapFlow } from 'imapflow';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountId } from '../../src/domain/ids.js';
import { ImapflowSource } from '../../src/infrastructure/imap/index.js';
import { type Dovecot, startDovecot } from '../support/dovecot.js';
import { TestService } from '../support/http.js';
import { Postfix, withoutPostfix } from '../support/postfix.js';
import { until } from './until.js';
import { PASSWORD } from './watched-account.js';

const SUPPORT = 'support@acme.example';
const ZOJA = 'zoja@customer.example';
const ANA_PRIVATE = 'ana.kos@private.example';

describe.skipIf(withoutPostfix())('a customer and an agent, by real servers', () => {
  let dovecot: Dovecot;
  let postfix: Postfix;
  let service: TestService;
  let accountId: AccountId;

  beforeAll(async () => {
    dovecot = await startDovecot({ lmtp: true });
    postfix = await Postfix.start(dovecot.lmtpPort ?? 0);
    for (const user of ['support', 'zoja']) await dovecot.addUser(user, PASSWORD);
    service = await TestService.start({ source: new ImapflowSource() });
    await service.mailcase.startSending();
    await service.ask('PUT', '/api/v1/users/ana/email-addresses', { body: { emailAddresses: [ANA_PRIVATE] } });
    await service.post('/api/v1/teams', { teamId: 'support', name: 'Support' });
    await service.ask('PUT', '/api/v1/teams/support/members/ana', { body: {} });
    const opened = await service.post('/api/v1/accounts', {
      ...{ name: 'Acme Support', emailAddress: SUPPORT, teamIds: ['support'] },
      imap: { host: dovecot.host, port: dovecot.port, security: 'none', userName: 'support', password: PASSWORD },
      smtp: { host: postfix.host, port: postfix.port, security: 'none', mechanism: 'none' },
      fetching: { folders: ['INBOX'], since: '2000-01-01T00:00:00.000Z' },
      caseCreation: { distribution: 'round-robin', teamId: 'support' },
    });
    accountId = AccountId.parse(opened.body.accountId);
    await service.ask('PATCH', `/api/v1/accounts/${accountId}`, { body: { sending: { undoSeconds: 0 } } });
  });
  afterAll(async () => {
    await service?.stop();
    await service?.mailcase.adapters.transport.close();
    await postfix?.remove();
    await dovecot?.remove();
  });

  /** The customer's own mail program. */
  async function zojaSends(mail: { readonly subject: string; readonly text: string; readonly inReplyTo?: string }) {
    const program = createTransport({ host: postfix.host, port: postfix.port, ignoreTLS: true });
    await program.sendMail({ from: `Zoja <${ZOJA}>`, to: SUPPORT, ...mail });
    program.close();
  }

  /** What stands in a mailbox, once there is so much. */
  async function mailboxOf(user: string, count: number): Promise<readonly string[]> {
    const { host, port } = dovecot;
    const auth = { user, pass: PASSWORD };
    const client = new ImapFlow({ host, port, secure: false, doSTARTTLS: false, auth, logger: false });
    await client.connect();
    try {
      await until(
        () => client.status('INBOX', { messages: true }),
        (status) => status !== false && status.messages === count,
      );
      await client.mailboxOpen('INBOX');
      const all = await client.fetchAll('1:*', { source: true });
      return all.map(({ source }) => source?.toString() ?? '');
    } finally {
      await client.logout();
    }
  }

  async function fetched(count: number): Promise<void> {
    await mailboxOf('support', count);
    await service.mailcase.fetching.fetchNow(accountId);
    await service.mailcase.settled();
  }
  const asAna = () => ({ token: service.anaToken });
  const cases = async () => (await service.get('/api/v1/cases', asAna())).body.items;

  it('the question becomes a case, the answer comes from the group, and the next letter stays in the case', async () => {
    await zojaSends({ subject: 'My lamp', text: 'It does not shine.' });
    await fetched(1);
    expect(await cases()).toMatchObject([{ number: 1, subject: 'My lamp', assignee: 'ana', emailCount: 1 }]);

    const answer = await service.post('/api/v1/cases/1/reply', { text: 'Is it plugged in?' }, asAna());
    expect(answer.status).toBe(201);
    const [source = ''] = await mailboxOf('zoja', 1);
    expect(source).toMatch(/^From: ana from Acme Support <support@acme\.example>/m);
    expect(source).toMatch(/^Return-Path: <support@acme\.example>/m);
    expect(source).toMatch(/^To: .*zoja@customer\.example/m);
    expect(source).toContain('Is it plugged in?');
    expect(source).not.toContain('private.example');
    expect(source).not.toContain(ANA_PRIVATE.split('@')[0]);
    await until(
      async () => {
        await service.mailcase.shown();
        return (await service.get(`/api/v1/emails/${answer.body.emailId}`, asAna())).body;
      },
      ({ sending }) => sending?.status === 'sent',
    );

    // A program that keeps no References and a writer who changes the subject.
    const inReplyTo = /^Message-ID:\s*(<[^>]+>)/im.exec(source)?.[1];
    await zojaSends({ subject: 'It shines', text: 'It was not!', ...(inReplyTo ? { inReplyTo } : {}) });
    await fetched(2);
    expect(await cases()).toMatchObject([{ number: 1, emailCount: 3 }]);
    const { items } = (await service.get('/api/v1/emails?case=1', asAna())).body;
    expect(items.map(({ subject }: { subject: string }) => subject).sort()).toEqual([
      'It shines',
      'My lamp',
      'Re: My lamp',
    ]);
  });
});
