import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountId } from '../../src/domain/ids.js';
import { FakeClock } from '../support/fake-clock.js';
import { type Asking, mail, TestService } from '../support/http.js';

let service: TestService;
let support: AccountId;
let clock: FakeClock;

beforeAll(async () => {
  clock = new FakeClock();
  service = await TestService.start({ clock });
  await service.post('/api/v1/teams', { teamId: 'support', name: 'Support' });
  for (const user of ['ana', 'bor']) {
    if (user === 'bor') await service.post('/api/v1/users', { userId: 'bor', name: 'Bor', emailAddresses: [] });
    await service.ask('PUT', `/api/v1/teams/support/members/${user}`, { body: {} });
  }
  const caseCreation = { distribution: 'round-robin', teamId: 'support' };
  const about = { name: 'support', emailAddress: 'support@acme.example', teamIds: ['support'], caseCreation };
  support = AccountId.parse((await service.post('/api/v1/accounts', about)).body.accountId);
  await service.receive(support, mail('tent', 'Tent'), mail('lamp', 'Lamp'), mail('stove', 'Stove'));
});
afterAll(() => service.stop());

const post = async (path: string, body: object = {}, asking: Asking = {}) => {
  const answer = await service.ask('POST', `/api/v1/cases/${path}`, { body, ...asking });
  await service.mailcase.settled();
  return answer;
};
const caseOf = async (name: number | string) => (await service.get(`/api/v1/cases/${name}`)).body;
const emailsOf = async (name: number | string): Promise<string[]> =>
  (await service.get(`/api/v1/emails?case=${name}`)).body.items.map((one: { subject: string }) => one.subject).sort();
const email = async (subject: string) => {
  const { body } = await service.get('/api/v1/emails');
  return body.items.find((one: { subject: string }) => one.subject === subject);
};
const kindsOf = async (name: number | string): Promise<string[]> =>
  (await service.get(`/api/v1/cases/${name}/timeline`)).body.items.map(({ kind }: { kind: string }) => kind);
const reply = (id: string, subject: string, to: string) =>
  mail(id, subject, `In-Reply-To: <${to}@customer.example>\r\n`);

describe('a merged case', () => {
  it('is seen in the other one, with its messages, notes, tags and followers', async () => {
    const lamp = await caseOf(2);
    await post('2/notes', { text: 'The switch.' });
    await post('2/tags', { add: ['electric'] });
    const { status, body } = await post('2/merge', { into: '1' });
    expect([status, body.into.number]).toEqual([200, 1]);
    const whole = await caseOf(1);
    expect(whole).toMatchObject({ number: 1, tags: ['electric'], askedFor: null });
    expect(whole.merged).toEqual([{ caseId: lamp.caseId, number: 2, subject: 'Lamp', emailCount: 1, noteCount: 1 }]);
    expect(await emailsOf(1)).toEqual(['Lamp', 'Tent']);
    const kinds = await kindsOf(1);
    expect(kinds).toContain('CaseNoteAdded');
    expect(kinds.indexOf('CaseMerged')).toBeLessThan(kinds.indexOf('CaseAbsorbed'));
    const followers = (await service.get('/api/v1/cases/1/followers')).body.items;
    expect(followers.map(({ userId }: { userId: string }) => userId)).toContain(lamp.assignee);
  });

  it('leads to it by its number, and says where it went by its id', async () => {
    const whole = await caseOf(2);
    expect(whole).toMatchObject({ number: 1, askedFor: { number: 2 } });
    const itself = await caseOf(whole.askedFor.id);
    expect(itself).toMatchObject({ number: 2, status: 'Duplicate', assignee: null, mergedInto: { number: 1 } });
    expect(await emailsOf(2)).toEqual(['Lamp', 'Tent']);
  });

  it('takes no work any more by its id, and passes on what is done by its number', async () => {
    const { askedFor } = await caseOf(2);
    const refused = await post(`${askedFor.id}/notes`, { text: 'here' });
    expect([refused.status, refused.body.code]).toEqual([409, 'case-merged']);
    expect((await post('2/notes', { text: 'there' })).status).toBe(201);
    expect((await caseOf(1)).noteCount).toBe(1);
  });

  it('passes on what answers it, and what names its number', async () => {
    await service.receive(support, reply('more', 'Re: Lamp', 'lamp'), mail('tagged', 'Is there news? [#2]'));
    expect(await emailsOf(1)).toEqual(['Is there news? [#2]', 'Lamp', 'Re: Lamp', 'Tent']);
    expect(await email('Re: Lamp')).toMatchObject({ caseNumber: 1, linkReason: 'passed-on' });
    const thread = (await service.get(`/api/v1/threads/${(await email('Re: Lamp')).threadId}`)).body;
    expect(thread.caseIds).toContain((await caseOf(1)).caseId);
  });

  it('is merged once: again changes nothing, elsewhere and back is refused', async () => {
    const before = await service.mailcase.log.head();
    expect((await post('2/merge', { into: '1' })).status).toBe(200);
    expect(await service.mailcase.log.head()).toBe(before);
    const codes = [];
    for (const [which, into] of [
      ['2', '3'],
      ['1', '1'],
      ['1', (await caseOf(2)).askedFor.id],
      ['1', '99'],
    ]) {
      codes.push((await post(`${which}/merge`, { into })).body.code);
    }
    expect(codes).toEqual(['case-merged', 'merge-into-itself', 'merge-ring', 'case-not-found']);
  });

  it('goes on by way of another one', async () => {
    await post('1/merge', { into: '3' });
    expect(await caseOf(2)).toMatchObject({ number: 3, askedFor: { number: 2 } });
    expect((await caseOf(3)).merged.map(({ number }: { number: number }) => number)).toEqual([1, 2]);
    await service.receive(support, reply('again', 'Re: Re: Lamp', 'lamp'));
    expect(await emailsOf(3)).toContain('Re: Re: Lamp');
    expect(await emailsOf(3)).toHaveLength(6);
    expect((await post('1/unmerge')).status).toBe(200);
    expect(await emailsOf(3)).toEqual(['Stove']);
    expect(await emailsOf(1)).toHaveLength(5);
  });

  it('stands for itself again when that is undone, and so does what came for it meanwhile', async () => {
    const { assignee } = await caseOf(1);
    expect((await post('2/unmerge')).status).toBe(200);
    const again = await caseOf(2);
    expect(again).toMatchObject({
      number: 2,
      status: 'Assigned',
      askedFor: null,
      mergedInto: null,
      tags: ['electric'],
    });
    expect(again.assignee).not.toBe(assignee);
    expect(await emailsOf(1)).toEqual(['Tent']);
    expect(await emailsOf(2)).toEqual(['Is there news? [#2]', 'Lamp', 'Re: Lamp', 'Re: Re: Lamp']);
    expect((await caseOf(1)).tags).toEqual([]);
    await service.receive(support, reply('last', 'Last: Lamp', 'more'));
    expect(await emailsOf(2)).toContain('Last: Lamp');
  });

  it('can be undone for a time', async () => {
    await post('2/merge', { into: '1' });
    clock.advance(11 * 60_000);
    const { status, body } = await post('2/unmerge');
    expect([status, body.code]).toEqual([409, 'too-late-to-undo']);
    expect((await post('3/unmerge')).body.code).toBe('case-not-merged');
  });
});

describe('messages that are split off', () => {
  it('make a case of their own, with a user of the distribution, and what answers them follows', async () => {
    const { emailId } = await email('Re: Lamp');
    const { status, body, headers } = await post('1/split', { emails: [emailId] });
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`/api/v1/cases/${body.caseId}`);
    const made = await caseOf(body.caseId);
    expect(made).toMatchObject({ subject: 'Re: Lamp', status: 'Assigned', splitFrom: { number: 1 }, emailCount: 1 });
    expect(made.number).toBeGreaterThan(3);
    expect(await email('Re: Lamp')).toMatchObject({ caseNumber: made.number, linkReason: 'split' });
    expect(await emailsOf(1)).not.toContain('Re: Lamp');
    await service.receive(support, reply('follows', 'Re: Re: Re: Lamp', 'more'), reply('stays', 'Re: Tent', 'tent'));
    expect(await email('Re: Re: Re: Lamp')).toMatchObject({ caseNumber: made.number });
    expect(await email('Re: Tent')).toMatchObject({ caseNumber: 1 });
  });

  it('go to whoever is named, once for one key', async () => {
    const { emailId } = await email('Re: Tent');
    const headers = { 'idempotency-key': 'split-it' };
    const asked = { emails: [emailId], subject: 'Pegs', userId: 'bor' };
    const [first, second] = [await post('1/split', asked, { headers }), await post('1/split', asked, { headers })];
    expect(second.body).toEqual(first.body);
    expect(await caseOf(first.body.caseId)).toMatchObject({ subject: 'Pegs', assignee: 'bor' });
  });

  it('are refused where they are not there, all of the case, or for nobody', async () => {
    const tent = (await email('Stove')).emailId;
    const codes = [];
    for (const [name, asked] of [
      ['1', { emails: [tent] }],
      ['1', { emails: [] }],
      ['3', { emails: [tent] }],
      ['3', { emails: [tent], userId: 'nobody' }],
    ] as const) {
      const { status, body } = await post(`${name}/split`, asked);
      codes.push([status, body.code]);
    }
    expect(codes).toEqual([
      [400, 'invalid'],
      [400, 'invalid'],
      [409, 'nothing-left'],
      [404, 'user-not-found'],
    ]);
  });
});
