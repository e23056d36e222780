import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ImapflowSource } from '../../src/infrastructure/imap/index.js';
import { type Dovecot, startDovecot, withoutDovecot } from '../support/dovecot.js';
import { TestService } from '../support/http.js';
import { message } from '../support/messages.js';
import { PASSWORD } from './watched-account.js';

const LONG_AGO = '2000-01-01T00:00:00.000Z';
const CUSTOMER = 'Mira <mira@customer.example>';

interface Mail {
  readonly subject: string;
  readonly from?: string;
  readonly text?: string;
  readonly headers?: readonly (readonly [string, string])[];
}

describe.skipIf(withoutDovecot())('filters of real mailboxes', { timeout: 120_000 }, () => {
  let dovecot: Dovecot;
  let service: TestService;
  let bor: string;
  let group: string;
  let own: string;
  let orders: string;
  let work: string;
  let n = 0;

  beforeAll(async () => {
    dovecot = await startDovecot();
    service = await TestService.start({ source: new ImapflowSource() });
    await ok(service.post('/api/v1/users', { userId: 'bor', name: 'Bor' }));
    bor = (await ok(service.post('/api/v1/tokens', { userId: 'bor', name: 'test' }))).token;
    await ok(service.post('/api/v1/teams', { teamId: 'support', name: 'Support' }));
    for (const user of ['ana', 'bor']) await ok(put(`teams/support/members/${user}`, {}));
    orders = (await ok(service.post('/api/v1/group-folders', { name: 'Orders', teamIds: ['support'] }))).folderId;
    work = (await ok(service.post('/api/v1/folders', { name: 'Work' }, { token: service.anaToken }))).folderId;
    await ok(put('records/Contact/17', { name: 'Mira' }));
    await ok(put('users/bor/skills', { skills: ['german'] }));
    const caseCreation = {
      ...{ distribution: 'round-robin', teamId: 'support', casesSince: LONG_AGO, respects: { skills: true } },
    };
    group = await account('accounts', 'support', { teamIds: ['support'], caseCreation });
    own = await account('personal-accounts', 'ana', {}, service.anaToken);
    await service.mailcase.settled();
  }, 240_000);
  afterAll(async () => {
    await service?.stop();
    await dovecot?.remove();
  });

  async function ok(asked: Promise<{ status: number; body: unknown }>) {
    const { status, body } = await asked;
    expect(status, JSON.stringify(body)).toBeLessThan(300);
    return body as Awaited<ReturnType<TestService['ask']>>['body'];
  }
  const put = (path: string, body: unknown) => service.ask('PUT', `/api/v1/${path}`, { body });

  /** An account on a mailbox of its own, which is fetched when it is asked to be. */
  async function account(kind: string, user: string, more: object, token = service.rootToken): Promise<string> {
    await dovecot.addUser(user, PASSWORD);
    const body = {
      ...{ name: user, emailAddress: `${user}@acme.example`, ...more },
      imap: { host: dovecot.host, port: dovecot.port, security: 'none', userName: user, password: PASSWORD },
      fetching: { since: LONG_AGO, schedule: '0 0 1 1 *' },
    };
    return (await ok(service.post(`/api/v1/${kind}`, body, { token }))).accountId;
  }

  const deliver = ({ subject, from = CUSTOMER, ...more }: Mail, user = 'support') =>
    dovecot.append(user, 'INBOX', message({ subject, from, messageId: `<${++n}@customer.example>`, ...more }));
  async function fetch(kind = 'accounts', accountId = group, token = service.rootToken) {
    const tally = await ok(service.post(`/api/v1/${kind}/${accountId}/fetch`, undefined, { token }));
    await service.mailcase.settled();
    return tally;
  }
  const fetchOwn = () => fetch('personal-accounts', own, service.anaToken);

  const filter = (name: string, scope: object, subject: string, action: object, more: object = {}, token?: string) =>
    ok(
      service.post(
        '/api/v1/filters',
        { name, scope, parameters: { subject }, action, ...more },
        token === undefined ? {} : { token },
      ),
    );
  const inbox = async (token: string, folder = 'inbox') =>
    (await ok(service.get(`/api/v1/inbox?limit=200&folder=${folder}`, { token }))).items as {
      unread: boolean;
      emailId: string;
      email: { subject: string };
    }[];
  const subjects = async (token: string, folder = 'inbox') =>
    (await inbox(token, folder)).map(({ email }) => email.subject).sort();
  const caseOf = async (subject: string) =>
    (
      (await ok(service.get('/api/v1/cases?limit=200'))).items as {
        subject: string;
        assignee: string;
        number: number;
      }[]
    ).find((one) => one.subject === subject);
  /** Of e-mails; whom a case goes to is another matter. */
  const told = async (token: string) =>
    (
      (await ok(service.get('/api/v1/notifications?limit=200', { token }))).items as {
        kind: string;
        facts: { subject: string };
      }[]
    ).flatMap(({ kind, facts }) => (kind === 'email' ? [facts.subject] : []));

  it('of a group, of an inbox and of all mail each do what they say, for each user as they say', async () => {
    const ofGroup = { kind: 'account', accountId: group };
    await filter('Spam', { kind: 'global' }, '*', { kind: 'skip' }, { parameters: { from: '*@spam.example' } });
    await filter('Absent', ofGroup, 'Out of office*', { kind: 'skip' });
    await filter('Orders', ofGroup, 'Order *', { kind: 'move-to-group-folder', folderId: orders });
    await filter('Known', ofGroup, 'FYI *', { kind: 'none' }, { markAsRead: true });
    await filter('Quiet', ofGroup, 'Newsletter *', { kind: 'none' }, { skipNotification: true });
    const contact = { kind: 'link-to-record', record: { type: 'Contact', id: '17' } };
    await filter('Contract', ofGroup, 'Contract *', contact);
    await filter('List', ofGroup, '*', { kind: 'no-case' }, { parameters: { listId: '*tents*' } });
    const german = { parameters: { bodyContains: ['Rechnung'] } };
    await filter('German', ofGroup, '*', { kind: 'need-skill', skill: 'german' }, german);
    await filter('Not mine', { kind: 'user' }, 'Order 2*', { kind: 'skip' }, {}, bor);

    const list = [['List-Id', '<tents.lists.example>']] as const;
    for (const one of [
      { subject: 'Win', from: 'robot@spam.example' },
      { subject: 'Out of office: Mira' },
      { subject: 'Order 1' },
      { subject: 'Order 2' },
      { subject: 'FYI all' },
      { subject: 'Newsletter of March' },
      { subject: 'Contract 9', from: 'somebody@else.example' },
      { subject: 'A digest', headers: list },
      { subject: 'Ein Zelt', text: 'Wo ist die Rechnung?' },
      { subject: 'A tent' },
    ])
      await deliver(one);
    expect(await fetch()).toMatchObject({ received: 8, skipped: 2, quarantined: 0 });

    const stay = ['A digest', 'A tent', 'Contract 9', 'Ein Zelt', 'FYI all', 'Newsletter of March'];
    expect(await subjects(service.anaToken)).toEqual(stay);
    expect(await subjects(bor)).toEqual(stay);
    expect(await subjects(service.anaToken, orders)).toEqual(['Order 1', 'Order 2']);
    // What goes to a folder of the group does so for whoever has not thrown it away.
    expect(await subjects(bor, orders)).toEqual(['Order 1']);
    expect(await subjects(bor, 'trash')).toEqual(['Order 2']);
    const read = (await inbox(bor)).filter(({ unread }) => !unread).map(({ email }) => email.subject);
    expect(read).toEqual(['FYI all']);

    expect(await caseOf('A digest')).toBeUndefined();
    expect(await caseOf('Ein Zelt')).toMatchObject({ assignee: 'bor' });
    const { number } = (await caseOf('Ein Zelt')) ?? { number: 0 };
    expect((await ok(service.get(`/api/v1/cases/${number}/why`))).sentence).toContain('It needs german.');
    const [contract] = (await inbox(bor)).filter(({ email }) => email.subject === 'Contract 9');
    expect(await ok(service.get(`/api/v1/emails/${contract?.emailId}`))).toMatchObject({
      parent: { type: 'Contact', id: '17', reason: 'filter' },
      matchedBy: [{ name: 'Contract', applied: true }],
    });
  });

  it('make no notification where they say so', async () => {
    for (const [, token] of [
      ['ana', service.anaToken],
      ['bor', bor],
    ] as const) {
      await ok(service.ask('PUT', '/api/v1/records/Contact/17/followers/me', { token }));
    }
    const both = { parameters: { subject: '* about 17' } };
    const contact = { kind: 'link-to-record', record: { type: 'Contact', id: '17' } };
    await filter('About 17', { kind: 'account', accountId: group }, '*', contact, both);
    await deliver({ subject: 'Newsletter about 17' });
    await deliver({ subject: 'Question about 17' });
    await fetch();
    for (const token of [service.anaToken, bor]) {
      expect(await told(token)).toContain('Question about 17');
      expect(await told(token)).not.toContain('Newsletter about 17');
    }
  });

  it('of a personal account are its owner’s alone, and its mail is', async () => {
    const ofOwn = { kind: 'account', accountId: own };
    await filter('Projects', ofOwn, 'Project *', { kind: 'move-to-folder', folderId: work }, {}, service.anaToken);
    await filter('Shops', ofOwn, 'Sale *', { kind: 'skip' }, {}, service.anaToken);
    for (const subject of ['Project X', 'Sale today', 'Lunch?']) await deliver({ subject }, 'ana');
    await deliver({ subject: 'Prize', from: 'robot@spam.example' }, 'ana');
    expect(await fetchOwn()).toMatchObject({ received: 2, skipped: 2 });
    expect(await subjects(service.anaToken, work)).toEqual(['Project X']);
    expect(await subjects(service.anaToken)).toContain('Lunch?');
    const skipped = async (token: string) =>
      ((await ok(service.get('/api/v1/skipped', { token }))).items as { subject: string }[])
        .map(({ subject }) => subject)
        .sort();
    expect(await skipped(service.anaToken)).toEqual(['Prize', 'Sale today']);
    expect(await skipped(bor)).toEqual([]);
    const { body } = await service.get('/api/v1/emails?limit=200', { token: bor });
    expect(JSON.stringify(body)).not.toMatch(/Project X|Lunch|Sale/);
  });

  it('are tried on what came, and nothing changes', async () => {
    const before = await service.mailcase.log.head();
    const tried = await ok(
      service.post('/api/v1/filters/try', { parameters: { bodyContains: ['rechnung'] }, accountId: group, last: 100 }),
    );
    expect(tried.caught).toMatchObject([{ subject: 'Ein Zelt' }]);
    const none = await service.post(
      '/api/v1/filters/try',
      { parameters: { subject: '*' }, last: 100 },
      { token: service.anaToken },
    );
    expect(JSON.stringify(none.body)).toContain('Project X');
    expect(await service.mailcase.log.head()).toBe(before);
  });

  it('kept something out, which comes back and goes the way of all mail', async () => {
    const { items } = await ok(service.get('/api/v1/skipped'));
    const out = items.find(({ subject }: { subject: string }) => subject === 'Out of office: Mira');
    expect(out).toMatchObject({ filterName: 'Absent', accountId: group });
    await ok(service.post(`/api/v1/skipped/${out.id}/bring-back`));
    await service.mailcase.settled();
    expect(await subjects(bor)).toContain('Out of office: Mira');
    expect(await caseOf('Out of office: Mira')).toMatchObject({ assignee: expect.any(String) });
    // The mailbox still has it: fetched again, it is known.
    expect(await fetch()).toMatchObject({ received: 0, skipped: 0 });
  });

  it('go through ten megabytes that are made to be slow in no time', async () => {
    const hostile = 'ab'.repeat(200);
    const slow = {
      parameters: { bodyContains: [`${'a'.repeat(190)}b`, `${hostile.slice(0, 190)}c`], subject: '*a*a*a*b' },
    };
    await filter('Slow', { kind: 'account', accountId: group }, '*', { kind: 'no-case' }, slow);
    const line = `${'a'.repeat(996)}\r\n`;
    await deliver({ subject: 'a'.repeat(900), text: `Rechnung\r\n${line.repeat(10_500)}` });
    const began = performance.now();
    expect(await fetch()).toMatchObject({ received: 1, quarantined: 0 });
    expect(performance.now() - began).toBeLessThan(30_000);
    expect(await caseOf('a'.repeat(500))).toMatchObject({ assignee: 'bor' });
  });

  it('and folders are those of each delivery: a message to a group and to two people is one e-mail', async () => {
    await ok(service.post('/api/v1/users', { userId: 'cene', name: 'Cene' }));
    const cene = (await ok(service.post('/api/v1/tokens', { userId: 'cene', name: 'test' }))).token;
    await ok(service.post('/api/v1/users', { userId: 'dana', name: 'Dana' }));
    const dana = (await ok(service.post('/api/v1/tokens', { userId: 'dana', name: 'test' }))).token;
    const folder = (await ok(service.post('/api/v1/folders', { name: 'Mine' }, { token: cene }))).folderId;
    const ofCene = await account('personal-accounts', 'cene', { filing: { folderId: folder } }, cene);
    const ofDana = await account('personal-accounts', 'dana', {}, dana);
    await filter(
      'Read',
      { kind: 'account', accountId: ofDana },
      'Order *',
      { kind: 'none' },
      { markAsRead: true },
      dana,
    );
    await service.mailcase.settled();

    const raw = message({ subject: 'Order 3', from: CUSTOMER, messageId: '<to-all@customer.example>' });
    for (const user of ['support', 'cene', 'dana']) await dovecot.append(user, 'INBOX', raw);
    await fetch();
    await fetch('personal-accounts', ofCene, cene);
    await fetch('personal-accounts', ofDana, dana);

    const standing = async (token: string, where: string) =>
      (await inbox(token, where)).find(({ email }) => email.subject === 'Order 3');
    const all = await Promise.all([standing(bor, orders), standing(cene, folder), standing(dana, 'inbox')]);
    expect(all.map((one) => one?.unread)).toEqual([true, true, false]);
    const [emailId, ...others] = new Set(all.map((one) => one?.emailId));
    expect(others).toEqual([]);
    await ok(service.post('/api/v1/inbox/read', { emailIds: [emailId] }, { token: cene }));
    await service.mailcase.settled();
    expect((await standing(cene, folder))?.unread).toBe(false);
    expect((await standing(bor, orders))?.unread).toBe(true);
    const { deliveries } = await ok(service.get(`/api/v1/emails/${emailId}`));
    expect(deliveries.map(({ accountId }: { accountId: string }) => accountId).sort()).toEqual(
      [group, ofCene, ofDana].sort(),
    );
    expect(await caseOf('Order 3')).toMatchObject({ number: expect.any(Number) });
  });
});
