import { getEventListeners } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import type { MailboxMessage, MailboxSession } from '../../../src/application/ports/mailbox-source.js';
import { ImapflowSource, type ImapLimits } from '../../../src/infrastructure/imap/index.js';
import { FaultyImap, type FaultyImapOptions, type FaultyMessage, fetchRow } from '../../support/faulty-imap.js';
import { contentOf, everything, mail, never, settingsFor } from './settings.js';

const hasty: Partial<ImapLimits> = {
  connectTimeout: 2_000,
  greetingTimeout: 400,
  silenceTimeout: 500,
  logoutTimeout: 100,
};

describe('a server with a fault', () => {
  const servers: FaultyImap[] = [];
  const sessions: MailboxSession[] = [];
  afterEach(async () => {
    await Promise.all(sessions.splice(0).map((session) => session.close()));
    await Promise.all(servers.splice(0).map((server) => server.stop()));
  });

  async function serve(options: FaultyImapOptions = {}): Promise<FaultyImap> {
    const server = await FaultyImap.start(options);
    servers.push(server);
    return server;
  }

  async function open(server: FaultyImap, limits: Partial<ImapLimits> = {}, changes = {}): Promise<MailboxSession> {
    const session = await new ImapflowSource({ ...limits }).open(settingsFor(server.port, changes), never());
    sessions.push(session);
    return session;
  }

  async function inbox(server: FaultyImap, limits: Partial<ImapLimits> = {}): Promise<MailboxSession> {
    const session = await open(server, limits);
    await session.select('INBOX');
    return session;
  }

  /** What came, as uid and content, and what ended it. */
  async function read(
    session: MailboxSession,
    options: object = {},
    each: (message: MailboxMessage) => void = () => {},
  ) {
    const got: (readonly [number, string])[] = [];
    try {
      for await (const message of session.fetch({ ...everything, signal: never(), ...options })) {
        got.push([message.uid, await contentOf(message)]);
        each(message);
      }
    } catch (error) {
      return { got, error };
    }
    return { got, error: null };
  }

  const some = (count: number): FaultyMessage[] =>
    Array.from({ length: count }, (_, i) => ({ uid: i + 1, raw: mail(i + 1) }));

  describe('when it is called', () => {
    it('accepts and never greets', async () => {
      const server = await serve({ greeting: null });
      await expect(open(server, hasty)).rejects.toMatchObject({
        code: 'timeout',
        message: expect.stringMatching(/greeting/),
      });
    });

    it('greets with BYE', async () => {
      const server = await serve({ greeting: '* BYE Too many connections\r\n' });
      await expect(open(server)).rejects.toMatchObject({
        code: 'closed',
        message: expect.stringMatching(/Too many connections/),
      });
    });

    it('greets with garbage', async () => {
      const server = await serve({ greeting: 'HTTP/1.1 400 Bad Request\r\n\r\n' });
      await expect(open(server, hasty)).rejects.toMatchObject({ name: 'MailboxError' });
    });

    it('does not offer the STARTTLS that is asked for: no password goes out', async () => {
      const server = await serve({ capabilities: 'AUTH=PLAIN' });
      await expect(open(server, {}, { security: 'starttls' })).rejects.toMatchObject({ code: 'tls' });
      expect(server.commands.map(({ name }) => name)).toEqual(['CAPABILITY']);
    });

    it('refuses STARTTLS, or claims that nobody needs to log in: no password goes out', async () => {
      const refusing = await serve({
        capabilities: 'STARTTLS',
        script: ({ tag, name }, peer) => {
          if (name !== 'STARTTLS') return false;
          peer.send(`${tag} NO not today\r\n`);
          return true;
        },
      });
      const preauth = await serve({ greeting: '* PREAUTH welcome\r\n', capabilities: 'STARTTLS' });
      for (const server of [refusing, preauth]) {
        await expect(open(server, {}, { security: 'starttls' })).rejects.toMatchObject({ code: 'tls' });
        expect(server.commands.map(({ name }) => name)).not.toContain('LOGIN');
      }
    });

    it('echoes the password when it refuses it', async () => {
      const server = await serve({
        script: ({ tag, name, rest }, peer) => {
          if (name !== 'LOGIN') return false;
          peer.send(`${tag} NO [AUTHENTICATIONFAILED] bad: ${rest}\r\n`);
          return true;
        },
      });
      const refused = open(server);
      await expect(refused).rejects.toMatchObject({ code: 'login', message: expect.stringMatching(/bad/) });
      await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining('correct horse') });
    });

    it('goes silent at the login', async () => {
      const server = await serve({ script: ({ name }) => name === 'LOGIN' });
      await expect(open(server, hasty)).rejects.toMatchObject({ code: 'timeout' });
    });
  });

  describe('while messages are read', () => {
    it('cuts the connection in the middle of a literal: what came before is given', async () => {
      const messages = some(4);
      const server = await serve({
        messages,
        script: ({ name, rest }, peer) => {
          if (name !== 'UID FETCH') return false;
          for (const [i, message] of messages.slice(0, 3).entries()) peer.send(fetchRow(i + 1, message, rest));
          peer.send(fetchRow(4, messages[3] ?? { uid: 4, raw: '' }, rest).slice(0, 150));
          return true;
        },
      });
      const { got, error } = await read(await inbox(server), {}, ({ uid }) => {
        if (uid === 3) server.cutAll();
      });
      expect(got).toEqual(messages.slice(0, 3).map(({ uid, raw }) => [uid, raw]));
      expect(error).toMatchObject({ name: 'MailboxError', code: 'network' });
    });

    it('cuts the connection in the middle of a large message', async () => {
      const server = await serve({
        messages: [{ uid: 1, raw: mail(1, 3_000_000) }],
        script: ({ rest }, peer) => {
          if (!/<1\d{6}\./.test(rest)) return false;
          peer.send('* 1 FETCH (UID 1 BODY[]<1081344> {1048576}\r\nhalf');
          peer.cut();
          return true;
        },
      });
      const { error } = await read(await inbox(server));
      expect(error).toMatchObject({ code: 'network' });
    });

    it('goes silent', async () => {
      const server = await serve({ messages: some(3), script: ({ name }) => name === 'UID FETCH' });
      const { error } = await read(await inbox(server, hasty));
      expect(error).toMatchObject({ code: 'timeout', message: expect.stringMatching(/silent/) });
    });

    it('goes silent because we do: a pause of the reader costs nothing', async () => {
      const server = await serve({ messages: some(3) });
      const session = await inbox(server, { silenceTimeout: 400 });
      const uids: number[] = [];
      for await (const { uid } of session.fetch({ ...everything, signal: never() })) {
        uids.push(uid);
        const asked = () => server.commands.filter(({ name }) => name === 'NOOP').length;
        if (uid === 2) await expect.poll(asked, { timeout: 5_000 }).toBeGreaterThan(1);
      }
      expect(uids).toEqual([1, 2, 3]);
      expect((await read(session)).error).toBeNull();
    });

    it('says BYE', async () => {
      const server = await serve({
        messages: some(3),
        script: ({ name }, peer) => {
          if (name !== 'UID FETCH') return false;
          peer.send('* BYE going down for maintenance\r\n');
          return true;
        },
      });
      const { error } = await read(await inbox(server));
      expect(error).toMatchObject({ code: 'closed', message: expect.stringMatching(/maintenance/) });
    });

    it('refuses to search or to fetch', async () => {
      for (const refused of ['UID SEARCH', 'UID FETCH']) {
        const server = await serve({
          messages: some(3),
          script: ({ tag, name }, peer) => {
            if (name !== refused) return false;
            peer.send(`${tag} NO [SERVERBUG] no\r\n`);
            return true;
          },
        });
        expect((await read(await inbox(server))).error).toMatchObject({ code: 'protocol' });
      }
    });

    it('sends garbage in between, and answers in another order: all comes, in the order of UIDs', async () => {
      const messages = some(20);
      const server = await serve({
        messages,
        order: (uids) => uids.reverse(),
        script: ({ name }, peer) => {
          if (name === 'UID FETCH') {
            peer.send('* ((( what\r\n* 3 FETCH (FLAGS (\\Seen))\r\n* 99 FETCH (UID 99 BODY[] {3}\r\nabc)\r\n\r\n');
          }
          return false;
        },
      });
      const { got, error } = await read(await inbox(server));
      expect(error).toBeNull();
      expect(got).toEqual(messages.map(({ uid, raw }) => [uid, raw]));
    });

    it('has removed a message between search and fetch: it is left out', async () => {
      const messages = some(5).map((message) => ({ ...message, vanished: message.uid === 3 }));
      const server = await serve({
        messages,
        // asked again, it does not find it either
        script: ({ tag, name, rest }, peer) => {
          if (name !== 'UID SEARCH' || !rest.includes('UID 3')) return false;
          peer.send(`* SEARCH\r\n${tag} OK done\r\n`);
          return true;
        },
      });
      const { got, error } = await read(await inbox(server));
      expect(error).toBeNull();
      expect(got.map(([uid]) => uid)).toEqual([1, 2, 4, 5]);
    });

    it('has removed a large message before it is read: it is left out', async () => {
      const messages = [{ uid: 1, raw: mail(1, 600_000) }, ...some(2).slice(1)];
      const server = await serve({
        messages,
        script: ({ tag, name, rest }, peer) => {
          if (name !== 'UID FETCH' || !rest.startsWith('1 ')) return false;
          peer.send(`${tag} OK done\r\n`);
          return true;
        },
      });
      const { got, error } = await read(await inbox(server));
      expect(error).toBeNull();
      expect(got.map(([uid]) => uid)).toEqual([2]);
    });

    it('has a message and does not give it: its header marks the place', async () => {
      const messages = some(3).map((message) => ({ ...message, withheld: message.uid === 2 }));
      const headerOnly: number[] = [];
      const server = await serve({ messages });
      const { got, error } = await read(await inbox(server), {}, (message) => {
        if (message.headerOnly) headerOnly.push(message.uid);
      });
      expect(error).toBeNull();
      expect(got.map(([uid]) => uid)).toEqual([1, 2, 3]);
      expect(headerOnly).toEqual([2]);
      expect(got[1]?.[1]).toMatch(/^From: Ana[\s\S]*\r\n\r\n$/);
    });
  });

  it('does not say what a message is when UIDs have changed: it counts as unknown', async () => {
    const messages = some(4).map((message) => ({
      ...message,
      headerWithheld: message.uid === 2,
      vanished: message.uid === 3,
    }));
    const server = await serve({ messages });
    const session = await inbox(server);
    const headers: (readonly [number, boolean])[] = [];
    for await (const { uid, header } of session.identify({ after: 0, since: null, signal: never() })) {
      headers.push([uid, header.length > 0]);
    }
    // What SEARCH still finds may be there: whoever fetches it will see.
    expect(headers).toEqual([
      [1, true],
      [2, false],
      [3, false],
      [4, true],
    ]);
  });

  describe('that lies about sizes', () => {
    const lies: readonly (readonly [string, number, number])[] = [
      ['says 100 bytes and sends 10 MB', 100, 10_000_000],
      ['says 40 kB and sends 10 MB', 40_000, 10_000_000],
      ['says 40 kB and sends 300 bytes', 40_000, 300],
      ['says 1 GB and sends 300 bytes', 1_000_000_000, 300],
      ['says 1 GB and sends 700 kB', 1_000_000_000, 700_000],
      ['says nothing is there', 0, 70_000],
    ];
    it.each(lies)('%s: the bytes come as they are', async (_, claimedSize, size) => {
      const raw = mail(1, size);
      const server = await serve({ messages: [{ uid: 1, raw, claimedSize }, ...some(2).slice(1)] });
      const { got, error } = await read(await inbox(server));
      expect(error).toBeNull();
      expect(got.map(([, content]) => content.length)).toEqual([raw.length, mail(2).length]);
      expect(got[0]?.[1] === raw).toBe(true);
    });

    it('is not believed that a message is small enough', async () => {
      const server = await serve({ messages: [{ uid: 1, raw: mail(1, 10_000_000), claimedSize: 100 }] });
      const headerOnly: boolean[] = [];
      const { got } = await read(await inbox(server), { maxSize: 1_000_000 }, (message) =>
        headerOnly.push(message.headerOnly),
      );
      expect(headerOnly).toEqual([true]);
      expect(got[0]?.[1].length).toBeLessThan(1_000);
    });

    it('and sends whole what was asked for in part: it is taken as the whole', async () => {
      const messages = [mail(1, 50_000), mail(2, 900_000), mail(3)].map((raw, i) => ({ uid: i + 1, raw }));
      const server = await serve({ messages, ignoresPartial: true });
      const { got, error } = await read(await inbox(server));
      expect(error).toBeNull();
      expect(got.map(([, content]) => content.length)).toEqual(messages.map(({ raw }) => raw.length));
    });

    it('announces more than anybody has memory for', async () => {
      const server = await serve({
        messages: some(1),
        script: ({ name }, peer) => {
          if (name !== 'UID FETCH') return false;
          peer.send('* 1 FETCH (UID 1 BODY[]<0> {900000000000}\r\nx');
          return true;
        },
      });
      expect((await read(await inbox(server))).error).toMatchObject({ code: 'protocol' });
    });
  });

  describe('while news are waited for', () => {
    it('cuts the connection', async () => {
      const server = await serve({
        script: ({ name }, peer) => {
          if (name === 'IDLE') peer.cut();
          return name === 'IDLE';
        },
      });
      await expect((await inbox(server)).waitForNews(never())).rejects.toMatchObject({ code: 'network' });
    });

    it('says BYE', async () => {
      const server = await serve({
        script: ({ name }, peer) => {
          if (name !== 'IDLE') return false;
          peer.send('+ idling\r\n* BYE idle for too long\r\n');
          return true;
        },
      });
      await expect((await inbox(server)).waitForNews(never())).rejects.toMatchObject({
        code: 'closed',
        message: expect.stringMatching(/idle for too long/),
      });
    });

    it('goes silent: it is asked, and given up', async () => {
      const server = await serve({ script: ({ name }) => name === 'DONE' });
      await expect((await inbox(server, hasty)).waitForNews(never())).rejects.toMatchObject({ code: 'timeout' });
    });

    it('only keeps quiet: it is asked now and then, and the wait goes on', async () => {
      const server = await serve({
        script: ({ name }, peer) => {
          if (name === 'NOOP' && server.commands.filter((one) => one.name === 'NOOP').length === 2)
            peer.send('* 1 EXISTS\r\n');
          return false;
        },
      });
      await (await inbox(server, { ...hasty, silenceTimeout: 500 })).waitForNews(never());
      expect(server.commands.filter(({ name }) => name === 'IDLE').length).toBeGreaterThan(1);
    });

    it('or is read leaves nothing behind, however often', async () => {
      const server = await serve({ messages: some(2) });
      const session = await inbox(server);
      const warnings: Error[] = [];
      const warn = (warning: Error) => warnings.push(warning);
      process.on('warning', warn);
      const { signal } = new AbortController();
      for (let i = 0; i < 20; i++) {
        expect((await read(session, { signal })).error).toBeNull();
        const waiting = session.waitForNews(signal);
        // IDLE begun before goes on, so the server may speak at once
        await expect.poll(() => server.commands.at(-1)?.name, { timeout: 5_000, interval: 10 }).toBe('IDLE');
        server.say(`* ${i + 3} EXISTS\r\n`);
        await waiting;
      }
      process.off('warning', warn);
      expect(getEventListeners(signal, 'abort')).toEqual([]);
      expect(warnings).toEqual([]);
    });

    it('does not know IDLE: it is asked instead', async () => {
      const server = await serve({
        capabilities: '',
        script: ({ name }, peer) => {
          if (name === 'NOOP') peer.send('* 1 EXISTS\r\n');
          return false;
        },
      });
      const session = await inbox(server);
      expect(session.supportsIdle).toBe(false);
      await session.waitForNews(never());
    });
  });

  it('gives no UIDVALIDITY', async () => {
    const server = await serve({
      script: ({ tag, name }, peer) => {
        if (name !== 'SELECT') return false;
        peer.send(`* 0 EXISTS\r\n${tag} OK done\r\n`);
        return true;
      },
    });
    await expect((await open(server)).select('INBOX')).rejects.toMatchObject({ code: 'protocol' });
  });

  it('never answers LOGOUT: leaving does not hang', async () => {
    const server = await serve({ script: ({ name }) => name === 'LOGOUT' });
    await (await inbox(server, hasty)).close();
  });
});
