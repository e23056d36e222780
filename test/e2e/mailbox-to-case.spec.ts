import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Dovecot, startDovecot, withoutDovecot } from '../support/dovecot.js';
import { otherGround } from '../support/ground.js';
import { message } from '../support/messages.js';
import { type Answer, ServedProcess } from './served-process.js';
import { until } from './until.js';
import { PASSWORD } from './watched-account.js';

const LONG_AGO = '2000-01-01T00:00:00.000Z';

const question = (n: number) =>
  message({ from: `Customer ${n} <customer${n}@customer.example>`, subject: `Question ${n}`, messageId: idOf(n) });
const idOf = (n: number) => `<question.${n}@customer.example>`;
const reply = (n: number) =>
  message({
    from: `customer${n}@customer.example`,
    subject: `Re: Question ${n}`,
    inReplyTo: idOf(n),
    references: [idOf(n)],
    text: 'It burns again.',
  });

describe.skipIf(withoutDovecot())('mailcase serve, with a real mailbox', { timeout: 90_000 }, () => {
  let dovecot: Dovecot;
  let folder: string;
  let served: ServedProcess;
  let admin: string;
  let ana: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'mailcase-serve-'));
    dovecot = await startDovecot();
    await dovecot.addUser('support', PASSWORD);
    served = await ServedProcess.start(folder, await otherGround()?.settings(folder));
    admin = served.token ?? '';
  });
  afterAll(async () => {
    await served?.kill();
    await dovecot?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  const arrives = (raw: Buffer) => dovecot.append('support', 'INBOX', raw);
  const cases = async (): Promise<Answer['body'][]> =>
    (await served.does('GET', '/api/v1/cases?sort=number&direction=asc', admin)).body.items;
  const caseOf = async (n: number): Promise<Answer> => served.does('GET', `/api/v1/cases/${n}`, ana);

  it('is configured over REST, and tells that its mailbox answers', async () => {
    expect(admin).not.toBe('');
    for (const name of ['ana', 'bor']) {
      const user = { userId: name, name, emailAddresses: [`${name}@acme.example`] };
      await served.does('POST', '/api/v1/users', admin, user);
    }
    await served.does('POST', '/api/v1/teams', admin, { teamId: 'support', name: 'Support' });
    for (const name of ['ana', 'bor']) await served.does('PUT', `/api/v1/teams/support/members/${name}`, admin, {});
    ana = (await served.does('POST', '/api/v1/tokens', admin, { userId: 'ana', name: 'test' })).body.token;
    const { host, port } = dovecot;
    const opened = await served.does('POST', '/api/v1/accounts', admin, {
      name: 'Support',
      emailAddress: 'support@acme.example',
      imap: { host, port, security: 'none', userName: 'support', password: PASSWORD },
      fetching: { folders: ['INBOX'], since: LONG_AGO },
      teamIds: ['support'],
      caseCreation: { distribution: 'round-robin', teamId: 'support', casesSince: LONG_AGO },
    });
    const { accountId } = opened.body;
    const tested = await served.does('POST', `/api/v1/accounts/${accountId}/test-connection`, admin);
    expect(tested.body).toMatchObject({ ok: true });
    expect(JSON.stringify((await served.does('GET', '/api/v1/accounts', admin)).body)).not.toContain(PASSWORD);
  });

  it('makes cases of what comes, deals them out in turn, and tells who listens', async () => {
    const heard = await listening('CaseCreated,CaseAssigned');
    await arrives(question(1));
    await arrives(question(2));
    const all = await until(cases, (list) => list.length === 2 && list.every(({ assignee }) => assignee !== null));
    expect(all).toMatchObject([
      { number: 1, subject: 'Question 1', status: 'Assigned', assignee: 'ana', distribution: 'round-robin' },
      { number: 2, subject: 'Question 2', status: 'Assigned', assignee: 'bor', distribution: 'round-robin' },
    ]);
    await until(
      () => heard.events,
      (events) => events.filter(({ type }) => type === 'CaseAssigned').length === 2,
    );
    expect(heard.events.filter(({ type }) => type === 'CaseCreated')).toHaveLength(2);
    heard.stop();
    const why = (await served.does('GET', '/api/v1/cases/2/why', ana)).body;
    expect(why).toMatchObject({ number: 2, assignee: 'bor', distribution: 'round-robin' });
  });

  it('lets an agent read, give away, note and close; a stale close is refused', async () => {
    const before = await caseOf(1);
    const { items } = (await served.does('GET', `/api/v1/emails?case=1`, ana)).body;
    expect(items).toHaveLength(1);
    const source = await served.does('GET', `/api/v1/emails/${items[0].emailId}/source`, ana);
    expect(source.body).toContain('the printer is on fire');

    await served.does('POST', '/api/v1/cases/1/assign', ana, { userId: 'bor' });
    await served.does('POST', '/api/v1/cases/1/notes', ana, { text: 'Bring water.' });
    const stale = { 'if-match': before.headers.get('etag') ?? '' };
    const refused = await served.ask('POST', '/api/v1/cases/1/status', ana, { status: 'Closed' }, stale);
    expect(refused.status).toBe(412);
    const noted = await until(
      () => caseOf(1),
      ({ body }) => body.noteCount === 1,
    );
    expect(noted.body).toMatchObject({ assignee: 'bor', distribution: 'manual', status: 'Assigned' });
    const fresh = { 'if-match': noted.headers.get('etag') ?? '' };
    await served.does('POST', '/api/v1/cases/1/status', ana, { status: 'Closed' }, fresh);
    await until(
      () => caseOf(1),
      ({ body }) => body.status === 'Closed',
    );
  });

  it('opens the case again when its customer answers, and shows the whole story', async () => {
    await arrives(reply(1));
    const opened = await until(
      () => caseOf(1),
      ({ body }) => body.open,
    );
    expect(opened.body).toMatchObject({ assignee: 'bor', emailCount: 2 });
    expect(await cases()).toHaveLength(2);
    const { items } = (await served.does('GET', '/api/v1/cases/1/timeline?limit=100', ana)).body;
    const kinds = items.map(({ kind }: { kind: string }) => kind);
    for (const kind of [
      'CaseCreated',
      'CaseAssigned',
      'CaseEmailAdded',
      'CaseNoteAdded',
      'CaseStatusChanged',
      'CaseReopened',
    ]) {
      expect(kinds).toContain(kind);
    }
  });

  it('goes on where it was after it was stopped, and after it was killed', async () => {
    const before = await cases();
    await served.stop();
    await arrives(question(3));
    served = await ServedProcess.start(folder, await otherGround()?.settings(folder));
    expect(served.token).toBeUndefined();
    const after = await until(cases, (list) => list.length === 3 && list[2].assignee !== null);
    expect(after.slice(0, 2)).toEqual(before);
    // Its turn, too, is where it was: a case that was given by hand moves nobody.
    expect(after[2]).toMatchObject({ number: 3, assignee: 'ana' });

    await served.kill();
    await arrives(question(4));
    served = await ServedProcess.start(folder, await otherGround()?.settings(folder));
    const last = await until(cases, (list) => list.length === 4 && list[3].assignee !== null);
    expect(last.slice(0, 3)).toEqual(after);
    expect(last[3]).toMatchObject({ number: 4, assignee: 'bor' });
  });

  /** Server-sent events, from now on. */
  async function listening(types: string) {
    const abort = new AbortController();
    const response = await served.fetch('GET', `/api/v1/events?types=${types}`, admin, undefined, {}, abort.signal);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const events: { readonly type: string }[] = [];
    const listen = async () => {
      let text = '';
      const decoder = new TextDecoder();
      for await (const piece of response.body ?? []) {
        text += decoder.decode(piece, { stream: true });
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) {
          const data = /^data: (.*)$/m.exec(block)?.[1];
          if (data !== undefined) events.push(JSON.parse(data));
        }
      }
    };
    listen().catch(() => undefined);
    return { events, stop: () => abort.abort() };
  }
});
