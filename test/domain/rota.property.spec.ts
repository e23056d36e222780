import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RecordedEvent } from '../../src/domain/events.js';
import type { DomainWorld } from '../support/domain-world.js';
import {
  account,
  assigns,
  closes,
  given,
  givesBack,
  newCase,
  type Step,
  team,
  whileDecided,
} from '../support/given.js';
import { comingAndGoing, type Happening } from '../support/random-history.js';

/** Cases for everybody in support, or only for those with the position `agent`. */
const arrival = fc
  .tuple(fc.constantFrom('support', 'agents'), fc.nat({ max: 1e9 }))
  .map(([account, n]): Happening => ({ words: `a case for ${account}`, step: newCase(n, account) }));

const byHand = fc
  .tuple(
    fc.constantFrom('ana', 'bor', 'cene'),
    fc.integer({ min: 1, max: 9 }),
    fc.constantFrom(assigns, closes, givesBack),
  )
  .map(([name, n, act]): Happening => ({ words: `${act.name} ${n}`, step: (world) => onCase(world, n, act(n, name)) }));

const onCase = (world: DomainWorld, n: number, step: Step) => {
  const found = world.numbered().find(({ number }) => number === n);
  if (found?.status === 'Assigned' || found?.status === 'New') step(world);
};

const between = fc.tuple(arrival, comingAndGoing).map(
  ([first, meanwhile]): Happening => ({
    words: `${first.words}; meanwhile ${meanwhile.words}`,
    step: whileDecided(first.step, meanwhile.step),
  }),
);

const history = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: arrival },
    { weight: 3, arbitrary: comingAndGoing },
    { weight: 1, arbitrary: byHand },
    { weight: 1, arbitrary: between },
  ),
  { maxLength: 40, size: 'max' },
);

const company = [
  team('support', ['ana', 'bor: agent', 'cene: agent']),
  account('agents', { team: 'support', position: 'agent' }),
];

/** Who is in support, active and of a position, by a fold of its own. */
class Rota {
  readonly active = new Set<string>();
  readonly positions = new Map<string, string | null>();
  /** Where in the log each had a turn last, or joined, or came back. */
  readonly marks = new Map<string, number>();

  eligible(position: string | null): string[] {
    return [...this.positions].flatMap(([name, has]) =>
      this.active.has(name) && (position === null || position === has) ? [name] : [],
    );
  }

  /** Says whether the members or what makes them eligible changed. */
  take({ type, data }: RecordedEvent, at: number): boolean {
    if (type === 'UserRegistered' || type === 'UserActivated') this.active.add(data.userId);
    else if (type === 'UserDeactivated') this.active.delete(data.userId);
    else if (!('teamId' in data) || data.teamId !== 'support') return false;
    else if (type === 'TeamMemberAdded' || type === 'TeamMemberPositionSet')
      this.positions.set(data.userId, data.position);
    else if (type === 'TeamMemberRemoved') this.positions.delete(data.userId);
    else return false;
    if (type === 'UserActivated' || type === 'TeamMemberAdded') this.marks.set(data.userId, at);
    return true;
  }
}

interface Turn {
  readonly name: string;
  /** Index in the log. */
  readonly at: number;
  readonly eligible: readonly string[];
  /** How often what makes members eligible had changed before. */
  readonly era: number;
}

/** Every turn that the round-robin of support gave, with those who were eligible for it as of its decision. */
function turnsOf(log: readonly RecordedEvent[]): { turns: Turn[]; marks: Map<string, number>[] } {
  const rota = new Rota();
  const places = new Map(log.map(({ stream, revision }, at) => [`${stream}@${revision}`, at]));
  const snapshots: { eligible: Record<string, readonly string[]>; era: number }[] = [];
  const turns: Turn[] = [];
  const marks: Map<string, number>[] = [];
  let era = 0;
  for (const [at, event] of log.entries()) {
    if (rota.take(event, at)) era++;
    snapshots.push({ eligible: { all: rota.eligible(null), agent: rota.eligible('agent') }, era });
    const routed = event.type === 'EmailRouted' || event.type === 'CaseRouted' ? event.data : null;
    const name = routed?.assignment?.userId;
    if (!routed?.asOf || !name) continue;
    const seen = snapshots[places.get(`${routed.asOf.stream}@${routed.asOf.revision}`) ?? -1];
    const candidates = routed.assignment?.explanation.candidates ?? [];
    const narrowed = candidates.some(({ because }) => because === 'other-position');
    const eligible = seen?.eligible[narrowed ? 'agent' : 'all'] ?? [];
    marks.push(new Map(rota.marks));
    turns.push({ name, at, eligible, era: seen?.era ?? -1 });
    rota.marks.set(name, at);
  }
  return { turns, marks };
}

function run(happenings: readonly Happening[]): readonly RecordedEvent[] {
  const { world } = given(...company);
  const refusable: Step[] = happenings.map(({ step }) => step);
  for (const step of refusable) {
    step(world);
    world.route();
  }
  return world.log;
}

test('nobody gets two turns while somebody who was eligible for the second has had none in between', () => {
  let turnsSeen = 0;
  fc.assert(
    fc.property(history, (happenings) => {
      const { turns, marks } = turnsOf(run(happenings));
      turnsSeen += turns.length;
      for (const [n, second] of turns.entries()) {
        expect(second.eligible).toContain(second.name);
        const first = turns.slice(0, n).findLast(({ name }) => name === second.name);
        if (!first) continue;
        for (const other of second.eligible.filter((name) => name !== second.name)) {
          expect(marks[n]?.get(other) ?? -1, `${other} since ${first.at}, at ${second.at}`).toBeGreaterThan(first.at);
        }
      }
    }),
    { numRuns: 400 },
  );
  expect(turnsSeen).toBeGreaterThan(1_000);
});

test('between two changes of the eligible members any two of them differ by at most one', () => {
  fc.assert(
    fc.property(history, (happenings) => {
      let stretch = '';
      let counts = new Map<string, number>();
      for (const { name, eligible, era } of turnsOf(run(happenings)).turns) {
        const now = `${era}: ${eligible.join()}`;
        if (now !== stretch) counts = new Map(eligible.map((one) => [one, 0]));
        stretch = now;
        counts.set(name, (counts.get(name) ?? 0) + 1);
        expect(Math.max(...counts.values()) - Math.min(...counts.values()), stretch).toBeLessThanOrEqual(1);
      }
    }),
    { numRuns: 400 },
  );
});
