import { describe, expect, test } from 'vitest';
import { PLAIN } from '../../src/domain/assignment/rule.js';
import { AFTER_OPENING, userId } from '../support/domain-builders.js';
import {
  account,
  activated,
  assigned,
  assigns,
  beforeCarriedOut,
  caseCount,
  casesGo,
  closes,
  copy,
  deactivated,
  email,
  given,
  givesBack,
  hasStatus,
  holds,
  joins,
  leaves,
  newCase,
  openCases,
  parked,
  requestsCase,
  retried,
  sets,
  takesBack,
  team,
  tells,
  tellsNothingOf,
  turns,
  unassigned,
  user,
  whileDecided,
} from '../support/given.js';

const support = team('support', ['ana', 'bor', 'cene']);

describe('round-robin', () => {
  test('takes the members one after another, from whoever joined first', () => {
    given(support)
      .when(newCase(1), newCase(2), newCase(3), newCase(4))
      .then(assigned(1, 'ana'), assigned(2, 'bor'), assigned(3, 'cene'), assigned(4, 'ana'));
  });

  test('says why, with every candidate and the order before and after', () => {
    const { world } = given(support, deactivated('bor'), newCase(1)).when(newCase(2));
    const [, routed] = world.all('EmailRouted');
    tells(2, 'CaseAssigned', { distribution: 'round-robin', explanation: routed?.data.assignment?.explanation })(world);
    const plain = { reasons: [], limits: null };
    expect(routed?.data.assignment?.explanation).toEqual({
      distribution: 'round-robin',
      teamId: 'support',
      rule: 'longest-ago',
      candidates: [
        { userId: 'ana', position: null, openCases: 1, eligible: true, because: null, ...plain, lastTurn: 4 },
        {
          userId: 'bor',
          position: null,
          openCases: 0,
          eligible: false,
          because: 'inactive',
          reasons: ['inactive'],
          limits: null,
          lastTurn: 2,
        },
        { userId: 'cene', position: null, openCases: 0, eligible: true, because: null, ...plain, lastTurn: 3 },
      ],
      orderBefore: ['cene', 'ana'],
      orderAfter: ['ana', 'cene'],
      asOf: routed?.data.asOf,
      at: AFTER_OPENING,
      recordSkills: [],
      ...PLAIN,
    });
  });

  test('names the last event that it had seen', () => {
    const { world } = given(support, newCase(1)).when(deactivated('ana'), newCase(2));
    expect(world.all('EmailRouted')[1]?.data.asOf).toEqual({ stream: 'user-ana', revision: 2 });
  });

  test('is moved by nothing that people do by hand', () => {
    given(support, newCase(1))
      .when(assigns(1, 'cene'), assigns(1, 'bor'), takesBack(1), closes(1))
      .then(turns('support', 'bor', 'cene', 'ana'));
  });

  test('lets somebody who joins wait for their turn', () => {
    given(support, newCase(1), user('dana'))
      .when(joins('support', 'dana'))
      .then(turns('support', 'bor', 'cene', 'ana', 'dana'));
  });

  test('lets somebody who comes back wait for their turn', () => {
    given(support, deactivated('ana'), newCase(1), newCase(2), newCase(3))
      .when(activated('ana'))
      .then(turns('support', 'cene', 'bor', 'ana'));
  });

  test('lets somebody who left and joins again wait for their turn', () => {
    given(support)
      .when(leaves('support', 'ana'), joins('support', 'ana'))
      .then(turns('support', 'bor', 'cene', 'ana'));
  });

  test('keeps the turns of each team apart', () => {
    given(support, team('sales', ['ana', 'dana']))
      .when(newCase(1), newCase(2, 'sales'), newCase(3, 'sales'), newCase(4))
      .then(assigned(1, 'ana'), assigned(2, 'ana'), assigned(3, 'dana'), assigned(4, 'bor'));
  });

  test('does not starve the others when one is often alone eligible', () => {
    const mixed = team('support', ['ana: agent', 'bor', 'cene']);
    given(mixed, account('first', { team: 'support', position: 'agent' }))
      .when(newCase(1, 'first'), newCase(2), newCase(3, 'first'), newCase(4), newCase(5, 'first'), newCase(6))
      .then(assigned(2, 'bor'), assigned(4, 'cene'), assigned(6, 'bor'));
  });
});

describe('less-busy', () => {
  const busy = team('support', ['ana', 'bor', 'cene'], { distribution: 'less-busy' });

  test('takes whoever has the fewest open cases', () => {
    given(busy, newCase(1), newCase(2), newCase(3), closes(2)).when(newCase(4)).then(assigned(4, 'bor'));
  });

  test('counts over all teams, and what was assigned by hand', () => {
    given(busy, team('sales', ['ana']), newCase(1, 'sales'), newCase(2), assigns(2, 'bor'))
      .when(newCase(3))
      .then(assigned(3, 'cene'));
  });

  test('gives a tie to whoever was picked longest ago', () => {
    given(busy, newCase(1), newCase(2), newCase(3), closes(3), closes(2), closes(1))
      .when(newCase(4))
      .then(assigned(4, 'ana'), tells(4, 'CaseAssigned', { distribution: 'less-busy' }));
  });

  test('says which rule decided', () => {
    const { world } = given(busy).when(
      newCase(1),
      newCase(2),
      newCase(3),
      closes(2),
      newCase(4),
      deactivated('ana'),
      deactivated('bor'),
      newCase(5),
    );
    const rules = world.all('EmailRouted').map(({ data }) => data.assignment?.explanation.rule);
    expect(rules).toEqual(['tie-longest-ago', 'tie-longest-ago', 'fewest-open', 'fewest-open', 'only-one']);
  });

  test('shows the order after', () => {
    const { world } = given(busy).when(newCase(1));
    const explanation = world.all('EmailRouted')[0]?.data.assignment?.explanation;
    expect(explanation?.orderAfter).toEqual(['bor', 'cene', 'ana']);
  });

  test('counts Pending as open, and the last three as not', () => {
    given(busy)
      .when(newCase(1), sets(1, 'Pending'))
      .then(openCases('ana', 1))
      .when(sets(1, 'Rejected'))
      .then(openCases('ana', 0))
      .when(sets(1, 'Assigned'))
      .then(openCases('ana', 1));
  });
});

describe('direct-assignment', () => {
  const direct = team('support', ['ana', 'bor'], { distribution: 'direct-assignment', user: 'bor' });

  test('takes the configured user', () => {
    given(direct).when(newCase(1), newCase(2)).then(assigned(1, 'bor'), assigned(2, 'bor'));
  });

  test('takes them although they are in no team', () => {
    given(user('dana'), account('support', { distribution: 'direct-assignment', user: 'dana' }))
      .when(newCase(1))
      .then(assigned(1, 'dana'));
  });

  test('takes nobody when they are inactive', () => {
    given(direct, deactivated('bor')).when(newCase(1)).then(unassigned(1));
  });
});

describe('a position', () => {
  const levels = team('support', ['ana: agent', 'bor: second level', 'cene: agent'], { position: 'agent' });

  test('narrows the members to those who have it', () => {
    given(levels)
      .when(newCase(1), newCase(2), newCase(3))
      .then(assigned(1, 'ana'), assigned(2, 'cene'), assigned(3, 'ana'));
  });

  test('is the one in the team at that moment', () => {
    given(levels, newCase(1), joins('support', 'bor', 'agent'), joins('support', 'cene', null))
      .when(newCase(2), newCase(3))
      .then(assigned(2, 'bor'), assigned(3, 'ana'));
  });

  test('says of the others that theirs is another', () => {
    const { world } = given(levels).when(newCase(1));
    const candidates = world.all('EmailRouted')[0]?.data.assignment?.explanation.candidates;
    expect(candidates?.[1]).toMatchObject({ userId: 'bor', eligible: false, because: 'other-position' });
  });
});

describe('nobody eligible', () => {
  test.each([
    ['nobody-eligible', [support, deactivated('ana'), deactivated('bor'), deactivated('cene')]],
    ['nobody-eligible', [team('support', [])]],
    ['nobody-eligible', [team('support', ['ana: agent'], { position: 'second level' })]],
    ['no-distribution', [account('support', {})]],
  ])('(%s): the case stays New and unassigned, and says why', (rule, before) => {
    given(...before)
      .when(newCase(1))
      .then(
        unassigned(1),
        tells(1, 'CaseLeftUnassigned', { explanation: expect.objectContaining({ rule }) }),
        tellsNothingOf(1, 'CaseAssigned'),
      );
  });

  test('takes no turn', () => {
    given(support, casesGo('support', { team: 'support', position: 'agent' }))
      .when(newCase(1))
      .then(turns('support', 'ana', 'bor', 'cene'));
  });

  test('the case finds a user when it goes through the distribution again', () => {
    given(team('support', []), newCase(1), user('ana'), joins('support', 'ana'))
      .when(givesBack(1))
      .then(assigned(1, 'ana'));
  });
});

describe('while a decision was on its way', () => {
  test.each([
    ['deactivated', deactivated('ana')],
    ['removed from the team', leaves('support', 'ana')],
  ])('its user was %s: the case goes through the distribution again', (_, gone) => {
    given(support)
      .when(whileDecided(newCase(1), gone))
      .then(
        assigned(1, 'bor'),
        tells(1, 'CaseAssigned', { userId: 'bor', previousUserId: 'ana' }),
        openCases('ana', 0),
        openCases('bor', 1),
      );
  });

  test('everybody went: it stays unassigned, and says why', () => {
    given(team('support', ['ana']))
      .when(whileDecided(newCase(1), deactivated('ana')))
      .then(unassigned(1), tells(1, 'CaseLeftUnassigned', {}), openCases('ana', 0));
  });

  test('the configured user left the team, which direct-assignment does not look at', () => {
    given(team('support', ['ana', 'bor'], { distribution: 'direct-assignment', user: 'ana' }))
      .when(whileDecided(newCase(1), leaves('support', 'ana')))
      .then(assigned(1, 'ana'));
  });

  test('it was the second distribution that somebody left', () => {
    given(support, newCase(1))
      .when(whileDecided(givesBack(1), deactivated('bor')))
      .then(assigned(1, 'cene'), openCases('bor', 0), openCases('cene', 1));
  });
});

describe('a case that goes through the distribution again', () => {
  test('goes to whoever is next', () => {
    given(support, newCase(1)).when(givesBack(1)).then(assigned(1, 'bor'), openCases('ana', 0), openCases('bor', 1));
  });

  test('goes by the rule of its account at the time when it was made', () => {
    given(support, newCase(1), casesGo('support', {})).when(givesBack(1)).then(assigned(1, 'bor'));
  });

  test('goes once, though it was given back twice before anybody decided', () => {
    given(support, newCase(1))
      .when((world) => {
        givesBack(1)(world);
        givesBack(1)(world);
      })
      .then(assigned(1, 'bor'), turns('support', 'cene', 'ana', 'bor'), openCases('bor', 1));
  });

  test('stays with whom somebody gave it to meanwhile; the decision lapses', () => {
    given(support, newCase(1))
      .when(beforeCarriedOut(givesBack(1), assigns(1, 'cene')))
      .then(
        assigned(1, 'cene'),
        tells(1, 'CaseAssignmentLapsed', { userId: 'bor', reason: 'assigned-by-hand' }),
        openCases('bor', 0),
        openCases('cene', 1),
      );
  });

  test('stays closed when somebody closed it meanwhile', () => {
    given(support, newCase(1))
      .when(beforeCarriedOut(givesBack(1), closes(1)))
      .then(
        hasStatus(1, 'Closed'),
        tells(1, 'CaseAssignmentLapsed', { userId: 'bor', reason: 'case-is-closed' }),
        openCases('bor', 0),
      );
  });

  test('goes although somebody had it by hand before it was given back', () => {
    given(support, newCase(1), assigns(1, 'cene')).when(givesBack(1)).then(assigned(1, 'bor'), openCases('cene', 0));
  });
});

describe('a case made by hand', () => {
  test('gets its number and its user from routing', () => {
    given(support, newCase(1))
      .when(requestsCase('A call', { team: 'support' }))
      .then(assigned(2, 'bor'), tells(2, 'CaseCreated', { subject: 'A call', originalEmailId: null }), holds(2));
  });

  test('may go to somebody at once', () => {
    given(support)
      .when(requestsCase('A call', { distribution: 'direct-assignment', user: 'cene' }))
      .then(assigned(1, 'cene'), tells(1, 'CaseAssigned', { distribution: 'direct-assignment' }));
  });

  test('keeps its priority', () => {
    const { world } = given(support).when(requestsCase('A call', { team: 'support' }));
    expect(world.caseOf(1).priority).toBe('High');
  });

  test('is found by its tag', () => {
    given(support, requestsCase('A call', { team: 'support' }))
      .when(email('a', { from: 'ana@people.company.example', subject: '[#1]' }))
      .then(holds(1, 'a'));
  });
});

describe('numbers', () => {
  test('are unique and rising, whatever asks for them', () => {
    const { world } = given(support).when(newCase(1), requestsCase('A call', {}), newCase(2), givesBack(2), newCase(3));
    expect(world.all('CaseCreated').map(({ data }) => data.number)).toEqual([1, 2, 3, 4]);
  });
});

describe('a message whose decision threw', () => {
  test('is parked, and the others go on', () => {
    given(support).when(parked('a'), newCase(1)).then(assigned(1, 'ana'), holds(1, 'new-1'));
  });

  test('is decided when somebody asks for it', () => {
    given(support, parked('a'), newCase(1)).when(retried('a')).then(assigned(2, 'bor'), holds(2, 'a'));
  });

  test('joins what has become of its thread meanwhile', () => {
    given(support, parked('a'), email('b', { re: 'a' }))
      .when(retried('a'))
      .then(holds(1, 'b', 'a'));
  });

  test('is not decided twice by asking twice', () => {
    given(support, parked('a')).when(retried('a'), retried('a')).then(holds(1, 'a'));
  });

  test('makes its case also where it is decided because it reached a place that makes none', () => {
    given(support, account('archive', null), parked('a'))
      .when(copy('a', 'archive'))
      .then(caseCount(1), assigned(1, 'ana'), holds(1, 'a'));
  });

  test('that was decided makes none of its earlier deliveries when it comes once more', () => {
    given(support, account('quiet', null), account('archive', null), email('a', { account: 'quiet' }))
      .when(casesGo('quiet', { team: 'support' }), copy('a', 'archive'))
      .then(caseCount(0));
  });
});

describe('what was decided', () => {
  test('is carried out once, however often it is begun again', () => {
    const { world } = given(support, newCase(1), newCase(2), email('b', { re: 'new-1' }), givesBack(1)).when(
      closes(1),
      email('c', { re: 'b' }),
    );
    const before = world.log.length;
    world.carryOutAgain();
    expect(world.log.slice(before)).toEqual([]);
  });

  test('counts an open case from the decision on', () => {
    given(support)
      .when(
        beforeCarriedOut(newCase(1), (world) =>
          expect(world.routing.assignment.agents[userId('ana')]?.openCases).toBe(1),
        ),
      )
      .then(openCases('ana', 1));
  });
});
