import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestFolders } from '../../../src/infrastructure/imap/nearest-folders.js';
import { nameableParts, sequenceSet } from '../../../src/infrastructure/imap/sequence-set.js';
import { uidWindows } from '../../../src/infrastructure/imap/uid-windows.js';

const uids = fc
  .uniqueArray(fc.integer({ min: 1, max: 0xffff_ffff }), { minLength: 1, maxLength: 60 })
  .map((some) => some.sort((a, b) => a - b));

const expand = (set: string): number[] =>
  set.split(',').flatMap((range) => {
    const [from = 0, to = from] = range.split(':').map(Number);
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  });

/** A folder that answers UID SEARCH as RFC 3501 has it, `n:*` included. */
function folder(all: readonly number[]) {
  const asked: string[] = [];
  const search = async ({ uid = '' }: { uid?: unknown }): Promise<number[]> => {
    asked.push(String(uid));
    const last = all.at(-1) ?? 0;
    return all.filter((one) =>
      String(uid)
        .split(',')
        .some((range) => {
          const [from = 0, to = from] = range.split(':').map((end) => (end === '*' ? last : Number(end)));
          return one >= Math.min(from, to) && one <= Math.max(from, to);
        }),
    );
  };
  return { asked, search };
}

async function windowsOf(...of: Parameters<typeof uidWindows>): Promise<number[][]> {
  const windows: number[][] = [];
  for await (const window of uidWindows(...of)) windows.push([...window]);
  return windows;
}

describe('sequence sets', () => {
  it('name runs by their ends', () => {
    expect(sequenceSet([1, 2, 3, 7, 9, 10])).toBe('1:3,7,9:10');
    expect(sequenceSet([4])).toBe('4');
  });

  it('name exactly the UIDs given', () => {
    const near = fc
      .uniqueArray(fc.integer({ min: 1, max: 300 }), { minLength: 1 })
      .map((some) => some.sort((a, b) => a - b));
    fc.assert(
      fc.property(near, (some) => {
        expect(expand(sequenceSet(some))).toEqual(some);
      }),
    );
  });

  it('are cut before a command becomes too long', () => {
    const sparse = Array.from({ length: 5_000 }, (_, i) => 4_000_000_000 + i * 2);
    const parts = [...nameableParts(sparse, 1_000)];
    expect(parts.flat()).toEqual(sparse);
    for (const part of parts) expect(sequenceSet(part).length).toBeLessThanOrEqual(4_000);
  });
});

describe('windows of UIDs', () => {
  it('hold every UID above the last one, once and rising', async () => {
    await fc.assert(
      fc.asyncProperty(uids, fc.integer({ min: 0, max: 0xffff_ffff }), async (all, after) => {
        const { search } = folder(all);
        const windows = await windowsOf(search, { after, uidNext: (all.at(-1) ?? 0) + 1, since: null });
        expect(windows.flat()).toEqual(all.filter((uid) => uid > after));
      }),
    );
  });

  it('do not give the last message again where nothing is new', async () => {
    const { search, asked } = folder([1, 2, 3]);
    expect((await windowsOf(search, { after: 3, uidNext: 4, since: null })).flat()).toEqual([]);
    expect(asked).toEqual(['4:*']);
  });

  it('never hold a large folder as a whole', async () => {
    const { search } = folder(Array.from({ length: 100_000 }, (_, i) => i + 1));
    const windows = await windowsOf(search, { after: 0, uidNext: 100_001, since: null });
    expect(windows.flat()).toHaveLength(100_000);
    for (const window of windows) expect(window.length).toBeLessThanOrEqual(20_000);
  });

  it('cross wide gaps in a few steps', async () => {
    const { search, asked } = folder([1, 4_294_967_000]);
    expect((await windowsOf(search, { after: 0, uidNext: 4_294_967_001, since: null })).flat()).toEqual([
      1, 4_294_967_000,
    ]);
    expect(asked.length).toBeLessThan(15);
  });

  it('hold only what was asked for, where something was', async () => {
    const { search } = folder([1, 2, 3, 5]);
    const only = new Set([5, 4, 2, 1]);
    expect((await windowsOf(search, { after: 1, uidNext: 6, since: null, only })).flat()).toEqual([2, 5]);
  });
});

describe('the nearest folders', () => {
  const there = ['INBOX', 'Sales', 'INBOX.Support', 'Trash'];
  it.each([
    ['Suport', 'INBOX.Support'],
    ['support', 'INBOX.Support'],
    ['sales', 'Sales'],
    ['INBOX/Sales', 'Sales'],
  ])('%s may mean %s', (asked, meant) => expect(nearestFolders(asked, there)[0]).toBe(meant));
});
