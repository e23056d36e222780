import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  arrived,
  type DeliveryQueue,
  doneUpTo,
  due,
  emptyQueue,
  enqueue,
  missed,
  nextDue,
  PARALLEL,
  resume,
  without,
} from '../../src/domain/webhook/queue.js';

const HOUR = 3_600_000;
const POLICY = { giveUp: 24 * HOUR };
const ref = (revision: number) => ({ stream: 'case-1', revision });
const message = (n: number, key: string) => ({ id: `msg_${n}`, event: ref(n), type: 'case.created' as const, key });

function queueOf(keys: readonly string[]): DeliveryQueue {
  let queue = emptyQueue('');
  for (const [n, key] of keys.entries()) queue = { ...enqueue(queue, message(n, key)), last: ref(n) };
  return queue;
}
const failed = { status: 500, error: 'It answered 500.', retryAfter: null };

describe('a queue of a webhook', () => {
  const keys = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 60 });
  const fates = fc.array(fc.record({ arrives: fc.boolean(), random: fc.double({ min: 0, max: 1, noNaN: true }) }));

  it('sends everything once it arrives, each key in its order, and no more at a time than is set', () => {
    fc.assert(
      fc.property(keys, fates, (given, chances) => {
        let queue = queueOf(given);
        let now = 0;
        const sent: string[] = [];
        for (let n = 0; queue.waiting.length > 0; n++) {
          expect(n).toBeLessThan(10_000);
          const at = nextDue(queue, new Set());
          expect(at).not.toBeNull();
          now = Math.max(now, at ?? 0);
          const batch = due(queue, new Set(), now);
          expect(batch.length).toBeGreaterThan(0);
          expect(batch.length).toBeLessThanOrEqual(PARALLEL);
          expect(new Set(batch.map(({ key }) => key)).size).toBe(batch.length);
          for (const { id } of batch) {
            const { arrives, random } = chances[n] ?? { arrives: true, random: 0.5 };
            if (arrives) {
              queue = arrived(queue, id, now, { status: 200, milliseconds: 1 });
              sent.push(id);
            } else queue = missed(queue, id, now, failed, POLICY, random).queue;
          }
        }
        expect(new Set(sent).size).toBe(sent.length);
        expect(sent).toHaveLength(given.length);
        for (const key of new Set(given)) {
          const ofKey = given.flatMap((one, n) => (one === key ? [`msg_${n}`] : []));
          expect(sent.filter((id) => ofKey.includes(id))).toEqual(ofKey);
        }
        expect(doneUpTo(queue)).toEqual(given.length === 0 ? null : ref(given.length - 1));
      }),
    );
  });

  it('is done up to the event before the first one that still waits', () => {
    const queue = queueOf(['a', 'b', 'a', 'c']);
    expect(doneUpTo(queue)).toBeNull();
    const rest = arrived(arrived(queue, 'msg_0', 1, { status: 200, milliseconds: 1 }), 'msg_2', 1, {
      status: 200,
      milliseconds: 1,
    });
    expect(doneUpTo(rest)).toEqual(ref(0));
    expect(doneUpTo(without(without(rest, 'msg_1'), 'msg_3'))).toEqual(ref(3));
  });

  it('does not take a message twice', () => {
    const queue = queueOf(['a']);
    expect(enqueue(queue, message(0, 'a'))).toBe(queue);
  });
});

describe('what does not arrive', () => {
  it('is tried again after a pause that grows, and no more than an hour', () => {
    let queue = queueOf(['a']);
    let now = 0;
    const pauses: number[] = [];
    for (let n = 0; n < 10; n++) {
      ({ queue } = missed(queue, 'msg_0', now, failed, { giveUp: 1_000 * HOUR }, 0.5));
      const next = queue.waiting[0]?.nextAt ?? 0;
      pauses.push(next - now);
      now = next;
    }
    expect(pauses.slice(0, 4)).toEqual([5_000, 15_000, 45_000, 135_000]);
    expect(pauses.at(-1)).toBe(HOUR);
  });

  it('keeps its own key waiting and no other, as long as others arrive', () => {
    const queue = missed(queueOf(['a', 'a', 'b']), 'msg_0', 0, failed, POLICY, 0.5).queue;
    expect(due(queue, new Set(), 0).map(({ id }) => id)).toEqual(['msg_2']);
    expect(due(queue, new Set(['b']), 0)).toEqual([]);
  });

  it('asks for patience, and is given it for all', () => {
    const asked = { ...failed, status: 429, retryAfter: 120_000 };
    const queue = missed(queueOf(['a', 'b']), 'msg_0', 0, asked, POLICY, 0.5).queue;
    expect(due(queue, new Set(), 119_999)).toEqual([]);
    expect(due(queue, new Set(), 120_000)).toHaveLength(2);
    const forever = missed(queueOf(['a']), 'msg_0', 0, { ...asked, retryAfter: 1e12 }, POLICY, 0.5).queue;
    expect(nextDue(forever, new Set())).toBe(6 * HOUR);
  });

  it('makes the webhook count as away after some: then one message at a time finds out', () => {
    let queue = queueOf(['a', 'b', 'c', 'd', 'e']);
    for (const id of ['msg_0', 'msg_1', 'msg_2']) ({ queue } = missed(queue, id, 0, failed, POLICY, 0.5));
    expect(due(queue, new Set(), 0)).toEqual([]);
    expect(due(queue, new Set(), 5_000)).toHaveLength(1);
    queue = arrived(queue, 'msg_3', 5_000, { status: 200, milliseconds: 1 });
    expect(due(queue, new Set(), 5_000)).toHaveLength(PARALLEL);
  });

  it('is given up alone where others arrive, and with the webhook where none does', () => {
    let queue = queueOf(['a', 'b', 'c']);
    ({ queue } = missed(queue, 'msg_0', 0, failed, POLICY, 0.5));
    queue = arrived(queue, 'msg_1', 20 * HOUR, { status: 200, milliseconds: 1 });
    expect(missed(queue, 'msg_0', 25 * HOUR, failed, POLICY, 0.5).verdict).toBe('dead');
    expect(missed(queueOf(['a']), 'msg_0', 0, { ...failed, status: 410 }, POLICY, 0.5).verdict).toBe('gone');
    const alone = missed(queueOf(['a']), 'msg_0', 0, failed, POLICY, 0.5).queue;
    expect(missed(alone, 'msg_0', 24 * HOUR, failed, POLICY, 0.5).verdict).toBe('failing');
  });

  it('is tried anew once the webhook is resumed, or left out', () => {
    const stuck = missed(queueOf(['a', 'b']), 'msg_0', 0, { ...failed, retryAfter: HOUR }, POLICY, 0.5).queue;
    expect(due(resume(stuck, '5', null), new Set(), 1)).toHaveLength(2);
    const skipped = resume(stuck, '5', '4');
    expect([skipped.waiting, skipped.position, skipped.resumed]).toEqual([[], '4', '5']);
  });
});
