import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MailboxSession } from '../../src/application/ports/mailbox-source.js';
import { ImapflowSource } from '../../src/infrastructure/imap/index.js';
import { settingsFor } from '../infrastructure/imap/settings.js';
import { type Dovecot, startDovecot, withoutDovecot } from '../support/dovecot.js';
import { TestService } from '../support/http.js';
import { message } from '../support/messages.js';
import { until } from './until.js';
import { PASSWORD } from './watched-account.js';

const LONG_AGO = '2000-01-01T00:00:00.000Z';
const PATH = '/api/v1/personal-accounts';

describe.skipIf(withoutDovecot())("a user's own mailbox", { timeout: 60_000 }, () => {
  let dovecot: Dovecot;
  let service: TestService;
  const source = new ImapflowSource();
  let n = 0;

  beforeAll(async () => {
    dovecot = await startDovecot();
    service = await TestService.start({ source });
  });
  afterAll(async () => {
    await service?.stop();
    await dovecot?.remove();
  });

  /** A mailbox with messages in it, and the account of a user on it; once a year it looks by itself. */
  async function mailbox(subjects: readonly string[], keepUnread: boolean, filing: object = {}) {
    const user = `user${++n}`;
    await dovecot.addUser(user, PASSWORD);
    const put = (subject: string, folder = 'INBOX', options = {}) =>
      dovecot.append(user, folder, message({ subject, messageId: `<${user}.${subject}@x.example>` }), options);
    for (const subject of subjects) await put(subject);
    const opened = await service.post(
      PATH,
      {
        ...{ name: user, emailAddress: `${user}@acme.example`, filing },
        imap: { host: dovecot.host, port: dovecot.port, security: 'none', userName: user, password: PASSWORD },
        fetching: { since: LONG_AGO, keepUnread, schedule: '0 0 1 1 *' },
      },
      { token: service.anaToken },
    );
    expect(opened.status).toBe(201);
    const { accountId } = opened.body;
    const fetch = async () => {
      const answer = await service.post(`${PATH}/${accountId}/fetch`, undefined, { token: service.anaToken });
      expect([answer.status, answer.body]).toEqual([200, expect.anything()]);
      await service.mailcase.shown();
    };
    await fetch();
    return { user, put, fetch };
  }

  async function other<T>(user: string, folder: string, act: (session: MailboxSession) => Promise<T>): Promise<T> {
    const session = await source.open(settingsFor(dovecot.port, { userName: user, password: PASSWORD }), never);
    try {
      await session.select(folder);
      return await act(session);
    } finally {
      await session.close();
    }
  }
  const never = new AbortController().signal;
  const seenThere = (user: string) =>
    other(user, 'INBOX', async (session) => (await session.seen({ last: 100, since: null })).uids);

  async function standing(subject: string, folder = 'inbox') {
    const { body } = await service.get(`/api/v1/inbox?limit=200&folder=${folder}`, { token: service.anaToken });
    return body.items.find((item: { email: { subject: string } }) => item.email.subject === subject);
  }
  const change = (what: string, ...emailIds: readonly string[]) =>
    service.post(`/api/v1/inbox/${what}`, { emailIds }, { token: service.anaToken });

  it('is told what the user has read here, and what they keep unread', async () => {
    const { user } = await mailbox(['read-here', 'not-read'], false);
    expect(await seenThere(user)).toEqual([]);
    const { emailId } = await standing('read-here');
    await change('read', emailId);
    await until(
      () => seenThere(user),
      (uids) => uids?.join() === '1',
    );
    await change('unread', emailId);
    await until(
      () => seenThere(user),
      (uids) => uids?.length === 0,
    );
  });

  it('tells what another program has read; what the user keeps unread stays so', async () => {
    const { user, fetch } = await mailbox(['read-there', 'kept-unread'], true);
    const kept = await standing('kept-unread');
    expect(kept.unread).toBe(true);
    await change('read', kept.emailId);
    await service.mailcase.shown();
    await change('unread', kept.emailId);
    await other(user, 'INBOX', (session) => session.markSeen([1, 2]));
    await fetch();
    expect((await standing('read-there')).unread).toBe(false);
    expect((await standing('kept-unread')).unread).toBe(true);
    await fetch();
    expect((await standing('read-there')).unread).toBe(false);
  });

  it('is told nothing where what is unread stays unread', async () => {
    const { user, fetch } = await mailbox(['left-alone'], true);
    await change('read', (await standing('left-alone')).emailId);
    await service.mailcase.shown();
    await fetch();
    expect(await seenThere(user)).toEqual([]);
  });

  it('has folders: its IMAP folders go where they are mapped, what was sent stands as sent and read', async () => {
    const { folderId } = (await service.post('/api/v1/folders', { name: 'Work' }, { token: service.anaToken })).body;
    const filing = { folderMap: [{ folder: 'Projects', folderId }], sentFolder: 'Sent' };
    const user = `user${n + 1}`;
    await dovecot.addUser(user, PASSWORD);
    const send = async (subject: string, folder: string) => {
      await dovecot.createFolder(user, folder);
      await dovecot.append(user, folder, message({ subject, messageId: `<${user}.${subject}@x.example>` }));
    };
    await send('about-a-project', 'Projects');
    await send('written-by-me', 'Sent');
    await mailbox(['seen-already'], false, filing);
    expect(await standing('about-a-project', folderId)).toMatchObject({ unread: true, sent: false });
    expect(await standing('written-by-me', 'sent')).toMatchObject({ unread: false, sent: true });
  });

  it('is told of what the user has in two of them, whatever the other one wants', async () => {
    const raw = message({ subject: 'in-both', messageId: '<in-both@x.example>' });
    const keeps = await mailbox([], true);
    const tells = await mailbox([], false);
    for (const { user } of [keeps, tells]) await dovecot.append(user, 'INBOX', raw);
    await keeps.fetch();
    await tells.fetch();
    await change('read', (await standing('in-both')).emailId);
    await until(
      () => seenThere(tells.user),
      (uids) => uids?.join() === '1',
    );
    expect(await seenThere(keeps.user)).toEqual([]);
  });

  it('may hold a message that a group has as well: one e-mail, read by each for themselves', async () => {
    await service.post('/api/v1/teams', { teamId: 'team', name: 'Team' });
    await service.post('/api/v1/users', { userId: 'bor', name: 'Bor' });
    const bor = (await service.post('/api/v1/tokens', { userId: 'bor', name: 'test' })).body.token;
    await service.ask('PUT', '/api/v1/teams/team/members/bor', { body: {} });
    const group = await service.post('/api/v1/accounts', {
      ...{ name: 'Group', emailAddress: 'group@acme.example', teamIds: ['team'] },
    });
    const { user } = await mailbox(['to-both'], false);
    const raw = message({ subject: 'to-both', messageId: `<${user}.to-both@x.example>` });
    await service.receive(group.body.accountId, raw.toString('latin1'));
    const mine = await standing('to-both');
    await change('read', mine.emailId);
    await service.mailcase.shown();
    const theirs = (await service.get('/api/v1/inbox', { token: bor })).body.items;
    expect(theirs).toMatchObject([{ emailId: mine.emailId, unread: true }]);
    expect((await standing('to-both')).unread).toBe(false);
    expect(theirs[0].email.deliveries).toHaveLength(2);
  });
});
