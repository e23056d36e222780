import { expect, test } from 'vitest';
import { Aggregates } from '../../src/application/log/aggregates.js';
import { EventLog } from '../../src/application/log/event-log.js';
import { type DueWork, Timers } from '../../src/application/reactions/timers.js';
import { availability, setHours } from '../../src/domain/availability/availability.js';
import { streams, UserId } from '../../src/domain/ids.js';
import { FakeClock } from '../support/fake-clock.js';
import { freshAdapters } from '../support/ground.js';

const HOUR = 3_600_000;
const ana = UserId.parse('ana');
const hours = { timeZone: 'UTC', days: Array.from({ length: 7 }, () => [{ from: '08:00', to: '16:00' }]) };
const nothingElse: DueWork = { rota: async () => null, deadlines: async () => [] };
const { signal } = new AbortController();

/** Two nodes on one log, each with a clock of its own, from a Monday at ten. */
async function twoNodes() {
  const { events } = await freshAdapters();
  const [clock, other] = [new FakeClock(), new FakeClock()];
  const log = new EventLog(events, clock);
  const aggregates = new Aggregates(log);
  const decide = (state: ReturnType<typeof availability.initialState>) =>
    setHours(state, ana, hours, clock.now().toISOString());
  const by = { actor: 'user:ana', cause: 'sets hours' };
  await aggregates.change(availability, streams.availability(ana), decide, by);
  const nodes = [clock, other].map((one) => {
    const own = new EventLog(events, one);
    return new Timers(own, new Aggregates(own), nothingElse, one);
  });
  const told = async () => {
    const moments: string[] = [];
    for await (const { type, data } of log.readStream(streams.availability(ana))) {
      if (type === 'AvailabilityBegan' || type === 'AvailabilityEnded') moments.push(`${type} ${data.at.slice(5, 16)}`);
    }
    return moments;
  };
  return { clock, other, nodes, told, run: () => Promise.all(nodes.map((node) => node.run(signal))) };
}

test('two nodes at once, and one that begins again, write each boundary once', async () => {
  const { clock, other, nodes, told, run } = await twoNodes();
  for (const one of [clock, other]) one.sleep(24 * HOUR);
  await run();
  nodes[0]?.forget();
  await run();
  expect(await told()).toEqual(['AvailabilityEnded 03-02T16:00', 'AvailabilityBegan 03-03T08:00']);
});

test('clocks that differ by a moment do not contradict each other', async () => {
  const { clock, other, told, run } = await twoNodes();
  clock.sleep(6 * HOUR);
  other.sleep(6 * HOUR - 60_000);
  for (let n = 0; n < 3; n++) await run();
  expect(await told()).toEqual(['AvailabilityEnded 03-02T16:00']);
});

test('a clock that jumped ahead and was set right again leaves what the plans say', async () => {
  const { clock, nodes, told } = await twoNodes();
  clock.sleep(8 * HOUR);
  await nodes[0]?.run(signal);
  clock.sleep(-7 * HOUR);
  await nodes[0]?.run(signal);
  expect(await told()).toEqual(['AvailabilityEnded 03-02T16:00', 'AvailabilityBegan 03-02T11:00']);
  expect((await nodes[0]?.run(signal))?.toISOString()).toBe('2026-03-02T16:00:00.000Z');
});
