import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountId } from '../../src/domain/ids.js';
import { TestService } from '../support/http.js';

let service: TestService;
let accountId: AccountId;

const attachment = (name: string, content: string) =>
  `--b\r\nContent-Type: application/octet-stream; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${content}\r\n`;
const multipart = (text: string, ...parts: readonly string[]) =>
  `--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n${parts.join('')}--b--\r\n`;

interface Letter {
  readonly id: string;
  readonly day: number;
  readonly from?: string;
  readonly cc?: string;
  readonly subject: string;
  readonly body: string;
  readonly mixed?: boolean;
}

function letter({ id, day, from = 'Zoja Kos <zoja@customer.example>', cc, subject, body, mixed }: Letter): string {
  const type = mixed ? 'multipart/mixed; boundary=b' : 'text/plain; charset=utf-8';
  return [
    `From: ${from}`,
    'To: Podpora <support@acme.example>',
    ...(cc ? [`Cc: ${cc}`] : []),
    `Message-ID: <${id}@customer.example>`,
    `Date: ${day} Mar 2026 10:00:00 +0000`,
    `Subject: ${subject}`,
    'MIME-Version: 1.0',
    `Content-Type: ${type}`,
    '',
    body,
  ].join('\r\n');
}

beforeAll(async () => {
  service = await TestService.start();
  await service.post('/api/v1/teams', { teamId: 'support', name: 'Support' });
  await service.ask('PUT', '/api/v1/teams/support/members/ana', { body: {} });
  const account = {
    name: 'Support',
    emailAddress: 'support@acme.example',
    teamIds: ['support'],
    caseCreation: { distribution: 'round-robin', teamId: 'support', casesSince: '2026-01-01T00:00:00.000Z' },
  };
  const opened = await service.post('/api/v1/accounts', account, { headers: { 'idempotency-key': 'open' } });
  accountId = AccountId.parse(opened.body.accountId);
  await service.receive(
    accountId,
    letter({
      id: 'sotor',
      day: 1,
      subject: 'Šotor pušča',
      body: 'Pozdravljeni, naš šotor pušča pri zadrgi.\r\nHvala in lep pozdrav.',
    }),
    letter({
      id: 'klini',
      day: 2,
      from: 'Črt Žagar <crt@hribi.example>',
      subject: 'Izgubljeni klini',
      body: 'V vrečki so bili samo trije klini, v šotor pa jih gre šest.',
    }),
    letter({
      id: 'lamp',
      day: 3,
      from: 'Mira Lamp <mira@hut.example>',
      cc: 'Bor Kos <bor@hut.example>',
      subject: 'The headlamp blinks',
      body: 'It blinks in Morse. The old lamp never did.',
    }),
    letter({
      id: 'photo',
      day: 4,
      subject: 'Photos of the tent',
      body: multipart('See the attached picture of the leak.', attachment('zadrga-škoda.jpg', 'AAAA')),
      mixed: true,
    }),
    letter({ id: 'html', day: 5, subject: 'Offer', body: '<p>Nothing</p>' }).replace(
      'text/plain; charset=utf-8',
      'text/html; charset=utf-8',
    ),
  );
  await service.mailcase.searchable();
});
afterAll(() => service.stop());

const search = (q: string, more = '') => service.get(`/api/v1/search?q=${encodeURIComponent(q)}${more}`);
async function found(q: string): Promise<string[]> {
  const { status, body } = await search(q);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.items.map((item: { email: { messageId: string } }) => /<(\w+)@/.exec(item.email.messageId)?.[1]);
}

describe('searching', () => {
  it.each([
    ['šotor', ['klini', 'sotor']],
    ['SOTOR', ['klini', 'sotor']],
    ['pusc', ['sotor']],
    ['lamp', ['lamp']],
    ['the', ['photo', 'lamp']],
    ['"trije klini"', ['klini']],
    ['"klini trije"', []],
    ['šotor -zadrgi', ['klini']],
    ['-sotor -the', ['html']],
    ['from:žagar', ['klini']],
    ['from:hut.example', ['lamp']],
    ['from:crt@hribi.example', ['klini']],
    ['to:bor', ['lamp']],
    ['to:podpora subject:the', ['photo', 'lamp']],
    ['subject:lamp', []],
    ['headlamp', ['lamp']],
    ['has:attachment', ['photo']],
    ['skoda', ['photo']],
    ['nothing', ['html']],
    ['lamp before:2020', []],
    ['lamp after:2020-02-29', ['lamp']],
    ['', ['html', 'photo', 'lamp', 'klini', 'sotor']],
    ['banana', []],
  ])('%s', async (q, expected) => {
    expect(await found(q)).toEqual(expected);
  });

  it('takes the day on which a message came', async () => {
    const { body } = await search('lamp');
    const came = new Date(body.items[0].email.receivedAt);
    const day = (days: number) => new Date(came.getTime() + days * 86_400_000).toISOString().slice(0, 10);
    expect(await found(`lamp after:${day(0)} before:${day(1)}`)).toEqual(['lamp']);
    expect(await found(`lamp before:${day(0)}`)).toEqual([]);
    expect(await found(`lamp after:${day(1)}`)).toEqual([]);
  });

  it('finds the mails of a case by its number', async () => {
    const { body } = await service.get('/api/v1/cases?text=klini');
    expect(await found(`case:${body.items[0].number}`)).toEqual(['klini']);
    expect(await found('case:999999')).toEqual([]);
  });

  it('shows where in the text it was found', async () => {
    const { body } = await search('"trije klini" izgub');
    const [{ subject, text }] = body.items;
    const marked = ({ text: of, matches }: { text: string; matches: { start: number; end: number }[] }) =>
      matches.map(({ start, end }) => of.slice(start, end));
    expect(marked(text)).toEqual(['trije klini']);
    expect(marked(subject)).toEqual(['Izgubljeni']);
  });

  it('gives page after page, the newest first', async () => {
    const seen: string[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await search('', `&limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.items.map((item: { email: { receivedAt: string } }) => item.email.receivedAt));
      if (body.next === null) break;
      cursor = body.next;
    }
    expect(seen).toHaveLength(5);
    expect(seen).toEqual([...seen].sort().reverse());
  });

  it.each([
    ['tent "open', 'character 6: a quotation mark that is not closed'],
    ['case:abc', 'character 1: case: needs the number of a case'],
  ])('refuses %s', async (q, message) => {
    const { status, body } = await search(q);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'invalid', errors: [{ path: 'q', message }] });
  });

  it('waits for what the caller has written, and finds it', async () => {
    await service.receive(accountId, letter({ id: 'late', day: 9, subject: 'Late', body: 'kasneje' }));
    const position = await service.mailcase.log.head();
    const { status, body } = await service.get('/api/v1/search?q=kasneje', {
      headers: { 'x-after-position': position },
    });
    expect(status).toBe(200);
    expect(body.items).toHaveLength(1);
  });

  it('is one of the read models: listed, and rebuilt while it is searched', async () => {
    const list = await service.get('/api/v1/projections');
    const names = JSON.stringify(list.body);
    expect(names).toContain('email-search');
    let done = false;
    const rebuilt = service.post('/api/v1/projections/email-search/rebuild').finally(() => {
      done = true;
    });
    while (!done) expect(await found('šotor')).toEqual(['klini', 'sotor']);
    expect((await rebuilt).status).toBe(200);
    expect(await found('šotor')).toEqual(['klini', 'sotor']);
    expect(await found('zadrgi')).toEqual(['sotor']);
  });

  it('reads the text of a message of 10 MB, and a message that cannot be read by what is known of it', async () => {
    const noise = randomBytes(7_500_000).toString('base64').replace(/.{76}/g, '$&\r\n');
    await service.receive(
      accountId,
      letter({
        id: 'large',
        day: 10,
        subject: 'Large',
        body: multipart('The text of a giant.', attachment('giant.bin', noise)),
        mixed: true,
      }),
    );
    const { blobs } = service.mailcase.adapters;
    const getStream = blobs.getStream.bind(blobs);
    blobs.getStream = async () => null;
    await service.receive(
      accountId,
      letter({ id: 'lost', day: 11, subject: 'Lost', body: 'The first words are kept.' }),
    );
    await service.mailcase.searchable();
    blobs.getStream = getStream;
    expect(await found('giant')).toEqual(['large']);
    expect(await found('"text of a giant"')).toEqual(['large']);
    expect(await found('"first words"')).toEqual(['lost']);
    expect(await found('giant.bin')).toEqual(['large']);
  });
});
