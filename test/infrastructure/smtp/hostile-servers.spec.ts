import type net from 'node:net';
import { describe, expect, it } from 'vitest';
import type { SendOutcome, SmtpLogin, SmtpSettings } from '../../../src/application/ports/mail-transport.js';
import type { SmtpLimits } from '../../../src/infrastructure/smtp/limits.js';
import type { Replies, Step } from '../../support/scripted-smtp.js';
import { mailOf, never, settingsOf, smtpGround } from '../../support/smtp-ground.js';

const TO = 'ana@customer.example';
const envelope = { from: 'support@acme.example', to: [TO] };
const mail = mailOf('From: support@acme.example\r\nSubject: Hello\r\n\r\nGood day\r\n');
const { transport, scripted, served, raw } = smtpGround();
const login: SmtpLogin = { mechanism: 'plain', userName: 'support', password: 'open sesame' };

const sendTo = (port: number, changes: Partial<SmtpSettings> = {}, limits: Partial<SmtpLimits> = {}) =>
  transport(limits).send(settingsOf(port, changes), envelope, mail, never);
const passes = { kind: 'not-taken', scope: 'connection', permanent: false };
const errorOf = (outcome: SendOutcome) => ('error' in outcome ? outcome.error : '');

describe('what a server can do', () => {
  it('one that knows no EHLO is greeted by HELO, and has the message', async () => {
    const said: string[] = [];
    const port = await raw((socket) => {
      socket.write('220 old\r\n');
      let inData = false;
      socket.on('data', (chunk) => {
        for (const line of chunk.toString().split('\r\n').filter(Boolean)) {
          if (inData && line !== '.') continue;
          said.push(line.split(' ')[0] ?? '');
          if (line.startsWith('EHLO')) socket.write('502 no such command\r\n');
          else socket.write(line === 'DATA' ? '354 go on\r\n' : '250 ok\r\n');
          inData = line === 'DATA';
        }
      });
    });
    expect(await sendTo(port)).toMatchObject({ kind: 'taken', accepted: [TO] });
    expect(said).toEqual(['EHLO', 'HELO', 'MAIL', 'RCPT', 'DATA', '.']);
    // HELO knows no STARTTLS.
    expect(await sendTo(port, { security: 'starttls' })).toMatchObject({ scope: 'account', code: 'tls' });
  });

  it('STARTTLS that is not there for now is no fault of the account; one that is never there is', async () => {
    const answering = (reply: string) =>
      raw((socket) => {
        socket.write('220 here\r\n');
        socket.on('data', (chunk) => {
          socket.write(/^EHLO/.test(chunk.toString()) ? '250-here\r\n250 STARTTLS\r\n' : `${reply}\r\n`);
        });
      });
    const starttls = { security: 'starttls' } as const;
    expect(await sendTo(await answering('454 4.7.0 TLS not available'), starttls)).toMatchObject(passes);
    expect(await sendTo(await answering('421 4.3.2 closing'), starttls)).toMatchObject(passes);
    const never = await sendTo(await answering('502 5.5.1 no'), starttls);
    expect(never).toMatchObject({ kind: 'not-taken', scope: 'account', code: 'tls' });
  });

  it('what was said before TLS counts for nothing after it', async () => {
    // A reply slipped in behind that to STARTTLS, which would answer the login (CVE-2011-0411).
    const port = await raw((socket) => {
      socket.write('220 here\r\n');
      socket.on('data', (chunk) => {
        const isHello = /^EHLO/.test(chunk.toString());
        socket.write(isHello ? '250-here\r\n250 STARTTLS\r\n' : '220 go\r\n250-here\r\n250 AUTH PLAIN\r\n235 in\r\n');
        if (!isHello) socket.end();
      });
    });
    expect(await sendTo(port, { security: 'starttls', login })).toMatchObject({ kind: 'not-taken' });
  });
});

describe('logging in', () => {
  const offers = ['PLAIN', 'LOGIN', 'CRAM-MD5', 'XOAUTH2'];
  const served4 = async (authMethods: readonly string[]) => {
    const seen: string[] = [];
    const { port } = await served({
      ...{ authMethods: [...authMethods], authOptional: false, allowInsecureAuth: true },
      onAuth: (auth, _, done) => {
        seen.push(auth.method);
        done(null, { user: 'support' });
      },
    });
    return { port, seen };
  };
  const byToken: SmtpLogin = { mechanism: 'xoauth2', userName: 'support', accessToken: 'ya29' };
  const logins = [login, { ...login, mechanism: 'login' }, { ...login, mechanism: 'cram-md5' }, byToken] as const;

  it.each(logins)(
    '$mechanism is what the server sees where it is configured, whatever else is offered',
    async (one) => {
      const { port, seen } = await served4(offers);
      expect(await sendTo(port, { login: one })).toMatchObject({ kind: 'taken' });
      expect(seen).toEqual([one.mechanism.toUpperCase()]);
    },
  );

  it.each(logins)('$mechanism that is not offered is said so, with what is, and no secret leaves', async (one) => {
    const others = offers.filter((name) => name !== one.mechanism.toUpperCase());
    const { port, seen } = await served4(others);
    const outcome = await sendTo(port, { login: one });
    expect(outcome).toMatchObject({ kind: 'not-taken', scope: 'account', code: 'login' });
    expect(errorOf(outcome)).toMatch(
      new RegExp(`offers no login by ${one.mechanism.toUpperCase()}, but by ${others[0]}`),
    );
    expect(seen).toEqual([]);
  });

  it.each([
    ['PLAIN', `\0support\0open sesame`],
    ['PLAIN', 'open sesame'],
  ])('a secret that the server echoes does not come back out (%s)', async (_, sent) => {
    const echoed = Buffer.from(sent).toString('base64');
    const ehlo = '250-here\r\n250 AUTH PLAIN';
    const server = await scripted({ ehlo, auth: `535 no, not ${echoed} and not ${sent}` });
    const words = errorOf(await sendTo(server.port, { login }));
    expect(words).toContain('***');
    expect(words).not.toContain('open sesame');
    expect(words).not.toContain(echoed);
  });
});

describe('421 at any moment', () => {
  const steps: readonly Step[] = ['greeting', 'ehlo', 'auth', 'mail', 'rcpt', 'data', 'end'];
  it.each(steps)('at %s: it is tried again, and the next connection serves', async (step) => {
    const ehlo = '250-here\r\n250 AUTH PLAIN';
    const server = await scripted({ ehlo, [step]: '421 4.3.2 shutting down' });
    const by = transport();
    const send = () => by.send(settingsOf(server.port, { login }), envelope, mail, never);
    expect(await send()).toMatchObject(passes);
    server.replies = { ehlo };
    expect(await send()).toMatchObject({ kind: 'taken' });
  });

  it('behind the answer to a message: that one is taken', async () => {
    const server = await scripted({ end: '250 taken\r\n421 4.3.2 enough' });
    const by = transport();
    for (const _ of [1, 2]) {
      expect(await by.send(settingsOf(server.port), envelope, mail, never)).toMatchObject({ kind: 'taken' });
    }
    expect(server.messages).toHaveLength(2);
  });

  it('after the first of two recipients: nobody has it', async () => {
    let recipients = 0;
    const server = await scripted({ rcpt: () => (++recipients === 1 ? '250 ok' : '421 4.3.2 shutting down') });
    const two = { ...envelope, to: [TO, 'bor@customer.example'] };
    expect(await transport().send(settingsOf(server.port), two, mail, never)).toMatchObject(passes);
    expect(server.messages).toEqual([]);
  });
});

describe('a connection that is reset', () => {
  it('in the middle of a large message: not taken', async () => {
    const port = await raw((socket) => talk(socket, (bytes) => bytes > 1_000_000 && socket.resetAndDestroy()));
    const large = mailOf(Buffer.alloc(32_000_000, 'x'.repeat(76).concat('\r\n')));
    const outcome = await transport().send(settingsOf(port), envelope, large, never);
    expect(outcome).toMatchObject({ kind: 'not-taken', scope: 'connection', code: 'network' });
  });

  it('after all of the message, before a word: in doubt', async () => {
    const port = await raw((socket) => talk(socket, (_, isWhole) => isWhole && socket.resetAndDestroy()));
    expect(await sendTo(port)).toMatchObject({ kind: 'unknown' });
  });

  it('after the message was accepted: taken, and the next goes over another', async () => {
    const port = await raw((socket) =>
      talk(socket, (_, isWhole) => {
        if (isWhole) socket.write('250 taken\r\n', () => setImmediate(() => socket.resetAndDestroy()));
        return isWhole;
      }),
    );
    const by = transport();
    for (const _ of [1, 2, 3]) {
      expect(await by.send(settingsOf(port), envelope, mail, never)).toMatchObject({ kind: 'taken' });
    }
  });
});

describe('a server that talks too much', () => {
  const endless = (piece: string) => (socket: net.Socket) => {
    const more = () => {
      while (!socket.destroyed && socket.write(piece));
    };
    socket.on('drain', more);
    more();
  };
  it.each([
    ['an endless greeting', '220-welcome\r\n'.repeat(1_000)],
    ['a greeting without a line end', 'x'.repeat(10_000)],
    ['nothing but line ends', '\r\n'.repeat(5_000)],
  ])('%s is broken off', async (_, piece) => {
    const outcome = await sendTo(await raw(endless(piece)), {}, { greetingTimeout: 300 });
    expect(outcome).toMatchObject(passes);
  });

  it('long words are kept in part', async () => {
    const words = '550-5.7.1 no\r\n'.repeat(3_000);
    const server = await scripted({ rcpt: `${words}550 5.7.1 no`, end: `250 ${'y'.repeat(50_000)}` });
    const refused = await sendTo(server.port);
    expect(refused).toMatchObject({ scope: 'recipients', permanent: true, refused: [{ status: '5.7.1' }] });
    expect(errorOf(refused).length).toBeLessThanOrEqual(1_000);
    expect('refused' in refused && refused.refused[0]?.text.length).toBeLessThanOrEqual(1_000);
    server.replies = { end: `250 ${'y'.repeat(50_000)}` };
    const taken = await sendTo(server.port);
    expect(taken.kind === 'taken' && taken.response.length).toBe(1_000);
    // Of the answer to a whole message nobody knows what it was.
    server.replies = { end: `250-${'y'.repeat(70_000)}\r\n250 ok` };
    expect(await sendTo(server.port)).toMatchObject({ kind: 'unknown' });
  });
});

describe('a server that is slow', () => {
  const limits = { connectTimeout: 100, greetingTimeout: 100, silenceTimeout: 100 };
  it.each<[string, Partial<SmtpSettings>, Partial<SmtpLimits>]>([
    ['to greet', {}, limits],
    ['with TLS', { security: 'tls' }, limits],
    ['to greet, a byte at a time', {}, { ...limits, silenceTimeout: 10_000 }],
  ])('%s is given up', async (what, changes, limits) => {
    const port = await raw((socket) => {
      if (!what.includes('byte')) return;
      const dripping = setInterval(() => socket.write('2'), 20);
      socket.on('close', () => clearInterval(dripping));
    });
    expect(await sendTo(port, changes, limits)).toMatchObject({ ...passes, code: 'timeout' });
  });

  it.each<Step>(['ehlo', 'auth', 'mail', 'rcpt', 'data'])('at %s is given up, and has nothing', async (step) => {
    const ehlo = '250-here\r\n250 AUTH PLAIN';
    const replies: Replies = { ehlo, [step]: () => '250-' };
    const server = await scripted(replies);
    const outcome = await sendTo(server.port, { login }, { silenceTimeout: 100, greetingTimeout: 100 });
    expect(outcome).toMatchObject({ ...passes, code: 'timeout' });
    expect(server.messages).toEqual([]);
  });
});

/** Speaks SMTP as far as DATA. @param heard how many bytes of the message came, and whether it is whole; true: it has dealt with that */
function talk(socket: net.Socket, heard: (bytes: number, isWhole: boolean) => unknown): void {
  let bytes = 0;
  let inData = false;
  let tail = '';
  socket.write('220 here\r\n');
  socket.on('data', (chunk) => {
    if (inData) {
      bytes += chunk.length;
      tail = (tail + chunk.toString('latin1')).slice(-5);
      if (heard(bytes, tail === '\r\n.\r\n')) inData = false;
      return;
    }
    for (const line of chunk.toString().split('\r\n').filter(Boolean)) {
      inData = line === 'DATA';
      if (inData) [bytes, tail] = [0, ''];
      socket.write(inData ? '354 go on\r\n' : '250 ok\r\n');
    }
  });
}
