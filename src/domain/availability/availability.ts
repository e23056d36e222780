import type { Decider } from '../decider.js';
import { Invalid, NotFound, Rejected } from '../errors.js';
import type { UserId } from '../ids.js';
import { nextBoundary, type Presence, presenceAt } from './boundaries.js';
import type { AvailabilityEvent, AwayId, Capacity, HandOverId, Rate, WorkingHours } from './events.js';
import { checkTimeZone } from './wall-clock.js';

export interface AwayPeriod {
  readonly awayId: AwayId;
  readonly from: string;
  readonly to: string;
  readonly reason: string | null;
}

export interface HandOver {
  readonly handOverId: HandOverId;
  readonly to: UserId | null;
  readonly reason: string;
  /** How many open cases they had when it was asked for. */
  readonly cases: number;
  readonly finished: boolean;
}

/** When a user is there, how much they can have, and what they can do. */
export interface Availability {
  readonly away: readonly AwayPeriod[];
  readonly hours: WorkingHours | null;
  readonly capacity: Capacity | null;
  readonly rate: Rate | null;
  readonly skills: readonly string[];
  /** As the log says it. */
  readonly presence: Presence;
  /** Up to here the log says what the plans say; none: there are none. */
  readonly reached: string | null;
  /** Limits have eased up to here. */
  readonly eased: string | null;
  /** The latest; older ones are done. */
  readonly handOver: HandOver | null;
  readonly revision: number;
}

/** A fact, and when it was recorded where that is known: before that its plans say nothing. */
export type Told<E> = E & { readonly metadata?: { readonly at: string } };

export const availability: Decider<Availability, Told<AvailabilityEvent>> = {
  initialState: () => ({
    away: [],
    hours: null,
    capacity: null,
    rate: null,
    skills: [],
    presence: null,
    reached: null,
    eased: null,
    handOver: null,
    revision: -1,
  }),
  evolve(before, { type, data, metadata }) {
    const state = { ...before, revision: before.revision + 1 };
    const planned = { ...state, reached: latest(state.reached, metadata?.at) };
    switch (type) {
      case 'AwayPlanned': {
        const { userId: _, ...period } = data;
        return { ...planned, away: [...state.away, period] };
      }
      case 'AwayCancelled':
        return { ...planned, away: state.away.filter(({ awayId }) => awayId !== data.awayId) };
      case 'WorkingHoursSet':
        return { ...planned, hours: data.hours };
      case 'CapacitySet':
        return { ...state, capacity: data.capacity };
      case 'RateSet':
        return { ...state, rate: data.rate };
      case 'UserSkillsSet':
        return { ...state, skills: data.skills };
      case 'AvailabilityBegan':
        return reach(state, data.at, null);
      case 'AvailabilityEnded':
        return reach(state, data.at, data.reason);
      case 'LimitEased':
        return { ...state, eased: data.at };
      case 'HandOverRequested': {
        const { userId: _, ...handOver } = data;
        return { ...state, handOver: { ...handOver, finished: false } };
      }
      case 'HandOverFinished':
        return { ...state, handOver: state.handOver && { ...state.handOver, finished: true } };
    }
  },
};

export const latest = (a: string | null, b: string | undefined): string | null =>
  a === null || (b !== undefined && b > a) ? (b ?? a) : a;

/** Periods that are over are of no use any more. */
function reach(state: Availability, at: string, presence: Presence): Availability {
  return { ...state, presence, reached: at, away: state.away.filter(({ to }) => to > at) };
}

/** Periods that somebody can have planned at once. */
const MAX_AWAY = 100;
/** How far ahead one can be planned, and how long it can be. */
const MAX_YEARS = 5;

export function planAway(
  state: Availability,
  userId: UserId,
  { awayId, from, to, reason }: AwayPeriod,
  now: string,
): AvailabilityEvent[] {
  if (from >= to) throw new Invalid([{ path: 'to', message: 'is not after `from`' }]);
  if (to <= now) throw new Invalid([{ path: 'to', message: 'is in the past' }]);
  const furthest = new Date(Date.parse(now));
  furthest.setUTCFullYear(furthest.getUTCFullYear() + MAX_YEARS);
  if (to > furthest.toISOString())
    throw new Invalid([{ path: 'to', message: `is more than ${MAX_YEARS} years ahead` }]);
  const planned = state.away.filter((one) => one.to > now);
  if (planned.some((one) => one.from === from && one.to === to && one.reason === reason)) return [];
  if (planned.length >= MAX_AWAY) throw new Rejected('too-many-periods', `At most ${MAX_AWAY} periods can be planned.`);
  return withPresence(state, userId, [{ type: 'AwayPlanned', data: { userId, awayId, from, to, reason } }], now);
}

export function cancelAway(state: Availability, userId: UserId, awayId: AwayId, now: string): AvailabilityEvent[] {
  if (!state.away.some((one) => one.awayId === awayId)) throw new NotFound('period', awayId);
  return withPresence(state, userId, [{ type: 'AwayCancelled', data: { userId, awayId } }], now);
}

export function setHours(
  state: Availability,
  userId: UserId,
  hours: WorkingHours | null,
  now: string,
): AvailabilityEvent[] {
  checkHours(hours);
  if (same(state.hours, hours)) return [];
  return withPresence(state, userId, [{ type: 'WorkingHoursSet', data: { userId, hours } }], now);
}

/** @throws Invalid where the zone is unknown, or hours overlap or end before they begin */
export function checkHours(hours: WorkingHours | null): void {
  if (hours === null) return;
  checkTimeZone(hours.timeZone, 'hours.timeZone');
  for (const [day, intervals] of hours.days.entries()) {
    let last = '00:00';
    for (const [n, { from, to }] of intervals.entries()) {
      const path = `hours.days.${day}.${n}`;
      if (from >= to) throw new Invalid([{ path, message: `ends at ${to}, not after ${from}` }]);
      if (from < last) throw new Invalid([{ path, message: `begins at ${from}, before the one before it ends` }]);
      last = to;
    }
  }
}

export function setCapacity(state: Availability, userId: UserId, capacity: Capacity | null): AvailabilityEvent[] {
  return same(state.capacity, capacity) ? [] : [{ type: 'CapacitySet', data: { userId, capacity } }];
}

export function setRate(state: Availability, userId: UserId, rate: Rate | null): AvailabilityEvent[] {
  return same(state.rate, rate) ? [] : [{ type: 'RateSet', data: { userId, rate } }];
}

export function setSkills(state: Availability, userId: UserId, skills: readonly string[]): AvailabilityEvent[] {
  const wanted = [...new Set(skills)].sort();
  return same(state.skills, wanted) ? [] : [{ type: 'UserSkillsSet', data: { userId, skills: wanted } }];
}

/** What changed may make somebody come or go at this very moment. */
function withPresence(
  state: Availability,
  userId: UserId,
  changed: readonly AvailabilityEvent[],
  now: string,
): AvailabilityEvent[] {
  const after = changed.reduce(availability.evolve, state);
  const presence = presenceAt(after, now);
  return presence === state.presence ? [...changed] : [...changed, becomes(userId, presence, now)];
}

function becomes(userId: UserId, presence: Presence, at: string): AvailabilityEvent {
  return presence === null
    ? { type: 'AvailabilityBegan', data: { userId, at } }
    : { type: 'AvailabilityEnded', data: { userId, reason: presence, at } };
}

/** What is further back than this, after a service has stood still, is not gone through one by one. */
const CAUGHT_UP = 35 * 24 * 60 * 60_000;
/** Clocks of nodes may differ by so much; one that is further back than the log was put right. */
const SKEW = 5 * 60_000;

/**
 * The boundaries that lie behind the log and not behind `now`, in order: what a timer has to write. Told again, nothing.
 * Where the log is ahead of the clock, the clock was wrong and is right now: from here it is as the plans say now.
 */
export function elapse(state: Availability, userId: UserId, now: string): AvailabilityEvent[] {
  const moments = elapsed(state, state.presence, state.reached, now);
  return moments.map(({ at, presence }) => becomes(userId, presence, at));
}

/** The same for whatever has plans, and was last told about at `reached`. */
export function elapsed(
  plans: Pick<Availability, 'away' | 'hours'>,
  presence: Presence,
  reached: string | null,
  now: string,
): { readonly at: string; readonly presence: Presence }[] {
  const ahead = reached !== null && Date.parse(reached) - Date.parse(now) > SKEW;
  const forgotten = reached === null || Date.parse(now) - Date.parse(reached) > CAUGHT_UP;
  if (ahead || forgotten) {
    const is = presenceAt(plans, now);
    return is === presence ? [] : [{ at: now, presence: is }];
  }
  let last = presenceAt(plans, reached);
  const moments = last === presence ? [] : [{ at: reached, presence: last }];
  for (let next = nextBoundary(plans, reached); next && next.at <= now; next = nextBoundary(plans, next.at)) {
    if (next.presence !== last) moments.push(next);
    last = next.presence;
  }
  return moments;
}

/** When time will next change something; none: never. */
export function nextMoment(
  state: Pick<Availability, 'away' | 'hours' | 'presence' | 'reached'>,
  now: string,
): string | null {
  const is = presenceAt(state, now);
  if (is !== state.presence) return now;
  return nextBoundary(state, now)?.at ?? null;
}

export function easeLimit(
  state: Availability,
  userId: UserId,
  eased: { readonly limit: 'capacity' | 'rate'; readonly at: string },
): AvailabilityEvent[] {
  if (state.eased !== null && state.eased >= eased.at) return [];
  return [{ type: 'LimitEased', data: { userId, ...eased } }];
}

export function requestHandOver(
  state: Availability,
  userId: UserId,
  asked: Omit<HandOver, 'finished'>,
): AvailabilityEvent[] {
  if (asked.to === userId) throw new Invalid([{ path: 'to', message: 'is the user themselves' }]);
  if (state.handOver && !state.handOver.finished) {
    throw new Rejected('hand-over-under-way', 'Their cases are being handed over already.');
  }
  return [{ type: 'HandOverRequested', data: { userId, ...asked } }];
}

export function finishHandOver(state: Availability, userId: UserId, handOverId: HandOverId): AvailabilityEvent[] {
  const { handOver } = state;
  if (handOver?.handOverId !== handOverId || handOver.finished) return [];
  return [{ type: 'HandOverFinished', data: { userId, handOverId } }];
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
