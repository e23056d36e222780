import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import type { Mailcase } from '../src/application/mailcase.js';
import type { MailToQueue } from '../src/application/outgoing/queue-email.js';
import type { Position } from '../src/domain/event.js';
import { type AccountId, streams } from '../src/domain/ids.js';
import { mailAccount } from '../src/domain/mail-account/mail-account.js';
import { accountSending, pauseAccount, resumeAccount } from '../src/domain/outgoing/sending.js';
import { MimeComposer } from '../src/infrastructure/smtp/mime-composer.js';
import { cost, type Figure, rate } from './figure.js';
import { interleaved, percentile, timed } from './measure.js';
import type { Options } from './options.js';
import { company, inFolder, SUPPORT, withMailcase } from './workspace.js';

const MESSAGES = 1_000;
/** As the outbox has. */
const CONNECTIONS = 8;
/** Seconds for all of them. */
const MOST = 20;
/** Milliseconds to put one into the outbox. */
const MOST_QUEUEING = 10;
/** As in a company that is busy: milliseconds from one to the next. */
const PACE = 20;
const PACED = 500;

/**
 * What waits leaves: each attempt in the log before, its outcome after; beside nodemailer's pool alone, with the same
 * messages, to the same server, which is another process.
 */
export async function sending({ rounds }: Options): Promise<Figure[]> {
  const server = fork(new URL('./smtp-child.js', import.meta.url), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  try {
    const [port] = await once(server, 'message');
    return await inFolder((folder) =>
      withMailcase(folder, async (mailcase) => {
        const accountId = await company(mailcase);
        await sendBy(mailcase, accountId, Number(port));
        await mailcase.startSending();
        const queueing: number[] = [];
        const { seconds, bare } = await interleaved(
          rounds,
          async (round) => {
            await pauses(mailcase, accountId, 'pause', round);
            for (let n = 0; n < MESSAGES; n++) queueing.push(await queued(mailcase, accountId, `${round}-${n}`));
            await mailcase.settled();
            const before = await taken(server);
            const head = await mailcase.log.head();
            return timed(async () => {
              await pauses(mailcase, accountId, 'resume', round);
              await left(mailcase, head);
              const all = (await taken(server)) - before;
              if (all !== MESSAGES) throw new Error(`${all} of ${MESSAGES} messages came`);
            });
          },
          () => pooled(Number(port)),
        );
        return [
          rate('sending', MESSAGES / seconds, 'messages/s', MESSAGES / bare, 0.7),
          cost(`${MESSAGES.toLocaleString('en')} messages that wait leave`, seconds, 's', MOST, bare),
          cost('queueing, each at once after the one before, p99', percentile(queueing, 99), 'ms', MOST_QUEUEING),
          cost('queueing, 50 a second, p99', percentile(await paced(mailcase, accountId), 99), 'ms', MOST_QUEUEING),
        ];
      }),
    );
  } finally {
    server.disconnect();
  }
}

function mailOf(key: string): Omit<MailToQueue, 'dispatch'> {
  const customer = { name: '', address: `customer-${key}@outside.example` };
  const text = 'Good day,\n\nit leaves tomorrow, and should be with you by Friday.\n\n'.repeat(10);
  return {
    ...{ key, date: new Date().toISOString(), from: { name: 'Support', address: SUPPORT }, to: [customer] },
    ...{ subject: `Your order ${key}`, text, html: null, replyTo: [], cc: [], bcc: [], inReplyTo: null },
    ...{ references: [], headers: [], attachments: [] },
  };
}

/** @returns milliseconds */
async function queued({ outgoing }: Mailcase, accountId: AccountId, key: string): Promise<number> {
  const mail = mailOf(key);
  const nobody = { userId: null, owner: null, answers: null, forwards: null, case: null, about: null } as const;
  const dispatch = { ...nobody, accountId, teamIds: [], kind: 'message' as const, sendAt: mail.date };
  const from = performance.now();
  await outgoing.queue({ ...mail, dispatch }, { actor: 'system:bench', cause: `queue ${key}` });
  return performance.now() - from;
}

/** Milliseconds from when each should have begun: one that is held up holds up none behind it. */
async function paced(mailcase: Mailcase, accountId: AccountId): Promise<number[]> {
  await pauses(mailcase, accountId, 'pause', PACED);
  await mailcase.settled();
  const start = performance.now();
  const one = async (n: number): Promise<number> => {
    const due = start + n * PACE;
    await pause(Math.max(0, due - performance.now()));
    const late = performance.now() - due;
    return late + (await queued(mailcase, accountId, `paced-${n}`));
  };
  return Promise.all(Array.from({ length: PACED }, (_, n) => one(n)));
}

async function sendBy(mailcase: Mailcase, accountId: AccountId, port: number): Promise<void> {
  const server = { host: '127.0.0.1', port, security: 'none', mechanism: 'none', userName: SUPPORT } as const;
  const usual = { secret: null, shared: true, trustedFingerprint: null, sentFolder: null, storeSent: false } as const;
  const data = { accountId, ...server, ...usual, limitPerHour: null, afterDoubt: 'send-again', dkim: null } as const;
  const stream = streams.mailAccount(accountId);
  const decide = () => [{ type: 'SmtpConfigured' as const, data }];
  await mailcase.aggregates.change(mailAccount, stream, decide, { actor: 'system:bench', cause: 'server' });
}

async function pauses({ aggregates }: Mailcase, accountId: AccountId, what: 'pause' | 'resume', n: number) {
  const decide = what === 'pause' ? pauseAccount : resumeAccount;
  const by = { actor: 'system:bench', cause: `${what} ${n}` };
  await aggregates.change(accountSending, streams.sending(accountId), (state) => decide(state, accountId), by);
}

/** Until what became of so many, since then, stands in the log. */
async function left({ log }: Mailcase, since: Position): Promise<void> {
  for (let sent = 0, from = since; sent < MESSAGES; await pause(5)) {
    for await (const { events, checkpoint } of log.readAll(from, ['EmailSent', 'EmailSendFailed'])) {
      if (events.some(({ type }) => type === 'EmailSendFailed')) throw new Error('a message was not sent');
      sent += events.length;
      from = checkpoint;
    }
  }
}

async function taken(server: ChildProcess): Promise<number> {
  server.send('how many');
  const [messages] = await once(server, 'message');
  return Number(messages);
}

/** @returns seconds */
async function pooled(port: number): Promise<number> {
  const composer = new MimeComposer();
  const messages = await Promise.all(
    Array.from({ length: MESSAGES }, async (_, n) => {
      const mail = mailOf(`bare-${n}`);
      const bytes = await composer.compose({ ...mail, messageId: `<bare.${n}@acme.example>` });
      const envelope = { from: SUPPORT, to: mail.to.map(({ address }) => address) };
      return { envelope, raw: Buffer.from(bytes) };
    }),
  );
  const server = { host: '127.0.0.1', port, secure: false, ignoreTLS: true };
  const pool = createTransport({ ...server, pool: true, maxConnections: CONNECTIONS, maxMessages: MESSAGES });
  const seconds = await timed(() => Promise.all(messages.map((message) => pool.sendMail(message))));
  pool.close();
  return seconds;
}
