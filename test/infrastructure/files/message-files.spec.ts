import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MailboxMessage } from '../../../src/application/ports/mailbox-source.js';
import { Invalid } from '../../../src/domain/errors.js';
import {
  countMessageFiles,
  type FileProblem,
  readMessageFiles,
} from '../../../src/infrastructure/files/message-files.js';
import { message } from '../../support/messages.js';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'mailcase-files-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

interface Read extends Omit<MailboxMessage, 'content'> {
  readonly text: string;
  readonly streamed: boolean;
}

/** Reads all, as a consumer does: each message before the next is asked for. */
async function readAll(where: string, signal = new AbortController().signal) {
  const problems: FileProblem[] = [];
  const messages: Read[] = [];
  const source = readMessageFiles(where, { signal, onProblem: (problem) => problems.push(problem) });
  for await (const { content, ...facts } of source) {
    const pieces: Uint8Array[] = [];
    if (content instanceof Uint8Array) pieces.push(content);
    else for await (const piece of content) pieces.push(Buffer.from(piece));
    const text = Buffer.concat(pieces).toString('latin1');
    messages.push({ ...facts, text, streamed: !(content instanceof Uint8Array) });
  }
  return { messages, problems };
}

async function file(name: string, content: string | Buffer, time = '2024-01-02T03:04:05.000Z'): Promise<string> {
  const where = path.join(root, name);
  await mkdir(path.dirname(where), { recursive: true });
  await writeFile(where, content);
  await utimes(where, new Date(time), new Date(time));
  return where;
}

const sha256 = (text: string) => createHash('sha256').update(text, 'latin1').digest('hex');

describe('a file with one message', () => {
  it('is one message, by its name, with the time of the file', async () => {
    const bytes = message();
    const where = await file('one.eml', bytes);
    expect((await readAll(where)).messages).toEqual([
      {
        uid: 1,
        key: 'one.eml',
        receivedAt: '2024-01-02T03:04:05.000Z',
        seen: false,
        size: bytes.length,
        headerOnly: false,
        text: bytes.toString('latin1'),
        streamed: false,
      },
    ]);
    expect(await countMessageFiles(where)).toEqual({ messages: 1 });
  });

  it('is known by what is in it, and by its name even when nothing sensible is', async () => {
    expect((await readAll(await file('message', message()))).messages).toHaveLength(1);
    expect((await readAll(await file('odd.eml', 'Hello'))).messages).toMatchObject([{ text: 'Hello' }]);
    expect((await readAll(await file('empty.eml', ''))).messages).toMatchObject([{ text: '', size: 0 }]);
  });

  it('is streamed when it is large', async () => {
    const bytes = message({ attachments: [{ name: 'a', content: Buffer.alloc(3_000_000, 1) }] });
    const { messages } = await readAll(await file('large.eml', bytes));
    expect(messages).toMatchObject([{ streamed: true, size: bytes.length }]);
    expect(sha256(messages[0]?.text ?? '')).toBe(sha256(bytes.toString('latin1')));
  });
});

describe('a folder of messages', () => {
  it('is every .eml in it and below, in the order of the names, and nothing else', async () => {
    for (const name of ['b.eml', 'a/z.EML', 'a/b/c.eml', 'C.eml', 'readme.txt'])
      await file(name, message({ subject: name }));
    const { messages } = await readAll(root);
    expect(messages.map(({ uid, key }) => [uid, key])).toEqual([
      [1, 'C.eml'],
      [2, 'a/b/c.eml'],
      [3, 'a/z.EML'],
      [4, 'b.eml'],
    ]);
    expect(messages.map(({ key, text }) => text.includes(`Subject: ${key}`))).toEqual([true, true, true, true]);
    expect(await countMessageFiles(root)).toEqual({ messages: 4 });
  });

  it('is read although some of it cannot be, which is told', async () => {
    await file('a.eml', message());
    await mkdir(path.join(root, 'b-folder.eml'));
    await symlink(path.join(root, 'nowhere'), path.join(root, 'c.eml'));
    await symlink(root, path.join(root, 'd.eml'));
    await file('e.eml', message());
    const { messages, problems } = await readAll(root);
    expect(messages.map(({ uid, key }) => [uid, key])).toEqual([
      [1, 'a.eml'],
      [4, 'e.eml'],
    ]);
    expect(problems.map(({ key }) => key)).toEqual(['c.eml', 'd.eml']);
  });

  it.skipIf(process.getuid?.() === 0)('tells of files that this user may not read', async () => {
    await file('a.eml', message());
    await chmod(await file('b.eml', message()), 0);
    const { messages, problems } = await readAll(root);
    expect([messages.length, problems.map(({ key }) => key)]).toEqual([1, ['b.eml']]);
  });

  it('of a thousand messages keeps their order, small and large', async () => {
    for (let n = 1_000; n < 1_300; n++) {
      await file(`${n}.eml`, n % 100 === 7 ? Buffer.alloc(1_200_000, `Subject: ${n}\n`) : `Subject: ${n}\n\n`);
    }
    const { messages } = await readAll(root);
    expect(messages.map(({ key, text }) => key === `${text.slice(9, 13)}.eml`)).not.toContain(false);
    expect(messages).toHaveLength(300);
  });

  it('stops when it is told to', async () => {
    for (let n = 0; n < 20; n++) await file(`${n}.eml`, message());
    const abort = new AbortController();
    const source = readMessageFiles(root, { signal: abort.signal, onProblem: () => {} });
    await source.next();
    abort.abort();
    await expect(source.next()).rejects.toThrow('aborted');
  });
});

describe('a Maildir', () => {
  it('is what lies in new and in cur, by unique names, seen by the flag S', async () => {
    await file('cur/1700000001.M1P1.host:2,S', message({ subject: 'one' }));
    await file('cur/1700000003.M1P1.host:2,FRS', message({ subject: 'three' }));
    await file('cur/1700000004.M1P1.host:2,F', message({ subject: 'four' }));
    await file('cur/1700000005.M1P1.host!2,S', message({ subject: 'five' }));
    await file('new/1700000002.M1P1.host', message({ subject: 'two' }));
    await file('new/.hidden', 'x');
    await file('tmp/1700000006.half', 'x');
    const { messages } = await readAll(root);
    expect(messages.map(({ uid, key, seen, text }) => [uid, key, seen, /Subject: (\w+)/.exec(text)?.[1]])).toEqual([
      [1, '1700000001.M1P1.host', true, 'one'],
      [2, '1700000002.M1P1.host', false, 'two'],
      [3, '1700000003.M1P1.host', true, 'three'],
      [4, '1700000004.M1P1.host', false, 'four'],
      [5, '1700000005.M1P1.host', true, 'five'],
    ]);
    expect(await countMessageFiles(root)).toEqual({ messages: 5 });
  });

  it('may be empty', async () => {
    await mkdir(path.join(root, 'cur'));
    await mkdir(path.join(root, 'new'));
    expect((await readAll(root)).messages).toEqual([]);
  });
});

const FROM = 'From ana@example.com Tue Jan  2 10:00:00 2024\n';

describe('an mbox', () => {
  it('is its messages, by their offsets, with the time of delivery', async () => {
    const where = await file('inbox', `${FROM}A: 1\n\none\n\n${FROM}A: 2\nStatus: RO\n\ntwo\n\n`);
    const { messages } = await readAll(where);
    expect(messages).toMatchObject([
      { uid: 1, key: '0', receivedAt: '2024-01-02T10:00:00.000Z', seen: false, text: 'A: 1\n\none\n', size: 10 },
      { uid: 2, key: '57', seen: true, text: 'A: 2\nStatus: RO\n\ntwo\n' },
    ]);
    expect(await countMessageFiles(where)).toEqual({ bytes: 125 });
  });

  it.each([
    ['From - Tue Jan 02 10:00:00 2024', '2024-01-02T10:00:00.000Z'],
    ['From 123@xxx Tue Jan 02 10:00:00 +0100 2024', '2024-01-02T09:00:00.000Z'],
    ['From ana@example.com Tue Jan  2 10:00 CET 2024', '2024-01-02T09:00:00.000Z'],
    ['From ana@example.com 2024-01-02 10:00:00 2024', null],
  ])('separates by %j', async (line, receivedAt) => {
    const { messages } = await readAll(await file('inbox', `${line}\nA: 1\n\none\n\n${line}\nA: 2\n\ntwo\n`));
    expect(messages.map((one) => [one.text, one.receivedAt])).toEqual([
      ['A: 1\n\none\n', receivedAt],
      ['A: 2\n\ntwo\n', receivedAt],
    ]);
  });

  it('has quoted lines as they were, and sentences that begin with From', async () => {
    const body = 'From here on 10:00\n>no\n\nFrom me to you\n\n>>From deep\n>From the start\n> From\n';
    const quoted = body.replace(/^(>*From )/gm, '>$1');
    const { messages } = await readAll(await file('inbox', `${FROM}A: 1\n\n${quoted}\n${FROM}A: 2\n\n${body}`));
    expect(messages.map(({ text }) => text)).toEqual([
      `A: 1\n\n${body}`,
      // Unquoted text keeps what is no separator; only quoted lines lose their mark.
      `A: 2\n\n${body.replace('>>From', '>From').replace('>From the', 'From the')}`,
    ]);
  });

  it('may have CRLF, messages without a body, and an end without a line end', async () => {
    const from = FROM.replace('\n', '\r\n');
    const { messages } = await readAll(
      await file('inbox', `${from}A: 1\r\n\r\none\r\n\r\n${from}\r\n${from}A: 3\r\n\r\nend`),
    );
    expect(messages.map(({ text }) => text)).toEqual(['A: 1\r\n\r\none\r\n', '', 'A: 3\r\n\r\nend']);
  });

  it('is read right wherever its messages meet the border of what is read at once', { timeout: 60_000 }, async () => {
    const border = 1024 * 1024;
    for (let shift = -3; shift < 60; shift += 1) {
      const first = `A: 1\n\n${'x'.repeat(border - shift - FROM.length - 8)}\n`;
      const where = await file('inbox', `${FROM}${first}\n${FROM}A: 2\n\n>From two\n\n${FROM}A: 3\n\nthree\n\n`);
      const { messages } = await readAll(where);
      expect(messages.map(({ text }) => text.length)).toEqual([first.length, 15, 12]);
    }
  });

  it('streams its large messages, unquoted', { timeout: 60_000 }, async () => {
    const line = `${'y'.repeat(70)}\n`;
    const body = `A: 1\n\n${`${line.repeat(3)}From x\n`.repeat(20_000)}${'z'.repeat(2_000_000)}\nFrom the end\n`;
    const quoted = body.replace(/^From /gm, '>From ');
    const where = await file('inbox', `${FROM}A: 0\n\n\n${FROM}${quoted}\n${FROM}A: 2\n\ntwo\n\n`);
    const { messages } = await readAll(where);
    expect(messages.map(({ streamed }) => streamed)).toEqual([false, true, false]);
    expect(sha256(messages[1]?.text ?? '')).toBe(sha256(body));
    expect(messages[2]).toMatchObject({ text: 'A: 2\n\ntwo\n', uid: 3 });
  });

  it('reads on where a large message was not read', async () => {
    const where = await file('inbox', `${FROM}A: 1\n\n${'x\n'.repeat(2_000_000)}\n${FROM}A: 2\n\ntwo\n\n`);
    const uids: number[] = [];
    const source = readMessageFiles(where, { signal: new AbortController().signal, onProblem: () => {} });
    for await (const { uid } of source) uids.push(uid);
    expect(uids).toEqual([1, 2]);
  });
});

describe('what is no mail', () => {
  it.each([
    ['nothing', 'nothing', 'there is no file or folder', 'no-such-path'],
    ['a text', 'text', 'begins neither as a message nor as an mbox', 'no-mail'],
    ['an empty file', 'empty', 'begins neither as a message nor as an mbox', 'no-mail'],
    ['a folder without messages', 'folder', 'it has no .eml files, and is no Maildir', 'no-mail'],
  ])('is refused in words: %s', async (_name, where, words, code) => {
    await file('text', 'Just a text, and\nFrom here on: nothing.');
    await file('empty', '');
    await file('folder/notes.txt', 'x');
    const error = await readAll(path.join(root, where)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Invalid);
    expect(error).toMatchObject({ code, message: expect.stringContaining(words) });
    await expect(countMessageFiles(path.join(root, where))).rejects.toThrow(words);
  });
});
