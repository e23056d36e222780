import fc from 'fast-check';
import { expect, test } from 'vitest';
import { received } from '../support/domain-builders.js';
import { DomainWorld, threadOf } from '../support/domain-world.js';
import { grouped, UnionFind } from '../support/union-find.js';

const IDS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
const id = fc.constantFrom(...IDS);

/** Some of the ids come as messages, the others stay ghosts; two messages may have the same id. */
const messages = fc.uniqueArray(
  fc.record({
    name: id,
    from: fc.constantFrom('maja@outside.example', 'jan@outside.example'),
    re: fc.array(id, { maxLength: 2 }),
    references: fc.array(id, { maxLength: 3 }),
  }),
  { maxLength: 10, size: 'max', selector: ({ name, from }) => `${name} by ${from}` },
);
const inAnyOrder = messages.chain((all) => fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }));

test('threads are what union-find says, in every order of arrival and however many arrive together', () => {
  fc.assert(
    fc.property(inAnyOrder, fc.nat({ max: 3 }), fc.constantFrom('support', null), (arriving, together, account) => {
      const world = new DomainWorld();
      const reference = new UnionFind();
      for (const [n, { name, from, re, references }] of arriving.entries()) {
        world.receive(received(name, { from, re, references, account }), `${name} by ${from}`);
        reference.join([name, ...re, ...references]);
        if (n % (together + 1) === 0) world.route();
      }
      world.route();
      const labels = arriving.map(({ name, from }) => `${name} by ${from}`);
      const threads = grouped(labels, (label) => threadOf(world, world.email(label).emailId));
      expect(threads).toEqual(grouped(labels, (label) => reference.root(label.slice(0, 1))));
      // Each message was told its thread.
      for (const label of labels) expect(threadOf(world, world.email(label).emailId)).not.toBeNull();
    }),
    { numRuns: 1_000 },
  );
});

test('a thread has one id, which all its aliases lead to, in any two orders', () => {
  fc.assert(
    fc.property(messages, fc.infiniteStream(fc.nat()), (all, random) => {
      const partition = (arriving: typeof all) => {
        const world = new DomainWorld();
        for (const { name, from, re, references } of arriving) {
          world.receive(received(name, { from, re, references, account: null }), `${name} by ${from}`);
          world.route();
        }
        return grouped([...world.emails.keys()], (label) => threadOf(world, world.email(label).emailId));
      };
      const keyed = all.map((one) => ({ one, key: random.next().value }));
      const shuffled = keyed.sort((a, b) => a.key - b.key).map(({ one }) => one);
      expect(partition(shuffled)).toEqual(partition(all));
    }),
    { numRuns: 300 },
  );
});
