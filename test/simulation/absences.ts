import {
  availability,
  cancelAway,
  planAway,
  requestHandOver,
  setCapacity,
  setSkills,
} from '../../src/domain/availability/availability.js';
import { AwayId, HandOverId } from '../../src/domain/availability/events.js';
import { derivedId, streams } from '../../src/domain/ids.js';
import { userIds } from './company.js';
import { SKILL } from './crm.js';
import type { Random } from './random.js';
import { change, type Request } from './request.js';

const MINUTE = 60_000;

/** Somebody is away for a while or comes back early, can have no more than so many cases, has learnt something, or leaves. */
export function withAvailability(random: Random, n: number): Request {
  const userId = random.pick(userIds);
  const stream = streams.availability(userId);
  const [soon, long] = [random.below(4), 1 + random.below(8)];
  const most = random.pick([0, 1, 2, null]);
  const knows = random.chance(0.7);
  const awayId = AwayId.parse(derivedId('away', userId));
  const to = random.pick([null, ...userIds.filter((one) => one !== userId)]);
  return random.pick([
    () =>
      change(
        `plans that ${userId} is away`,
        availability,
        stream,
        (state, now) => {
          const at = (minutes: number) => new Date(now.getTime() + minutes * MINUTE).toISOString();
          return planAway(
            state,
            userId,
            { awayId, from: at(soon), to: at(soon + long), reason: null },
            now.toISOString(),
          );
        },
        n,
      ),
    () =>
      change(
        `calls ${userId} back`,
        availability,
        stream,
        (state, now) => cancelAway(state, userId, awayId, now.toISOString()),
        n,
      ),
    () => {
      const leavingOut = { statuses: [], olderThanDays: null, tags: [] };
      const capacity = most === null ? null : { maxOpenCases: most, leavingOut };
      return change(
        `gives ${userId} at most ${most}`,
        availability,
        stream,
        (state) => setCapacity(state, userId, capacity),
        n,
      );
    },
    () =>
      change(`teaches ${userId}`, availability, stream, (state) => setSkills(state, userId, knows ? [SKILL] : []), n),
    () => {
      const handOverId = HandOverId.parse(derivedId('hand-over', userId, n));
      const asked = { handOverId, to, reason: 'leaves', cases: 0 };
      return change(
        `hands over from ${userId} to ${to}`,
        availability,
        stream,
        (state) => requestHandOver(state, userId, asked),
        n,
      );
    },
  ])();
}
