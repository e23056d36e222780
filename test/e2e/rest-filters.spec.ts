import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountIdOf } from '../../src/domain/ids.js';
import { FakeClock } from '../support/fake-clock.js';
import { mail, TestService } from '../support/http.js';

let service: TestService;
let clock: FakeClock;
const accountId = accountIdOf('support@acme.example');
const DAY = 86_400_000;

beforeAll(async () => {
  clock = new FakeClock();
  service = await TestService.start({ clock });
  await service.post('/api/v1/teams', { teamId: 'support', name: 'Support' });
  await service.ask('PUT', '/api/v1/teams/support/members/ana', { body: {} });
  const account = { name: 'Support', emailAddress: 'support@acme.example', teamIds: ['support'] };
  expect((await service.post('/api/v1/accounts', account)).status).toBe(201);
});
afterAll(() => service.stop());

const own = () => ({ token: service.anaToken });
const filters = '/api/v1/filters';
const spam = {
  name: 'Spam',
  scope: { kind: 'global' },
  parameters: { from: '*@spam.example' },
  action: { kind: 'skip' },
};
const mine = {
  name: 'Invoices',
  scope: { kind: 'user' },
  parameters: { subject: '*invoice*' },
  action: { kind: 'move-to-folder', folderId: 'archive' },
};

/** Where the administrator sees what was changed. */
async function made(body: object, asking = {}) {
  const answer = await service.post(filters, body, asking);
  expect(answer).toMatchObject({ status: 201, body: { warnings: [] } });
  const after = { headers: { 'x-after-position': answer.body.position } };
  return { filterId: answer.body.filterId as string, after };
}

describe('Filters', () => {
  it('are made, shown, changed where they are as they were seen, and removed', async () => {
    const { filterId, after } = await made(spam);
    const shown = await service.get(`${filters}/${filterId}`, after);
    expect(shown.body).toMatchObject({
      filterId,
      name: 'Spam',
      scope: { kind: 'global' },
      parameters: { from: '*@spam.example', subject: null, bodyContains: [] },
      action: { kind: 'skip' },
      markAsRead: false,
      order: 0,
    });
    const { scope: _, ...settings } = { ...spam, order: 5 };
    const path = `${filters}/${filterId}`;
    const change = (tag: string) => service.ask('PUT', path, { body: settings, headers: { 'if-match': tag } });
    expect((await change('"7"')).status).toBe(412);
    const changed = await change(shown.headers.get('etag') ?? '');
    expect(changed).toMatchObject({ status: 200, body: { revision: 1 } });
    const now = { headers: { 'x-after-position': changed.body.position } };
    expect((await service.get(path, now)).body.order).toBe(5);
    const removed = await service.ask('DELETE', path);
    expect(removed.status).toBe(200);
    const gone = { headers: { 'x-after-position': removed.body.position } };
    expect((await service.get(path, gone)).status).toBe(404);
    expect((await service.ask('PUT', path, { body: settings })).status).toBe(404);
  });

  it('asked for again with the same key, it is the same', async () => {
    const asking = { headers: { 'idempotency-key': 'one' } };
    const [first, second] = [await service.post(filters, spam, asking), await service.post(filters, spam, asking)];
    expect(second.body).toEqual(first.body);
    await service.ask('DELETE', `${filters}/${first.body.filterId}`);
  });

  it('with nothing in it, is refused; one that matches all, is told of', async () => {
    const nothing = await service.post(filters, { ...spam, parameters: {} });
    expect(nothing).toMatchObject({ status: 400, body: { errors: [{ path: 'parameters' }] } });
    const blanks = await service.post(filters, { ...spam, parameters: { bodyContains: ['  '] } });
    expect(blanks).toMatchObject({ status: 400, body: { errors: [{ path: 'parameters' }] } });
    const all = await service.post(filters, { ...spam, parameters: { subject: '*', from: '**' } });
    expect(all).toMatchObject({ status: 201, body: { warnings: ['This filter matches every message.'] } });
    await service.ask('DELETE', `${filters}/${all.body.filterId}`);
  });

  it.each([
    ['of all mail does nothing but skip', { action: { kind: 'no-case' } }, 'action.kind'],
    ['of a user makes no cases and none not', { scope: { kind: 'user' }, action: { kind: 'no-case' } }, 'action.kind'],
    [
      'of a group moves nothing into a user’s folder',
      { scope: { kind: 'account', accountId }, action: { kind: 'move-to-folder', folderId: 'archive' } },
      'action.kind',
    ],
    [
      'names a folder that is there',
      { scope: { kind: 'account', accountId }, action: { kind: 'move-to-group-folder', folderId: 'none' } },
      'action.folderId',
    ],
    [
      'names a record that is there',
      {
        scope: { kind: 'account', accountId },
        action: { kind: 'link-to-record', record: { type: 'Contact', id: '17' } },
      },
      'action.record',
    ],
    ['has a pattern of at most 200 characters', { parameters: { from: 'x'.repeat(201) } }, 'body.parameters.from'],
    [
      'has a field that can be one',
      { parameters: { headerEquals: { name: 'a b', value: 'x' } } },
      'body.parameters.headerEquals.name',
    ],
    ['has no parameters that there are not', { parameters: { regex: '.*' } }, 'body.parameters'],
  ])('%s', async (_, change, path) => {
    const answer = await service.post(filters, {
      ...spam,
      scope: { kind: 'user', userId: 'ana' },
      ...change,
      ...('scope' in change || 'parameters' in change ? {} : { scope: { kind: 'global' } }),
    });
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].path).toBe(path);
  });

  it('of all mail and of groups are the administrators’; a user has their own, which others do not see', async () => {
    for (const scope of [{ kind: 'global' }, { kind: 'account', accountId }]) {
      const { status, body } = await service.post(filters, { ...spam, scope }, own());
      expect([status, body.code]).toEqual([403, 'administrators-only']);
    }
    const ofRoot = await made({ ...mine, scope: { kind: 'user', userId: 'root' } });
    const ofAna = await made(mine, own());
    const list = await service.get(filters, { ...own(), ...ofAna.after });
    expect(list.body.items.map(({ filterId }: { filterId: string }) => filterId)).toEqual([ofAna.filterId]);
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const { scope: _, ...settings } = mine;
      const asking = { ...own(), ...(method === 'PUT' ? { body: settings } : {}) };
      expect([method, (await service.ask(method, `${filters}/${ofRoot.filterId}`, asking)).status]).toEqual([
        method,
        404,
      ]);
    }
    const others = await service.post(filters, { ...mine, scope: { kind: 'user', userId: 'root' } }, own());
    expect([others.status, others.body.code]).toEqual([403, 'not-allowed']);
    const all = await service.get(filters);
    expect(all.body.items.map(({ filterId }: { filterId: string }) => filterId).sort()).toEqual(
      [ofRoot.filterId, ofAna.filterId].sort(),
    );
    for (const filterId of [ofRoot.filterId, ofAna.filterId]) await service.ask('DELETE', `${filters}/${filterId}`);
  });
});

describe('What filters kept out', () => {
  it('is listed, counted, and comes in when it is brought back, as if it had come just now', async () => {
    const { filterId } = await made(spam);
    const raw = mail('offer', 'An offer').replace('zoja@customer.example', 'win@spam.example');
    await service.receive(accountId, raw);
    expect((await service.get('/api/v1/emails')).body.items).toEqual([]);
    const { items } = (await service.get('/api/v1/skipped')).body;
    expect(items).toMatchObject([
      {
        accountId,
        subject: 'An offer',
        from: { address: 'win@spam.example' },
        filterId,
        filterName: 'Spam',
        because: 'from *@spam.example',
        until: new Date(clock.now().getTime() + 30 * DAY).toISOString(),
      },
    ]);
    expect((await service.get(`/api/v1/accounts/${accountId}`)).body.skipped).toBe(1);
    expect((await service.get('/api/v1/skipped', own())).body.items).toEqual([]);
    const path = `/api/v1/skipped/${items[0].id}/bring-back`;
    expect((await service.post(path, undefined, own())).status).toBe(404);
    const back = await service.post(path);
    expect(back.status).toBe(200);
    await service.mailcase.settled();
    const email = await service.get(`/api/v1/emails/${back.body.emailId}`);
    expect(email.body).toMatchObject({ subject: 'An offer', receivedAt: clock.now().toISOString() });
    expect(email.body.matchedBy).toMatchObject([{ name: 'Spam', action: 'skip', applied: false }]);
    expect((await service.get('/api/v1/skipped')).body.items).toEqual([]);
    expect((await service.post(path)).status).toBe(404);
    await service.receive(accountId, raw);
    expect((await service.get('/api/v1/skipped')).body.items).toEqual([]);
    await service.ask('DELETE', `${filters}/${filterId}`);
  });

  it('cannot be brought back when its time is over', async () => {
    const { filterId } = await made(spam);
    await service.receive(accountId, mail('late', 'Late').replace('zoja@customer.example', 'win@spam.example'));
    const [{ id }] = (await service.get('/api/v1/skipped')).body.items;
    clock.advance(31 * DAY);
    const answer = await service.post(`/api/v1/skipped/${id}/bring-back`);
    expect([answer.status, answer.body.code]).toEqual([409, 'bytes-gone']);
    await service.ask('DELETE', `${filters}/${filterId}`);
  });
});

describe('A filter is tried', () => {
  const tried = (body: object, asking = {}) => service.post(`${filters}/try`, body, asking);

  it('on the latest messages, saved or not, and changes nothing', async () => {
    await service.receive(accountId, mail('lottery', 'A big win', '', 'You have won the lottery\r\n'));
    const before = await service.mailcase.log.head();
    const bySubject = await tried({ parameters: { subject: '*BIG win*' } });
    expect(bySubject).toMatchObject({
      status: 200,
      body: { isComplete: true, caught: [{ subject: 'A big win', because: 'subject *BIG win*' }] },
    });
    expect(bySubject.body.looked).toBeGreaterThan(0);
    const byText = await tried({ parameters: { bodyContainsAll: ['won the', 'lottery'] }, accountId });
    expect(byText.body.caught).toMatchObject([{ because: 'contains "won the", contains "lottery"' }]);
    expect((await tried({ parameters: { bodyContains: ['lottery'] }, accountId: 'other' })).body.caught).toEqual([]);
    expect(await service.mailcase.log.head()).toBe(before);
    const { filterId } = await made({ ...spam, parameters: { bodyContains: ['lottery'] } });
    await service.mailcase.settled();
    expect((await tried({ filterId })).body.caught).toHaveLength(1);
    expect((await tried({ filterId, last: 1 })).body.looked).toBe(1);
    expect((await tried({ filterId }, own())).status).toBe(404);
    await service.ask('DELETE', `${filters}/${filterId}`);
  });

  it('with nothing in it, or on too many, is refused', async () => {
    expect(await tried({ parameters: {} })).toMatchObject({ status: 400, body: { errors: [{ path: 'parameters' }] } });
    expect((await tried({ parameters: { from: '*' }, last: 1_001 })).status).toBe(400);
    expect((await tried({ filterId: 'none' })).status).toBe(404);
  });
});

it('a message says in words which filters it met; those of other users are told to nobody else', async () => {
  const ofGroup = await made({
    ...spam,
    name: 'Quiet',
    scope: { kind: 'account', accountId },
    parameters: { subject: '*invoice*' },
    action: { kind: 'no-case' },
    markAsRead: true,
  });
  const ofAna = await made(mine, own());
  await service.receive(accountId, mail('inv', 'Your invoice 7'));
  const { items } = (await service.get('/api/v1/emails')).body;
  const { emailId } = items.find(({ subject }: { subject: string }) => subject === 'Your invoice 7');
  const path = `/api/v1/emails/${emailId}`;
  const shared = {
    filterId: ofGroup.filterId,
    name: 'Quiet',
    action: 'no-case',
    applied: true,
    words: 'Filter "Quiet" matched (subject *invoice*): it makes no case.',
  };
  expect((await service.get(path)).body.matchedBy).toEqual([expect.objectContaining(shared)]);
  expect((await service.get(path, own())).body.matchedBy).toEqual([
    expect.objectContaining(shared),
    expect.objectContaining({
      filterId: ofAna.filterId,
      words: 'Filter "Invoices" matched (subject *invoice*): it goes to a folder of yours.',
    }),
  ]);
});
