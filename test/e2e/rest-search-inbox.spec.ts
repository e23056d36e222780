import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountId } from '../../src/domain/ids.js';
import { mail, TestService } from '../support/http.js';

let service: TestService;
let support: AccountId;
let sales: AccountId;
let bor: string;
let root: string;
const ana = () => service.anaToken;
/** Folders: one of ana's own, and one of the group. */
let taxes: string;
let orders: string;

async function account(name: string): Promise<AccountId> {
  const opened = await service.post('/api/v1/accounts', {
    name,
    emailAddress: `${name}@acme.example`,
    teamIds: [name],
    ...(name === 'support' && { caseCreation: { distribution: 'direct-assignment', userId: 'ana' } }),
  });
  expect(opened.status, JSON.stringify(opened.body)).toBe(201);
  return AccountId.parse(opened.body.accountId);
}

beforeAll(async () => {
  service = await TestService.start();
  root = service.rootToken;
  await service.post('/api/v1/users', { userId: 'bor', name: 'Bor' });
  bor = (await service.post('/api/v1/tokens', { userId: 'bor', name: 'test' })).body.token;
  const permissions = { emails: { read: 'team', edit: 'team' }, cases: { read: 'team' } };
  await service.ask('PUT', '/api/v1/roles/team', { body: { name: 'Team', permissions } });
  for (const [teamId, userId] of [
    ['support', 'ana'],
    ['sales', 'bor'],
  ]) {
    await service.ask('PUT', `/api/v1/users/${userId}/roles`, { body: { roleIds: ['team'] } });
    await service.post('/api/v1/teams', { teamId, name: teamId });
    await service.ask('PUT', `/api/v1/teams/${teamId}/members/${userId}`, { body: {} });
  }
  support = await account('support');
  sales = await account('sales');
  taxes = (await service.post('/api/v1/folders', { name: 'Davčni zaključek' }, { token: ana() })).body.folderId;
  const shared = { name: 'Orders', teamIds: ['support'] };
  orders = (await service.post('/api/v1/group-folders', shared)).body.folderId;
  await service.receive(support, letter('tent', 'Tent'), letter('lamp', 'Lamp'), letter('stove', 'Stove'));
  await service.receive(sales, letter('offer', 'Offer'), letter('canoe', 'Canoe'));
  await service.mailcase.searchable();
});
afterAll(() => service.stop());

const letter = (id: string, subject: string) => mail(id, subject, '', `A pelican sat on the ${id}.\r\n`);

let position: string | null = null;
async function search(q: string, token: string, more = '') {
  const headers: Record<string, string> = position === null ? {} : { 'x-after-position': position };
  return service.get(`/api/v1/search?q=${encodeURIComponent(q)}${more}`, { token, headers });
}
interface Item {
  readonly email: { readonly emailId: string; readonly subject: string };
}
async function found(q: string, token = ana()): Promise<string[]> {
  const { status, body } = await search(q, token);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.items.map(({ email }: Item) => email.subject);
}
async function idOf(subject: string): Promise<string> {
  const { body } = await search(`subject:${subject}`, root);
  return body.items[0].email.emailId;
}
async function change(what: string, subjects: readonly string[], more: object = {}, token = ana()) {
  const emailIds = await Promise.all(subjects.map(idOf));
  const { status, headers } = await service.post(`/api/v1/inbox/${what}`, { emailIds, ...more }, { token });
  expect(status).toBe(200);
  position = headers.get('x-position');
}

describe('what another may not read', () => {
  it('is not found, gives no text, and is not behind the end of a page', async () => {
    expect(await found('pelican', root)).toEqual(['Canoe', 'Offer', 'Stove', 'Lamp', 'Tent']);
    expect(await found('pelican')).toEqual(['Stove', 'Lamp', 'Tent']);
    expect(await found('pelican', bor)).toEqual(['Canoe', 'Offer']);
    for (const q of ['canoe', '"sat on the canoe"', 'subject:canoe', 'to:sales', 'pelican -tent -lamp -stove']) {
      const { body } = await search(q, ana());
      expect(body, q).toEqual({ items: [], next: null });
    }
    const { body } = await search('pelican', bor, '&limit=2');
    expect(body.next).toBeNull();
    expect(JSON.stringify((await search('pelican', bor)).body)).not.toMatch(/stove|lamp|tent/i);
  });
});

describe("the asker's own inbox", () => {
  it.each([
    ['is:unread', ['Stove', 'Lamp', 'Tent']],
    ['is:read', []],
    ['is:starred', []],
    ['in:inbox pelican', ['Stove', 'Lamp', 'Tent']],
    ['in:INBOX lamp', ['Lamp']],
    ['in:archive', []],
  ])('%s', async (q, expected) => {
    expect(await found(q)).toEqual(expected);
    expect(await found(q, root)).toEqual([]);
  });

  it('is searched as it is when the caller has changed it', async () => {
    await change('read', ['Tent', 'Lamp']);
    expect(await found('is:unread')).toEqual(['Stove']);
    expect(await found('is:read pelican -lamp')).toEqual(['Tent']);
    expect(await found('is:unread', bor)).toEqual(['Canoe', 'Offer']);
    await change('unread', ['Tent']);
    expect(await found('is:read')).toEqual(['Lamp']);
    await change('star', ['Lamp', 'Stove']);
    expect(await found('is:starred')).toEqual(['Stove', 'Lamp']);
    expect(await found('in:important is:unread')).toEqual(['Stove']);
    await change('trash', ['Stove']);
    expect(await found('is:starred')).toEqual(['Lamp']);
    expect(await found('in:trash')).toEqual(['Stove']);
    expect(await found('stove')).toEqual(['Stove']);
    await change('restore', ['Stove']);
    await change('unstar', ['Lamp']);
    expect(await found('in:important')).toEqual(['Stove']);
  });

  it('is searched by the folders that somebody made, by name or id', async () => {
    await change('move', ['Tent'], { folderId: taxes });
    await change('move', ['Lamp'], { folderId: orders });
    await change('archive', ['Stove']);
    expect(await found('in:"davcni zakljucek"')).toEqual(['Tent']);
    expect(await found(`in:${taxes} pelican`)).toEqual(['Tent']);
    expect(await found('in:orders')).toEqual(['Lamp']);
    expect(await found('in:archive is:unread')).toEqual(['Stove']);
    expect(await found('in:inbox')).toEqual([]);
    const { body } = await search('in:orders', ana(), '&limit=1');
    expect(body.next).toBeNull();
  });

  it('is asked about with clear answers: of folders of others nothing is known', async () => {
    const refusal = async (q: string, token: string) => (await search(q, token)).body.errors?.[0];
    expect(await refusal('lamp in:Nowhere', ana())).toEqual({
      path: 'q',
      message: 'character 6: in: there is no folder Nowhere',
    });
    expect(await refusal('in:orders', bor)).toMatchObject({ message: 'character 1: in: there is no folder orders' });
    expect(await refusal(`in:${taxes}`, bor)).toMatchObject({ message: expect.stringContaining('no folder') });
    const twin = await service.post('/api/v1/folders', { name: 'davčni  ZAKLJUČEK' }, { token: ana() });
    position = twin.headers.get('x-position');
    expect(await refusal('in:"Davčni zaključek"', ana())).toMatchObject({
      message: expect.stringMatching(/several folders are called Davčni zaključek: name one by its id \(.+, .+\)/),
    });
  });

  it('equals what a list of it shows, also when it is built anew', async () => {
    const before = await Promise.all(['is:unread', 'in:archive', 'in:orders', 'is:starred'].map((q) => found(q)));
    const rebuilt = await service.post('/api/v1/projections/email-search/rebuild');
    expect(rebuilt.status).toBe(200);
    expect(await Promise.all(['is:unread', 'in:archive', 'in:orders', 'is:starred'].map((q) => found(q)))).toEqual(
      before,
    );
    const { body } = await service.get('/api/v1/inbox?folder=archive', { token: ana() });
    expect(body.items.map(({ email }: Item) => email.subject)).toEqual(before[1]);
  });
});

/** At the end: what is searched stands still from here on. */
describe('what another may read no more', () => {
  it('is not found, however far what is searched is behind', async () => {
    const { body } = await service.get('/api/v1/cases?text=stove', { token: root });
    const [{ caseId, revision }] = body.items;
    const assign = (userId: string) =>
      service.post(`/api/v1/cases/${caseId}/assign`, { userId }, { headers: { 'if-match': `"${revision}"` } });
    await assign('bor');
    await service.mailcase.settled();
    await service.mailcase.searchable();
    expect(await found('stove', bor)).toEqual(['Stove']);
    await service.mailcase.searching.stop();
    await service.ask('POST', `/api/v1/cases/${caseId}/assign`, { body: { userId: 'ana' } });
    await service.mailcase.settled();
    expect(await found('stove', bor)).toEqual([]);
    expect(await found('stove')).toEqual(['Stove']);
  });
});
