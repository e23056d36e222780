import { easings } from '../../domain/assignment/limits.js';
import type { AssignmentState } from '../../domain/assignment/state.js';
import {
  type Availability,
  availability,
  easeLimit,
  elapse,
  nextMoment,
} from '../../domain/availability/availability.js';
import { elapseTeam, type TeamAvailability, teamAvailability } from '../../domain/availability/team-availability.js';
import { type Case, caseDecider, findOverdue } from '../../domain/case/case.js';
import { type Position, START } from '../../domain/event.js';
import type { MailcaseEvent, RecordedAs } from '../../domain/events.js';
import { streams, type TeamId, type UserId } from '../../domain/ids.js';
import type { Deadline } from '../../projections/deadlines.js';
import type { Aggregates } from '../log/aggregates.js';
import type { EventLog } from '../log/event-log.js';
import type { Clock } from '../ports/clock.js';
import { WrongExpectedRevision } from '../ports/event-store.js';
import type { AloneWork } from './alone.js';

const ACTOR = 'system:timers';
/** Cases that are looked at together. */
const BATCH = 100;

const ofUsers = [
  'AwayPlanned',
  'AwayCancelled',
  'WorkingHoursSet',
  'CapacitySet',
  'RateSet',
  'UserSkillsSet',
  'AvailabilityBegan',
  'AvailabilityEnded',
  'LimitEased',
  'HandOverRequested',
  'HandOverFinished',
] as const;
const ofTeams = ['TeamWorkingHoursSet', 'TeamCapacitySet', 'TeamRateSet', 'TeamHoursBegan', 'TeamHoursEnded'] as const;
type Told = RecordedAs<(typeof ofUsers)[number] | (typeof ofTeams)[number]>;

/** What timers ask the read models. */
export interface DueWork {
  /** As the distribution sees it; none: nothing has happened yet. */
  rota(): Promise<AssignmentState | null>;
  /** The cases whose users will be late, the first one first. */
  deadlines(limit: number): Promise<readonly Deadline[]>;
}

/**
 * Time as events: writes down when somebody comes or goes by their plans, when a limit eases, and when a case is overdue,
 * so that no decision has to look at a clock. Each append names the revision that it was decided from and a moment of a
 * plan, so that two nodes, or one that begins again, write nothing twice; what was missed is caught up in order.
 */
export class Timers implements AloneWork {
  readonly name = 'timers';
  private readonly users = new Map<UserId, Availability>();
  private readonly teams = new Map<TeamId, TeamAvailability>();
  private position: Position = START;

  constructor(
    private readonly log: EventLog,
    private readonly aggregates: Aggregates,
    private readonly due: DueWork,
    private readonly clock: Clock,
  ) {}

  forget(): void {
    this.users.clear();
    this.teams.clear();
    this.position = START;
  }

  async run(signal: AbortSignal): Promise<Date | null> {
    await this.catchUp(signal);
    await this.comeAndGo(signal);
    const eases = await this.easeLimits(signal);
    const overdue = await this.findOverdue(signal);
    const now = this.now();
    const moments = [...this.users.values(), ...[...this.teams.values()].map((one) => ({ ...one, away: [] }))].map(
      (one) => nextMoment(one, now),
    );
    const [next] = [...moments, eases, overdue].filter((at) => at !== null).sort();
    return next === undefined ? null : new Date(next);
  }

  private now(): string {
    return this.clock.now().toISOString();
  }

  private async catchUp(signal: AbortSignal): Promise<void> {
    for await (const { events, checkpoint } of this.log.readAll(this.position, [...ofUsers, ...ofTeams])) {
      for (const event of events) this.take(event);
      this.position = checkpoint;
      if (signal.aborted) return;
    }
  }

  private take(event: Told): void {
    if ('userId' in event.data) {
      const { userId } = event.data;
      const state = this.users.get(userId) ?? availability.initialState();
      // Of those types the ones with a user are of users.
      this.users.set(userId, availability.evolve(state, event as RecordedAs<(typeof ofUsers)[number]>));
    } else {
      const { teamId } = event.data;
      const state = this.teams.get(teamId) ?? teamAvailability.initialState();
      // As above, of teams.
      this.teams.set(teamId, teamAvailability.evolve(state, event as RecordedAs<(typeof ofTeams)[number]>));
    }
  }

  /** All that one user or team has missed goes into one append: nobody is given a case for a day that is over. */
  private async comeAndGo(signal: AbortSignal): Promise<void> {
    const now = this.now();
    for (const [userId, state] of this.users) {
      if (signal.aborted) return;
      await this.write(streams.availability(userId), state.revision, elapse(state, userId, now));
    }
    for (const [teamId, state] of this.teams) {
      if (signal.aborted) return;
      await this.write(streams.teamAvailability(teamId), state.revision, elapseTeam(state, teamId, now));
    }
    await this.catchUp(signal);
  }

  /** When the next limit eases; none: nobody is kept by one that time alone would ease. */
  private async easeLimits(signal: AbortSignal): Promise<string | null> {
    const rota = await this.due.rota();
    if (!rota || (rota.countsGiven === 0 && !rota.countsHeld)) return null;
    const now = this.now();
    const ahead: string[] = [];
    for (const { userId, limit, at } of easings(rota)) {
      if (signal.aborted) return null;
      const state = this.users.get(userId) ?? availability.initialState();
      if (at > now) ahead.push(at);
      else await this.write(streams.availability(userId), state.revision, easeLimit(state, userId, { limit, at }));
    }
    await this.catchUp(signal);
    return ahead.sort()[0] ?? null;
  }

  /** When the next case will be overdue. */
  private async findOverdue(signal: AbortSignal): Promise<string | null> {
    const now = this.now();
    for (const { caseId, revision, dueAt } of await this.due.deadlines(BATCH)) {
      if (dueAt > now) return dueAt;
      if (signal.aborted) break;
      const decide = (state: Case) => findOverdue(state, revision, dueAt);
      const by = { actor: ACTOR, cause: `${caseId}@${revision} overdue` };
      await this.aggregates.change(caseDecider, streams.case(caseId), decide, by);
    }
    // Those behind them are looked at when these are gone from the read model, which rings.
    return null;
  }

  private async write(stream: string, revision: number, events: readonly MailcaseEvent[]): Promise<void> {
    const [first] = events;
    if (!first || !('at' in first.data)) return;
    try {
      await this.log.append({
        stream,
        expectedRevision: revision < 0 ? 'no-stream' : revision,
        events,
        by: { actor: ACTOR, cause: `${stream} ${first.data.at}` },
      });
    } catch (error) {
      // Somebody else wrote there: it is read, and decided again when this is rung for it.
      if (!(error instanceof WrongExpectedRevision)) throw error;
    }
  }
}
