import type { Decider } from '../decider.js';
import type { TeamId } from '../ids.js';
import { checkHours, elapsed, latest, type Told } from './availability.js';
import { presenceAt } from './boundaries.js';
import type { Capacity, Rate, TeamAvailabilityEvent, WorkingHours } from './events.js';

/** What a team says for those of its members who have nothing of their own. */
export interface TeamAvailability {
  readonly hours: WorkingHours | null;
  readonly capacity: Capacity | null;
  readonly rate: Rate | null;
  /** As the log says it. */
  readonly presence: 'outside-hours' | null;
  readonly reached: string | null;
  readonly revision: number;
}

export const teamAvailability: Decider<TeamAvailability, Told<TeamAvailabilityEvent>> = {
  initialState: () => ({ hours: null, capacity: null, rate: null, presence: null, reached: null, revision: -1 }),
  evolve(before, { type, data, metadata }) {
    const state = { ...before, revision: before.revision + 1 };
    switch (type) {
      case 'TeamWorkingHoursSet':
        return { ...state, hours: data.hours, reached: latest(state.reached, metadata?.at) };
      case 'TeamCapacitySet':
        return { ...state, capacity: data.capacity };
      case 'TeamRateSet':
        return { ...state, rate: data.rate };
      case 'TeamHoursBegan':
        return { ...state, presence: null, reached: data.at };
      case 'TeamHoursEnded':
        return { ...state, presence: 'outside-hours', reached: data.at };
    }
  },
};

export function setTeamHours(
  state: TeamAvailability,
  teamId: TeamId,
  hours: WorkingHours | null,
  now: string,
): TeamAvailabilityEvent[] {
  checkHours(hours);
  if (same(state.hours, hours)) return [];
  const open = presenceAt({ hours, away: [] }, now) === null;
  const changed: TeamAvailabilityEvent = { type: 'TeamWorkingHoursSet', data: { teamId, hours } };
  return open === (state.presence === null) ? [changed] : [changed, becomes(teamId, open, now)];
}

export function setTeamCapacity(
  state: TeamAvailability,
  teamId: TeamId,
  capacity: Capacity | null,
): TeamAvailabilityEvent[] {
  return same(state.capacity, capacity) ? [] : [{ type: 'TeamCapacitySet', data: { teamId, capacity } }];
}

export function setTeamRate(state: TeamAvailability, teamId: TeamId, rate: Rate | null): TeamAvailabilityEvent[] {
  return same(state.rate, rate) ? [] : [{ type: 'TeamRateSet', data: { teamId, rate } }];
}

/** As of a user: the boundaries that lie behind the log and not behind `now`. */
export function elapseTeam(state: TeamAvailability, teamId: TeamId, now: string): TeamAvailabilityEvent[] {
  const moments = elapsed({ hours: state.hours, away: [] }, state.presence, state.reached, now);
  return moments.map(({ at, presence }) => becomes(teamId, presence === null, at));
}

const becomes = (teamId: TeamId, open: boolean, at: string): TeamAvailabilityEvent => ({
  type: open ? 'TeamHoursBegan' : 'TeamHoursEnded',
  data: { teamId, at },
});

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
