import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cli } from '../support/cli.js';
import { until } from './until.js';

const DAY = 86_400_000;
const NOT_FOUND = '11111111-1111-4111-8111-111111111111';

/** Beside a running service, as an operator has it. */
describe('people and filters by the command line', { timeout: 120_000 }, () => {
  let cli: Cli;
  let mail: string;
  let serve: ReturnType<Cli['start']>;
  let n = 0;
  beforeAll(async () => {
    cli = await Cli.create();
    mail = join(cli.folder, '..', 'mail');
    await mkdir(mail, { recursive: true });
    serve = cli.start(['serve']);
    await serve.says(/Watching/);
    await cli.json('user', 'add', 'ana');
    await cli.json('user', 'add', 'bor');
    await cli.json('team', 'add', 'support');
    for (const user of ['ana', 'bor']) await cli.json('team', 'member', 'support', user);
    const distribution = ['--team', 'support', '--distribution', 'round-robin', '--cases-since', '2020-01-01'];
    await cli.json('account', 'add', 'support@shop.example', ...distribution);
  }, 240_000);
  afterAll(async () => {
    serve?.kill('SIGTERM');
    await serve?.ended;
    await cli?.remove();
  });

  /** Takes in one more message of a customer. */
  async function receive(subject: string, from = 'mira@customer.example'): Promise<unknown> {
    const file = join(mail, `${++n}.eml`);
    const date = 'Mon, 2 Mar 2026 08:00:00 +0000';
    const head = `From: ${from}\nTo: support@shop.example\nMessage-ID: <${n}@customer.example>\nDate: ${date}\n`;
    await writeFile(file, `${head}Subject: ${subject}\n\nHello.\n`);
    return cli.json('import', file, '--account', 'support@shop.example');
  }
  const stdout = async (...args: readonly string[]) => {
    const result = await cli.run(args);
    expect(result.code, result.stderr).toBe(0);
    return result.stdout;
  };
  const refused = async (...args: readonly string[]) => {
    const { code, stderr } = await cli.run(args);
    return `${code} ${stderr}`;
  };

  it('filters are tried, made, listed and removed', async () => {
    expect(await stdout('filters', 'list')).toBe('There are no filters.\n');
    await receive('Win a prize', 'robot@spam.example');
    expect(await cli.json('filters', 'try', '--from', '*@spam.example')).toMatchObject({
      looked: 1,
      caught: [{ sender: 'robot@spam.example', subject: 'Win a prize' }],
    });
    expect(await stdout('filters', 'try', '--subject', 'Nothing *')).toMatch(/^0 of 1 messages\.\n$/);
    const added = await cli.json('filters', 'add', 'Spam', '--from', '*@spam.example', '--order', '2');
    const ofAccount = ['--account', 'support@shop.example', '--subject', 'Rechnung *'];
    await cli.json('filters', 'add', 'German', ...ofAccount, '--skill', 'german');
    await cli.json('filters', 'add', 'Quiet', '--user', 'bor', '--subject', 'News *', '--mark-read', '--quiet');
    expect(await cli.json('filters', 'list')).toMatchObject([
      { name: 'Spam', action: { kind: 'skip' }, order: 2 },
      { name: 'German', action: { kind: 'need-skill', skill: 'german' } },
      { name: 'Quiet', action: { kind: 'none' }, markAsRead: true, skipNotification: true },
    ]);
    expect(await stdout('filters', 'list')).toMatch(/^ID +NAME +OF +ORDER +ACTION\n[\s\S]* need-skill\n/);
    const id = (added as { filterId: string }).filterId;
    expect(await cli.json('filters', 'try', id)).toMatchObject({ caught: [{ subject: 'Win a prize' }] });
    expect(await stdout('filters', 'remove', id)).toBe(`Filter ${id} is removed.\n`);
    expect(await cli.json('filters', 'list')).toHaveLength(2);
  });

  it.each([
    ['with nothing in it', ['filters', 'add', 'All'], /^1 /],
    [
      'that does two things',
      ['filters', 'add', 'Two', '--from', 'a@b.example', '--skip', '--no-case'],
      /^2 .*one thing/,
    ],
    [
      'of an account and a user',
      ['filters', 'add', 'X', '--from', 'a@b.example', '--account', 'a', '--user', 'b'],
      /^2 /,
    ],
    ['with a broken header field', ['filters', 'add', 'X', '--header', 'no colon'], /^2 .*X-Spam: yes/],
    ['that is tried by nothing', ['filters', 'try'], /^2 Name a filter|^2 error: Name a filter/],
    ['that is not there', ['filters', 'remove', NOT_FOUND], /^1 .*There is no/],
  ])('a filter %s is refused', async (_, args, words) => {
    expect(await refused(...args)).toMatch(words);
  });

  it('what was skipped is listed, and comes back as if it had come just now', async () => {
    expect(await stdout('skipped', 'list')).toBe('Nothing is skipped.\n');
    const spam = (await cli.json('filters', 'add', 'Spam', '--from', '*@spam.example')) as { filterId: string };
    expect(await receive('Not spam at all', 'shop@spam.example')).toMatchObject({ skipped: 1, received: 0 });
    expect(await cli.json('cases', '--text', 'spam at all')).toEqual([]);
    const [skipped] = (await cli.json('skipped', 'list')) as { id: string }[];
    expect(skipped).toMatchObject({ subject: 'Not spam at all', filterName: 'Spam' });
    expect(await stdout('skipped', 'list')).toMatch(/^ID +SINCE +UNTIL +FROM +SUBJECT +FILTER\n.*shop@spam\.example/);
    await cli.json('filters', 'remove', spam.filterId);
    expect(await stdout('skipped', 'bring-back', skipped?.id ?? '')).toBe('It has come in.\n');
    expect(await cli.json('skipped', 'list')).toEqual([]);
    expect(await cli.json('cases', '--text', 'spam at all')).toMatchObject([{ subject: 'Not spam at all' }]);
    expect(await refused('skipped', 'bring-back', skipped?.id ?? '')).toMatch(/^1 /);
  });

  it('people are away, work by hours, and have limits and skills', async () => {
    const office = '08:00-12:00+13:00-16:00';
    expect(await stdout('user', 'hours', 'ana', office, '--zone', 'Europe/Ljubljana')).toContain('Europe/Ljubljana');
    await cli.json('user', 'hours', 'ana', office, '-', office, '-', '-', '-', '-');
    const shown = (await cli.json('user', 'away', 'ana')) as { hours: { timeZone: string; days: unknown[][] } };
    expect(shown.hours.timeZone).toBe('UTC');
    expect(shown.hours.days.map(({ length }) => length)).toEqual([2, 0, 2, 0, 0, 0, 0]);
    await cli.json('user', 'hours', 'ana');
    const to = new Date(Date.now() + DAY).toISOString();
    const { awayId } = (await cli.json('user', 'away', 'ana', '--to', to, '--reason', 'holiday')) as { awayId: string };
    expect(await stdout('workloads')).toMatch(/ana +\d+ +\d+ +- +no: away until \d{4}-\d\d-\d\d \d\d:\d\d/);
    expect(await stdout('user', 'away', 'ana', '--cancel', awayId)).toBe('User ana is not away after all.\n');
    await cli.json('user', 'capacity', 'bor', '--open', '7', '--rate', '3', '--window', '30');
    await cli.json('user', 'skills', 'bor', 'German', 'invoices');
    expect(await cli.json('user', 'away', 'bor')).toMatchObject({
      capacity: { maxOpenCases: 7, leavingOut: { statuses: [], tags: [], olderThanDays: null } },
      rate: { cases: 3, windowMinutes: 30 },
      skills: ['german', 'invoices'],
    });
    expect(await cli.json('workloads')).toMatchObject([
      {
        teamId: 'support',
        users: [
          { userId: 'ana', availability: { reasons: [], backAt: null } },
          { userId: 'bor', availability: { capacity: { most: 7 } } },
        ],
      },
    ]);
  });

  it.each([
    ['hours of three days', ['user', 'hours', 'ana', '-', '-', '-'], /^2 .*one day or of seven/],
    ['hours that end before they begin', ['user', 'hours', 'ana', '16:00-08:00'], /^1 .*hours\.days\.0\.0/],
    ['hours that are none', ['user', 'hours', 'ana', '8-16'], /^2 .*8-16 are no hours/],
    ['an unknown zone', ['user', 'hours', 'ana', '08:00-16:00', '--zone', 'Mars/Olympus'], /^1 .*IANA time zone/],
    ['a period that is over', ['user', 'away', 'ana', '--from', '2020-01-01', '--to', '2020-01-02'], /^1 .*to: /],
    ['a capacity that is no number', ['user', 'capacity', 'ana', '--open', 'many'], /^2 .*whole number/],
    ['a skill with a comma', ['user', 'skills', 'ana', 'a,b'], /^1 .*skills\.0/],
    ['cases handed to oneself', ['user', 'hand-over', 'ana', '--to', 'ana', '--reason', 'x'], /^1 .*to: /],
    ['cases handed over for no reason', ['user', 'hand-over', 'ana'], /^2 .*--reason/],
  ])('%s is refused', async (_, args, words) => {
    expect(await refused(...args)).toMatch(words);
  });

  it("somebody's cases go to a colleague, and back through the distribution", async () => {
    await receive('A tent');
    await receive('A lamp');
    const casesOf = async (user: string) => ((await cli.json('cases', '--assignee', user)) as unknown[]).length;
    const before = (await casesOf('ana')) + (await casesOf('bor'));
    await cli.json('user', 'hand-over', 'ana', '--to', 'bor', '--reason', 'She is ill');
    const have = async (...cases: readonly number[]) =>
      until(
        async () => [await casesOf('ana'), await casesOf('bor')],
        (now) => now.join() === cases.join(),
      );
    await have(0, before);
    await cli.json('user', 'deactivate', 'bor');
    expect(await stdout('user', 'hand-over', 'bor', '--reason', 'He has left')).toContain('through the distribution');
    await have(before, 0);
    const { timeline } = (await cli.json('case', '1')) as { timeline: { kind: string; facts: object }[] };
    const notes = timeline
      .filter(({ kind }) => kind === 'CaseUnassigned')
      .map(({ facts }) => Reflect.get(facts, 'note'));
    expect(notes).toContain('He has left');
  });

  it('an account looks at people when it is told so', async () => {
    const looksAt = ['--respects', 'availability', 'skills', '--skills', 'German', '--not-opened', '60'];
    await cli.json('account', 'set', 'support@shop.example', ...looksAt);
    expect(await cli.json('account', 'list')).toMatchObject([
      {
        caseCreation: {
          respects: { availability: true, capacity: false, rate: false, skills: true },
          skills: ['german'],
          overdue: { minutes: 60, what: 'not-opened' },
        },
      },
    ]);
    await receive('Ein Zelt');
    expect(await cli.json('cases', '--text', 'Zelt')).toMatchObject([{ assignee: null, status: 'New' }]);
    expect(await stdout('workloads')).toContain('1 open cases of support that nobody has.');
    await cli.json('user', 'skills', 'ana', 'german');
    const why = (await cli.json(
      'why',
      String(((await cli.json('cases', '--text', 'Zelt')) as { number: number }[])[0]?.number),
    )) as {
      sentence: string;
    };
    expect(why.sentence).toContain('It needs german.');
  });
});
