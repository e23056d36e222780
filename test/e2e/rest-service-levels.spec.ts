import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AccountId } from '../../src/domain/ids.js';
import { FakeClock } from '../support/fake-clock.js';
import { mail, TestService } from '../support/http.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let clock: FakeClock;
let service: TestService;
let accountId: AccountId;

async function ok(asked: Promise<{ status: number; body: unknown }>) {
  const answer = await asked;
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return (answer as Awaited<ReturnType<TestService['ask']>>).body;
}
const get = (path: string, token?: string) => ok(service.get(`/api/v1/${path}`, token === undefined ? {} : { token }));
const post = (path: string, body?: unknown) => ok(service.post(`/api/v1/${path}`, body));
const put = (path: string, body: unknown) => ok(service.ask('PUT', `/api/v1/${path}`, { body }));
const configure = (changes: unknown) => service.ask('PATCH', `/api/v1/accounts/${accountId}`, { body: changes });

/** Working days in UTC, from eight to four. */
const workdays = {
  timeZone: 'UTC',
  days: Array.from({ length: 7 }, (_, n) => (n < 5 ? [{ from: '08:00', to: '16:00' }] : [])),
};

/** A Monday, 10:00 in UTC. */
async function begin(): Promise<void> {
  clock = new FakeClock();
  service = await TestService.start({ clock });
  for (const userId of ['bor', 'eva']) await post('users', { userId, name: userId });
  await put('users/ana/email-addresses', { emailAddresses: ['ana@acme.example'] });
  await post('teams', { teamId: 'support', name: 'Support' });
  for (const userId of ['ana', 'bor']) await put(`teams/support/members/${userId}`, {});
  await put('calendars/office', { name: 'Office', hours: workdays, holidays: [{ date: '2026-03-04', name: 'Fair' }] });
  const caseCreation = { distribution: 'round-robin', teamId: 'support', casesSince: '2026-01-01T00:00:00.000Z' };
  const account = { name: 'Support', emailAddress: 'support@acme.example', teamIds: ['support'], caseCreation };
  ({ accountId } = await post('accounts', account));
  await service.mailcase.settled();
}

/** What happens in one test is nothing to the next. */
function eachForItself(): void {
  beforeEach(begin);
  afterEach(() => service.stop());
}

/** What the account promises, and a case of it: number 1, which Ana has. */
async function promised(serviceLevel: object): Promise<void> {
  await ok(configure({ serviceLevel }));
  await service.receive(accountId, mail('a', 'Printer'));
}

const answer = (id = 'a') =>
  service.receive(
    accountId,
    mail(`re-${id}`, 'Re: Printer', `In-Reply-To: <${id}@customer.example>\r\n`).replace(
      /^From: .*$/m,
      'From: Ana <ana@acme.example>',
    ),
  );

/** Time goes by, and what it does is done. */
async function pass(milliseconds: number): Promise<void> {
  clock.advance(milliseconds);
  await service.mailcase.settled();
  await service.mailcase.settled();
}
const kinds = async (name = '1') =>
  (await get(`cases/${name}/timeline?limit=100`)).items
    .map(({ kind, facts }: { kind: string; facts: { target?: string; because?: string } }) =>
      [kind, facts.target ?? facts.because].filter(Boolean).join(' '),
    )
    .filter((one: string) => /Level|Due/.test(one));
const standing = async () => {
  const { serviceLevel, serviceLevelState, dueAt } = await get('cases/1');
  return { ...serviceLevel, serviceLevelState, dueAt };
};
const told = async (userId: string) => {
  const issued = await post('tokens', { userId, name: `of ${userId} ${Math.random()}` });
  const { items } = await get('notifications', issued.token);
  return items
    .filter(({ kind }: { kind: string }) => kind === 'service-level')
    .map(({ facts }: { facts: { serviceLevel: { what: string; target: string } } }) => [
      facts.serviceLevel.what,
      facts.serviceLevel.target,
    ]);
};

describe('the time of a case', () => {
  eachForItself();

  it('goes by in the hours of a calendar, but for its holidays', async () => {
    await promised({ calendarId: 'office', firstResponseMinutes: 120, solutionMinutes: 16 * 60 });
    expect(await standing()).toEqual({
      firstResponse: { state: 'running', dueAt: '2026-03-02T12:00:00.000Z' },
      // Six hours of Monday, eight of Tuesday, none of Wednesday, two of Thursday.
      solution: { state: 'running', dueAt: '2026-03-05T10:00:00.000Z' },
      serviceLevelState: 'on-time',
      dueAt: '2026-03-02T12:00:00.000Z',
    });
  });

  it('is kept by an answer and a solution, each once', async () => {
    await promised({ firstResponseMinutes: 60, solutionMinutes: 240 });
    await pass(30 * MINUTE);
    await answer();
    await pass(30 * MINUTE);
    await post('cases/1/status', { status: 'Closed' });
    await pass(10 * HOUR);
    expect(await standing()).toEqual({
      firstResponse: { state: 'met', dueAt: null },
      solution: { state: 'met', dueAt: null },
      serviceLevelState: 'met',
      dueAt: null,
    });
    expect(await kinds()).toEqual([
      'CaseServiceLevelStarted',
      'CaseDueTimesSet started',
      'CaseServiceLevelMet first-response',
      'CaseServiceLevelMet solution',
      'CaseDueTimesSet solved',
    ]);
    const { items } = await get(`service-levels?account=${accountId}`);
    expect(items).toEqual([
      {
        accountId,
        emailAddress: 'support@acme.example',
        outcomes: [
          { target: 'first-response', met: 1, missed: 0, medianMinutes: 30 },
          { target: 'solution', met: 1, missed: 0, medianMinutes: 60 },
        ],
      },
    ]);
  });

  it('stands still while the case is Pending, and goes on when it is opened again', async () => {
    await promised({ firstResponseMinutes: null, solutionMinutes: 120 });
    await pass(HOUR);
    await post('cases/1/status', { status: 'Pending' });
    await pass(5 * HOUR);
    expect(await standing()).toMatchObject({ solution: { state: 'paused', dueAt: null }, dueAt: null });
    await post('cases/1/status', { status: 'Assigned' });
    await pass(30 * MINUTE);
    await post('cases/1/status', { status: 'Closed' });
    await pass(5 * HOUR);
    await post('cases/1/status', { status: 'Assigned' });
    await service.mailcase.settled();
    expect(await standing()).toMatchObject({ serviceLevelState: 'on-time', dueAt: '2026-03-02T22:00:00.000Z' });
    await pass(30 * MINUTE);
    const { solution, periods, sentence } = await get('cases/1/service-level');
    expect(solution).toMatchObject({ state: 'missed', missedAt: '2026-03-02T22:00:00.000Z', allowedMinutes: 120 });
    expect(periods.map(({ status, minutes }: { status: string; minutes: number }) => [status, minutes])).toEqual([
      ['New', 0],
      ['Assigned', 60],
      ['Pending', 0],
      ['Assigned', 30],
      ['Closed', 0],
      ['Assigned', 30],
    ]);
    expect(sentence).toContain('The solution was due at 2026-03-02T22:00:00.000Z');
    const { items } = await get('service-levels');
    expect(items[0].outcomes[1]).toEqual({ target: 'solution', met: 0, missed: 1, medianMinutes: 90 });
  });

  it('is another one by the priority that people give, not by that of an escalation', async () => {
    await promised({
      firstResponseMinutes: 60,
      solutionMinutes: 600,
      byPriority: [{ priority: 'Urgent', firstResponseMinutes: 30, solutionMinutes: 120 }],
      escalation: { raiseTo: 'Urgent' },
    });
    await pass(61 * MINUTE);
    expect(await get('cases/1')).toMatchObject({ priority: 'Urgent', dueAt: '2026-03-02T11:00:00.000Z' });
    expect((await get('cases/1/service-level')).solution).toMatchObject({ allowedMinutes: 600, state: 'running' });
    await post('cases/1/priority', { priority: 'High' });
    await post('cases/1/priority', { priority: 'Urgent' });
    await service.mailcase.settled();
    expect((await get('cases/1/service-level')).solution).toMatchObject({ allowedMinutes: 120 });
  });

  it('follows a calendar that changes, and no level that does', async () => {
    await promised({ calendarId: 'office', firstResponseMinutes: 120 });
    await ok(configure({ serviceLevel: { firstResponseMinutes: 5 } }));
    await put('calendars/office', { name: 'Office', hours: workdays, holidays: [{ date: '2026-03-02', name: 'Now' }] });
    await service.mailcase.settled();
    expect((await standing()).dueAt).toBe('2026-03-03T10:00:00.000Z');
    expect((await kinds()).at(-1)).toBe('CaseDueTimesSet calendar');
  });

  it('of a case that was there before anything was promised is not measured', async () => {
    await service.receive(accountId, mail('old', 'Old'));
    await promised({ firstResponseMinutes: 60 });
    expect(await standing()).toMatchObject({ serviceLevelState: null });
    expect((await get('cases/1/service-level')).sentence).toBe('Case 1: nothing was promised when it came to be.');
    expect((await get('cases/2')).serviceLevelState).toBe('on-time');
  });
});

describe('what is not kept', () => {
  eachForItself();

  it('is warned of and missed, each told once to whom it concerns', async () => {
    await promised({
      firstResponseMinutes: 100,
      warnAtPercent: 50,
      escalation: { userIds: ['eva'], teamIds: ['support'] },
    });
    await pass(50 * MINUTE);
    expect(await standing()).toMatchObject({ serviceLevelState: 'at-risk' });
    expect([await told('ana'), await told('bor'), await told('eva')]).toEqual([[['warned', 'first-response']], [], []]);
    await pass(50 * MINUTE);
    await pass(50 * MINUTE);
    expect(await standing()).toMatchObject({ serviceLevelState: 'breached', dueAt: '2026-03-02T11:40:00.000Z' });
    expect([await told('bor'), await told('eva')]).toEqual([
      [['missed', 'first-response']],
      [['missed', 'first-response']],
    ]);
    expect(await told('ana')).toHaveLength(2);
    await answer();
    expect(await standing()).toMatchObject({ firstResponse: { state: 'late' }, dueAt: null });
  });

  it('goes to the next by the distribution, with a higher priority', async () => {
    await promised({ firstResponseMinutes: 30, escalation: { raiseTo: 'High', redistribute: true } });
    const before = (await get('cases/1')).assignee;
    await pass(31 * MINUTE);
    const { assignee, priority } = await get('cases/1');
    expect(priority).toBe('High');
    expect([before, assignee].sort()).toEqual(['ana', 'bor']);
    const { items } = await get('cases/1/timeline?limit=100');
    expect(items.filter(({ kind }: { kind: string }) => kind === 'CaseUnassigned')).toEqual([
      expect.objectContaining({ facts: expect.objectContaining({ reason: 'service-level', redistribute: true }) }),
    ]);
    await pass(HOUR);
    expect((await get('cases/1')).assignee).toBe(assignee);
  });

  it('stands first in a list by due times, and is found by how it stands', async () => {
    await promised({ firstResponseMinutes: 60 });
    await pass(30 * MINUTE);
    await service.receive(accountId, mail('b', 'Lamp'));
    await pass(31 * MINUTE);
    const numbers = async (query: string) =>
      (await get(`cases?${query}`)).items.map(({ number }: { number: number }) => number);
    expect(await numbers('sort=dueAt')).toEqual([1, 2]);
    expect(await numbers('serviceLevel=breached')).toEqual([1]);
    expect(await numbers('serviceLevel=at-risk&sort=dueAt')).toEqual([]);
    expect(await numbers('dueBefore=2026-03-02T11:10:00.000Z')).toEqual([1]);
    for (const wrong of ['serviceLevel=breached&sort=updatedAt', 'dueBefore=2026-03-02T11:10:00.000Z&sort=number']) {
      expect((await service.get(`/api/v1/cases?${wrong}`)).status).toBe(400);
    }
  });

  it('is counted for Prometheus', async () => {
    await promised({ firstResponseMinutes: 60 });
    await pass(61 * MINUTE);
    const { body } = await service.get('/metrics');
    expect(body).toContain(
      'mailcase_service_levels{account="support@acme.example",target="first-response",outcome="missed"} 1',
    );
  });

  it('comes out otherwise under another level, which changes nothing', async () => {
    await promised({ firstResponseMinutes: 60 });
    await pass(90 * MINUTE);
    await answer();
    const replay = (serviceLevel?: object) =>
      post(`accounts/${accountId}/service-level/replay`, serviceLevel && { serviceLevel });
    const of = (met: number, missed: number, medianMinutes: number) => ({
      cases: 1,
      outcomes: [
        { target: 'first-response', met, missed, open: 0, medianMinutes },
        { target: 'solution', met: 0, missed: 0, open: 0, medianMinutes: null },
      ],
    });
    expect(await replay()).toMatchObject(of(0, 1, 90));
    expect(await replay({ firstResponseMinutes: 100 })).toMatchObject(of(1, 0, 90));
    expect(await replay({ calendarId: 'office', firstResponseMinutes: 30 })).toMatchObject(of(0, 1, 90));
    expect((await kinds()).filter((kind: string) => kind.includes('Missed'))).toHaveLength(1);
  });
});

describe('calendars and levels', () => {
  beforeAll(begin);
  afterAll(() => service.stop());

  it.each([
    ['no hours', { hours: { timeZone: 'UTC', days: Array.from({ length: 7 }, () => []) } }, 'hours.days'],
    ['no such zone', { hours: { ...workdays, timeZone: 'Europe/Atlantis' } }, 'hours.timeZone'],
    [
      'a holiday twice',
      { hours: workdays, holidays: [1, 2].map(() => ({ date: '2026-12-25', name: 'x' })) },
      'holidays',
    ],
    [
      'a day that there is not',
      { hours: workdays, holidays: [{ date: '2026-02-30', name: 'x' }] },
      'body.holidays.0.date',
    ],
  ])('%s is refused with where it is', async (_, definition, path) => {
    const { status, body } = await service.ask('PUT', '/api/v1/calendars/x', { body: { name: 'X', ...definition } });
    expect([400, 422]).toContain(status);
    expect(body.errors.map((one: { path: string }) => one.path)).toContain(path);
  });

  it.each([
    ['that promises nothing', {}, 400],
    [
      'with two promises for one priority',
      {
        byPriority: ['High', 'High'].map((priority) => ({ priority, firstResponseMinutes: 1, solutionMinutes: null })),
      },
      400,
    ],
    ['of a calendar that there is not', { calendarId: 'none', firstResponseMinutes: 1 }, 404],
    ['that tells somebody who is not there', { firstResponseMinutes: 1, escalation: { userIds: ['nobody'] } }, 404],
  ])('a level %s is refused', async (_, serviceLevel, status) => {
    const answer = await configure({ serviceLevel });
    expect([status, 422]).toContain(answer.status);
  });

  it('one that an account goes by is not removed', async () => {
    await promised({ calendarId: 'office', firstResponseMinutes: 60 });
    const remove = () => service.ask('DELETE', '/api/v1/calendars/office');
    expect(await remove()).toMatchObject({ status: 409, body: { code: 'calendar-in-use' } });
    await ok(configure({ serviceLevel: null }));
    await service.mailcase.settled();
    await ok(remove());
    // A case that began by it goes on by what it was.
    await pass(61 * MINUTE);
    expect((await get('cases/1/service-level')).firstResponse).toMatchObject({ missedAt: '2026-03-02T11:00:00.000Z' });
    expect((await service.get('/api/v1/calendars/office')).status).toBe(404);
  });
});
