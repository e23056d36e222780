import { ImapFlow } from 'imapflow';
import { simpleParser } from 'mailparser';
import type { Mailcase } from '../src/application/mailcase.js';
import type { AccountId } from '../src/domain/ids.js';
import { type Dovecot, startDovecot } from '../test/support/dovecot.js';
import { type Figure, rate } from './figure.js';
import { interleaved, timed } from './measure.js';
import { type MailboxShape, message } from './messages.js';
import type { Options } from './options.js';
import { company, fetchFrom, inFolder, PASSWORD, SUPPORT, withMailcase } from './workspace.js';

/** mailparser without what costs most and nobody here reads. */
export const LEAN = { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true } as const;
export const USER = 'support';
/** Messages of one FETCH command: as many as our own source asks for, of messages of this size. */
const BATCH = 512;
const SHAPE: MailboxShape = { thread: 4, to: SUPPORT, name: 'imap' };

/**
 * The whole way of a message, from a real IMAP server to its case; beside imapflow and mailparser alone, on the same
 * messages. One service takes in one round after the other, as it does in life: both are warm.
 */
export async function ingest({ messages, rounds, dovecot: there }: Options): Promise<Figure[]> {
  if (!there) return [];
  const dovecot = await filled(0);
  let before = 0;
  try {
    return await inFolder((folder) =>
      withMailcase(folder, async (mailcase) => {
        const accountId = await configured(mailcase, dovecot.port);
        const { seconds, bare } = await interleaved(
          rounds,
          async () => {
            await more(dovecot, before, messages);
            before += messages;
            return fetched(mailcase, accountId, messages);
          },
          () => timed(() => fetchAndParse(dovecot, before - messages, messages)),
        );
        return [rate('ingest over IMAP', messages / seconds, 'messages/s', messages / bare, 0.6)];
      }),
    );
  } finally {
    await dovecot.remove();
  }
}

/** A dovecot with so many messages in its mailbox. */
export async function filled(messages: number): Promise<Dovecot> {
  const dovecot = await startDovecot();
  await dovecot.addUser(USER, PASSWORD);
  await more(dovecot, 0, messages);
  return dovecot;
}

/** Puts further messages into the mailbox and has the server look at them, so that no run pays for its index. */
export async function more(dovecot: Dovecot, from: number, messages: number, shape = SHAPE): Promise<void> {
  await dovecot.fill(USER, 'INBOX', messages, (n) => message(from + n, shape));
  if (messages === 0) return;
  const client = await connected(dovecot.port);
  const lock = await client.getMailboxLock('INBOX', { readOnly: true });
  for await (const _ of client.fetch(`${from + 1}:*`, { uid: true, size: true }));
  lock.release();
  await client.logout();
}

/** An account whose mail lies there; what that writes has settled. */
export async function configured(mailcase: Mailcase, port: number): Promise<AccountId> {
  const accountId = await company(mailcase);
  await fetchFrom(mailcase, accountId, port, USER);
  await mailcase.settled();
  return accountId;
}

/** Seconds from the connection until the last of so many new messages stands in the read models. */
export function fetched(mailcase: Mailcase, accountId: AccountId, messages: number): Promise<number> {
  return timed(async () => {
    const { signal } = new AbortController();
    const account = await mailcase.fetchAccount.account(accountId);
    const session = await mailcase.fetchAccount.open(account, signal);
    const { tally } = await mailcase.fetchAccount.pass(session, account, signal);
    await session.close();
    if (tally.received !== messages) throw new Error(`${tally.received} of ${messages} messages were received`);
    await mailcase.settled();
  });
}

async function connected(port: number): Promise<ImapFlow> {
  const auth = { user: USER, pass: PASSWORD };
  const client = new ImapFlow({
    host: '127.0.0.1',
    port,
    secure: false,
    doSTARTTLS: false,
    auth,
    logger: false,
    disableAutoIdle: true,
  });
  await client.connect();
  return client;
}

/** imapflow and mailparser alone, on so many messages behind those before. */
export async function fetchAndParse({ port }: Pick<Dovecot, 'port'>, before: number, messages: number): Promise<void> {
  const client = await connected(port);
  const lock = await client.getMailboxLock('INBOX', { readOnly: true });
  let parsed = 0;
  const last = before + messages;
  for (let first = before + 1; first <= last; first += BATCH) {
    const range = `${first}:${Math.min(last, first + BATCH - 1)}`;
    for await (const { source } of client.fetch(range, { uid: true, source: true }, { uid: true })) {
      if (!source) throw new Error('a message came without its bytes');
      await simpleParser(source, LEAN);
      parsed++;
    }
  }
  lock.release();
  await client.logout();
  if (parsed !== messages) throw new Error(`${parsed} of ${messages} messages were parsed`);
}
