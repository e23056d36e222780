import { describe, expect, it } from 'vitest';
import type { SmtpSettings } from '../../../src/application/ports/mail-transport.js';
import type { Replies } from '../../support/scripted-smtp.js';
import { mailOf, never, settingsOf, smtpGround } from '../../support/smtp-ground.js';

const ANA = 'ana@customer.example';
const BOR = 'bor@customer.example';
const envelope = { from: 'support@acme.example', to: [ANA, BOR] };
const text = 'From: support@acme.example\r\nSubject: Hello\r\nMessage-ID: <1@acme.example>\r\n\r\n.Hello\r\n';
const mail = mailOf(text);
const UNREADABLE = { size: 1, open: () => Promise.reject(new Error('the store is away')) };
const { transport, scripted, served } = smtpGround();
const sendTo = (port: number, changes: Partial<SmtpSettings> = {}, by = transport()) =>
  by.send(settingsOf(port, changes), envelope, mail, never);

describe('what a server makes of a message', () => {
  it('takes it, for all, over one connection, and again', async () => {
    const server = await scripted();
    const by = transport();
    for (const _ of [1, 2]) {
      expect(await sendTo(server.port, {}, by)).toMatchObject({
        ...{ kind: 'taken', accepted: [ANA, BOR], refused: [], deferred: [], response: '250 taken' },
      });
    }
    expect(server.connections).toBe(1);
    expect(server.messages[1]).toEqual({ to: [ANA, BOR], raw: text.replace('\r\n.', '\r\n..').slice(0, -2) });
  });

  it('takes it for some: each recipient has a fate of its own', async () => {
    const to = [ANA, BOR, 'cene@customer.example'];
    const fates = [
      ['ana', '250 ok'],
      ['bor', '550 5.1.1 no such user'],
      ['cene', '451 4.7.1 later'],
    ] as const;
    const rcpt = (line: string) => fates.find(([name]) => line.includes(name))?.[1] ?? '250 ok';
    const server = await scripted({ rcpt });
    expect(await transport().send(settingsOf(server.port), { ...envelope, to }, mail, never)).toMatchObject({
      ...{ kind: 'taken', accepted: [ANA] },
      refused: [{ recipient: BOR, code: 550, status: '5.1.1', text: '550 5.1.1 no such user' }],
      deferred: [{ recipient: 'cene@customer.example', code: 451, status: '4.7.1' }],
    });
  });

  it.each<[string, Replies, object]>([
    ['greeting 554', { greeting: '554 go away' }, { kind: 'not-taken', permanent: false }],
    ['greeting 421', { greeting: '421 busy' }, { kind: 'not-taken', scope: 'connection', permanent: false }],
    ['cut at the greeting', { greeting: null }, { kind: 'not-taken', scope: 'connection', code: 'network' }],
    ['garbage', { greeting: 'SSH-2.0-OpenSSH_9.9' }, { kind: 'not-taken', scope: 'connection', code: 'protocol' }],
    ['MAIL 452', { mail: '452 4.3.1 full' }, { kind: 'not-taken', scope: 'message', permanent: false }],
    ['MAIL 552', { mail: '552 5.3.4 too big' }, { kind: 'not-taken', scope: 'message', permanent: true }],
    ['MAIL 553', { mail: '553 5.7.1 not you' }, { kind: 'not-taken', scope: 'account', code: 'sender' }],
    ['MAIL 530', { mail: '530 5.7.0 log in' }, { kind: 'not-taken', scope: 'account', code: 'login' }],
    ['cut at MAIL', { mail: null }, { kind: 'not-taken', scope: 'connection', code: 'network' }],
    ['RCPT 550', { rcpt: '550 5.1.1 nobody' }, { kind: 'not-taken', scope: 'recipients', permanent: true }],
    ['RCPT 450', { rcpt: '450 4.2.0 grey' }, { kind: 'not-taken', scope: 'recipients', permanent: false }],
    ['cut at RCPT', { rcpt: null }, { kind: 'not-taken', scope: 'connection', code: 'network' }],
    ['DATA 451', { data: '451 4.3.0 later' }, { kind: 'not-taken', scope: 'message', permanent: false }],
    ['DATA 554', { data: '554 5.7.1 spam' }, { kind: 'not-taken', scope: 'message', permanent: true }],
    ['cut at DATA', { data: null }, { kind: 'not-taken', scope: 'connection', code: 'network' }],
    ['end 451', { end: '451 4.3.0 later' }, { kind: 'not-taken', scope: 'message', permanent: false }],
    ['end 554', { end: '554 5.7.1 spam' }, { kind: 'not-taken', scope: 'message', permanent: true }],
    ['421 at the end', { end: '421 4.3.2 closing' }, { kind: 'not-taken', scope: 'connection', permanent: false }],
    ['cut after the message', { end: null }, { kind: 'unknown' }],
    ['garbage after the message', { end: 'hm?' }, { kind: 'unknown' }],
  ])('%s', async (_, replies, expected) => {
    const server = await scripted(replies);
    expect(await sendTo(server.port)).toMatchObject(expected);
  });

  it('nothing answers; a server that says nothing is given up; one that is slow to the end leaves doubt', async () => {
    const server = await scripted({ mail: () => '250-' });
    const { port } = server;
    expect(await sendTo(port, {}, transport({ silenceTimeout: 50 }))).toMatchObject({
      kind: 'not-taken',
      code: 'timeout',
    });
    server.replies = { end: '250-' };
    expect(await sendTo(port, {}, transport({ attemptTimeout: 100 }))).toMatchObject({ kind: 'unknown' });
    await server.stop();
    expect(await sendTo(port)).toMatchObject({ kind: 'not-taken', scope: 'connection', code: 'network' });
  });

  it('a connection that died while nobody used it is no fault of the message', async () => {
    const server = await scripted();
    const by = transport();
    await sendTo(server.port, {}, by);
    server.cutAll();
    expect(await sendTo(server.port, {}, by)).toMatchObject({ kind: 'taken' });
    expect(server.messages).toHaveLength(2);
  });

  it('bytes that cannot be read were not handed over, and the connection serves the next message', async () => {
    const server = await scripted();
    const one = transport();
    const settings = settingsOf(server.port);
    const outcome = { kind: 'not-taken', scope: 'connection', code: 'unavailable', permanent: false };
    expect(await one.send(settings, envelope, UNREADABLE, never)).toMatchObject(outcome);
    expect(await one.send(settings, envelope, mail, never)).toMatchObject({ kind: 'taken' });
    expect(server.connections).toBe(1);
  });

  it('given up before it was handed over, it was not taken', async () => {
    const server = await scripted({ mail: () => '250-' });
    const stop = new AbortController();
    const sent = transport().send(settingsOf(server.port), envelope, mail, stop.signal);
    setImmediate(() => stop.abort());
    expect(await sent).toMatchObject({ kind: 'not-taken', scope: 'connection' });
  });
});

describe('whom it is handed to', () => {
  const login = { mechanism: 'plain', userName: 'support', password: 'open sesame' } as const;

  it.each(['plain', 'login', 'cram-md5'] as const)(
    'logs in by %s; a wrong password is the account’s fault',
    async (mechanism) => {
      const { port } = await served({
        authMethods: ['PLAIN', 'LOGIN', 'CRAM-MD5'],
        authOptional: false,
        allowInsecureAuth: true,
        onAuth: (auth, _, done) => {
          const isRight = auth.validatePassword
            ? auth.validatePassword('open sesame')
            : auth.password === 'open sesame';
          done(isRight ? null : new Error('no'), isRight ? { user: 'support' } : undefined);
        },
      });
      expect(await sendTo(port, { login: { ...login, mechanism } })).toMatchObject({ kind: 'taken' });
      const refused = await sendTo(port, { login: { ...login, mechanism, password: 'wrong horse' } });
      expect(refused).toMatchObject({ kind: 'not-taken', scope: 'account', code: 'login', permanent: false });
      expect(JSON.stringify(refused)).not.toContain('wrong horse');
    },
  );

  it('logs in by an access token, and says what the server says of a bad one', async () => {
    const { port } = await served({
      authMethods: ['XOAUTH2'],
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (auth, _, done) =>
        auth.accessToken === 'good'
          ? done(null, { user: 'x' })
          : done(null, { data: { status: '401', schemes: 'bearer' } }),
    });
    const by = (accessToken: string) => ({
      login: { mechanism: 'xoauth2', userName: 'support', accessToken } as const,
    });
    expect(await sendTo(port, by('good'))).toMatchObject({ kind: 'taken' });
    expect(await sendTo(port, by('bad'))).toMatchObject({ kind: 'not-taken', scope: 'account', code: 'login' });
  });

  it.each(['starttls', 'tls'] as const)(
    '%s: a certificate of nobody is refused, unless it is trusted',
    async (security) => {
      const { port } = await served({ secure: security === 'tls' });
      const refused = await sendTo(port, { security });
      expect(refused).toMatchObject({ kind: 'not-taken', scope: 'account', code: 'tls' });
      const fingerprint =
        /fingerprint: ([0-9A-F:]+)\./.exec(refused.kind === 'not-taken' ? refused.error : '')?.[1] ?? '';
      expect(await sendTo(port, { security, trustedFingerprint: fingerprint })).toMatchObject({ kind: 'taken' });
      const other = fingerprint.replace(/^../, (two) => (two === 'AA' ? 'BB' : 'AA'));
      expect(await sendTo(port, { security, trustedFingerprint: other })).toMatchObject({ code: 'tls' });
      expect(await transport().test(settingsOf(port, { security }), never)).toMatchObject({ ok: false, code: 'tls' });
    },
  );

  it('without STARTTLS, where it is wanted, nothing is sent', async () => {
    const server = await scripted();
    expect(await sendTo(server.port, { security: 'starttls' })).toMatchObject({ scope: 'account', code: 'tls' });
    expect(server.messages).toEqual([]);
  });

  it('a message that is too large for it does not leave', async () => {
    const { port } = await served({ size: 10 });
    expect(await sendTo(port)).toMatchObject({ scope: 'message', code: 'too-large', permanent: true });
  });
});
