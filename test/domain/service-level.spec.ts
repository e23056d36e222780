import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AROUND_THE_CLOCK, workingTimeOf } from '../../src/domain/calendar/working-time.js';
import type { CaseEvent, CasePriority, CaseStatus } from '../../src/domain/case/events.js';
import { fold } from '../../src/domain/decider.js';
import { CaseId, EmailId } from '../../src/domain/ids.js';
import { caseClock, type Schedule, type Timed } from '../../src/domain/service-level/clock.js';
import { beginClock, elapseClock } from '../../src/domain/service-level/elapse.js';
import { type ServiceLevel, USUAL_LEVEL } from '../../src/domain/service-level/level.js';
import { medianOf, rounded } from '../../src/domain/service-level/median.js';
import { Replay } from '../../src/domain/service-level/replay.js';
import { accountId, teamId, userId } from '../support/domain-builders.js';

const MINUTE = 60_000;
const BEGIN = Date.parse('2026-03-02T10:00:00.000Z');
const caseId = CaseId.parse('c1');
const [first, reply] = ['first', 'reply'].map((name) => EmailId.parse(name)) as [EmailId, EmailId];
const always: Schedule = { time: AROUND_THE_CLOCK, calendar: null };
const account = accountId('support');
const at = (minutes: number): string => new Date(BEGIN + minutes * MINUTE).toISOString();

type Fact = Timed<CaseEvent>;
const when = (minutes: number, event: CaseEvent): Fact => ({ ...event, metadata: { at: at(minutes) } });
const created = (minutes = 0): Fact =>
  when(minutes, {
    type: 'CaseCreated',
    data: {
      ...{ caseId, number: 1, subject: 'x', originalEmailId: first, threadId: null, accountId: account },
      ...{ teamId: teamId('support'), contact: null, mentions: null, status: 'New', createdAt: null, decision: null },
      links: { accountId: null, contactId: null, leadId: null, opportunityId: null },
    },
  });
const status = (minutes: number, from: CaseStatus, to: CaseStatus): Fact =>
  when(minutes, {
    type: 'CaseStatusChanged',
    data: { caseId, from, to, userId: null, teamId: null, duplicateOf: null, decision: null },
  });
const email = (minutes: number, emailId = reply, automatic: string | null = null): Fact =>
  when(minutes, {
    type: 'CaseEmailAdded',
    data: { caseId, emailId, direction: 'out', from: null, automatic, via: null, decision: null },
  });
const priority = (minutes: number, from: CasePriority, to: CasePriority): Fact =>
  when(minutes, { type: 'CasePriorityChanged', data: { caseId, from, to, reason: null } });

const beginning = (level: ServiceLevel) => ({
  level,
  promised: { stream: `mailAccount-${account}`, revision: 3 },
  since: at(-10_000),
  receivedAt: null,
});

/** The log of a case that a reaction looks at after each fact and at each of some minutes. */
function lived(facts: readonly Fact[], looks: readonly number[], level: ServiceLevel, schedule = always): Fact[] {
  const log: Fact[] = [];
  const look = (now: string) => {
    const clock = fold(caseClock, log);
    const begins = beginClock(clock, beginning(level));
    const begun = begins.reduce((state, event) => caseClock.evolve(state, { ...event, metadata: { at: now } }), clock);
    for (const event of [...begins, ...elapseClock(begun, schedule, now)])
      log.push({ ...event, metadata: { at: now } });
  };
  const moments = [...facts.map((fact) => fact.metadata.at), ...looks.map(at)].sort();
  let left = [...facts];
  for (const moment of moments) {
    const next = left.filter((fact) => fact.metadata.at <= moment);
    left = left.slice(next.length);
    log.push(...next);
    look(moment);
  }
  return log;
}

/** What became of the promises, in words. */
const told = (log: readonly Fact[]): string[] =>
  log.flatMap(({ type, data }) => {
    if (type === 'CaseServiceLevelWarned') return [`warned ${data.target} ${data.at.slice(11, 16)}`];
    if (type === 'CaseServiceLevelMissed') return [`missed ${data.target} ${data.at.slice(11, 16)}`];
    if (type === 'CaseServiceLevelMet') return [`${data.late ? 'late' : 'met'} ${data.target} ${data.usedMinutes}`];
    return type === 'CaseDueTimesSet' ? [data.because] : [];
  });

const level: ServiceLevel = { ...USUAL_LEVEL, firstResponseMinutes: 60, solutionMinutes: 120, warnAtPercent: 50 };
const assigned = when(1, {
  type: 'CaseAssigned',
  data: {
    ...{ caseId, number: 1, userId: userId('ana'), teamId: teamId('support'), previousUserId: null },
    ...{ previousTeamId: null, status: 'New', distribution: 'manual', explanation: null, tags: [], decision: null },
  },
});

describe('a case under a service level', () => {
  it.each<[string, Fact[], number[], string[]]>([
    [
      'is warned of and missed, each once',
      [created()],
      [30, 31, 60, 61, 119],
      ['started', 'warned first-response 10:30', 'missed first-response 11:00', 'warned solution 11:00'],
    ],
    [
      'is kept by an answer and by being closed',
      [created(), email(10), status(20, 'New', 'Closed')],
      [200],
      ['started', 'met first-response 10', 'met solution 20', 'solved'],
    ],
    [
      'is not answered by the message that made it',
      [created(), email(0, first)],
      [60],
      ['started', 'missed first-response 11:00', 'warned solution 11:00'],
    ],
    ['is not answered by an automatic reply', [created(), email(1, reply, 'auto-replied')], [10], ['started']],
    [
      'is answered late',
      [created(), email(70)],
      [60],
      ['started', 'missed first-response 11:00', 'warned solution 11:00', 'late first-response 70'],
    ],
    [
      'answered at the very moment is in time',
      [created(), email(60)],
      [],
      ['started', 'met first-response 60', 'warned solution 11:00'],
    ],
    [
      'stands still while it is Pending',
      [created(), email(1), status(30, 'New', 'Pending'), status(500, 'Pending', 'New')],
      [499, 580, 589, 590],
      ['started', 'met first-response 1', 'paused', 'resumed', 'warned solution 18:50', 'missed solution 19:50'],
    ],
    [
      'is not measured any more as a Duplicate',
      [created(), status(10, 'New', 'Duplicate')],
      [500],
      ['started', 'stopped'],
    ],
    [
      'goes on when it is opened again',
      [created(), email(1), status(20, 'New', 'Closed'), status(100, 'Closed', 'New')],
      [159, 200, 210],
      [
        'started',
        'met first-response 1',
        'met solution 20',
        'solved',
        'resumed',
        'warned solution 12:20',
        'missed solution 13:20',
      ],
    ],
    [
      'catches up in order what nobody looked at',
      [created()],
      [300],
      ['started', 'missed first-response 11:00', 'missed solution 12:00'],
    ],
  ])('%s', (_, facts, looks, expected) => {
    expect(told(lived(facts, looks, level))).toEqual(expected);
  });

  it('is measured by what people think of it, and is missed at once where that is over already', () => {
    const urgent = {
      ...level,
      byPriority: [{ priority: 'Urgent' as const, firstResponseMinutes: 5, solutionMinutes: null }],
    };
    expect(told(lived([created(), priority(10, 'Normal', 'Urgent')], [11], urgent))).toEqual([
      'started',
      'missed first-response 10:05',
      'priority',
    ]);
  });

  it('nothing of a closed case is missed because of another priority', () => {
    const urgent = {
      ...level,
      byPriority: [{ priority: 'Urgent' as const, firstResponseMinutes: 1, solutionMinutes: 1 }],
    };
    const facts = [created(), email(5), status(20, 'New', 'Closed'), priority(30, 'Normal', 'Urgent')];
    expect(told(lived(facts, [31], urgent))).toEqual(['started', 'met first-response 5', 'met solution 20', 'solved']);
  });

  it('a miss raises the priority and hands the case on, in one decision', () => {
    const escalation = { ...level.escalation, raiseTo: 'High' as const, redistribute: true, userIds: [userId('eva')] };
    const log = lived([created(), assigned], [60], { ...level, solutionMinutes: null, escalation });
    const miss = log.findIndex(({ type }) => type === 'CaseServiceLevelMissed');
    expect(log.slice(miss, miss + 3).map(({ type, data }) => ({ type, data }))).toMatchObject([
      { data: { userIds: ['eva', 'ana'], usedMinutes: 60, allowedMinutes: 60 } },
      { type: 'CasePriorityChanged', data: { from: 'Normal', to: 'High', reason: 'service-level' } },
      { type: 'CaseUnassigned', data: { userId: 'ana', redistribute: true, reason: 'service-level' } },
    ]);
  });

  it.each([
    ['when its message came', at(-30), at(-600), at(-30)],
    ['not before that was promised', at(-30), at(-10), at(-10)],
    ['with the case, where its message has the time of a clock that is ahead', at(5), at(-600), at(0)],
  ])('begins %s', (_, receivedAt, since, startedAt) => {
    const clock = fold(caseClock, [created()]);
    expect(beginClock(clock, { ...beginning(level), receivedAt, since })).toMatchObject([{ data: { startedAt } }]);
  });
});

const office = workingTimeOf({
  hours: {
    timeZone: 'Europe/Ljubljana',
    days: Array.from({ length: 7 }, (_, n) => (n < 5 ? [{ from: '08:00', to: '16:00' }] : [])),
  },
  holidays: [{ date: '2026-03-03', name: 'x' }],
});
const step = fc.oneof(
  fc.constantFrom<CaseStatus>('New', 'Assigned', 'Pending', 'Closed', 'Rejected', 'Duplicate').map((to) => ({ to })),
  fc.constant({ answer: true }),
  fc.constantFrom<CasePriority>('Low', 'Normal', 'Urgent').map((wanted) => ({ wanted })),
);
const life = fc.array(fc.tuple(fc.nat(3_000), step), { maxLength: 12 }).map((steps) => {
  let is: CaseStatus = 'New';
  let prio: CasePriority = 'Normal';
  return [created()].concat(
    [...steps]
      .sort(([a], [b]) => a - b)
      .flatMap(([minutes, one]) => {
        if ('answer' in one) return [email(minutes)];
        if ('to' in one) {
          const from = is;
          is = one.to;
          return from === one.to ? [] : [status(minutes, from, one.to)];
        }
        const from = prio;
        prio = one.wanted;
        return from === one.wanted ? [] : [priority(minutes, from, one.wanted)];
      }),
  );
});

describe('whatever happens to a case', () => {
  const schedule: Schedule = { time: office, calendar: { stream: 'calendar-office', revision: 0 } };
  const some = {
    ...level,
    byPriority: [{ priority: 'Urgent' as const, firstResponseMinutes: 20, solutionMinutes: 45 }],
  };

  it('each promise is warned of, missed and met at most once, and told again there is nothing to tell', () => {
    fc.assert(
      fc.property(life, fc.array(fc.nat(4_000), { maxLength: 8 }), (facts, looks) => {
        const log = lived(facts, looks, some, schedule);
        const once = log.flatMap(({ type, data }) => ('target' in data ? [`${type} ${data.target}`] : []));
        expect(once).toEqual([...new Set(once)]);
        const last = [...facts.map(({ metadata }) => metadata.at), ...looks.map(at)].sort().at(-1) ?? at(0);
        expect(elapseClock(fold(caseClock, log), schedule, last)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('an answer at the moment at which it is due is in time, in a replay as well', () => {
    const facts = [created(), email(60)];
    expect(told(lived(facts, [61], { ...level, solutionMinutes: null }))).toEqual(['started', 'met first-response 60']);
    const replay = new Replay(account, { ...level, solutionMinutes: null }, always);
    for (const fact of facts) replay.take(fact as Parameters<Replay['take']>[0]);
    expect(replay.outcomes(at(61)).outcomes[0]).toMatchObject({ target: 'first-response', met: 1, missed: 0 });
  });

  it('a replay of the level that it had comes out as it did', () => {
    fc.assert(
      fc.property(life, (facts) => {
        const log = lived(facts, [4_000], some, schedule);
        const replay = new Replay(account, some, schedule);
        for (const fact of facts) {
          // These are all among those that a replay takes.
          replay.take(fact as Parameters<Replay['take']>[0]);
        }
        const { outcomes } = replay.outcomes(at(4_000));
        for (const { target, missed } of outcomes) {
          const really = log.filter(({ type, data }) => type === 'CaseServiceLevelMissed' && data.target === target);
          expect(missed).toBe(really.length);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('a median of counted minutes', () => {
  it.each([
    [[], null],
    [[7], 7],
    [[1, 2, 3], 2],
    [[10, 20, 30, 1_000], 20],
    [[1_234, 1_234, 1_234], 1_200],
  ])('of %j is %s', (numbers, median) => {
    const counts: Record<string, number> = {};
    for (const one of numbers.map(rounded)) counts[one] = (counts[one] ?? 0) + 1;
    expect(medianOf(counts)).toBe(median);
  });
});
