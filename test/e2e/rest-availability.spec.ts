import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accountIdOf } from '../../src/domain/ids.js';
import { FakeClock } from '../support/fake-clock.js';
import { mail, TestService } from '../support/http.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const EVERYTHING = { availability: true, capacity: true, rate: true, skills: true };

let clock: FakeClock;
let service: TestService;

/** A Monday, 10:00 in UTC. */
async function begin(): Promise<void> {
  clock = new FakeClock();
  service = await TestService.start({ clock });
  await ok(service.post('/api/v1/users', { userId: 'bor', name: 'Bor' }));
  await ok(service.post('/api/v1/teams', { teamId: 'support', name: 'Support' }));
  for (const userId of ['ana', 'bor']) await ok(service.ask('PUT', `/api/v1/teams/support/members/${userId}`));
}

/** What happens in one test is nothing to the next. */
function eachForItself(): void {
  beforeEach(begin);
  afterEach(() => service.stop());
}

async function ok(asked: Promise<{ status: number; body: unknown }>) {
  const answer = await asked;
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer as Awaited<ReturnType<TestService['ask']>>;
}

const put = (path: string, body: unknown, token?: string) =>
  service.ask('PUT', `/api/v1/${path}`, { body, ...(token === undefined ? {} : { token }) });

/** A case for the team by a rule that looks at everything; none of the skills, unless named. */
async function request(subject: string, more: Record<string, unknown> = {}): Promise<string> {
  const rule = { distribution: 'round-robin', teamId: 'support', respects: EVERYTHING };
  const made = await ok(service.post('/api/v1/cases', { subject, ...rule, ...more }));
  await service.mailcase.settled();
  return made.body.caseId;
}

async function assignee(caseId: string): Promise<string | null> {
  await service.mailcase.settled();
  return (await ok(service.get(`/api/v1/cases/${caseId}`))).body.assignee;
}

/** Time goes by, and what it does is done. */
async function pass(milliseconds: number): Promise<void> {
  clock.advance(milliseconds);
  await service.mailcase.settled();
}

const inUtc = (from: string, to: string) => ({
  hours: { timeZone: 'UTC', days: Array.from({ length: 7 }, () => [{ from, to }]) },
});
const away = (userId: string, from: number, to: number, token?: string) => {
  const at = (ahead: number) => new Date(clock.now().getTime() + ahead).toISOString();
  const body = { from: at(from), to: at(to), reason: 'holiday' };
  return service.post(`/api/v1/users/${userId}/away`, body, token === undefined ? {} : { token });
};

describe('somebody who is away', () => {
  eachForItself();

  it('gets nothing until they are back, and then waits for their turn', async () => {
    await ok(away('ana', 0, DAY));
    const cases = [await request('one'), await request('two')];
    expect(await Promise.all(cases.map(assignee))).toEqual(['bor', 'bor']);
    await pass(DAY);
    // Coming back counted as a turn: Bor's last was before it.
    expect(await assignee(await request('three'))).toBe('bor');
    expect(await assignee(await request('four'))).toBe('ana');
  });

  it('may plan periods that overlap: together they are one, and the same again is none', async () => {
    await ok(away('ana', 0, 2 * DAY));
    await ok(away('ana', DAY, 3 * DAY));
    await ok(away('ana', DAY, 3 * DAY));
    await pass(2 * DAY);
    const { body } = await ok(service.get('/api/v1/users/ana/availability'));
    expect(body.presence).toBe('away');
    expect(body.away).toHaveLength(2);
    await pass(DAY);
    expect((await ok(service.get('/api/v1/users/ana/availability'))).body).toMatchObject({ presence: null, away: [] });
  });

  it('is so in each of fifty teams, and comes back to each of them', async () => {
    const teams = Array.from({ length: 50 }, (_, n) => `team-${n}`);
    for (const teamId of teams) {
      await ok(service.post('/api/v1/teams', { teamId, name: teamId }));
      await ok(service.ask('PUT', `/api/v1/teams/${teamId}/members/ana`));
    }
    await ok(away('ana', 0, DAY));
    const cases = [];
    for (const teamId of teams) cases.push(await request(teamId, { teamId }));
    const { body: waiting } = await ok(service.get('/api/v1/cases?assignee=none&limit=200'));
    expect(waiting.items).toHaveLength(50);
    await pass(DAY);
    const { body: hers } = await ok(service.get('/api/v1/cases?assignee=ana&limit=200'));
    expect(hers.items.map(({ caseId }: { caseId: string }) => caseId).sort()).toEqual([...cases].sort());
    const { body: loads } = await ok(service.get('/api/v1/workloads'));
    const open = (loads.items as { users: { userId: string; open: number }[] }[]).flatMap(({ users }) => users);
    expect(open.filter((one) => one.userId === 'ana' && one.open === 1)).toHaveLength(50);
  });

  it('is back when the period is cancelled', async () => {
    const { body } = await ok(away('ana', 0, DAY, service.anaToken));
    await ok(service.ask('DELETE', `/api/v1/users/ana/away/${body.awayId}`, { token: service.anaToken }));
    const { body: is } = await ok(service.get('/api/v1/users/ana/availability'));
    expect(is).toMatchObject({ presence: null, away: [] });
  });

  it('says who is there and why not', async () => {
    await ok(away('ana', 0, DAY));
    await ok(put('users/bor/capacity', { capacity: { maxOpenCases: 3 } }));
    await service.mailcase.settled();
    const { body } = await ok(service.get('/api/v1/teams/support/availability', { token: service.anaToken }));
    expect(body.members).toMatchObject([
      { userId: 'ana', eligible: false, because: 'away' },
      { userId: 'bor', eligible: true, limits: { capacity: { most: 3, counted: 0 } } },
    ]);
  });
});

describe('how busy the teams are', () => {
  eachForItself();

  const users = async (token?: string) => {
    await service.mailcase.settled();
    const { body } = await ok(service.get('/api/v1/workloads', token === undefined ? {} : { token }));
    return body.items[0].users as { userId: string; availability: Record<string, unknown> }[];
  };

  it('shows who could have a case, until when others are away, and what they have', async () => {
    const office = { timeZone: 'UTC', days: Array.from({ length: 7 }, () => [{ from: '08:00', to: '16:00' }]) };
    await ok(put('teams/support/availability', { hours: office, rate: { cases: 1, windowMinutes: 60 } }));
    await ok(put('users/bor/capacity', { capacity: { maxOpenCases: 1 } }));
    await ok(away('ana', 0, 26 * HOUR));
    await request('one');
    const at = (ahead: number) => new Date(clock.now().getTime() + ahead).toISOString();
    expect(await users()).toMatchObject([
      // She is back at noon of the next day, within the hours of her team.
      { userId: 'ana', open: 0, availability: { reasons: ['away'], backAt: at(26 * HOUR), capacity: null } },
      {
        userId: 'bor',
        open: 1,
        availability: {
          ...{ reasons: ['at-capacity', 'over-rate'], backAt: null, openCases: 1 },
          capacity: { most: 1, counted: 1, leftOut: 0 },
          rate: { cases: 1, windowMinutes: 60, given: 1 },
        },
      },
    ]);
    await pass(8 * HOUR);
    const [, bor] = await users();
    expect(bor?.availability).toMatchObject({ reasons: ['outside-hours', 'at-capacity'], backAt: at(14 * HOUR) });
  });

  it('shows those who see no more than what is their own themselves alone', async () => {
    const permissions = { cases: { read: 'own' } };
    await ok(put('roles/agent', { name: 'Agent', permissions }));
    await ok(put('users/ana/roles', { roleIds: ['agent'] }));
    expect((await users(service.anaToken)).map(({ userId }) => userId)).toEqual(['ana']);
  });
});

describe('nobody is there', () => {
  eachForItself();

  it('the cases wait, and go to whoever comes: the urgent one first, then the oldest, each once', async () => {
    await ok(put('teams/support/availability', inUtc('08:00', '09:00')));
    const [low, first, second, urgent] = [
      await request('low', { priority: 'Low' }),
      await request('first'),
      await request('second'),
      await request('urgent', { priority: 'Urgent' }),
    ];
    const waiting = await ok(service.get(`/api/v1/cases/${first}`));
    expect(waiting.body).toMatchObject({ status: 'New', assignee: null, unassignedBecause: 'waiting-for-somebody' });
    await pass(22 * HOUR);
    const given: string[] = [];
    for await (const { type, data } of service.mailcase.log.readStream('routing')) {
      if (type === 'CaseRouted' && data.assignment.userId !== null) given.push(data.case.id);
    }
    expect(given).toEqual([urgent, first, second, low]);
    expect(await assignee(low)).toBe('bor');
    const why = await ok(service.get(`/api/v1/cases/${first}/why`));
    expect(why.body.sentence).toContain(
      'It had waited since 2026-03-02T10:00:00.000Z: nobody was there (2 outside hours).',
    );
  });

  it('a case that is taken by hand, or closed, waits no more', async () => {
    await ok(put('teams/support/availability', inUtc('08:00', '09:00')));
    const [taken, closed] = [await request('taken'), await request('closed')];
    await ok(service.post(`/api/v1/cases/${taken}/assign`, { userId: 'bor' }));
    await ok(service.post(`/api/v1/cases/${closed}/status`, { status: 'Closed' }));
    await pass(22 * HOUR);
    expect(await assignee(taken)).toBe('bor');
    expect(await assignee(closed)).toBeNull();
  });

  it('a case waits for whoever is below their capacity again', async () => {
    for (const one of ['ana', 'bor']) await ok(put(`users/${one}/capacity`, { capacity: { maxOpenCases: 1 } }));
    const [one, two, three] = [await request('one'), await request('two'), await request('three')];
    expect(await assignee(three)).toBeNull();
    expect(await assignee(two)).toBe('bor');
    await ok(service.post(`/api/v1/cases/${one}/status`, { status: 'Closed' }));
    expect(await assignee(three)).toBe('ana');
  });

  it('leaves out of the capacity what it says', async () => {
    await ok(away('bor', 0, DAY));
    const leavingOut = { statuses: ['Pending'], olderThanDays: 2 };
    await ok(put('users/ana/capacity', { capacity: { maxOpenCases: 1, leavingOut } }));
    const one = await request('one');
    await ok(service.post(`/api/v1/cases/${one}/status`, { status: 'Pending' }));
    const two = await request('two');
    expect(await assignee(two)).toBe('ana');
    await ok(away('bor', 0, 9 * DAY));
    const three = await request('three');
    expect(await assignee(three)).toBeNull();
    await pass(2 * DAY);
    expect(await assignee(three)).toBe('ana');
  });

  it('leaves out of the capacity cases with a tag, and says so', async () => {
    await ok(away('bor', 0, 9 * DAY));
    await ok(put('users/ana/capacity', { capacity: { maxOpenCases: 1, leavingOut: { tags: ['Parts'] } } }));
    const [one, two] = [await request('one'), await request('two')];
    expect(await assignee(two)).toBeNull();
    await ok(service.post(`/api/v1/cases/${one}/tags`, { add: ['parts'] }));
    expect(await assignee(two)).toBe('ana');
    const three = await request('three');
    const why = await ok(service.get(`/api/v1/cases/${three}/why`));
    expect(why.body.sentence).toContain('ana (at capacity: 1 of 1 open cases, 1 left out)');
  });

  it('a case waits until a window of the rate has passed', async () => {
    await ok(put('teams/support/availability', { rate: { cases: 1, windowMinutes: 60 } }));
    const [one, two, three] = [await request('one'), await request('two'), await request('three')];
    expect([await assignee(one), await assignee(two), await assignee(three)]).toEqual(['ana', 'bor', null]);
    await pass(HOUR - 1);
    expect(await assignee(three)).toBeNull();
    await pass(1);
    expect(await assignee(three)).toBe('ana');
  });

  it('a case waits for somebody who can do it', async () => {
    const caseId = await request('Rechnung', { skills: ['german'] });
    expect(await assignee(caseId)).toBeNull();
    await ok(put('users/bor/skills', { skills: ['German', 'invoices'] }));
    expect(await assignee(caseId)).toBe('bor');
  });

  it('a case waits for somebody who joins', async () => {
    await ok(put('teams/support/availability', inUtc('08:00', '09:00')));
    const caseId = await request('one');
    await ok(service.post('/api/v1/users', { userId: 'cene', name: 'Cene' }));
    await ok(put('users/cene/availability', inUtc('00:00', '24:00')));
    expect(await assignee(caseId)).toBeNull();
    await ok(put('teams/support/members/cene', {}));
    expect(await assignee(caseId)).toBe('cene');
  });
});

describe('an account', () => {
  eachForItself();

  it('says what its cases look at, and what they need', async () => {
    const caseCreation = {
      distribution: 'round-robin',
      teamId: 'support',
      respects: { skills: true },
      skills: ['invoices'],
      casesSince: '2020-01-01T00:00:00.000Z',
    };
    await ok(service.post('/api/v1/accounts', { name: 'Support', emailAddress: 'support@acme.example', caseCreation }));
    await ok(put('users/bor/skills', { skills: ['invoices'] }));
    const accountId = accountIdOf('support@acme.example');
    await service.receive(accountId, mail('a', 'First'), mail('b', 'Second'));
    const { body } = await ok(service.get('/api/v1/cases'));
    expect(body.items.map((one: { assignee: string }) => one.assignee)).toEqual(['bor', 'bor']);
    const why = await ok(service.get('/api/v1/cases/1/why'));
    expect(why.body.candidates).toMatchObject([
      { userId: 'ana', because: 'lacks-skill', limits: { missingSkills: ['invoices'] } },
      { userId: 'bor', eligible: true },
    ]);
  });
});

describe('a record', () => {
  eachForItself();

  it('says what its cases need, and why names it', async () => {
    const caseCreation = { distribution: 'round-robin', teamId: 'support', respects: { skills: true } };
    const since = { casesSince: '2020-01-01T00:00:00.000Z' };
    const account = { name: 'Support', emailAddress: 'support@acme.example' };
    await ok(service.post('/api/v1/accounts', { ...account, caseCreation: { ...caseCreation, ...since } }));
    await ok(put('records/Account/7', { name: 'Zelt', skills: ['German'] }));
    await ok(put('records/Contact/1', { name: 'Zoja', accountId: '7', emailAddresses: ['zoja@customer.example'] }));
    await ok(put('users/bor/skills', { skills: ['german'] }));
    await service.receive(accountIdOf('support@acme.example'), mail('a', 'Zelt'), mail('b', 'Zelte'));
    const { body } = await ok(service.get('/api/v1/cases'));
    expect(body.items.map((one: { assignee: string }) => one.assignee)).toEqual(['bor', 'bor']);
    const why = await ok(service.get('/api/v1/cases/1/why'));
    expect(why.body.sentence).toContain('It needs german (of Account/7). Not eligible: ');
    expect((await ok(service.get('/api/v1/records/Account/7'))).body.skills).toEqual(['german']);
    const refused = await put('records/Account/7', { name: 'Zelt', skills: ['a,b'] });
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: 'body.skills.0' }] } });
  });
});

describe('a case that nobody looks at', () => {
  eachForItself();

  const overdue = { minutes: 30, what: 'not-opened' };

  it('goes to the next, and says so', async () => {
    const caseId = await request('one', { overdue });
    expect(await assignee(caseId)).toBe('ana');
    await pass(30 * 60_000);
    expect(await assignee(caseId)).toBe('bor');
    const { body } = await ok(service.get(`/api/v1/cases/${caseId}/timeline`));
    const kinds = body.items.map(({ kind }: { kind: string }) => kind);
    expect(kinds).toContain('CaseOverdue');
    const why = await ok(service.get(`/api/v1/cases/${caseId}/why`));
    expect(why.body.candidates[0]).toMatchObject({ userId: 'ana', because: 'had-it-before' });
  });

  it('stays with a user who opened it; opening again says nothing new', async () => {
    const caseId = await request('one', { overdue });
    const first = await ok(service.post(`/api/v1/cases/${caseId}/opened`, undefined, { token: service.anaToken }));
    const again = await ok(service.post(`/api/v1/cases/${caseId}/opened`, undefined, { token: service.anaToken }));
    expect(again.body.revision).toBe(first.body.revision);
    await pass(30 * 60_000);
    expect(await assignee(caseId)).toBe('ana');
  });

  it('is not opened by somebody else who looks at it', async () => {
    const caseId = await request('one', { overdue });
    await ok(service.post(`/api/v1/cases/${caseId}/opened`));
    await pass(30 * 60_000);
    expect(await assignee(caseId)).toBe('bor');
  });

  it('goes on although it was opened, when it has to be answered', async () => {
    const caseId = await request('one', { overdue: { minutes: 30, what: 'not-answered' } });
    await ok(service.post(`/api/v1/cases/${caseId}/opened`, undefined, { token: service.anaToken }));
    await pass(30 * 60_000);
    expect(await assignee(caseId)).toBe('bor');
  });
});

describe('somebody who leaves', () => {
  eachForItself();

  it('hands their cases back: each goes through the distribution, with the reason', async () => {
    const cases = [await request('one'), await request('two'), await request('three')];
    expect(await assignee(cases[0] ?? '')).toBe('ana');
    const handOver = { reason: 'Ana has left' };
    await ok(service.post('/api/v1/users/ana/deactivate', { handOver }));
    await service.mailcase.settled();
    expect(await Promise.all(cases.map(assignee))).toEqual(['bor', 'bor', 'bor']);
    const { body } = await ok(service.get('/api/v1/users/ana/hand-over'));
    expect(body).toMatchObject({ to: null, reason: 'Ana has left', cases: 2, left: 0, finished: true });
    const timeline = await ok(service.get(`/api/v1/cases/${cases[0]}/timeline`));
    const taken = timeline.body.items.find(({ kind }: { kind: string }) => kind === 'CaseUnassigned');
    expect(taken).toMatchObject({ actor: 'user:root', facts: { reason: 'handed-over', note: 'Ana has left' } });
  });

  it('or to a colleague', async () => {
    const caseId = await request('one');
    await ok(service.post('/api/v1/users/ana/hand-over', { to: 'bor', reason: 'Her colleague knows them' }));
    await service.mailcase.settled();
    expect(await assignee(caseId)).toBe('bor');
  });

  it('never to one who is not there', async () => {
    await ok(service.post('/api/v1/users/bor/deactivate'));
    const refused = await service.post('/api/v1/users/ana/hand-over', { to: 'bor', reason: 'x' });
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: 'to' }] } });
  });
});

describe('bad input', () => {
  // Nothing of it changes anything.
  beforeAll(begin);
  afterAll(() => service.stop());

  it.each([
    ['a period that ends before it begins', () => away('ana', DAY, HOUR), 'to'],
    ['a period in the past', () => away('ana', -2 * DAY, -DAY), 'to'],
    [
      'an unknown zone',
      () => put('users/ana/availability', { hours: { ...inUtc('08:00', '09:00').hours, timeZone: 'Europe/Maribor' } }),
      'hours.timeZone',
    ],
    [
      'hours that end before they begin',
      () => put('users/ana/availability', inUtc('09:00', '08:00')),
      'hours.days.0.0',
    ],
    [
      'a negative capacity',
      () => put('users/ana/capacity', { capacity: { maxOpenCases: -1 } }),
      'body.capacity.maxOpenCases',
    ],
    ['no time of day', () => put('users/ana/availability', inUtc('8:00', '25:00')), 'body.hours.days.0.0.from'],
  ])('%s is answered with where it is', async (_, asked, path) => {
    const answer = await asked();
    expect([400, 422]).toContain(answer.status);
    expect(answer.body.errors.map((one: { path: string }) => one.path)).toContain(path);
  });

  it('others than oneself and administrators change nothing, and see nothing', async () => {
    const token = service.anaToken;
    expect((await away('bor', 0, DAY, token)).status).toBe(404);
    expect((await put('users/bor/availability', { hours: null }, token)).status).toBe(404);
    expect((await service.get('/api/v1/users/bor/availability', { token })).status).toBe(404);
    expect((await put('users/ana/capacity', { capacity: null }, token)).status).toBe(403);
    expect((await put('users/ana/skills', { skills: [] }, token)).status).toBe(403);
  });
});
