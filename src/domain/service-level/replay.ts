import type { CaseEvent } from '../case/events.js';
import { type AccountId, type CaseId, streams } from '../ids.js';
import { allowedFor, type Clock, caseClock, type Schedule, type Timed } from './clock.js';
import { beginClock, elapseClock } from './elapse.js';
import { type ServiceLevel, Target } from './level.js';

/** What has become of a promise over many cases. */
export interface Outcome {
  readonly target: Target;
  readonly met: number;
  readonly missed: number;
  /** Neither: still to be done, or given up: closed without an answer, a duplicate. */
  readonly open: number;
  /** Of those that were answered or solved, in minutes of the calendar; none: there are none. */
  readonly medianMinutes: number | null;
}

/** What happens to a case that time goes by. */
export const movesClock = [
  'CaseCreated',
  'CaseAssigned',
  'CaseUnassigned',
  'CaseStatusChanged',
  'CaseReopened',
  'CasePriorityChanged',
  'CaseEmailAdded',
] as const satisfies CaseEvent['type'][];
/** What time does to a case follows from these. */
export const replayed = [...movesClock, 'CaseServiceLevelStarted'] as const;
type Replayed = Timed<Extract<CaseEvent, { type: (typeof replayed)[number] }>>;

/**
 * The cases of an account under a service level that it did not have: a fold over what really happened to them. What an
 * escalation would have changed in what people did, it does not know.
 */
export class Replay {
  private readonly clocks = new Map<CaseId, Clock>();
  private readonly began = new Map<CaseId, string>();
  private readonly used: Readonly<Record<Target, Map<CaseId, number>>> = {
    'first-response': new Map(),
    solution: new Map(),
  };

  constructor(
    private readonly accountId: AccountId,
    private readonly level: ServiceLevel,
    private readonly schedule: Schedule,
  ) {}

  take(event: Replayed): void {
    const { caseId } = event.data;
    if (event.type === 'CaseCreated') {
      if (event.data.accountId !== this.accountId || event.data.createdAt !== null) return;
    } else if (!this.clocks.has(caseId)) return;
    if (event.type === 'CaseServiceLevelStarted') {
      // When its message came stays; what was promised is what is asked about.
      this.began.set(caseId, event.data.startedAt);
      return;
    }
    // What is due at the same moment is looked at with what happens then, as it is in a case itself: an answer is in time.
    const clock = caseClock.evolve(this.upTo(caseId, justBefore(event.metadata.at)), event);
    if (clock) this.clocks.set(caseId, clock);
  }

  /** How it would have come out, up to a moment. */
  outcomes(now: string): { readonly cases: number; readonly outcomes: readonly Outcome[] } {
    const clocks = [...this.clocks.keys()].flatMap((caseId) => this.upTo(caseId, now) ?? []);
    const outcomes = Target.options.map((target) => {
      const promises = clocks
        .filter((clock) => allowedFor(clock, this.level, target) !== null || clock.promises[target].missed !== null)
        .map((clock) => clock.promises[target]);
      const missed = promises.filter((one) => one.missed !== null).length;
      const met = promises.filter((one) => one.missed === null && one.met !== null).length;
      const used = [...this.used[target].values()].sort((a, b) => a - b);
      const medianMinutes = used[Math.floor((used.length - 1) / 2)] ?? null;
      return { target, met, missed, open: promises.length - met - missed, medianMinutes };
    });
    return { cases: clocks.length, outcomes };
  }

  private upTo(caseId: CaseId, now: string): Clock | null {
    const clock = this.clocks.get(caseId) ?? null;
    const begun = clock?.started ? clock : this.begin(clock);
    return elapseClock(begun, this.schedule, now).reduce<Clock | null>((state, event) => {
      if (event.type === 'CaseServiceLevelMet') this.used[event.data.target].set(caseId, event.data.usedMinutes);
      // Nobody would have done what follows from a miss.
      const isTime = event.type.startsWith('CaseServiceLevel') || event.type === 'CaseDueTimesSet';
      return isTime ? caseClock.evolve(state, { ...event, metadata: { at: now } }) : state;
    }, begun);
  }

  private begin(clock: Clock | null): Clock | null {
    if (!clock) return null;
    const since = this.began.get(clock.caseId) ?? clock.createdAt;
    const promised = { stream: streams.mailAccount(this.accountId), revision: 0 };
    return beginClock(clock, { level: this.level, promised, since, receivedAt: since }).reduce<Clock | null>(
      (state, event) => caseClock.evolve(state, { ...event, metadata: { at: since } }),
      clock,
    );
  }
}

const justBefore = (at: string): string => new Date(Date.parse(at) - 1).toISOString();
