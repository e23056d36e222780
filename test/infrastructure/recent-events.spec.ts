import { describe, expect, it } from 'vitest';
import { numberedPosition } from '../../src/infrastructure/event-log/numbered-position.js';
import { RecentEvents } from '../../src/infrastructure/event-log/recent-events.js';

const event = (id: string, type = 'Told', text = '') => ({
  id,
  type,
  data: JSON.stringify({ text }),
  metadata: JSON.stringify({ actor: 'test' }),
});

describe('the events at the end of a log', () => {
  it('are given as they were written, one object for all who ask', () => {
    const recent = new RecentEvents();
    recent.add(8, 'a-1', 3, [event('x'), event('y', 'Heard', 'hello')]);
    const batch = recent.batch(7, 9, 10, {});
    expect(batch).toEqual({
      events: [
        expect.objectContaining({ id: 'x', stream: 'a-1', revision: 3, position: numberedPosition(8) }),
        {
          id: 'y',
          stream: 'a-1',
          revision: 4,
          position: numberedPosition(9),
          type: 'Heard',
          data: { text: 'hello' },
          metadata: { actor: 'test' },
        },
      ],
      checkpoint: numberedPosition(9),
    });
    expect(recent.batch(8, 9, 10, {})?.events[0]).toBe(batch?.events[1]);
  });

  it('are chosen by type and prefix, and the checkpoint passes what was not chosen', () => {
    const recent = new RecentEvents();
    recent.add(1, 'a-1', 0, [event('x'), event('y', 'Heard')]);
    recent.add(3, 'b-1', 0, [event('z', 'Heard'), event('w')]);
    const ids = (filter: Parameters<RecentEvents['batch']>[3], size = 10) => {
      const batch = recent.batch(0, 4, size, filter);
      return [batch?.events.map(({ id }) => id).join(''), batch?.checkpoint];
    };
    expect(ids({ types: ['Heard'] })).toEqual(['yz', numberedPosition(4)]);
    expect(ids({ types: ['Heard'] }, 1)).toEqual(['y', numberedPosition(2)]);
    expect(ids({ streamPrefixes: ['b-'] })).toEqual(['zw', numberedPosition(4)]);
    expect(ids({ types: [] })).toEqual(['', numberedPosition(4)]);
  });

  it('say that they do not know what came before, or comes after', () => {
    const recent = new RecentEvents();
    recent.add(5, 'a', 0, [event('x')]);
    expect(recent.batch(3, 5, 10, {})).toBeNull();
    expect(recent.batch(4, 6, 10, {})).toBeNull();
    expect(recent.batch(4, 5, 10, {})?.events).toHaveLength(1);
  });

  it('begin anew behind a gap, and when nothing is certain', () => {
    const recent = new RecentEvents();
    recent.add(1, 'a', 0, [event('x')]);
    recent.add(3, 'a', 2, [event('z')]);
    expect(recent.batch(0, 3, 10, {})).toBeNull();
    expect(recent.batch(2, 3, 10, {})?.events).toHaveLength(1);
    recent.clear(1);
    expect(recent.batch(2, 3, 10, {})).toBeNull();
  });

  it('are forgotten, the oldest first, when they are many or large', () => {
    const recent = new RecentEvents();
    for (let n = 1; n <= 9_500; n++) recent.add(n, 'a', n - 1, [event(`${n}`)]);
    expect(recent.batch(0, 9_500, 10, {})).toBeNull();
    expect(recent.batch(9_000, 9_500, 500, {})?.events).toHaveLength(500);
    for (let n = 9_501; n <= 9_700; n++) recent.add(n, 'a', n - 1, [event(`${n}`, 'Told', 'x'.repeat(100_000))]);
    expect(recent.batch(9_500, 9_700, 10, {})).toBeNull();
    const { events, checkpoint } = recent.batch(9_650, 9_700, 500, {}) ?? {};
    expect(events).toHaveLength(40);
    expect(checkpoint).toBe(numberedPosition(9_690));
  });
});
