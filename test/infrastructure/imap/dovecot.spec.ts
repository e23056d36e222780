import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MailboxMessage, MailboxSession } from '../../../src/application/ports/mailbox-source.js';
import { ImapflowSource } from '../../../src/infrastructure/imap/index.js';
import { type Dovecot, startDovecot, withoutDovecot } from '../../support/dovecot.js';
import { type Changes, contentOf, everything, mail, never, settingsFor } from './settings.js';

describe.skipIf(withoutDovecot())('a mailbox of dovecot', () => {
  let dovecot: Dovecot;
  let user: string;
  let users = 0;
  const source = new ImapflowSource();
  const sessions: MailboxSession[] = [];

  beforeAll(async () => {
    dovecot = await startDovecot();
  });
  afterAll(async () => {
    await Promise.all(sessions.map((session) => session.close()));
    await dovecot?.remove();
  });
  beforeEach(async () => {
    user = `user${++users}`;
    await dovecot.addUser(user, 'correct horse');
  });

  const settings = (changes: Changes = {}) => settingsFor(dovecot.port, { userName: user, ...changes });
  const tls = (changes: Changes = {}) =>
    settings({ port: dovecot.tlsPort, security: 'tls', trustedFingerprint: dovecot.fingerprint, ...changes });

  async function open(changes: Changes = {}, from = source): Promise<MailboxSession> {
    const session = await from.open(settings(changes), never());
    sessions.push(session);
    return session;
  }

  async function inbox(options: { readOnly?: boolean } = {}): Promise<MailboxSession> {
    const session = await open();
    await session.select('INBOX', options);
    return session;
  }

  async function read(session: MailboxSession, options: object = {}) {
    const messages: (Omit<MailboxMessage, 'content'> & { content: string })[] = [];
    for await (const message of session.fetch({ ...everything, signal: never(), ...options })) {
      messages.push({ ...message, content: await contentOf(message) });
    }
    return messages;
  }

  const uidsOf = async (session: MailboxSession, options: object = {}) =>
    (await read(session, options)).map(({ uid }) => uid);

  describe('is opened', () => {
    it('over a plain connection, over STARTTLS and over TLS', async () => {
      await dovecot.append(user, 'INBOX', mail(1));
      for (const how of [{}, { ...tls(), port: dovecot.port, security: 'starttls' as const }, tls()]) {
        const session = await open(how);
        expect(session.supportsIdle).toBe(true);
        expect(await session.select('INBOX')).toEqual({ uidValidity: expect.stringMatching(/^\d+$/), uidNext: 2 });
        expect(await uidsOf(session)).toEqual([1]);
      }
    });

    it.each(['tls', 'starttls'] as const)(
      'with a self-signed certificate only where it is trusted (%s)',
      async (security) => {
        const port = security === 'tls' ? dovecot.tlsPort : dovecot.port;
        const refused = { name: 'MailboxError', code: 'tls' };
        await expect(open({ port, security })).rejects.toMatchObject({
          ...refused,
          message: expect.stringMatching(new RegExp(`self-signed.*${dovecot.fingerprint}`)),
        });
        await expect(open({ port, security, trustedFingerprint: 'AB'.repeat(32) })).rejects.toMatchObject({
          ...refused,
          message: expect.stringMatching(new RegExp(`not the trusted one.*${dovecot.fingerprint}`)),
        });
        // Neither got as far as a login.
        expect(await dovecot.log()).not.toContain(`user=<${user}>`);
      },
    );

    it('not with a wrong password, and the error does not tell it', async () => {
      const wrong = open({ password: 'wrong battery' });
      await expect(wrong).rejects.toMatchObject({
        code: 'login',
        message: expect.stringMatching(/refused the login of user/),
      });
      await expect(wrong).rejects.not.toMatchObject({ message: expect.stringContaining('battery') });
    });

    it('not where nobody listens, nor at a host that does not exist', async () => {
      await expect(open({ port: 1 })).rejects.toMatchObject({
        code: 'network',
        message: expect.stringMatching(/refused/),
      });
      await expect(open({ host: 'no-such-host.invalid' })).rejects.toMatchObject({ code: 'host' });
    });

    it('not by TLS on a plain port, and a plain client on a TLS port is told what may be wrong', async () => {
      await expect(open({ ...tls(), port: dovecot.port })).rejects.toMatchObject({
        code: 'tls',
        message: expect.stringMatching(/does not speak TLS from the start/),
      });
      const hasty = new ImapflowSource({ greetingTimeout: 300 });
      await expect(open({ port: dovecot.tlsPort }, hasty)).rejects.toMatchObject({
        code: 'timeout',
        message: expect.stringMatching(/perhaps this port speaks TLS/),
      });
    });

    it('not once it was called off', async () => {
      await expect(source.open(settings(), AbortSignal.abort())).rejects.toMatchObject({ code: 'closed' });
      const stop = new AbortController();
      const opening = source.open(settings(), stop.signal);
      stop.abort();
      await expect(opening).rejects.toMatchObject({ code: 'closed' });
    });
  });

  describe('is read', () => {
    it('message by message, byte by byte', async () => {
      const date = new Date('2026-11-02T09:30:00Z');
      await dovecot.append(user, 'INBOX', mail(1), { date, seen: true });
      await dovecot.append(user, 'INBOX', mail(2));
      const [first, second] = await read(await inbox());
      expect(first).toEqual({
        uid: 1,
        key: '1',
        receivedAt: date.toISOString(),
        seen: true,
        size: mail(1).length,
        content: mail(1),
        headerOnly: false,
      });
      expect(second).toMatchObject({ uid: 2, seen: false, content: mail(2) });
    });

    it('above a UID only, and nothing twice when nothing is new', async () => {
      for (const n of [1, 2, 3]) await dovecot.append(user, 'INBOX', mail(n));
      const session = await inbox();
      expect(await uidsOf(session, { after: 1 })).toEqual([2, 3]);
      expect(await uidsOf(session, { after: 3 })).toEqual([]);
      await dovecot.append(user, 'INBOX', mail(4));
      expect(await uidsOf(session, { after: 3 })).toEqual([4]);
      expect(await uidsOf(session, { only: new Set([1, 4, 99]) })).toEqual([1, 4]);
    });

    it('from an exact moment on', async () => {
      const times = ['2026-11-01T23:59:59Z', '2026-11-02T11:59:59Z', '2026-11-02T12:00:00Z', '2026-11-03T01:00:00Z'];
      for (const [n, time] of times.entries()) await dovecot.append(user, 'INBOX', mail(n), { date: new Date(time) });
      expect(await uidsOf(await inbox(), { since: '2026-11-02T12:00:00.000Z' })).toEqual([3, 4]);
    });

    it('small, middling and large in one order, the large in pieces and what is too large by its header', async () => {
      const sizes = [0, 32 * 1024, 40_000, 600_000, 100, 3_000_000, 511_000, 5_000_000, 200];
      for (const [n, size] of sizes.entries()) await dovecot.append(user, 'INBOX', mail(n, size));
      const session = await inbox();
      const pieces: number[] = [];
      const messages: MailboxMessage[] = [];
      for await (const message of session.fetch({ ...everything, maxSize: 4_000_000, signal: never() })) {
        messages.push(message);
        const n = messages.length - 1;
        const whole = mail(n, sizes[n]);
        if (!(message.content instanceof Uint8Array)) pieces.push(n);
        const expected = n === 7 ? whole.slice(0, whole.indexOf('\r\n\r\n') + 4) : whole;
        expect(await contentOf(message)).toBe(expected);
        expect(message.headerOnly).toBe(n === 7);
      }
      expect(messages.map(({ uid }) => uid)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
      expect(pieces).toEqual([3, 5]);
    });

    it('with a limit below any other', async () => {
      await dovecot.append(user, 'INBOX', mail(1));
      await dovecot.append(user, 'INBOX', mail(2, 5_000));
      const messages = await read(await inbox(), { maxSize: mail(1).length });
      expect(messages.map(({ headerOnly }) => headerOnly)).toEqual([false, true]);
      expect(messages[0]?.content).toBe(mail(1));
    });

    it('leaving unread what was unread, until it is marked', async () => {
      for (const n of [1, 2, 3]) await dovecot.append(user, 'INBOX', mail(n, n === 3 ? 600_000 : 0));
      const seen = async (session: MailboxSession) => (await read(session)).map((message) => message.seen);
      const session = await inbox();
      await read(session);
      expect(await seen(await inbox({ readOnly: true }))).toEqual([false, false, false]);
      expect(await session.seen({ last: 10, since: null })).toMatchObject({ uids: [] });
      await session.markSeen([3, 1]);
      expect(await seen(await inbox())).toEqual([true, false, true]);
      await expect((await inbox({ readOnly: true })).markSeen([2])).rejects.toMatchObject({ name: 'MailboxError' });
    });

    it('up to where the reader stops, and the session goes on', async () => {
      await dovecot.fill(user, 'INBOX', 600, (n) => mail(n));
      const session = await inbox();
      for await (const message of session.fetch({ ...everything, signal: never() })) if (message.uid === 3) break;
      expect(await uidsOf(session, { after: 598 })).toEqual([599, 600]);
    });

    it('until the work is called off, which ends the session', async () => {
      await dovecot.fill(user, 'INBOX', 300, (n) => mail(n));
      const session = await inbox();
      const stop = new AbortController();
      const uids: number[] = [];
      const reading = async () => {
        for await (const { uid } of session.fetch({ ...everything, signal: stop.signal })) {
          uids.push(uid);
          if (uid === 10) stop.abort();
        }
      };
      await expect(reading()).rejects.toMatchObject({ code: 'closed' });
      expect(uids.at(-1)).toBe(10);
      await expect(session.select('INBOX')).rejects.toMatchObject({ code: 'closed' });
    });

    it('while messages are marked in between', async () => {
      await dovecot.fill(user, 'INBOX', 700, (n) => mail(n));
      const session = await inbox();
      let count = 0;
      for await (const { uid } of session.fetch({ ...everything, signal: never() })) {
        count++;
        if (uid % 100 === 0) await session.markSeen([uid]);
      }
      expect(count).toBe(700);
      expect((await read(session)).filter(({ seen }) => seen)).toHaveLength(7);
    });

    it('without what was removed since it was looked for', async () => {
      await dovecot.fill(user, 'INBOX', 400, (n) => mail(n));
      const session = await inbox();
      const uids: number[] = [];
      for await (const { uid } of session.fetch({ ...everything, signal: never() })) {
        uids.push(uid);
        if (uid === 1) await dovecot.expunge(user, 'INBOX', '390:399');
      }
      expect(uids).toEqual([...Array(389).keys()].map((n) => n + 1).concat(400));
    });

    it('by the fields that identify each message', async () => {
      await dovecot.append(user, 'INBOX', mail(1), { date: new Date('2026-11-01T00:00:00Z') });
      for (const n of [2, 3]) await dovecot.append(user, 'INBOX', mail(n), { date: new Date('2026-11-09T00:00:00Z') });
      const session = await inbox();
      const known: [number, string][] = [];
      for await (const { uid, header } of session.identify({
        after: 0,
        since: '2026-11-05T00:00:00Z',
        signal: never(),
      })) {
        known.push([uid, Buffer.from(header).toString()]);
      }
      expect(known.map(([uid]) => uid)).toEqual([2, 3]);
      expect(known[0]?.[1]).toMatch(/Message-ID: <2@example\.com>/);
      expect(known[0]?.[1]).toMatch(/From: Ana/);
      expect(known[0]?.[1]).not.toMatch(/Subject/);
    });
  });

  describe('changes', () => {
    it('its UIDVALIDITY, and says so when the folder is opened again', async () => {
      await dovecot.append(user, 'INBOX', mail(1));
      const session = await inbox();
      const before = await session.select('INBOX');
      await dovecot.changeUidValidity(user);
      const after = await (await open()).select('INBOX');
      expect(after.uidValidity).not.toBe(before.uidValidity);
    });

    it('by a folder that goes or gets another name', async () => {
      for (const folder of ['Support', 'Sales']) await dovecot.createFolder(user, folder);
      const session = await open();
      await session.select('Support');
      await dovecot.renameFolder(user, 'Support', 'Support old');
      await expect((await open()).select('Support')).rejects.toMatchObject({
        code: 'folder',
        message: expect.stringMatching(/no folder "Support".*"Support old"/),
      });
      await dovecot.removeFolder(user, 'Sales');
      const other = await open();
      await expect(other.select('Sales')).rejects.toMatchObject({ code: 'folder' });
      // The session lives on: the next folder is read.
      await dovecot.append(user, 'INBOX', mail(1));
      await other.select('INBOX');
      expect(await uidsOf(other)).toEqual([1]);
    });

    it('by a folder that goes while it is open', async () => {
      await dovecot.createFolder(user, 'Sales');
      await dovecot.append(user, 'Sales', mail(1));
      const session = await open();
      await session.select('Sales');
      await dovecot.removeFolder(user, 'Sales');
      await expect(uidsOf(session)).rejects.toMatchObject({ name: 'MailboxError' });
    });
  });

  describe('tells of news', () => {
    it('at once, also of what came between reading and waiting', async () => {
      const session = await inbox();
      expect(await uidsOf(session)).toEqual([]);
      const waiting = session.waitForNews(never());
      await dovecot.append(user, 'INBOX', mail(1));
      await waiting;
      expect(await uidsOf(session)).toEqual([1]);
      await dovecot.append(user, 'INBOX', mail(2));
      await session.waitForNews(never());
      expect(await uidsOf(session, { after: 1 })).toEqual([2]);
    });

    it('until it is called off, without leaving listeners, and the session goes on', async () => {
      const session = await inbox();
      const stop = new AbortController();
      const waiting = session.waitForNews(stop.signal);
      await turn();
      stop.abort();
      await waiting;
      await session.waitForNews(AbortSignal.abort());
      await dovecot.append(user, 'INBOX', mail(1));
      expect(await uidsOf(session)).toEqual([1]);
    });

    it('now and then without any', async () => {
      const session = await open({}, new ImapflowSource({ newsTimeout: 100 }));
      await session.select('INBOX');
      for (let i = 0; i < 3; i++) await session.waitForNews(never());
    });

    it('by an error when the server goes, and serves again when it is back', async () => {
      await dovecot.append(user, 'INBOX', mail(1));
      const session = await inbox();
      const waiting = session.waitForNews(never());
      const lost = expect(waiting).rejects.toMatchObject({ name: 'MailboxError' });
      await dovecot.stop();
      await lost;
      await expect(session.select('INBOX')).rejects.toMatchObject({ name: 'MailboxError' });
      await expect(open()).rejects.toMatchObject({ code: 'network' });
      await dovecot.start();
      expect(await uidsOf(await inbox())).toEqual([1]);
    });
  });

  describe('is tried', () => {
    it('down to its folders', async () => {
      await dovecot.createFolder(user, 'Support');
      await dovecot.append(user, 'Support', mail(1));
      expect(await source.testConnection(tls(), ['INBOX', 'Support'], never())).toEqual({
        ok: true,
        capabilities: { idle: true, condstore: true },
        folders: [
          { name: 'INBOX', messages: 0, ok: true },
          { name: 'Support', messages: 1, ok: true },
        ],
      });
    });

    it('and says which folders are missing', async () => {
      expect(await source.testConnection(settings(), ['Suport', 'INBOX'], never())).toEqual({
        ok: false,
        step: 'folder',
        message: expect.stringContaining('no folder "Suport"'),
        folders: [
          { name: 'Suport', messages: null, ok: false },
          { name: 'INBOX', messages: 0, ok: true },
        ],
      });
    });

    it.each([
      ['login', { password: 'wrong' }],
      ['network', { port: 1 }],
      ['host', { host: 'no-such-host.invalid' }],
    ] as const)('and says that it stops at the %s', async (step, changes) => {
      expect(await source.testConnection(settings(changes), ['INBOX'], never())).toMatchObject({ ok: false, step });
    });

    it('and says what is wrong with its certificate', async () => {
      expect(await source.testConnection(tls({ trustedFingerprint: null }), [], never())).toMatchObject({
        ok: false,
        step: 'tls',
        message: expect.stringContaining(dovecot.fingerprint),
      });
    });
  });
});
