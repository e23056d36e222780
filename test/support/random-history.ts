import fc from 'fast-check';
import { isOpen } from '../../src/domain/case/events.js';
import type { DomainWorld } from './domain-world.js';
import {
  activated,
  assigns,
  beforeCarriedOut,
  copy,
  deactivated,
  email,
  givesBack,
  joins,
  leaves,
  marksDuplicate,
  requestsCase,
  type Step,
  sets,
  takesBack,
  whileDecided,
} from './given.js';

const PEOPLE = ['ana', 'bor', 'cene', 'dana'];
const TEAMS = ['support', 'sales'];
const POSITIONS = [null, null, 'agent'];
const SENDERS = [
  'maja@outside.example',
  'jan@outside.example',
  'ana@people.company.example',
  'support@company.example',
];
const NAMES = [...'abcdefghijklmnop'];

/** What may happen in a company, in any order; what its rules refuse does not happen. */
export interface Happening {
  readonly words: string;
  readonly step: Step;
}

const one = fc.constantFrom;
const rarely = <T>(what: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: 1, arbitrary: what }, { weight: 5, arbitrary: fc.constant(null) });
const happening = (words: string, step: Step): Happening => ({ words, step: unlessRefused(step) });

export const comingAndGoing: fc.Arbitrary<Happening> = fc.oneof(
  one(...PEOPLE).map((name) => happening(`${name} is deactivated`, deactivated(name))),
  one(...PEOPLE).map((name) => happening(`${name} is activated`, activated(name))),
  fc
    .tuple(one(...TEAMS), one(...PEOPLE), one(...POSITIONS))
    .map(([team, name, position]) => happening(`${name} joins ${team} as ${position}`, joins(team, name, position))),
  fc
    .tuple(one(...TEAMS), one(...PEOPLE))
    .map(([team, name]) => happening(`${name} leaves ${team}`, leaves(team, name))),
);

const message: fc.Arbitrary<Happening> = fc
  .record({
    name: one(...NAMES),
    from: one(...SENDERS),
    re: fc.option(one(...NAMES), { nil: undefined, freq: 2 }),
    references: fc.array(one(...NAMES), { maxLength: 2 }),
    automatic: rarely(fc.constant('list')),
    account: fc.oneof({ weight: 5, arbitrary: one(...TEAMS) }, { weight: 1, arbitrary: fc.constant(null) }),
    tag: rarely(fc.integer({ min: 1, max: 4 })),
  })
  .map(({ name, tag, re, ...mail }) => {
    const subject = tag === null ? 'A matter' : `[#${tag}] a matter`;
    const step = email(name, { ...mail, ...(re === undefined ? {} : { re }), subject, as: `${name} by ${mail.from}` });
    return happening(`${name} arrives ${JSON.stringify({ re, tag, ...mail })}`, once(`${name} by ${mail.from}`, step));
  });

const delivered: fc.Arbitrary<Happening> = fc
  .tuple(one(...NAMES), one(...SENDERS), one(...TEAMS))
  .map(([name, from, team]) => happening(`${name} reaches ${team} too`, copy(`${name} by ${from}`, team)));

/** Work on the nth case, or none where there are no cases. */
const work = (words: string, act: (number: number, world: DomainWorld) => Step): fc.Arbitrary<Happening> =>
  fc.nat({ max: 7 }).map((n) =>
    happening(`${words} (${n})`, (world) => {
      const cases = world.numbered();
      const found = cases[n % Math.max(1, cases.length)];
      if (found) act(found.number, world)(world);
    }),
  );

const workOnCases: fc.Arbitrary<Happening> = fc.oneof(
  one(...PEOPLE).chain((name) => work(`assigned to ${name}`, (n) => assigns(n, name))),
  fc
    .tuple(one(...PEOPLE), one(...TEAMS))
    .chain(([name, team]) => work(`assigned to ${name} in ${team}`, (n) => assigns(n, name, team))),
  work('taken back', takesBack),
  work('given back', givesBack),
  one('Closed' as const, 'Rejected' as const, 'Pending' as const, 'Assigned' as const, 'New' as const).chain((status) =>
    work(`set to ${status}`, (n) => sets(n, status)),
  ),
  fc.nat({ max: 3 }).chain((m) => work(`duplicate of ${m + 1}`, (n) => marksDuplicate(n, m + 1))),
);

const byHand = fc
  .tuple(one(...TEAMS), one('round-robin' as const, 'less-busy' as const, 'none' as const))
  .map(([team, distribution]) =>
    happening(`a case by hand for ${team}, ${distribution}`, requestsCase('A call', { team, distribution })),
  );

const simple = fc.oneof(
  { weight: 6, arbitrary: message },
  { weight: 2, arbitrary: delivered },
  { weight: 4, arbitrary: workOnCases },
  { weight: 3, arbitrary: comingAndGoing },
  { weight: 1, arbitrary: byHand },
);

/** Something that asks routing for a decision, and others that happen before it is in the log or carried out. */
const inBetween: fc.Arbitrary<Happening> = fc
  .tuple(one(whileDecided, beforeCarriedOut), simple, fc.array(fc.oneof(workOnCases, comingAndGoing), { maxLength: 2 }))
  .map(([between, first, meanwhile]) => ({
    words: `${first.words}, and before that is done: ${meanwhile.map(({ words }) => words).join(', ')}`,
    step: (world) => {
      first.step(world);
      if (world.decide()) between(() => undefined, ...meanwhile.map(({ step }) => step))(world);
      else for (const { step } of meanwhile) step(world);
    },
  }));

/** Everything that may happen. */
export const anyHappening: fc.Arbitrary<Happening> = fc
  .oneof({ weight: 4, arbitrary: simple }, { weight: 1, arbitrary: inBetween })
  .map((one) => Object.assign(one, { [fc.toStringMethod]: () => one.words }));

/** How many open cases each user has, counted from the cases themselves. */
export function countOpenCases(world: DomainWorld): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { assignee, status } of world.numbered()) {
    if (assignee !== null && isOpen(status)) counts.set(assignee, (counts.get(assignee) ?? 0) + 1);
  }
  return counts;
}

/** A rule that says no changes nothing, and what is not there cannot be worked on. */
function unlessRefused(step: Step): Step {
  return (world) => {
    try {
      step(world);
    } catch (error) {
      if (!(error instanceof Error) || !REFUSALS.some((words) => words.test(`${error.name}: ${error.message}`)))
        throw error;
    }
  };
}
const REFUSALS = [/^(NotFound|Rejected|Invalid):/, /there is no (case|message)/];

/** The same e-mail is received once; again it would be a delivery. */
function once(name: string, step: Step): Step {
  return (world) => {
    if (!world.emails.has(name)) step(world);
  };
}
