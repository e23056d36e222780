import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mail, TestService } from '../support/http.js';

let service: TestService;
beforeAll(async () => {
  service = await TestService.start();
  for (const userId of ['bor', 'cene']) {
    await service.ask('POST', '/api/v1/users', { body: { userId, name: userId, emailAddresses: [] } });
  }
  await service.ask('POST', '/api/v1/teams', { body: { teamId: 'support', name: 'Support' } });
  await service.ask('POST', '/api/v1/users/cene/deactivate');
  await service.ask('PUT', '/api/v1/records/Contact/k1', {
    body: { name: 'Zoja', emailAddresses: ['zoja@customer.example'] },
  });
});
afterAll(() => service.stop());

const headers = { 'content-type': 'application/x-ndjson' };
/** What became of each line, and the tally. */
async function bring(lines: readonly (object | string)[], query = 'source=other&numbersUpTo=900') {
  const body = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  const response = await service.fetch('POST', `/api/v1/imports/cases?${query}`, { body, headers });
  const text = await response.text();
  return {
    status: response.status,
    results: text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  };
}
const get = async (path: string) => (await service.get(`/api/v1/${path}`)).body;
const settled = () => service.mailcase.settled();

describe('POST /imports/cases', () => {
  it('takes cases as they are elsewhere, and says of each line what became of it', async () => {
    const { results } = await bring([
      {
        ...{ foreignId: 'a', number: 341, subject: 'A torn tent', description: 'It rained in.', status: 'Pending' },
        ...{ priority: 'High', userId: 'bor', teamId: 'support', links: { contactId: 'k1' } },
        createdAt: '2024-05-06T07:08:09.000Z',
        notes: [{ noteId: 'n1', text: 'Called her.', by: 'Bor Kos', writtenAt: '2024-05-07T07:08:09.000Z' }],
      },
      'no JSON',
      { foreignId: 'b', subject: 'No status' },
      { foreignId: 'c', number: 12, subject: 'Old', status: 'Closed', userId: 'cene' },
      { foreignId: 'd', number: 13, subject: 'Open', status: 'Assigned', userId: 'cene', teamId: 'nobodys' },
    ]);
    expect(results).toMatchObject([
      { line: 1, foreignId: 'a', outcome: 'imported', without: [] },
      { line: 2, outcome: 'refused', code: 'invalid', detail: 'is not a line of JSON' },
      { line: 3, outcome: 'refused', detail: expect.stringMatching('^status: ') },
      { line: 4, foreignId: 'c', outcome: 'imported', without: [] },
      { line: 5, foreignId: 'd', outcome: 'imported', without: ['user-not-active', 'team-not-found'] },
      { done: true, imported: 3, changed: 0, unchanged: 0, refused: 2 },
    ]);
    await settled();
    expect(await get('cases/341')).toMatchObject({
      ...{ subject: 'A torn tent', status: 'Pending', priority: 'High', assignee: 'bor', teamId: 'support' },
      ...{ distribution: 'imported', contact: 'zoja@customer.example', noteCount: 1, description: 'It rained in.' },
      ...{ createdAt: '2024-05-06T07:08:09.000Z', links: { contactId: 'k1' } },
      importedFrom: { source: 'other', id: 'a', number: 341 },
    });
    expect(await get('cases/12')).toMatchObject({ status: 'Closed', assignee: 'cene', open: false });
    expect(await get('cases/13')).toMatchObject({ status: 'New', assignee: null, unassignedBecause: null });
    const timeline = (await get('cases/341/timeline')).items;
    expect(timeline.map(({ kind }: { kind: string }) => kind).sort()).toEqual([
      'CaseAssigned',
      'CaseCreated',
      'CaseImported',
      'CaseNoteImported',
    ]);
    expect((await get('cases/341/why')).sentence).toMatch(/bor has it in the system that it came from/);
    const records = (await get('records/Contact/k1/timeline')).items;
    expect(records.map(({ kind }: { kind: string }) => kind)).toContain('CaseCreated');
  });

  it('tells nobody, and gives numbers above all that are still to come', async () => {
    expect((await get('notifications')).items).toEqual([]);
    const { body } = await service.ask('POST', '/api/v1/cases', { body: { subject: 'By hand' } });
    await settled();
    expect((await get(`cases/${body.caseId}`)).number).toBeGreaterThan(900);
    await bring([{ foreignId: 'e', number: 341, subject: 'The same number', status: 'New' }]);
    await settled();
    const [newest] = (await get('cases?limit=1')).items;
    expect(newest).toMatchObject({ number: 902, importedFrom: { id: 'e', number: 341 } });
  });

  it('follows what has changed there, and nothing that has changed here', async () => {
    const it_ = { foreignId: 'f', number: 50, subject: 'Stove', status: 'New', userId: 'bor' };
    await bring([it_]);
    await settled();
    expect((await bring([it_])).results[0]).toMatchObject({ outcome: 'unchanged' });
    expect((await bring([{ ...it_, status: 'Closed' }])).results[0]).toMatchObject({ outcome: 'changed' });
    await settled();
    expect(await get('cases/50')).toMatchObject({ status: 'Closed', assignee: 'bor' });
    await service.ask('POST', '/api/v1/cases/50/status', { body: { status: 'Rejected' } });
    await bring([{ ...it_, status: 'Pending', subject: 'A stove' }]);
    await settled();
    expect(await get('cases/50')).toMatchObject({ status: 'Rejected', subject: 'A stove' });
    expect((await get('notifications')).items).toEqual([]);
  });

  it('takes its e-mails to it, which open nothing; an answer to them does', async () => {
    const { results } = await bring([{ foreignId: 'g', number: 60, subject: 'Rope', status: 'Closed', userId: 'bor' }]);
    const line = (name: string, raw: string) =>
      JSON.stringify({ name, raw: Buffer.from(raw).toString('base64'), case: results[0].caseId });
    const body = [line('1', mail('old-1', 'Rope')), line('2', mail('old-2', 'Rope again'))].join('\n');
    const imported = await service.fetch('POST', '/api/v1/imports?label=other', { body, headers });
    expect(await imported.text()).toMatch(/"received":2/);
    await settled();
    expect(await get('cases/60')).toMatchObject({ status: 'Closed', emailCount: 2 });
    await service.receive(null, mail('old-3', 'Re: Rope', 'In-Reply-To: <old-1@customer.example>\r\n'));
    await settled();
    expect(await get('cases/60')).toMatchObject({ status: 'Closed', emailCount: 3 });
    expect((await get('notifications')).items).toEqual([]);
  });

  it('is for administrators, and wants a source that is one', async () => {
    expect((await bring([], 'source=Other%20CRM')).status).toBe(400);
    expect((await bring([], 'source=other&numbersUpTo=x')).status).toBe(400);
    expect((await service.ask('POST', '/api/v1/imports/cases?source=other', { body: {} })).status).toBe(415);
  });
});
