import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NO_RULE } from '../../src/domain/assignment/rule.js';
import { importCase } from '../../src/domain/case/case.js';
import { type CaseStatus, noLinks } from '../../src/domain/case/events.js';
import { type ImportedCase, importedCaseIdOf } from '../../src/domain/case/imported.js';
import { derivedEventId, IMPORTER } from '../../src/domain/event.js';
import { streams } from '../../src/domain/ids.js';
import { initialRouting } from '../../src/domain/routing/state.js';
import { caseNode, type IndexDocument } from '../../src/domain/routing/thread-index.js';
import { rule, userId } from '../support/domain-builders.js';
import { type DomainWorld, indexChangesOf, routingAfter } from '../support/domain-world.js';
import {
  assigned,
  assigns,
  closes,
  email,
  given,
  hasStatus,
  newCase,
  type Step,
  sets,
  team,
  unassigned,
} from '../support/given.js';
import { anyHappening, countOpenCases } from '../support/random-history.js';

const support = team('support', ['ana', 'bor']);

interface Told {
  readonly number?: number | null;
  readonly status?: CaseStatus;
  readonly user?: string | null;
  readonly upTo?: number;
  readonly subject?: string;
  readonly priority?: 'Normal' | 'High';
  readonly people?: readonly string[];
  readonly ruleOf?: string;
  readonly notes?: readonly string[];
}

const told = (id: string, { number = 7, status = 'New', user = null, upTo = 0, ...more }: Told): ImportedCase => ({
  caseId: importedCaseIdOf('espocrm', id),
  source: 'espocrm',
  foreignId: id,
  number,
  numbersUpTo: upTo,
  subject: more.subject ?? `Matter ${id}`,
  description: '',
  status,
  priority: more.priority ?? 'Normal',
  userId: user === null ? null : userId(user),
  accountId: null,
  rule: more.ruleOf === undefined ? NO_RULE : rule({ team: more.ruleOf }),
  people: [...(more.people ?? [])],
  links: noLinks,
  createdAt: '2024-05-06T07:08:09.000Z',
});

/** Another system says this of a case, for the first time or again. */
const brings =
  (id: string, what: Told = {}): Step =>
  (world) => {
    const it = told(id, what);
    const notes = (what.notes ?? []).map((text) => ({ noteId: text, text, by: 'Ana', writtenAt: null }));
    const stream = streams.case(it.caseId);
    const events = importCase(world.caseState(it.caseId), it, notes);
    world.append(stream, events, (n) => derivedEventId(IMPORTER, `${world.log.length}`, stream, 'case', n));
  };

const stateOf = (world: DomainWorld, id: string) => {
  const state = world.caseState(importedCaseIdOf('espocrm', id));
  if (state.phase !== 'created') throw new Error(`${id} is not there`);
  return state;
};

describe('a case of another system', () => {
  test('keeps its number, its status and its user; the distribution has no part in it', () => {
    given(support)
      .when(brings('a', { number: 41, user: 'ana', ruleOf: 'support' }), brings('b', { number: 40, ruleOf: 'support' }))
      .then(assigned(41, 'ana'), unassigned(40), (world) => {
        expect(world.routing.assignment.agents[userId('ana')]).toMatchObject({ openCases: 1, lastPick: 0 });
        expect(world.all('CaseCreated')[0]?.data.createdAt).toBe('2024-05-06T07:08:09.000Z');
      });
  });

  test('gives nobody a turn: who is next stays next', () => {
    given(support)
      .when(brings('a', { number: 1, user: 'ana', upTo: 5 }), newCase(1), newCase(2))
      .then(assigned(6, 'ana'), assigned(7, 'bor'));
  });

  test.each(['Closed', 'Rejected', 'Duplicate', 'Pending'] as const)('that is %s there is so here', (status) => {
    given(support)
      .when(brings('a', { status, user: 'ana' }))
      .then(hasStatus(7, status), (world) => {
        expect(stateOf(world, 'a').assignee).toBe('ana');
        expect(world.routing.assignment.agents[userId('ana')]?.openCases).toBe(status === 'Pending' ? 1 : 0);
      });
  });

  test('gets another number where a case has its own, above all that are still to come', () => {
    given(support, newCase(1), newCase(2))
      .when(brings('a', { number: 1, upTo: 90 }), brings('b', { number: 90, upTo: 90 }), newCase(3))
      .then(hasStatus(90, 'New'), (world) => {
        expect(stateOf(world, 'a').number).toBe(91);
        expect(world.numbered().at(-1)).toMatchObject({ number: 92 });
      });
  });

  test('is there once, however often it is brought', () => {
    given(support)
      .when(brings('a'), brings('a'), brings('a', { number: 8 }))
      .then((world) => expect(world.numbered()).toHaveLength(1));
  });

  test('goes through the distribution of its account when somebody gives it back', () => {
    const { world } = given(support).when(brings('a', { user: 'ana', ruleOf: 'support' }));
    const { caseId } = stateOf(world, 'a');
    given(support)
      .when(brings('a', { user: 'ana', ruleOf: 'support' }), (one) =>
        one.append(streams.case(caseId), [
          {
            type: 'CaseUnassigned',
            data: {
              ...{ caseId, userId: userId('ana'), teamId: null, status: 'Assigned', redistribute: true },
              ...{ reason: 'by-hand', note: null, decision: null },
            },
          },
        ]),
      )
      .then((one) => expect(stateOf(one, 'a').assignee).not.toBeNull());
  });

  test('has its notes, each once', () => {
    given(support)
      .when(brings('a', { notes: ['one', 'two', 'one'] }), brings('a', { notes: ['one', 'three', 'two'] }))
      .then((world) => {
        expect(world.all('CaseNoteImported').map(({ data }) => data.text)).toEqual(['one', 'two', 'three']);
        expect(stateOf(world, 'a').revision).toBe(world.stream(`case-${stateOf(world, 'a').caseId}`).length - 1);
      });
  });
});

describe('what has changed there', () => {
  test('follows where nobody has changed it here', () => {
    given(support)
      .when(brings('a', { user: 'ana' }), brings('a', { user: 'bor', status: 'Pending', priority: 'High' }))
      .then(hasStatus(7, 'Pending'), (world) => {
        expect(stateOf(world, 'a')).toMatchObject({ assignee: 'bor', priority: 'High' });
        expect(countOpenCases(world)).toEqual(new Map([['bor', 1]]));
        expect(world.routing.assignment.agents[userId('bor')]).toMatchObject({ openCases: 1, lastPick: 0 });
      });
  });

  test('does not undo what somebody did here', () => {
    given(support)
      .when(brings('a', { user: 'ana' }), assigns(7, 'bor'), closes(7))
      .when(brings('a', { user: null, status: 'Pending', subject: 'Another subject' }))
      .then(hasStatus(7, 'Closed'), (world) => {
        expect(stateOf(world, 'a').assignee).toBe('bor');
        const node = caseNode(world.index, stateOf(world, 'a').caseId);
        expect(node?.subject).toBe('Another subject');
      });
  });

  test('is news once', () => {
    const changed = brings('a', { status: 'Closed' });
    const { world } = given(support).when(brings('a'), changed);
    const { length } = world.log;
    changed(world);
    expect(world.log).toHaveLength(length);
  });
});

describe('its e-mails', () => {
  const link = { type: 'Case', id: importedCaseIdOf('espocrm', 'a') } as const;
  const old = (name: string, more = {}) => email(name, { account: null, filed: { link }, ...more });

  test('join it, make no case and open none', () => {
    given(support)
      .when(brings('a', { status: 'Closed' }), old('x'), old('y', { re: 'x' }), email('z', { account: null, re: 'y' }))
      .then(hasStatus(7, 'Closed'), (world) => {
        expect(world.numbered()).toHaveLength(1);
        expect(world.all('CaseEmailAdded')).toHaveLength(3);
        expect(world.all('EmailLinked').map(({ data }) => data.reason)).toEqual(['import', 'import', 'reply']);
      });
  });

  test('lead what answers them to it, and that opens it', () => {
    given(support)
      .when(brings('a', { status: 'Closed', user: 'ana' }), old('x'), email('new', { re: 'x' }))
      .then(assigned(7, 'ana'));
  });

  test('are known by its number, for those whom it is about', () => {
    const people = ['zoja@customer.example'];
    given(support)
      .when(brings('a', { people, user: 'ana' }), email('x', { from: people[0], subject: 'Re: [#7] tent' }))
      .when(email('y', { from: 'stranger@outside.example', subject: '[#7] tent' }))
      .then((world) => {
        expect(stateOf(world, 'a').phase).toBe('created');
        expect(world.all('CaseEmailAdded')[0]?.data.caseId).toBe(link.id);
        expect(world.numbered()).toHaveLength(2);
      });
  });
});

const bringing = fc
  .record({
    id: fc.constantFrom(...'abcdefgh'),
    number: fc.option(fc.integer({ min: 1, max: 12 })),
    upTo: fc.constantFrom(0, 6, 12),
    status: fc.constantFrom('New' as const, 'Assigned' as const, 'Pending' as const, 'Closed' as const),
    user: fc.option(fc.constantFrom('ana', 'bor')),
  })
  .map(({ id, ...what }) => brings(id, what));
const history = fc.array(
  fc.oneof(
    bringing,
    anyHappening.map(({ step }) => step),
  ),
  { maxLength: 30, size: 'max' },
);
const company = [support, team('sales', ['ana', 'dana: agent'])];

test('numbers are unique in any order of import and mail; those that are given here only rise', () => {
  fc.assert(
    fc.property(history, (steps) => {
      const { world } = given(...company).when(...steps);
      const made = [...world.all('EmailRouted'), ...world.all('CaseRouted')]
        .sort((a, b) => a.revision - b.revision)
        .flatMap(({ data }) => (data.case?.created ? [data.case] : []));
      const numbers = made.map(({ number }) => number);
      expect(new Set(numbers).size).toBe(numbers.length);
      const wanted = new Map(world.all('CaseImported').map(({ data }) => [data.caseId, data.number]));
      const given_ = made.filter(({ id, number }) => wanted.get(id) !== number).map(({ number }) => number);
      expect(given_).toEqual([...given_].sort((a, b) => a - b));
      expect(Math.max(0, ...numbers)).toBeLessThanOrEqual(world.routing.lastNumber);
      const created = world.all('CaseCreated').map(({ data }) => [data.caseId, data.number]);
      expect(created).toEqual(made.map(({ id, number }) => [id, number]));
    }),
    { numRuns: 200 },
  );
});

test('what was brought stands as it stood when the log is folded anew', () => {
  fc.assert(
    fc.property(history, (steps) => {
      const { world } = given(...company).when(...steps);
      expect(world.log.reduce(routingAfter, initialRouting())).toEqual(world.routing);
      const index = new Map<string, IndexDocument>();
      for (const event of world.log) for (const [key, one] of indexChangesOf(index, event)) index.set(key, one);
      expect(index).toEqual(world.index);
    }),
    { numRuns: 100 },
  );
});

test('what the rota counts is what people have, whatever is brought', () => {
  fc.assert(
    fc.property(history, (steps) => {
      const { world } = given(...company).when(...steps);
      const counts = countOpenCases(world);
      for (const [id, { openCases }] of Object.entries(world.routing.assignment.agents)) {
        expect(openCases, id).toBe(counts.get(id) ?? 0);
      }
    }),
    { numRuns: 150 },
  );
});

test('a case of another system that is brought while it is decided is not brought twice', () => {
  given(support)
    .when(
      (world) => {
        brings('a')(world);
        brings('a')(world);
      },
      sets(7, 'Pending'),
    )
    .then((world) => expect(world.all('CaseImported')).toHaveLength(1), hasStatus(7, 'Pending'));
});
