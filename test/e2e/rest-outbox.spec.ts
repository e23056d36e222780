import { generateKeyPairSync } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MailToQueue } from '../../src/application/outgoing/queue-email.js';
import type { SentFolders } from '../../src/application/ports/sent-folders.js';
import { AccountId, accountIdOf, type EmailId, streams } from '../../src/domain/ids.js';
import { outgoing } from '../../src/domain/outgoing/outgoing.js';
import { systemClock } from '../../src/infrastructure/process/system-clock.js';
import { NodemailerTransport } from '../../src/infrastructure/smtp/nodemailer-transport.js';
import { verifyDkim } from '../support/dkim.js';
import { exposedBy } from '../support/exposed-metrics.js';
import { TestService } from '../support/http.js';
import { ScriptedSmtp } from '../support/scripted-smtp.js';
import { until as untilHolds } from './until.js';

let service: TestService;
let server: ScriptedSmtp;
let accountId: AccountId;
let keys = 0;
/** Milliseconds by which it is later than it is. */
let ahead = 0;
const clock = { ...systemClock, now: () => new Date(Date.now() + ahead) };
const ANA = 'ana@customer.example';
/** How often a sent folder was looked into. */
let looked = 0;
/** Whether what is looked for stands there; none: it cannot be looked into. */
let stands: boolean | null = null;
const sentFolders: SentFolders = {
  has: async () => {
    looked++;
    if (stands === null) throw new Error(`fails ${looked}`);
    return stands;
  },
  store: () => Promise.reject(new Error('stores nothing')),
};

beforeAll(async () => {
  const transport = new NodemailerTransport({ silenceTimeout: 20_000, attemptTimeout: 30_000 });
  service = await TestService.start({ transport, clock, sentFolders });
  await service.mailcase.startSending();
});
afterAll(async () => {
  await service.stop();
  await service.mailcase.adapters.transport.close();
});
beforeEach(async () => {
  server = await ScriptedSmtp.start();
  const smtp = { host: '127.0.0.1', port: server.port, security: 'none', mechanism: 'none' };
  const emailAddress = `support${++keys}@acme.example`;
  const opened = await service.post('/api/v1/accounts', { name: 'Support', emailAddress, smtp });
  accountId = AccountId.parse(opened.body.accountId);
});
afterEach(() => server.stop());

async function queue(change: Partial<MailToQueue> = {}): Promise<EmailId> {
  const at = clock.now().toISOString();
  const nobody = { userId: null, owner: null, answers: null, forwards: null, case: null, about: null };
  const dispatch = { ...nobody, accountId, teamIds: [], kind: 'message' as const, sendAt: at };
  const { emailId } = await service.mailcase.outgoing.queue(
    {
      ...{ key: `${++keys}`, date: at, from: { name: 'Support', address: 'support@acme.example' }, replyTo: [] },
      ...{ to: [{ name: '', address: ANA }], cc: [], bcc: [], subject: 'Hello', text: 'Good day', html: null },
      ...{ inReplyTo: null, references: [], headers: [], attachments: [], dispatch, ...change },
    },
    { actor: 'user:ana', cause: `queue ${keys}` },
  );
  return emailId;
}
const until = (look: () => Promise<boolean>) => untilHolds(look, Boolean);
const stateOf = async (emailId: EmailId) =>
  (await service.mailcase.aggregates.load(outgoing, streams.email(emailId))).state;
const becomes = (emailId: EmailId, status: string) => until(async () => (await stateOf(emailId)).status === status);
const outbox = async (query = '') => {
  await service.mailcase.shown();
  return (await service.get(`/api/v1/outbox?accountId=${accountId}${query}`)).body.items;
};
/** One message, with what was tried and what it waits for. */
const shown = async (emailId: EmailId) => {
  await service.mailcase.shown();
  return (await service.get(`/api/v1/outbox/${emailId}`)).body;
};
const reasons = async (emailId: EmailId) =>
  (await shown(emailId)).waitsFor.map((one: { reason: string }) => one.reason);
const summary = async () => {
  await service.mailcase.shown();
  const { body } = await service.get('/api/v1/outbox/summary');
  return { ...body, account: body.accounts.find((one: { accountId: string }) => one.accountId === accountId) };
};

describe('a message that is queued', () => {
  it('leaves, once, with its bytes, and is in the outbox no more', async () => {
    const emailId = await queue();
    await becomes(emailId, 'sent');
    expect(server.messages).toMatchObject([{ to: [ANA] }]);
    expect(server.messages[0]?.raw).toMatch(/^Message-ID:\s+<mailcase\./m);
    expect(await outbox()).toEqual([]);
    expect((await summary()).account).toMatchObject({ sent: 1, failed: 0, suspended: null });
  });

  it('leaves when its time has come, though nothing else happens, and not before', async () => {
    const sendAt = new Date(clock.now().getTime() + 700).toISOString();
    const nobody = { userId: null, owner: null, answers: null, forwards: null, case: null, about: null, teamIds: [] };
    const emailId = await queue({ dispatch: { ...nobody, accountId, kind: 'message', sendAt } });
    await becomes(emailId, 'sent');
    expect((await shown(emailId)).history).toMatchObject([{ attempt: 1, outcome: { accepted: 1 } }]);
    expect(Date.parse((await shown(emailId)).history[0].at)).toBeGreaterThanOrEqual(Date.parse(sendAt));
  });

  it('leaves once by a server that takes each message and resets the connection', async () => {
    server.replies = {
      end: () => {
        setImmediate(() => server.cutAll());
        return '250 taken';
      },
    };
    const all: EmailId[] = [];
    for (let n = 0; n < 5; n++) {
      all.push(await queue());
      await becomes(all[n] as EmailId, 'sent');
    }
    expect(server.messages).toHaveLength(5);
    for (const emailId of all) expect(await stateOf(emailId)).toMatchObject({ attempts: 1 });
  });

  it('is signed by the key of its account', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const dkim = { domain: 'acme.example', selector: 'mail', privateKey: pem };
    await service.ask('PATCH', `/api/v1/accounts/${accountId}`, { body: { smtp: { dkim } } });
    await becomes(await queue(), 'sent');
    const raw = `${(server.messages[0]?.raw ?? '').replaceAll(/^\.\./gm, '.')}\r\n`;
    expect(verifyDkim(raw, publicKey)).toMatchObject({ domain: 'acme.example', selector: 'mail' });
  });

  it('many leave, each once, over a few connections', async () => {
    const all = await Promise.all(Array.from({ length: 40 }, () => queue()));
    for (const emailId of all) await becomes(emailId, 'sent');
    expect(server.messages).toHaveLength(40);
    expect(new Set(server.messages.map(({ raw }) => /Message-ID:\s+(\S+)/.exec(raw)?.[1])).size).toBe(40);
    expect(server.connections).toBeLessThanOrEqual(8);
  });

  it('fails at once where the server refuses it for good, with its words, and can be sent again', async () => {
    server.replies = { rcpt: '550 5.1.1 no such user' };
    const emailId = await queue();
    await becomes(emailId, 'failed');
    expect(await outbox('&status=failed')).toMatchObject(
      [
        { emailId, code: 'refused', refused: [{ recipient: ANA, code: 550, status: '5.1.1', text: /no such user/ }] },
      ].map(({ refused: _, ...rest }) => rest),
    );
    server.replies = {};
    expect((await service.post(`/api/v1/outbox/${emailId}/send-again`)).status).toBe(200);
    await becomes(emailId, 'sent');
    expect(server.messages).toHaveLength(1);
  });

  it('that goes to nobody keeps none of the others waiting, however many there are', async () => {
    await service.post(`/api/v1/outbox/accounts/${accountId}/pause`);
    const all = await Promise.all(Array.from({ length: 20 }, () => queue()));
    server.replies = { rcpt: '550 5.1.1 no such user' };
    await service.post(`/api/v1/outbox/accounts/${accountId}/resume`);
    for (const emailId of all) await becomes(emailId, 'failed');
  });

  it('fails at once where its bytes are gone, and keeps nothing else from leaving', async () => {
    await service.post(`/api/v1/outbox/accounts/${accountId}/pause`);
    const gone = await queue();
    const other = await queue();
    for await (const { type, data } of service.mailcase.log.readStream(streams.email(gone))) {
      if (type !== 'EmailQueued') continue;
      expect(await service.mailcase.adapters.blobs.remove(data.blob, 0)).toBe('removed');
    }
    await service.post(`/api/v1/outbox/accounts/${accountId}/resume`);
    await becomes(gone, 'failed');
    await becomes(other, 'sent');
    expect(await outbox()).toMatchObject([{ emailId: gone, code: 'bytes-gone', attempts: 1 }]);
  });

  it('fails at once where its account is not there any more', async () => {
    const gone = accountIdOf('gone@acme.example');
    const nobody = { userId: null, owner: null, answers: null, forwards: null, case: null, about: null, teamIds: [] };
    const dispatch = { ...nobody, accountId: gone, kind: 'message' as const, sendAt: clock.now().toISOString() };
    const emailId = await queue({ dispatch });
    await becomes(emailId, 'failed');
    await service.mailcase.shown();
    const { body } = await service.get(`/api/v1/outbox?accountId=${gone}`);
    expect(body.items).toMatchObject([{ emailId, code: 'account-gone' }]);
  });

  it('waits where the server says later, and is taken back by whoever may', async () => {
    server.replies = { data: '451 4.3.0 later' };
    const emailId = await queue();
    await until(async () => (await outbox())[0]?.code === 'temporary');
    expect(await outbox()).toMatchObject([{ emailId, status: 'queued', code: 'temporary' }]);
    expect((await service.post(`/api/v1/outbox/${emailId}/cancel`)).status).toBe(200);
    expect(await outbox()).toEqual([]);
    expect((await service.post(`/api/v1/outbox/${emailId}/send-again`)).body.code).toBe('not-failed');
  });
});

describe('what keeps all of an account', () => {
  it('a fault of the account suspends it with its queue; new settings set it going', async () => {
    server.replies = { mail: '553 5.7.1 not from here' };
    const first = await queue();
    await until(async () => Boolean((await summary()).account?.suspended));
    expect((await summary()).account.suspended).toMatchObject({ code: 'sender' });
    const { status, body } = await service.get('/health/ready', { token: null });
    expect([status, body.sending]).toEqual([200, { stopped: false, paused: [], suspended: [accountId] }]);
    const { samples } = await exposedBy(service);
    expect(samples.get('mailcase_sending_accounts{state="suspended"}')).toBe(1);
    expect(samples.get('mailcase_outbox{status="queued"}')).toBeGreaterThan(0);
    expect(samples.get('mailcase_outbox_stopped')).toBe(0);
    expect(samples.get('mailcase_outbox_oldest_seconds')).toBeGreaterThan(0);
    expect(samples.get('mailcase_outgoing_total{outcome="sent"}')).toBeGreaterThan(0);
    const path = `/api/v1/accounts/${accountId}`;
    expect((await service.get(path)).body.outgoing).toMatchObject({
      ...{ paused: false, suspended: { code: 'sender', error: expect.stringContaining('not from here') } },
      ...{ resume: `/api/v1/outbox/accounts/${accountId}/resume`, advice: expect.stringContaining('Mend') },
    });
    const second = await queue();
    server.replies = {};
    await service.ask('PATCH', `/api/v1/accounts/${accountId}`, { body: { smtp: { userName: 'other' } } });
    await becomes(second, 'sent');
    await service.mailcase.outbox.settled();
    expect((await summary()).account.suspended).toBeNull();
    expect((await service.get(path)).body.outgoing).toMatchObject({ suspended: null, resume: null, advice: null });
    expect((await stateOf(first)).status).toBe('queued');
  });

  it('its server to send by is tried as its mailbox is, without sending, and says what is wrong', async () => {
    const path = `/api/v1/accounts/${accountId}`;
    const tested = async () => (await service.post(`${path}/test-connection`)).body;
    expect(await tested()).toEqual({ ok: true, imap: null, smtp: { ok: true } });
    const smtp = { mechanism: 'plain', userName: 'support', password: 'wrong horse' };
    await service.ask('PATCH', path, { body: { smtp } });
    server.replies = { ehlo: '250-here\r\n250 AUTH PLAIN', auth: '535 5.7.8 bad credentials' };
    const { ok, smtp: refused } = await tested();
    expect([ok, refused.step, refused.advice]).toEqual([false, 'login', expect.stringContaining('password')]);
    expect(refused.message).toMatch(/refused the login of support: 535 5.7.8 bad credentials/);
    await service.ask('PATCH', path, { body: { smtp: { security: 'starttls' } } });
    expect(await tested()).toMatchObject({ smtp: { step: 'tls', advice: expect.stringContaining('security') } });
    expect(server.messages).toEqual([]);
    await service.ask('PATCH', path, { body: { smtp: null } });
    expect((await tested()).code).toBe('account-has-no-mailbox');
  });

  it('no message whose server is slow: all the others leave meanwhile', async () => {
    await service.post(`/api/v1/outbox/accounts/${accountId}/pause`);
    const all: EmailId[] = [];
    for (let n = 0; n < 20; n++) all.push(await queue());
    let asked = 0;
    // The first two wait for the rest of an answer.
    server.replies = { end: () => (++asked <= 2 ? '250-' : '250 taken') };
    await service.post(`/api/v1/outbox/accounts/${accountId}/resume`);
    const statuses = async () => (await Promise.all(all.map(stateOf))).map(({ status }) => status);
    await until(async () => (await statuses()).filter((status) => status === 'sent').length === 18);
    expect((await statuses()).filter((status) => status === 'attempted')).toHaveLength(2);
    server.cutAll();
    await service.mailcase.outbox.settled();
  });

  it('a refusal of the account, told once: what was read ahead is left as it is', async () => {
    await service.post(`/api/v1/outbox/accounts/${accountId}/pause`);
    const all: EmailId[] = [];
    for (let n = 0; n < 20; n++) all.push(await queue());
    server.replies = { mail: '553 5.7.1 not from here' };
    await service.post(`/api/v1/outbox/accounts/${accountId}/resume`);
    await until(async () => Boolean((await summary()).account?.suspended));
    await service.mailcase.outbox.settled();
    const attempts = await Promise.all(all.map(async (one) => (await stateOf(one)) as { attempts: number }));
    expect(attempts.filter((one) => one.attempts > 0).length).toBeLessThanOrEqual(8);
    expect(attempts.filter((one) => one.attempts > 1)).toEqual([]);
  });

  it('a pause, a stop of all, and an emptied queue', async () => {
    await service.post(`/api/v1/outbox/accounts/${accountId}/pause`);
    const paused = await queue();
    expect((await service.post('/api/v1/outbox/stop', { reason: 'too much' })).status).toBe(200);
    await service.post(`/api/v1/outbox/accounts/${accountId}/resume`);
    expect(await summary()).toMatchObject({ stopped: true, stopReason: 'too much', account: { paused: false } });
    expect((await shown(paused)).waitsFor).toMatchObject([{ words: expect.stringContaining('(too much)') }]);
    expect(server.messages).toEqual([]);
    expect((await service.post('/api/v1/outbox/resume')).status).toBe(200);
    await becomes(paused, 'sent');

    await service.post(`/api/v1/outbox/accounts/${accountId}/pause`);
    const ids = [await queue(), await queue()];
    await service.mailcase.shown();
    expect((await service.post(`/api/v1/outbox/accounts/${accountId}/empty`)).body).toEqual({ cancelled: 2, left: 0 });
    for (const emailId of ids) expect((await stateOf(emailId)).status).toBe('cancelled');
  });

  it('a stop is heard by whoever began before what was known of the queue was forgotten', async () => {
    await service.post(`/api/v1/outbox/accounts/${accountId}/pause`);
    const all = await Promise.all(Array.from({ length: 20 }, () => queue()));
    server.replies = { end: () => '250-' };
    await service.post(`/api/v1/outbox/accounts/${accountId}/resume`);
    await until(async () => server.messages.length === 8);
    // As after a look at the log that failed.
    service.mailcase.outbox.forget();
    await service.post('/api/v1/outbox/stop', {});
    await until(async () => service.mailcase.outbox.hindrances?.stopped === true);
    server.replies = {};
    for (const socket of server.sockets) socket.write('250 taken\r\n');
    await service.mailcase.outbox.settled();
    expect(server.messages).toHaveLength(8);
    await service.post('/api/v1/outbox/resume');
    for (const emailId of all) await becomes(emailId, 'sent');
    expect(server.messages).toHaveLength(20);
  });

  it('a limit by the hour', async () => {
    await service.ask('PATCH', `/api/v1/accounts/${accountId}`, { body: { smtp: { limitPerHour: 2 } } });
    const all = [await queue(), await queue(), await queue()];
    await until(async () => server.messages.length === 2);
    await service.mailcase.outbox.settled();
    expect(await outbox()).toHaveLength(1);
    ahead += 62 * 60_000;
    // Something happens, as it always does.
    await service.post(`/api/v1/outbox/accounts/${accountId}/pause`);
    await service.post(`/api/v1/outbox/accounts/${accountId}/resume`);
    for (const emailId of all) await becomes(emailId, 'sent');
    expect(server.messages).toHaveLength(3);
  });

  it('a limit by the hour, however many wait for it at once', async () => {
    await service.ask('PATCH', `/api/v1/accounts/${accountId}`, { body: { smtp: { limitPerHour: 2 } } });
    await service.post(`/api/v1/outbox/accounts/${accountId}/pause`);
    for (let n = 0; n < 8; n++) await queue();
    await service.post(`/api/v1/outbox/accounts/${accountId}/resume`);
    await until(async () => server.messages.length >= 2);
    await service.mailcase.outbox.settled();
    expect(server.messages).toHaveLength(2);
    expect((await outbox()).map(({ status }: { status: string }) => status)).toEqual(Array(6).fill('queued'));
  });
});

describe('when nobody knows whether the server has it', () => {
  const doubt = async (later = 10 * 60_000): Promise<EmailId> => {
    server.replies = { end: null };
    const emailId = await queue();
    await until(async () => server.messages.length === 1);
    server.replies = {};
    expect((await stateOf(emailId)).status).toBe('attempted');
    ahead += later;
    await service.post(`/api/v1/outbox/accounts/${accountId}/pause`);
    await service.post(`/api/v1/outbox/accounts/${accountId}/resume`);
    return emailId;
  };

  it('it goes again with the same Message-ID, not before the time-outs are over', async () => {
    const emailId = await doubt();
    await becomes(emailId, 'sent');
    const ids = server.messages.map(({ raw }) => /Message-ID:\s+(\S+)/.exec(raw)?.[1]);
    expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
  });

  it('it is not looked at without end where that fails', async () => {
    const imap = { host: '127.0.0.1', port: 1, security: 'none', userName: 'support', password: 'secret' };
    expect((await service.ask('PATCH', `/api/v1/accounts/${accountId}`, { body: { imap } })).status).toBe(200);
    const emailId = await doubt(11 * 60_000);
    await until(async () => looked > 0);
    for (let n = 0; n < 5; n++) {
      await service.post(`/api/v1/outbox/accounts/${accountId}/pause`);
      await service.post(`/api/v1/outbox/accounts/${accountId}/resume`);
    }
    expect(looked).toBe(1);
    expect((await stateOf(emailId)).status).toBe('attempted');
  });

  it('a copy of an earlier attempt says nothing of those who were left then', async () => {
    const imap = { host: '127.0.0.1', port: 1, security: 'none', userName: 'support', password: 'secret' };
    expect((await service.ask('PATCH', `/api/v1/accounts/${accountId}`, { body: { imap } })).status).toBe(200);
    const bor = 'bor@customer.example';
    server.replies = { rcpt: (line) => (line.includes('bor') ? '450 4.2.1 greylisted' : '250 ok') };
    const emailId = await queue({ to: [ANA, bor].map((address) => ({ name: '', address })) });
    await until(async () => server.messages.length === 1 && (await stateOf(emailId)).status === 'queued');
    server.replies = { end: null };
    const goOn = async (milliseconds: number) => {
      ahead += milliseconds;
      await service.post(`/api/v1/outbox/accounts/${accountId}/pause`);
      await service.post(`/api/v1/outbox/accounts/${accountId}/resume`);
    };
    stands = true;
    try {
      await goOn(61_000);
      await until(async () => server.messages.length === 2);
      server.replies = {};
      await goOn(11 * 60_000);
      await becomes(emailId, 'sent');
    } finally {
      stands = null;
    }
    expect(server.messages.map(({ to }) => to)).toEqual([[ANA], [bor], [bor]]);
  });

  it('it counts as sent where that is configured', async () => {
    await service.ask('PATCH', `/api/v1/accounts/${accountId}`, { body: { smtp: { afterDoubt: 'count-as-sent' } } });
    const emailId = await doubt();
    await becomes(emailId, 'sent');
    expect(server.messages).toHaveLength(1);
  });
});

describe('one message', () => {
  it('shows each attempt with the words of the server, what it waits for, and who has it', async () => {
    const bor = 'bor@customer.example';
    server.replies = { rcpt: (line) => (line.includes('bor') ? '450 4.2.1 greylisted' : '250 ok') };
    const to = [ANA, bor].map((address) => ({ name: '', address }));
    const emailId = await queue({ to });
    await until(async () => (await shown(emailId)).attempts === 1 && (await stateOf(emailId)).status === 'queued');
    const { dueAt, ...rest } = await shown(emailId);
    expect(rest).toMatchObject({
      ...{ emailId, accountId, status: 'queued', subject: 'Hello', recipients: 2, accepted: 1, pending: [bor] },
      history: [{ attempt: 1, recipients: 2, outcome: { accepted: 1, pending: 1, code: null, evidence: 'reply' } }],
      waitsFor: [{ reason: 'retry', until: dueAt }],
    });
    expect(rest.sender).toBe((await service.get('/api/v1/nodes')).body.items[0].node);
    server.replies = { rcpt: '550 5.1.1 no such user' };
    ahead += 61_000;
    await service.post(`/api/v1/outbox/accounts/${accountId}/pause`);
    await service.post(`/api/v1/outbox/accounts/${accountId}/resume`);
    await until(async () => (await shown(emailId)).refused.length === 1);
    expect(await shown(emailId)).toMatchObject({
      ...{ pending: [], waitsFor: [], dueAt: null, attempts: 2, refused: [{ recipient: bor, code: 550 }] },
      history: [
        {},
        { attempt: 2, recipients: 1, outcome: { code: 'refused', words: /no such user/, retryAt: null } },
      ].map((one) =>
        one.outcome ? { ...one, outcome: { ...one.outcome, words: expect.stringMatching(/no such user/) } } : one,
      ),
    });
  });

  it('says of all that keeps it: the time, a stop of all, a pause, a limit, and an account that is suspended', async () => {
    await service.post('/api/v1/outbox/stop', {});
    await service.post(`/api/v1/outbox/accounts/${accountId}/pause`);
    const nobody = { userId: null, owner: null, answers: null, forwards: null, case: null, about: null, teamIds: [] };
    const sendAt = new Date(clock.now().getTime() + 3_600_000).toISOString();
    const emailId = await queue({ dispatch: { ...nobody, accountId, kind: 'message', sendAt } });
    expect(await reasons(emailId)).toEqual(['not-yet', 'stopped', 'paused']);
    expect((await service.post(`/api/v1/outbox/${emailId}/cancel`)).status).toBe(200);
    expect(await shown(emailId)).toMatchObject({ status: 'cancelled', waitsFor: [], history: [] });
    await service.post(`/api/v1/outbox/accounts/${accountId}/resume`);
    await service.post('/api/v1/outbox/resume');

    await service.ask('PATCH', `/api/v1/accounts/${accountId}`, { body: { smtp: { limitPerHour: 1 } } });
    await becomes(await queue(), 'sent');
    expect(await reasons(await queue())).toEqual(['limit']);
    await service.ask('PATCH', `/api/v1/accounts/${accountId}`, { body: { smtp: { limitPerHour: null } } });

    server.replies = { mail: '553 5.7.1 not from here' };
    const refused = await queue();
    await until(async () => (await reasons(refused)).includes('suspended'));
    const { waitsFor } = await shown(refused);
    expect(waitsFor.at(-1).words).toMatch(/not from here.*resumed/);
  });

  it('that is being handed over says until when; what is no message of ours is not there', async () => {
    server.replies = { end: () => '250-' };
    const emailId = await queue();
    await until(async () => server.messages.length === 1);
    expect(await shown(emailId)).toMatchObject({
      ...{ status: 'attempted', dueAt: null, history: [{ attempt: 1, outcome: null }] },
      waitsFor: [{ reason: 'being-handed-over' }],
    });
    server.cutAll();
    ahead += 10 * 60_000;
    server.replies = {};
    const nobodys = emailId.replace(/^......../, '00000000');
    expect((await service.get(`/api/v1/outbox/${nobodys}`)).status).toBe(404);
    expect((await service.get(`/api/v1/outbox/${emailId}`, { token: service.anaToken })).status).toBe(403);
  });
});
