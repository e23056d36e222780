import { createHash, randomBytes } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BlobStore } from '../../src/application/ports/blob-store.js';
import { StoreUnavailable } from '../../src/application/ports/event-store.js';
import { BlobHash } from '../../src/domain/ids.js';

/** An engine under test. */
export interface BlobStoreEngine {
  readonly name: string;
  /** Opens what lies at a place; the same place again: the same blobs. None: an engine that forgets. */
  open(place: string, now?: () => number): Promise<BlobStore>;
  readonly durable: boolean;
  /** A new, empty place. */
  newPlace(): Promise<string>;
  remove(place: string): Promise<void>;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function* pieces(bytes: Uint8Array, size: number, failure?: Error) {
  for (let at = 0; at < bytes.length; at += size) {
    await setImmediate();
    yield bytes.subarray(at, at + size);
  }
  if (failure) throw failure;
}

async function collect(stream: AsyncIterable<Uint8Array> | null): Promise<Buffer | null> {
  if (stream === null) return null;
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** What every BlobStore must do. */
export function blobStoreContract(engine: BlobStoreEngine): void {
  describe(`BlobStore: ${engine.name}`, () => {
    let place: string;
    let store: BlobStore;

    beforeEach(async () => {
      place = await engine.newPlace();
      store = await engine.open(place);
    });
    afterEach(async () => {
      await store.close();
      await engine.remove(place);
    });

    describe.each([
      ['no bytes', 0],
      ['a byte', 1],
      ['10 kB', 10_000],
      ['256 kB', 256 * 1024],
      ['a byte more', 256 * 1024 + 1],
      ['5 MB', 5_000_000],
    ])('%s', (_, size) => {
      const bytes = randomBytes(size);
      const hash = BlobHash.parse(sha256(bytes));

      it('comes back as it was put, under its SHA-256', async () => {
        expect(await store.put(bytes)).toBe(hash);
        expect(await store.has(hash)).toBe(true);
        expect(Buffer.compare(Buffer.from((await store.get(hash)) ?? 'none'), bytes)).toBe(0);
        expect(Buffer.compare((await collect(await store.getStream(hash))) ?? Buffer.from('none'), bytes)).toBe(0);
      });

      it('comes back as it was streamed', async () => {
        expect(await store.putStream(pieces(bytes, 60_000))).toEqual({ hash, size });
        expect(await store.has(hash)).toBe(true);
        expect(Buffer.compare(Buffer.from((await store.get(hash)) ?? 'none'), bytes)).toBe(0);
      });

      it('may be put any number of times, in either way, at once', async () => {
        const puts = [store.put(bytes), store.putStream(pieces(bytes, 100_000)), store.put(bytes)];
        await Promise.all(puts);
        expect(await store.put(bytes)).toBe(hash);
        expect(await store.putStream(pieces(bytes, 70_000))).toEqual({ hash, size });
        expect(Buffer.compare(Buffer.from((await store.get(hash)) ?? 'none'), bytes)).toBe(0);
      });

      it.runIf(engine.durable)('is there after the store was opened again', async () => {
        await store.put(bytes);
        await store.close();
        store = await engine.open(place);
        expect(await store.has(hash)).toBe(true);
        expect(Buffer.compare(Buffer.from((await store.get(hash)) ?? 'none'), bytes)).toBe(0);
      });

      it('leaves nothing when its source fails midway, and can be put afterwards', async () => {
        const cut = new Error('connection lost');
        await expect(store.putStream(pieces(bytes, 50_000, cut))).rejects.toBe(cut);
        expect(await store.has(hash)).toBe(false);
        expect(await store.get(hash)).toBeNull();
        expect(await store.put(bytes)).toBe(hash);
      });
    });

    describe.each([
      ['a small one', 1_000],
      ['a large one', 700_000],
    ])('%s is removed', (_, size) => {
      const DAY = 86_400_000;
      const bytes = randomBytes(size);
      let now: number;

      beforeEach(async () => {
        await store.close();
        now = Date.parse('2026-03-02T08:00:00Z');
        store = await engine.open(place, () => now);
      });
      const put = (how: string) => (how === 'put' ? store.put(bytes) : store.putStream(pieces(bytes, 60_000)));
      const whole = async (hash: BlobHash) => Buffer.compare(Buffer.from((await store.get(hash)) ?? []), bytes) === 0;

      it('when nobody has put it for that long, and not before', async () => {
        const hash = await store.put(bytes);
        expect(await store.remove(hash, DAY)).toBe('recent');
        expect(await whole(hash)).toBe(true);
        now += DAY;
        expect(await store.remove(hash, DAY)).toBe('removed');
        expect([await store.has(hash), await store.get(hash), await store.getStream(hash)]).toEqual([
          false,
          null,
          null,
        ]);
        expect(await store.remove(hash, DAY)).toBe('absent');
      });

      it.each(['put', 'streamed'])(
        'not when it was %s again meanwhile; and can be put anew afterwards',
        async (how) => {
          const hash = await store.put(bytes);
          now += 2 * DAY;
          await put(how);
          expect(await store.remove(hash, DAY)).toBe('recent');
          now += 2 * DAY;
          expect(await store.remove(hash, DAY)).toBe('removed');
          await put(how);
          expect(await whole(hash)).toBe(true);
          expect(await store.remove(hash, DAY)).toBe('recent');
        },
      );

      it.each(['put', 'streamed'])('or is whole, when it is %s at the same moment', async (how) => {
        for (let round = 0; round < 10; round++) {
          const hash = await store.put(bytes);
          now += 2 * DAY;
          await Promise.all([put(how), store.remove(hash, DAY), put(how), store.remove(hash, DAY)]);
          expect(await whole(hash)).toBe(true);
        }
      });
    });

    it('has no blob that was never put', async () => {
      const hash = BlobHash.parse(sha256(Buffer.from('never')));
      expect(await store.has(hash)).toBe(false);
      expect(await store.get(hash)).toBeNull();
      expect(await store.getStream(hash)).toBeNull();
    });

    it('keeps its own copy of the bytes', async () => {
      const bytes = Buffer.from('as it was');
      const hash = await store.put(bytes);
      bytes.fill(0);
      const got = await store.get(hash);
      expect(Buffer.from(got ?? []).toString()).toBe('as it was');
      got?.fill(0);
      expect(Buffer.from((await store.get(hash)) ?? []).toString()).toBe('as it was');
    });

    it('takes many at once', async () => {
      const blobs = Array.from({ length: 200 }, (_, n) => Buffer.from(`blob ${n}`));
      const hashes = await Promise.all(blobs.map((bytes) => store.put(bytes)));
      expect(hashes).toEqual(blobs.map(sha256));
      for (const hash of hashes) expect(await store.has(hash)).toBe(true);
    });

    it('lets a reader of a stream stop early', async () => {
      const hash = await store.put(randomBytes(1_000_000));
      for await (const piece of (await store.getStream(hash)) ?? []) {
        expect(piece.length).toBeGreaterThan(0);
        break;
      }
      expect(await store.has(hash)).toBe(true);
    });

    it('is unavailable when closed, however often, and finishes what it was given', async () => {
      const last = store.put(Buffer.from('last'));
      await store.close();
      await store.close();
      const hash = await last;
      const calls = [
        store.put(Buffer.from('late')),
        store.putStream(pieces(Buffer.from('late'), 2)),
        store.get(hash),
        store.getStream(hash),
        store.has(hash),
        store.remove(hash, 0),
      ];
      for (const outcome of await Promise.allSettled(calls)) {
        expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'closed' } });
        expect(outcome.status === 'rejected' && outcome.reason).toBeInstanceOf(StoreUnavailable);
      }
    });
  });
}
