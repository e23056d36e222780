import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { CaseId, streams } from '../../src/domain/ids.js';
import { neededFor } from '../../src/domain/routing/route.js';
import { email, given, linked, newCase, noCase, type Step, team, tells } from '../support/given.js';
import { about, parentOf, record, recordRemoved, userLinks } from '../support/given-records.js';
import { linkCases } from './linking.table.js';

const ANA = 'ana@acme.example';

describe('what a message is about', () => {
  test.each(linkCases)('$says', ({ when, about: expected }) => {
    const { world } = given(...when);
    expect(Object.fromEntries(Object.keys(expected).map((mail) => [mail, parentOf(world, mail)]))).toEqual(expected);
  });

  it('is told with all that was considered', () => {
    const { world } = given(
      record('Account/7'),
      record('Contact/1', [ANA], { account: '7' }),
      record('Lead/3', [ANA]),
      email('m', { from: ANA }),
    );
    const [decision] = world.all('EmailRouted');
    expect(decision?.data.considered.map(({ record: { type, id }, outcome }) => `${type}/${id} ${outcome}`)).toEqual([
      'Contact/1 account-instead',
      'Account/7 parent',
      'Lead/3 behind',
    ]);
  });
});

describe('a message to many of us', () => {
  it('is about the customer among them, whose address is loaded as well', () => {
    const people = Array.from({ length: 20 }, (_, n) => `eva${n}`);
    const to = [...people.map((name) => `${name}@people.company.example`), ANA];
    const { world } = given(team('support', people), record('Contact/1', [ANA]), email('m', { from: null, to }));
    about('m', 'Contact/1 by to')(world);
    const [received] = world.all('EmailReceived');
    if (!received) throw new Error('nothing came');
    expect(neededFor(world.causeOf(received))).toContain(`a:${ANA}`);
  });
});

describe('a case', () => {
  it('takes over the records of the message that makes it', () => {
    given(team('support', ['eva']), record('Account/7'), record('Contact/1', [ANA], { account: '7' }))
      .when(email('m', { from: ANA }))
      .then(tells(1, 'CaseCreated', { links: { accountId: '7', contactId: '1', leadId: null, opportunityId: null } }));
  });

  it('gets its records when they are registered later', () => {
    given(team('support', ['eva']), email('m', { from: ANA }))
      .when(record('Lead/3', [ANA]))
      .then(tells(1, 'CaseLinked', { links: { accountId: null, contactId: null, leadId: '3', opportunityId: null } }));
  });

  it('is not made where a filter says so', () => {
    given(team('support', ['eva']))
      .when(email('m', { filed: { noCase: true } }))
      .then(noCase('m', 'filter'));
  });

  it('that a filter names gets the message', () => {
    const { world } = given(team('support', ['eva']), newCase(1));
    const { caseId } = world.caseOf(1);
    email('m', { filed: { link: { type: 'Case', id: caseId } } })(world);
    world.route();
    linked('m', 1, 'filter')(world);
  });

  it('that a filter names and nobody knows leaves it to the rest', () => {
    const link = { type: 'Case', id: CaseId.parse('nothing') } as const;
    given(team('support', ['eva']))
      .when(email('m', { filed: { link } }))
      .then(linked('m', 1, 'created'));
  });
});

describe('a decision that comes too late', () => {
  it('does not undo what a user has decided meanwhile', () => {
    const { world } = given(record('Account/7'), email('m', { from: ANA }));
    record('Contact/1', [ANA])(world);
    const decision = world.decide();
    if (!decision) throw new Error('nothing is decided');
    world.commit(decision);
    userLinks('m', 'Account/7')(world);
    world.route();
    about('m', 'Account/7 by user')(world);
  });

  it('is carried out once, however often the log is folded', () => {
    const { world } = given(email('m', { from: ANA }), record('Contact/1', [ANA]), recordRemoved('Contact/1'));
    const before = world.log.length;
    world.carryOutAgain();
    expect(world.log).toHaveLength(before);
  });
});

describe('a message about which nothing changes', () => {
  it('is not linked again by another record, nor by another name of its own', () => {
    const { world } = given(record('Contact/1', [ANA]), email('m', { from: ANA }));
    for (const step of [record('Contact/2', [ANA]), record('Account/7', ['other@x.example'])]) {
      step(world);
      world.route();
    }
    const { emailId } = world.email('m');
    expect(world.stream(streams.email(emailId)).filter(({ type }) => type === 'EmailLinked')).toHaveLength(1);
  });
});

/** Few addresses and few records, so that they meet. */
const addresses = ['a@x.example', 'a+1@x.example', 'b@x.example', 'c@x.example'];
const someRecord = fc.record({
  name: fc.constantFrom('Contact/1', 'Contact/2', 'Account/7', 'Account/8', 'Lead/3'),
  has: fc.uniqueArray(fc.constantFrom(...addresses), { maxLength: 2 }),
  leadsTo: fc.option(fc.constantFrom('7', '8'), { nil: undefined }),
});
const someMail = fc.record({
  from: fc.constantFrom(...addresses),
  to: fc.uniqueArray(fc.constantFrom(...addresses), { maxLength: 2 }),
  re: fc.option(fc.nat({ max: 5 }), { nil: undefined }),
});

describe('the order of registration and arrival', () => {
  test('does not matter for the parent in the end', () => {
    const all = fc.record({
      records: fc.uniqueArray(someRecord, { selector: ({ name }) => name, maxLength: 5 }),
      mails: fc.array(someMail, { minLength: 1, maxLength: 6 }),
    });
    fc.assert(
      fc.property(all, fc.infiniteStream(fc.nat()), ({ records, mails }, choice) => {
        const registrations: Step[] = records.map(({ name, has, leadsTo }) => {
          if (name.startsWith('Contact')) return record(name, has, leadsTo === undefined ? {} : { account: leadsTo });
          const became = leadsTo === undefined ? {} : { became: [`Account/${leadsTo}`] };
          return record(name, has, name.startsWith('Lead') ? became : {});
        });
        const arrivals = mails.map(({ from, to, re }, n): Step => {
          const answered = re === undefined || re >= n ? {} : { re: `m${re}` };
          return email(`m${n}`, { from, to, ...answered });
        });
        const parents = (steps: readonly Step[]) => {
          const { world } = given(...steps);
          return mails.map((_, n) => parentOf(world, `m${n}`)?.split(' ')[0] ?? null);
        };
        const mixed = shuffled(registrations, arrivals, () => choice.next().value);
        expect(parents(mixed)).toEqual(parents([...registrations, ...arrivals]));
      }),
      { numRuns: 150 },
    );
  });
});

/** The registrations in any order, anywhere among the arrivals, which keep theirs. */
function shuffled(registrations: readonly Step[], arrivals: readonly Step[], choose: () => number): Step[] {
  const steps = [...arrivals];
  for (const registration of registrations) steps.splice(choose() % (steps.length + 1), 0, registration);
  return steps;
}
