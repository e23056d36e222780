import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountId } from '../../src/domain/ids.js';
import { mail, TestService } from '../support/http.js';

let service: TestService;
beforeAll(async () => {
  service = await TestService.start();
});
afterAll(() => service.stop());

const put = (path: string, body: object, asking = {}) =>
  service.ask('PUT', `/api/v1/records/${path}`, { body: { name: path, ...body }, ...asking });
const settled = () => service.mailcase.settled();
const get = async (path: string) => (await service.get(`/api/v1/${path}`)).body;
const emailFrom = async (subject: string) =>
  (await get('emails?limit=200')).items.find((one: { subject: string }) => one.subject === subject);

/** A message from an address of one's own. */
const from = (address: string, id: string, more = '') =>
  mail(id, id, more).replace('Zoja <zoja@customer.example>', address);

describe('PUT /records/{type}/{id}', () => {
  it('registers, and the same again changes nothing', async () => {
    const first = await put('Contact/1', { emailAddresses: ['Ana <ANA@acme.example>'], accountId: '7' });
    expect(first).toMatchObject({ status: 200, body: { revision: 0 } });
    const again = await put('Contact/1', { emailAddresses: ['ana@acme.example'], accountId: '7' });
    expect(again.body.revision).toBe(0);
    await settled();
    const shown = await service.get('/api/v1/records/Contact/1');
    expect(shown.body).toMatchObject({
      key: 'Contact/1',
      emailAddresses: ['ana@acme.example'],
      accountId: '7',
      revision: 0,
    });
    expect(shown.headers.get('etag')).toBe('"0"');
  });

  it('changes what was seen, and nothing else', async () => {
    await put('Contact/2', {});
    expect((await put('Contact/2', { name: 'Two' }, { headers: { 'if-match': '"0"' } })).body.revision).toBe(1);
    expect((await put('Contact/2', { name: 'Deux' }, { headers: { 'if-match': '"0"' } })).status).toBe(412);
  });

  it.each([
    ['comments', 'ana(home)@(really)paren.example', ['ana@paren.example']],
    ['quotes', '"Ana, of Acme" <"ana b"@quote.example>', ['"anab"@quote.example']],
    ['groups', 'Team: a@group.example, B <b@group.example>;', ['a@group.example', 'b@group.example']],
    ['IDN as it is written', 'ana@pošta.example', ['ana@xn--pota-h6a.example']],
    ['IDN in ASCII', 'ana@XN--POTA-H6A.example', ['ana@xn--pota-h6a.example']],
    ['plus', 'ana+shop@plus.example', ['ana+shop@plus.example']],
    [
      '320 characters',
      `${'a'.repeat(64)}@${'b'.repeat(247)}.example`,
      [`${'a'.repeat(64)}@${'b'.repeat(247)}.example`],
    ],
  ])('takes addresses with %s', async (_, entered, kept) => {
    expect(await put('Lead/addresses', { emailAddresses: [entered] })).toMatchObject({ status: 200 });
    await settled();
    const { emailAddresses } = await get('records/Lead/addresses');
    expect(emailAddresses).toEqual(kept);
  });

  it.each([
    ['no address', { emailAddresses: ['nobody'] }, 'body.emailAddresses.0'],
    ['an address that is too long', { emailAddresses: [`${'a'.repeat(320)}@x.example`] }, 'body.emailAddresses.0'],
    ['an account of an account, even its own', { accountId: '7' }, 'accountId'],
    [
      'too many addresses',
      { emailAddresses: Array.from({ length: 51 }, (_, n) => `a${n}@x.example`) },
      'body.emailAddresses',
    ],
    ['what there is not', { colour: 'red' }, 'body'],
  ])('refuses %s by its path', async (_, wrong, path) => {
    const { status, body } = await put('Account/7', wrong);
    expect(status).toBe(400);
    expect(body.errors.map((error: { path: string }) => error.path)).toContain(path);
  });

  it('refuses a type and an id that cannot be', async () => {
    expect((await put('Ship/1', {})).status).toBe(400);
    expect((await put('Contact/a%20b', {})).status).toBe(400);
  });
});

describe('DELETE /records/{type}/{id}', () => {
  it('removes a record, once and for all lists, until it is registered again', async () => {
    await put('Lead/gone', { emailAddresses: ['gone@acme.example'] });
    expect((await service.ask('DELETE', '/api/v1/records/Lead/gone')).status).toBe(200);
    await settled();
    expect((await service.get('/api/v1/records/Lead/gone')).body.code).toBe('record-not-found');
    expect((await get('records?email=gone@acme.example')).items).toEqual([]);
    await put('Lead/gone', {});
    await settled();
    expect((await service.get('/api/v1/records/Lead/gone')).status).toBe(200);
  });

  it('of what never was is not found', async () => {
    expect((await service.ask('DELETE', '/api/v1/records/Lead/never')).status).toBe(404);
  });
});

describe('GET /records', () => {
  it('finds by type, words and address, page by page', async () => {
    await put('Account/list-1', { name: 'Čebela d.o.o.', emailAddresses: ['info@čebela.example'] });
    await put('Account/list-2', { name: 'Čmrlj d.o.o.' });
    await settled();
    const keys = async (query: string) => (await get(`records?${query}`)).items.map((one: { key: string }) => one.key);
    expect(await keys('text=cebe')).toEqual(['Account/list-1']);
    expect(await keys(`email=${encodeURIComponent('Info <info@ČEBELA.example>')}`)).toEqual(['Account/list-1']);
    expect(await keys('type=Account')).toEqual(['Account/list-1', 'Account/list-2']);
    const { next } = await get('records?type=Account&limit=1');
    expect(await keys(`type=Account&limit=1&cursor=${encodeURIComponent(next)}`)).toEqual(['Account/list-2']);
    expect((await service.get('/api/v1/records?email=nobody')).status).toBe(400);
  });
});

describe('POST /records', () => {
  const post = async (lines: readonly string[]) => {
    const response = await service.fetch('POST', '/api/v1/records', {
      headers: { 'content-type': 'application/x-ndjson' },
      body: lines.join('\n'),
    });
    const results = (await response.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    return { status: response.status, results: results.slice(0, -1), last: results.at(-1) };
  };
  const line = (id: string, more: object = {}) => JSON.stringify({ type: 'Contact', id, name: id, ...more });

  it('answers each line, and goes on behind a broken one', async () => {
    const lines = [
      line('many-1'),
      '{"type": "Contact", "id": ',
      line('many-2', { colour: 'red' }),
      line('many-3', { emailAddresses: ['three@acme.example'] }),
      line('many-1', { name: 'again' }),
      line('many-4', { contactId: '1' }),
    ];
    const { results, last } = await post(lines);
    expect(results.map(({ line: n, id, outcome }) => `${n} ${id} ${outcome}`)).toEqual([
      '1 many-1 registered',
      '2 null refused',
      '3 null refused',
      '4 many-3 registered',
      '5 many-1 changed',
      '6 many-4 refused',
    ]);
    expect(results[1].detail).toBe('is not a line of JSON');
    expect(results[5].detail).toContain('contactId');
    expect(last).toMatchObject({ done: true, registered: 2, changed: 1, unchanged: 0, refused: 3 });
  });

  it('changes nothing when the same comes again', async () => {
    const lines = Array.from({ length: 510 }, (_, n) =>
      line(`again-${n}`, { emailAddresses: [`a${n}@again.example`] }),
    );
    expect((await post(lines)).last).toMatchObject({ registered: 510, refused: 0 });
    expect((await post(lines)).last).toMatchObject({ registered: 0, unchanged: 510, refused: 0 });
  });

  it('takes no other kind of body', async () => {
    expect((await service.post('/api/v1/records', {})).status).toBe(415);
  });
});

describe('a message', () => {
  it('is linked as it comes, and shows with its records and in their timelines', async () => {
    await put('Account/acme', { name: 'Acme' });
    await put('Contact/eve', { emailAddresses: ['eve@post.example'], accountId: 'acme' });
    await settled();
    await service.receive(null, from('Eve <eve+x@post.example>', 'linked'));
    const { emailId, parent } = await emailFrom('linked');
    expect(parent).toMatchObject({ type: 'Account', id: 'acme', reason: 'from', via: { type: 'Contact', id: 'eve' } });
    for (const record of ['Account/acme', 'Contact/eve']) {
      expect((await get(`emails?record=${record}`)).items.map((one: { emailId: string }) => one.emailId)).toEqual([
        emailId,
      ]);
      const [latest] = (await get(`records/${record}/timeline`)).items;
      expect(latest).toMatchObject({ kind: 'EmailLinked', facts: { emailId, direction: 'in', reason: 'from' } });
    }
  });

  it('is linked when its record comes later, once, and the progress is told', async () => {
    await service.receive(null, from('late@post.example', 'late'), from('late@post.example', 'later'));
    const before = await get('records/linking');
    await put('Lead/late', { emailAddresses: ['late@post.example'] });
    await settled();
    expect((await emailFrom('late')).parent).toMatchObject({ type: 'Lead', id: 'late', reason: 'from' });
    const after = await get('records/linking');
    expect(after).toMatchObject({ state: 'idle', emails: before.emails + 2, threads: before.threads + 2 });
    await put('Lead/late', { name: 'Another name', emailAddresses: ['late@post.example'] });
    await settled();
    expect((await get('records/linking')).emails).toBe(after.emails);
    await service.ask('DELETE', '/api/v1/records/Lead/late');
    await settled();
    expect((await emailFrom('late')).parent).toBeNull();
  });

  it('is about what a user says, whatever comes later', async () => {
    await put('Contact/user', { emailAddresses: ['user@post.example'] });
    await put('Account/user', {});
    await settled();
    await service.receive(null, from('user@post.example', 'chosen'));
    const { emailId } = await emailFrom('chosen');
    const path = `/api/v1/emails/${emailId}/parent`;
    const account = { type: 'Account', id: 'user' };
    const { body } = await service.ask('PUT', path, { body: account, token: service.anaToken });
    expect((await service.ask('PUT', path, { body: account })).body.revision).toBe(body.revision);
    await put('Contact/user', { name: 'Changed', emailAddresses: ['user@post.example', 'more@post.example'] });
    await settled();
    expect((await emailFrom('chosen')).parent).toMatchObject({ ...account, reason: 'user' });
    const [left] = (await get('records/Contact/user/timeline')).items.filter(
      ({ kind }: { kind: string }) => kind === 'EmailUnlinked',
    );
    expect(left).toMatchObject({ actor: 'user:ana', facts: { emailId } });

    await service.ask('DELETE', path);
    await put('Contact/user', { name: 'Changed again', emailAddresses: ['user@post.example'] });
    await settled();
    expect((await emailFrom('chosen')).parent).toBeNull();
    await service.receive(null, from('user@post.example', 'answer', 'In-Reply-To: <chosen@customer.example>\r\n'));
    expect((await emailFrom('answer')).parent).toBeNull();
  });

  it('is not linked to what there is not, nor one that there is not', async () => {
    const { emailId } = await emailFrom('chosen');
    const nothing = { body: { type: 'Lead', id: 'nobody' } };
    expect((await service.ask('PUT', `/api/v1/emails/${emailId}/parent`, nothing)).body.code).toBe('record-not-found');
    const somewhere = { body: { type: 'Account', id: 'acme' } };
    expect((await service.ask('PUT', '/api/v1/emails/none/parent', somewhere)).body.code).toBe('e-mail-not-found');
    const ship = { body: { type: 'Ship', id: '1' } };
    expect((await service.ask('PUT', `/api/v1/emails/${emailId}/parent`, ship)).status).toBe(400);
  });
});

describe('a case', () => {
  it('names the records of its messages, and shows in their timelines, also where they come later', async () => {
    const caseCreation = { distribution: 'none' };
    const account = { name: 'Help', emailAddress: 'help@acme.example', teamIds: [], caseCreation };
    const headers = { 'idempotency-key': 'open-help' };
    const { body } = await service.post('/api/v1/accounts', account, { headers });
    await service.receive(AccountId.parse(body.accountId), from('case@post.example', 'matter'));
    const { caseId } = await emailFrom('matter');
    const nothing = { accountId: null, contactId: null, leadId: null, opportunityId: null };
    expect((await get(`cases/${caseId}`)).links).toEqual(nothing);
    await put('Contact/case', { emailAddresses: ['case@post.example'] });
    await settled();
    expect((await get(`cases/${caseId}`)).links).toEqual({ ...nothing, contactId: 'case' });
    const { items } = await get('records/Contact/case/timeline');
    expect(items.map(({ kind }: { kind: string }) => kind).sort()).toEqual([
      'CaseLinked',
      'EmailLinked',
      'RecordRegistered',
    ]);
  });
});

describe('who may do what', () => {
  it('is a matter of roles: what is hidden is not there, what is seen is not always changed', async () => {
    const none = { read: 'no', edit: 'no', assign: 'no', delete: 'no' };
    const others = Object.fromEntries(
      ['emails', 'cases', 'groupAccounts', 'filters', 'personalAccounts', 'audit'].map((scope) => [scope, none]),
    );
    const permissions = { ...others, records: { read: 'team', edit: 'own', assign: 'no', delete: 'no' } };
    await service.post('/api/v1/teams', { teamId: 'sales', name: 'Sales' });
    await service.ask('PUT', '/api/v1/teams/sales/members/ana', { body: {} });
    expect((await service.ask('PUT', '/api/v1/roles/seller', { body: { name: 'Seller', permissions } })).status).toBe(
      200,
    );
    expect((await service.ask('PUT', '/api/v1/users/ana/roles', { body: { roleIds: ['seller'] } })).status).toBe(200);
    await put('Contact/hers', { assignedUserId: 'ana' });
    await put('Contact/theirs', { teamIds: ['sales'] });
    await put('Contact/nobodys', { emailAddresses: ['nobody@sales.example'] });
    await settled();
    const asAna = { token: service.anaToken };
    const { items } = (await service.get('/api/v1/records?limit=200', asAna)).body;
    expect(items.map((one: { key: string }) => one.key)).toEqual(['Contact/hers', 'Contact/theirs']);
    expect((await service.get('/api/v1/records?email=nobody@sales.example', asAna)).body.items).toEqual([]);
    for (const path of ['Contact/nobodys', 'Contact/nobodys/timeline']) {
      expect((await service.get(`/api/v1/records/${path}`, asAna)).status).toBe(404);
    }
    const change = (id: string, more = {}) => put(`Contact/${id}`, { name: 'Changed', ...more }, asAna);
    expect((await change('nobodys')).status).toBe(404);
    expect((await change('theirs', { teamIds: ['sales'] })).body.code).toBe('not-allowed');
    expect((await change('hers', { assignedUserId: 'root' })).body.code).toBe('not-allowed');
    expect((await change('hers', { assignedUserId: 'ana' })).status).toBe(200);
    expect((await service.ask('DELETE', '/api/v1/records/Contact/hers', asAna)).status).toBe(403);
  });
});
