import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SqliteBlobStore } from '../../src/infrastructure/sqlite/sqlite-blob-store.js';
import { SqliteEventStore } from '../../src/infrastructure/sqlite/sqlite-event-store.js';
import { Cli } from '../support/cli.js';

const MESSAGES: readonly (readonly [name: string, text: string])[] = [
  [
    'one.eml',
    'From: Mira <mira@customer.example>\nTo: support@shop.example\nMessage-ID: <one@customer.example>\nSubject: The tent leaks\nDate: Mon, 2 Mar 2026 08:00:00 +0000\n\nIt does.\n',
  ],
  [
    'two.eml',
    'From: Mira <mira@customer.example>\nTo: support@shop.example\nMessage-ID: <two@customer.example>\nIn-Reply-To: <one@customer.example>\nSubject: Re: The tent leaks\nDate: Mon, 2 Mar 2026 09:00:00 +0000\n\nStill.\n',
  ],
  [
    'three.eml',
    'From: Jan <jan@customer.example>\nTo: support@shop.example\nSubject: Nadomestni klini\u001b[31m\nDate: Mon, 2 Mar 2026 10:00:00 +0000\n\nImate kline?\n',
  ],
  [
    'again.eml',
    'From: Mira <mira@customer.example>\nTo: support@shop.example\nMessage-ID: <one@customer.example>\nSubject: The tent leaks\nDate: Mon, 2 Mar 2026 08:00:00 +0000\n\nIt does.\n',
  ],
];

describe('the command line, in a folder of its own', () => {
  let cli: Cli;
  let mail: string;
  beforeAll(async () => {
    cli = await Cli.create();
    mail = join(cli.folder, '..', 'mail');
    await mkdir(mail, { recursive: true });
    for (const [name, text] of MESSAGES) await writeFile(join(mail, name), text);
  });
  afterAll(() => cli.remove());

  it('says that there is nothing yet', async () => {
    const { code, stdout, stderr } = await cli.run(['cases']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('There is no data in');
  });

  it('sets up users, a team and accounts', async () => {
    expect(await cli.json('user', 'add', 'ana', '--name', 'Ana Novak', '--email', 'ana@shop.example')).toMatchObject({
      userId: 'ana',
    });
    await cli.json('user', 'add', 'bor');
    await cli.json('team', 'add', 'support', '--name', 'Support');
    await cli.json('team', 'member', 'support', 'ana', '--position', 'agent');
    await cli.json('team', 'member', 'support', 'bor');
    await cli.json(
      ...['account', 'add', 'support@shop.example', '--team', 'support', '--distribution', 'round-robin'],
      ...['--cases-since', '2020-01-01'],
    );
    expect(await cli.json('user', 'list')).toMatchObject([
      { userId: 'ana', name: 'Ana Novak', active: true, emailAddresses: ['ana@shop.example'] },
      { userId: 'bor' },
    ]);
    expect(await cli.json('team', 'list')).toMatchObject([
      { teamId: 'support', members: [{ userId: 'ana', position: 'agent' }, { userId: 'bor' }] },
    ]);
    expect(await cli.json('account', 'list')).toMatchObject([
      {
        emailAddress: 'support@shop.example',
        imap: null,
        caseCreation: { distribution: 'round-robin', casesSince: '2020-01-01T00:00:00.000Z' },
      },
    ]);
  });

  it('keeps what it makes to itself', async () => {
    for (const [name, mode] of [
      ['.', 0o700],
      ['master.key', 0o600],
      ['log.db', 0o600],
      ['lock.db', 0o600],
    ] as const) {
      expect((await stat(join(cli.folder, name))).mode & 0o777, name).toBe(mode);
    }
  });

  it('imports, and the cases are there when it ends', async () => {
    const { code, stdout, stderr } = await cli.run([
      ...['import', mail, '--account', 'support@shop.example', '--json'],
    ]);
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      received: 3,
      duplicates: 1,
      skipped: 0,
      quarantined: 0,
      seconds: expect.any(Number),
    });
    const [first, second, ...others] = (await cli.json('cases')) as Record<string, unknown>[];
    expect(others).toEqual([]);
    const [tent, pegs] = first?.subject === 'The tent leaks' ? [first, second] : [second, first];
    expect(tent).toEqual({
      number: expect.any(Number),
      subject: 'The tent leaks',
      status: 'Assigned',
      assignee: expect.stringMatching(/^(ana|bor)$/),
      team: 'support',
      distribution: 'round-robin',
      threadId: expect.any(String),
      messageIds: expect.arrayContaining(['<one@customer.example>', '<two@customer.example>']),
    });
    expect(pegs?.messageIds).toEqual([expect.stringMatching(/^sha256:[0-9a-f]{64}$/)]);
    expect(await cli.json('threads')).toEqual(
      expect.arrayContaining([{ threadId: tent?.threadId, messageIds: tent?.messageIds }]),
    );
  });

  it('imports the same again as duplicates', async () => {
    expect(await cli.json('import', mail, '--account', 'support@shop.example')).toMatchObject({
      received: 0,
      duplicates: 4,
    });
  });

  it('filters, and shows tables without anything that a terminal obeys', async () => {
    expect(await cli.json('cases', '--text', 'tent')).toHaveLength(1);
    expect(await cli.json('cases', '--status', 'Closed')).toEqual([]);
    expect(await cli.json('cases', '--limit', '1')).toHaveLength(1);
    const { stdout } = await cli.run(['cases']);
    expect(stdout.split('\n')[0]).toMatch(/^CASE {2}SUBJECT +STATUS +TEAM +ASSIGNEE +DISTRIBUTION +UPDATED$/);
    expect(stdout).toContain('Nadomestni klini');
    expect(stdout).not.toContain('\u001b');
  });

  it('shows one case and says why', async () => {
    const { stdout } = await cli.run(['case', '1']);
    expect(stdout).toMatch(/^Case 1: /);
    expect(stdout).toContain('assigned to');
    expect(await cli.json('case', '1')).toMatchObject({ number: 1, timeline: expect.any(Array) });
    expect(await cli.json('case', '#1')).toMatchObject({ number: 1 });
    const why = await cli.run(['why', '1']);
    expect(why.stdout).toMatch(/^Case 1: .* got it by round-robin in Support/);
    expect(why.stdout).toMatch(/USER +NAME +POSITION +OPEN CASES +TURN +ELIGIBLE/);
    expect(await cli.json('why', '1')).toMatchObject({ sentence: expect.any(String), candidates: expect.any(Array) });
  });

  it('tags a case, and finds it by its tags', async () => {
    expect((await cli.run(['case', 'tag', '#1', 'VIP', 'waits for parts'])).stdout).toBe('Case 1 is tagged.\n');
    await cli.json('case', 'tag', '1', '--remove', 'waits for parts');
    expect(await cli.json('cases', '--tag', 'vip')).toMatchObject([{ number: 1 }]);
    expect(await cli.json('cases', '--tag', 'waits for parts')).toEqual([]);
    const { stdout } = await cli.run(['case', '1']);
    expect(stdout).toMatch(/Tags +vip\n/);
    expect(stdout).toContain('tags: vip, waits for parts');
    expect(await cli.run(['case', 'tag', '1'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Name a tag'),
    });
  });

  it('rebuilds, looks at the quarantine, and finds nothing wrong', async () => {
    const before = await cli.json('cases');
    expect(await cli.json('rebuild')).toMatchObject({ names: expect.arrayContaining(['cases', 'threads']) });
    expect(await cli.json('cases')).toEqual(before);
    expect(await cli.json('quarantine', 'list')).toEqual([]);
    expect(await cli.json('quarantine', 'retry', '--all')).toEqual([]);
    expect(await cli.json('doctor')).toMatchObject({ ok: true });
    const noKey = await cli.run(['doctor'], { environment: { MAILCASE_MASTER_KEY: 'abc' } });
    expect(noKey.code).toBe(1);
    expect(noKey.stdout).toMatch(/WRONG +master key: .*MAILCASE_MASTER_KEY/);
  });

  it('changes users and teams', async () => {
    await cli.json('user', 'emails', 'bor', 'bor@shop.example', 'b@shop.example');
    await cli.json('user', 'deactivate', 'bor');
    const bor = async () =>
      ((await cli.json('user', 'list')) as { userId: string }[]).find((one) => one.userId === 'bor');
    expect(await bor()).toMatchObject({ active: false, emailAddresses: ['b@shop.example', 'bor@shop.example'] });
    expect((await cli.run(['user', 'activate', 'bor'])).stdout).toBe('User bor is active.\n');
    await cli.json('user', 'emails', 'bor');
    expect(await bor()).toMatchObject({ active: true, emailAddresses: [] });
    expect((await cli.run(['team', 'remove', 'support', 'bor'])).stdout).toBe('User bor is out of support.\n');
    expect(await cli.json('team', 'list')).toMatchObject([{ teamId: 'support', members: [{ userId: 'ana' }] }]);
    await cli.json('user', 'hours', 'bor', '08:00-12:00+13:00-16:00', '--zone', 'Europe/Ljubljana');
    await cli.json('user', 'away', 'bor', '--to', new Date(Date.now() + 86_400_000).toISOString());
    const leftOut = ['--leave-out', 'Pending', '--leave-out-tags', 'parts,VIP', '--leave-out-after', '30'];
    await cli.json('user', 'capacity', 'bor', '--open', '5', ...leftOut, '--rate', '3');
    await cli.json('user', 'skills', 'bor', 'german');
    expect(await cli.json('user', 'away', 'bor')).toMatchObject({
      presence: 'away',
      away: [{ reason: null }],
      hours: { timeZone: 'Europe/Ljubljana' },
      capacity: { maxOpenCases: 5, leavingOut: { statuses: ['Pending'], tags: ['parts', 'vip'], olderThanDays: 30 } },
      rate: { cases: 3, windowMinutes: 60 },
      skills: ['german'],
    });
    const left = await cli.run(['user', 'hand-over', 'ana', '--to', 'bor', '--reason', 'has left']);
    expect(left.stdout).toMatch(/^\d+ open cases of ana went to bor\.\n$/);
    expect(await cli.json('cases', '--assignee', 'ana', '--status', 'New', 'Assigned', 'Pending')).toEqual([]);
    const nobody = await cli.run(['user', 'deactivate', 'nobody']);
    expect(nobody).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('There is no user') });
  });

  it('retries what is quarantined, and says of each what came of it', async () => {
    const raw = Buffer.from(
      'From: a@customer.example\nMessage-ID: <waited@customer.example>\nSubject: Waited\n\nLong.\n',
    );
    const blobs = await SqliteBlobStore.open({ folder: cli.folder });
    const blob = await blobs.put(raw);
    await blobs.close();
    const log = SqliteEventStore.open(join(cli.folder, 'log.db'));
    const metadata = { $correlationId: 'x', $causationId: 'x', actor: 'system:test', at: '2026-03-02T08:00:00.000Z' };
    const quarantined = (uid: string, hash: string) => ({
      id: `11111111-1111-4111-8111-11111111111${uid}`,
      type: 'EmailQuarantined',
      data: {
        ...{ accountId: 'import', quarantineId: `q${uid}`, folder: 'old', uidValidity: 'files', uid },
        ...{ error: 'too odd\u001b[31m', blob: hash, size: raw.byteLength },
      },
      metadata: { ...metadata, schemaVersion: 1 },
    });
    const events = [quarantined('1', blob), quarantined('2', '0'.repeat(64))];
    await log.append({ stream: 'mailbox-import', expectedRevision: 'any', events });
    await log.close();

    expect(await cli.json('quarantine', 'list')).toMatchObject([{ id: 'q1' }, { id: 'q2' }]);
    expect((await cli.run(['quarantine', 'list'])).stdout).not.toContain('\u001b');
    const all = await cli.run(['quarantine', 'retry', '--all', '--json']);
    expect(all.code).toBe(1);
    const outcomes = [
      { id: 'q1', released: true, error: null },
      { id: 'q2', released: false, error: 'The bytes of q2 are not in the blob store.' },
    ];
    expect(JSON.parse(all.stdout)).toHaveLength(2);
    expect(JSON.parse(all.stdout)).toEqual(expect.arrayContaining(outcomes));
    expect(await cli.json('quarantine', 'list')).toMatchObject([{ id: 'q2' }]);
    const threads = (await cli.json('threads')) as { messageIds: string[] }[];
    expect(threads.flatMap(({ messageIds }) => messageIds)).toContain('<waited@customer.example>');
    const gone = { code: 1, stdout: 'q1: There is no quarantined message q1.\n' };
    expect(await cli.run(['quarantine', 'retry', 'q1'])).toMatchObject(gone);
  });

  it('issues a token once, lists it without what it is, and revokes it', async () => {
    const { tokenId, token } = (await cli.json('token', 'add', '--user', 'ana')) as Record<string, string>;
    expect(token).toMatch(/^mc_/);
    const listed = await cli.run(['token', 'list', '--json']);
    expect(listed.stdout).toContain(tokenId);
    expect(listed.stdout).not.toContain(token);
    await cli.json('token', 'revoke', tokenId ?? '');
    expect(await cli.json('token', 'list')).toMatchObject([{ tokenId, revoked: true }]);
  });

  it('issues a token that is narrowed and ends', async () => {
    const given = ['--scope', 'cases:read,cases:edit', '--expires', '2999-01-01'];
    const { tokenId } = (await cli.json('token', 'add', '--user', 'ana', ...given)) as Record<string, string>;
    const all = (await cli.json('token', 'list')) as { tokenId: string }[];
    const expected = { scopes: ['cases:edit', 'cases:read'], expiresAt: '2999-01-01T00:00:00.000Z', lastUsedAt: null };
    expect(all.find((one) => one.tokenId === tokenId)).toMatchObject(expected);
    const table = (await cli.run(['token', 'list'])).stdout;
    expect(table).toMatch(/2999-01-01 00:00\s+cases:edit, cases:read\s+valid/);
    const both = await cli.run(['token', 'add', '--user', 'ana', '--expires', '2999-01-01', '--expires-in', '3']);
    expect([both.code, both.stderr]).toEqual([2, expect.stringContaining('--expires-in')]);
  });

  it('takes a password from standard input or the environment, and prints it nowhere', async () => {
    const password = 'correct horse battery';
    const imap = ['--imap-host', '127.0.0.1', '--imap-port', '9', '--security', 'none'];
    const added = await cli.run(['account', 'add', 'sales@shop.example', ...imap, '--password-stdin'], {
      stdin: `${password}\n`,
    });
    const changed = await cli.run(['account', 'set', 'sales@shop.example', '--user', 'sales'], {
      environment: { MAILCASE_IMAP_PASSWORD: password },
    });
    const alone = await cli.run(['account', 'set', 'sales@shop.example'], {
      environment: { MAILCASE_IMAP_PASSWORD: password },
    });
    expect(alone).toMatchObject({ code: 0, stdout: 'Account sales@shop.example is changed.\n' });
    expect(await cli.run(['account', 'set', 'sales@shop.example'])).toMatchObject({ code: 2 });
    // A port that was chosen stays.
    await cli.json('account', 'set', 'sales@shop.example', '--security', 'starttls');
    const tested = await cli.run(['account', 'test', 'sales@shop.example']);
    const listed = await cli.run(['account', 'list', '--json']);
    const doctor = await cli.run(['doctor', '--json']);
    const config = await cli.run(['config', '--json'], { environment: { MAILCASE_MASTER_KEY: 'ab'.repeat(32) } });
    expect([added.code, changed.code, tested.code, doctor.code]).toEqual([0, 0, 1, 1]);
    expect(tested.stdout).toContain('Nothing answers at 127.0.0.1:9');
    expect(JSON.parse(doctor.stdout).findings).toContainEqual({
      check: 'mailbox sales@shop.example',
      state: 'wrong',
      message: expect.stringContaining('Nothing answers at 127.0.0.1:9'),
      advice: expect.stringContaining('mailcase account set sales@shop.example'),
    });
    for (const { stdout, stderr } of [added, changed, tested, listed, doctor, config]) {
      expect(stdout + stderr).not.toContain(password);
      expect(stdout + stderr).not.toContain('abababab');
    }
    expect(JSON.parse(config.stdout).settings).toContainEqual({
      setting: 'http.port',
      value: 0,
      from: 'MAILCASE_HTTP_PORT',
    });
  });

  it.each([
    [['casess'], 2, /unknown command 'casess'\s[\s\S]*Did you mean cases\?/],
    [['import'], 2, /missing required argument 'path'/],
    [['cases', '--limit', 'many'], 2, /It must be a whole number from 1/],
    [['cases', '--statuss', 'New'], 2, /Did you mean --status\?/],
    [['rebuild', 'casess'], 2, /Did you mean cases\?/],
    [['quarantine', 'retry'], 2, /--all/],
    [[], 2, /Usage: mailcase/],
    [['import', '/nowhere/at/all'], 1, /there is no file or folder/],
    [['import', '.', '--account', 'suport@shop.example'], 1, /Did you mean support@shop\.example\?/],
    [['case', '4711'], 1, /There is no case 4711/],
    [['user', 'add', 'Not A Slug'], 1, /userId: lower-case letters/],
    [['user', 'add', 'ana'], 1, /There is a user ana already/],
    [['team', 'member', 'support', 'nobody'], 1, /There is no user nobody/],
    [['account', 'fetch', 'suport@shop.example'], 1, /Did you mean support@shop\.example\?/],
    [['--config', 'none.yaml', 'config'], 1, /none\.yaml: there is no such file/],
  ])('refuses %j with %i and words', async (args, code, words) => {
    const result = await cli.run(args);
    expect({ code: result.code, stdout: result.stdout }).toEqual({ code, stdout: '' });
    expect(result.stderr).toMatch(words);
  });

  it('answers --help and --version with 0', async () => {
    expect(await cli.run(['--help'])).toMatchObject({ code: 0, stderr: '' });
    expect((await cli.run(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
