import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type FetchOptions,
  MailboxError,
  type MailboxMessage,
  type MailboxReader,
} from '../../src/application/ports/mailbox-source.js';

export interface PutMessage {
  readonly raw: string;
  /** INTERNALDATE, or the time of the file. */
  readonly date: Date;
  readonly seen: boolean;
}

/** A source under test. */
export interface MailboxSourceEngine {
  readonly name: string;
  /** The folder that `put` fills. */
  readonly folder: string;
  /** Whether it remembers that a message was read. */
  readonly remembersSeen: boolean;
  /** Whether it is a mailbox also where nothing is in it. */
  readonly mayBeEmpty: boolean;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** An account, with these messages in this order. */
  put(messages: readonly PutMessage[]): Promise<{ open(signal: AbortSignal): Promise<MailboxReader> }>;
}

const DATES = ['2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04'].map((day) => new Date(`${day}T10:00:00Z`));

const mail = (n: number, bytes = 100): string => {
  const header = `From: Ana <ana@example.com>\r\nMessage-ID: <${n}@example.com>\r\nSubject: Message ${n}\r\n\r\n`;
  return header + `${`${n} `.padEnd(74, 'abcdefghij')}\r\n`.repeat(Math.ceil(bytes / 76));
};

/** What every source of mail must do, on a server or in files. */
export function mailboxSourceContract(engine: MailboxSourceEngine): void {
  describe(`A mailbox source: ${engine.name}`, () => {
    const open: MailboxReader[] = [];
    beforeAll(() => engine.start());
    afterAll(() => engine.stop());
    afterEach(async () => {
      await Promise.all(open.splice(0).map((session) => session.close()));
    });

    const signal = new AbortController().signal;
    const everything: FetchOptions = { after: 0, since: null, maxSize: 50_000_000, signal };
    const four: readonly PutMessage[] = DATES.map((date, n) => ({ raw: mail(n + 1), date, seen: n === 1 }));

    async function account(messages: readonly PutMessage[] = four) {
      const mailbox = await engine.put(messages);
      return async () => {
        const session = await mailbox.open(signal);
        open.push(session);
        const state = await session.select(engine.folder, { readOnly: true });
        return { session, state };
      };
    }

    async function read(session: MailboxReader, options: Partial<FetchOptions> = {}) {
      const messages: (Omit<MailboxMessage, 'content'> & { readonly content: string })[] = [];
      for await (const message of session.fetch({ ...everything, ...options })) {
        const { content } = message;
        const pieces: Uint8Array[] = [];
        for await (const piece of content instanceof Uint8Array ? [content] : content) pieces.push(Buffer.from(piece));
        messages.push({ ...message, content: Buffer.concat(pieces).toString('latin1') });
      }
      return messages;
    }

    it('gives every message, in rising order of UIDs, with its bytes and its date', async () => {
      const { session } = await (await account())();
      const messages = await read(session);
      expect(messages.map(({ content }) => content)).toEqual(four.map(({ raw }) => raw));
      expect(messages.map(({ receivedAt }) => receivedAt)).toEqual(DATES.map((date) => date.toISOString()));
      expect(messages.map(({ size }) => size)).toEqual(four.map(({ raw }) => raw.length));
      const uids = messages.map(({ uid }) => uid);
      expect(uids).toEqual([...uids].sort((a, b) => a - b));
      expect(messages.every(({ headerOnly }) => !headerOnly)).toBe(true);
    });

    it('knows what was read, where that is written down', async () => {
      const { session } = await (await account())();
      const seen = (await read(session)).map((message) => message.seen);
      expect(seen).toEqual(engine.remembersSeen ? four.map((one) => one.seen) : [false, false, false, false]);
    });

    it('names a folder and its messages the same in every session', async () => {
      const enter = await account();
      const [first, second] = [await enter(), await enter()];
      expect(second.state).toEqual(first.state);
      const names = async ({ session }: typeof first) => (await read(session)).map(({ uid, key }) => [uid, key]);
      const named = await names(first);
      expect(await names(second)).toEqual(named);
      expect(new Set(named.map(([, key]) => key)).size).toBe(4);
      expect(first.state.uidNext).toBeLessThanOrEqual(Number(named.at(-1)?.[0]) + 1);
    });

    it('gives what is above a UID, only what is asked for, and nothing that came before a moment', async () => {
      const { session } = await (await account())();
      const uids = (await read(session)).map(({ uid }) => uid);
      const given = async (options: Partial<FetchOptions>) => (await read(session, options)).map(({ uid }) => uid);
      expect(await given({ after: uids[1] ?? 0 })).toEqual(uids.slice(2));
      expect(await given({ after: uids[3] ?? 0 })).toEqual([]);
      expect(await given({ only: new Set([uids[0], uids[2], 4_000_000].map(Number)) })).toEqual([uids[0], uids[2]]);
      // In whole seconds: that of the second message.
      expect(await given({ since: '2026-11-02T10:00:00.900Z' })).toEqual(uids.slice(1));
      expect(await given({ since: '2026-11-02T10:00:01.000Z' })).toEqual(uids.slice(2));
    });

    it('gives a large message whole, and one that is larger than is wanted by its header alone', async () => {
      const raws = [mail(1), mail(2, 3_000_000), mail(3)];
      const date = new Date('2026-11-01T10:00:00Z');
      const { session } = await (await account(raws.map((raw) => ({ raw, date, seen: false }))))();
      expect(
        (await read(session)).map(({ content }) => content === raws[Number(/Message (\d)/.exec(content)?.[1]) - 1]),
      ).toEqual([true, true, true]);
      const limited = await read(session, { maxSize: 1_000_000 });
      expect(limited.map(({ headerOnly }) => headerOnly)).toEqual([false, true, false]);
      expect(limited[1]?.content).toBe(raws[1]?.slice(0, raws[1].indexOf('\r\n\r\n') + 4));
    });

    it('has no folder of another name', async () => {
      const { session } = await (await account())();
      await expect(session.select('Nowhere')).rejects.toMatchObject({ name: 'MailboxError', code: 'folder' });
    });

    it('ends when it is not wanted any more', async () => {
      const { session } = await (await account())();
      const abort = new AbortController();
      const reading = async () => {
        for await (const _ of session.fetch({ ...everything, signal: abort.signal })) abort.abort();
      };
      await expect(reading()).rejects.toBeInstanceOf(MailboxError);
      await expect(reading()).rejects.toMatchObject({ code: 'closed' });
    });

    it('gives nothing where nothing is', async () => {
      const enter = await account([]);
      if (engine.mayBeEmpty) expect(await read((await enter()).session)).toEqual([]);
      else await expect(enter()).rejects.toMatchObject({ name: 'MailboxError', code: 'folder' });
    });
  });
}
