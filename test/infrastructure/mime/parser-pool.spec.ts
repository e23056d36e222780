import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Unparsable } from '../../../src/application/ports/mime-parser.js';
import { Unavailable } from '../../../src/domain/errors.js';
import { MailparserParser, ParserPool, type ParserPoolOptions } from '../../../src/infrastructure/mime/index.js';
import { type CompiledWorker, compiledWorker } from '../../support/compiled-worker.js';
import { hostileMessages, largeAttachment, message } from '../../support/messages.js';

let worker: CompiledWorker;
let folder: string;
/** A worker of which some messages are deadly. */
let deadly: URL;

beforeAll(async () => {
  worker = await compiledWorker();
  folder = await mkdtemp(path.join(tmpdir(), 'mailcase-pool-'));
  deadly = pathToFileURL(path.join(folder, 'worker.mjs'));
  await writeFile(
    deadly,
    `import { MailparserParser } from '${new URL('./mailparser-parser.js', worker.url)}';
     const parse = MailparserParser.prototype.parse;
     MailparserParser.prototype.parse = function (content) {
       const text = content instanceof Uint8Array ? Buffer.from(content).toString() : '';
       if (text.includes('HANG')) for (;;);
       if (text.includes('STALL')) return new Promise(() => {});
       if (text.includes('CRASH')) process.exit(3);
       if (text.includes('BUG')) return Promise.reject(new TypeError('x is not a function'));
       if (text.includes('THROW')) queueMicrotask(() => { throw new Error('out of nowhere'); });
       return parse.call(this, content);
     };
     await import('${worker.url}');`,
  );
});
afterAll(async () => {
  await worker.remove();
  await rm(folder, { recursive: true });
});

const open: ParserPool[] = [];
const poolOf = (options: ParserPoolOptions = {}) => {
  const pool = new ParserPool({ worker: worker.url, ...options });
  open.push(pool);
  return pool;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((pool) => pool.close()));
});

const inline = new MailparserParser();
const messages = (count: number) => Array.from({ length: count }, (_, n) => message({ subject: `Message ${n}` }));

describe('a pool of parsers', () => {
  it('parses as one does in place, in the order it was asked, and leaves the caller its bytes', async () => {
    const pool = poolOf({ size: 2 });
    const bytes = messages(100);
    const copies = bytes.map((one) => Buffer.from(one));
    const parsed = await Promise.all(bytes.map((one) => pool.parse(one)));
    expect(parsed).toEqual(await Promise.all(bytes.map((one) => inline.parse(one))));
    expect(bytes).toEqual(copies);
  });

  it('gives content, attachments and ids as well', async () => {
    const pool = poolOf();
    const bytes = message({ text: 'Text', html: '<p>', attachments: [{ name: 'a', content: 'first' }] });
    expect(await pool.content(bytes)).toEqual({ text: 'Text', html: '<p>' });
    expect(Buffer.from((await pool.attachment(bytes, 0)) ?? []).toString()).toBe('first');
    expect(await pool.attachment(bytes, 1)).toBeNull();
    expect(pool.identify(bytes)).toBe((await inline.parse(bytes)).emailId);
  });

  it('lets those who can wait behind all others', async () => {
    const pool = poolOf();
    const order: string[] = [];
    const bytes = messages(41);
    const patient = bytes.map((one) => pool.content(one, { canWait: true }).then(() => order.push('patient')));
    await Promise.race(patient);
    await pool.parse(message({ subject: 'Now' }));
    order.push('now');
    await Promise.all(patient);
    // Two of their small batches at most were in front: one that was under way, and one that was given out meanwhile.
    expect(order.indexOf('now')).toBeLessThanOrEqual(8);
    expect(order).toHaveLength(42);
  });

  it('lets them come to their turn while others keep coming', async () => {
    const pool = poolOf();
    const order: string[] = [];
    const others = messages(1_000).map((one) => pool.parse(one).then(() => order.push('other')));
    const bytes = messages(4);
    const patient = bytes.map((one) => pool.content(one, { canWait: true }).then(() => order.push('patient')));
    await Promise.all([...patient, ...others]);
    expect(order.lastIndexOf('patient')).toBeLessThan(600);
  });

  it('refuses those who wait when it is closed', async () => {
    const pool = poolOf();
    const waiting = pool.content(message({}), { canWait: true });
    const refused = expect(waiting).rejects.toMatchObject({ code: 'parser-closed' });
    await pool.close();
    await refused;
  });

  it('parses what is streamed, between others', async () => {
    const pool = poolOf();
    const small = messages(3);
    const [first, large, ...rest] = await Promise.all([
      pool.parse(small[0] ?? Buffer.alloc(0)),
      pool.parse(async () => largeAttachment(5 * 1024 * 1024)),
      ...small.slice(1).map((one) => pool.parse(one)),
    ]);
    expect(large).toEqual(await inline.parse(async () => largeAttachment(5 * 1024 * 1024)));
    expect([first, ...rest]).toEqual(await Promise.all(small.map((one) => inline.parse(one))));
  });

  it('says of a source that fails what the source says, and goes on', async () => {
    const pool = poolOf();
    const broken = async () =>
      (async function* () {
        yield message().subarray(0, 100);
        throw new Error('the disk is gone');
      })();
    await expect(pool.parse(broken)).rejects.toThrow('the disk is gone');
    await expect(pool.parse(() => Promise.reject(new Error('no such blob')))).rejects.toThrow('no such blob');
    await expect(pool.parse(message())).resolves.toBeTruthy();
  });

  it('refuses what cannot be parsed and nothing else', async () => {
    const pool = poolOf();
    const outcomes = await Promise.allSettled([pool.parse(Buffer.alloc(0)), pool.parse(message())]);
    expect(outcomes).toMatchObject([{ status: 'rejected', reason: expect.any(Unparsable) }, { status: 'fulfilled' }]);
  });

  it.each([
    ['never returns', 'HANG', /longer than 1 s/],
    ['never answers', 'STALL', /longer than 1 s/],
    ['ends the thread', 'CRASH', /made the parser fail/],
    ['throws out of nowhere', 'THROW', /out of nowhere/],
  ])('replaces a thread in which a message %s, and only that message is lost', async (_name, word, reason) => {
    const pool = poolOf({ worker: deadly, limit: 1_000 });
    // The thread is up before the clock counts.
    await pool.parse(message());
    const bytes = [...messages(5), message({ subject: word }), ...messages(40)];
    const outcomes = await Promise.allSettled(bytes.map((one) => pool.parse(one)));
    expect(outcomes.flatMap(({ status }, n) => (status === 'rejected' ? [n] : []))).toEqual([5]);
    expect(outcomes[5]).toMatchObject({ reason: expect.any(Unparsable) });
    expect(outcomes[5]).toMatchObject({ reason: { message: expect.stringMatching(reason) } });
    await expect(pool.parse(message())).resolves.toBeTruthy();
  });

  it('takes every error of its parser for one of the message: nobody may be held up by a mistake of ours', async () => {
    const pool = poolOf({ worker: deadly });
    const stream = async () =>
      (async function* () {
        yield message({ subject: 'whole' });
      })();
    const [buggy, other, streamed] = await Promise.allSettled([
      pool.parse(message({ subject: 'BUG' })),
      pool.parse(message()),
      pool.parse(stream),
    ]);
    expect(buggy).toMatchObject({ reason: expect.any(Unparsable) });
    expect(buggy).toMatchObject({ reason: { message: 'x is not a function' } });
    expect([other.status, streamed.status]).toEqual(['fulfilled', 'fulfilled']);
  });

  it('does not count the time that a source takes', async () => {
    const pool = poolOf();
    await pool.parse(message());
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const slow = async function* () {
        const bytes = message();
        yield bytes.subarray(0, 100);
        vi.advanceTimersByTime(600_000);
        yield bytes.subarray(100);
      };
      await expect(pool.parse(async () => slow())).resolves.toBeTruthy();
    } finally {
      vi.useRealTimers();
    }
  });

  it('says so when its threads cannot start', async () => {
    const pool = poolOf({ worker: new URL('file:///nowhere/worker.js') });
    const outcomes = await Promise.allSettled(messages(100).map((one) => pool.parse(one)));
    for (const outcome of outcomes) expect(outcome).toMatchObject({ reason: expect.any(Unavailable) });
  });

  it('refuses what waits and what comes when it is closed', async () => {
    const pool = poolOf();
    const waiting = Promise.allSettled(messages(200).map((one) => pool.parse(one)));
    await pool.close();
    for (const outcome of await waiting) expect(outcome).toMatchObject({ reason: expect.any(Unavailable) });
    await expect(pool.parse(message())).rejects.toThrow(Unavailable);
  });

  it('survives every bad message', async () => {
    const pool = poolOf();
    const bad = [...hostileMessages().values()];
    const outcomes = await Promise.allSettled(bad.map((one) => pool.parse(one)));
    const expected = await Promise.allSettled(bad.map((one) => inline.parse(one)));
    expect(outcomes.map(({ status }) => status)).toEqual(expected.map(({ status }) => status));
  });
});
