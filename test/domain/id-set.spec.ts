import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasId, type IdSet, noIds, withId, withoutId } from '../../src/domain/mail-account/id-set.js';

const ids = (set: IdSet): string[] => set.flatMap((piece) => [...piece]).sort();

test('a set of ids is a set, and none that was there before changes', () => {
  const step = fc.record({ add: fc.boolean(), id: fc.integer({ min: 0, max: 40 }).map(String) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
      const model = new Set<string>();
      let set = noIds;
      for (const { add, id } of steps) {
        const before = set;
        const held = ids(before);
        set = add ? withId(set, id) : withoutId(set, id);
        if (add) model.add(id);
        else model.delete(id);
        expect(ids(before)).toEqual(held);
        expect(ids(set)).toEqual([...model].sort());
        expect(hasId(set, id)).toBe(add);
      }
    }),
  );
});

test('one more of many copies a few', () => {
  let set = noIds;
  for (let n = 0; n < 10_000; n++) set = withId(set, String(n));
  const next = withId(set, 'one more');
  expect(next.filter((piece) => !set.includes(piece)).reduce((sum, piece) => sum + piece.size, 0)).toBeLessThan(300);
});
