import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Cli } from '../support/cli.js';
import { mail } from '../support/http.js';

let cli: Cli;
let folder: string;
beforeAll(async () => {
  cli = await Cli.create();
  folder = join(cli.folder, '..', 'mail');
  await cli.json('user', 'add', 'ana', '--name', 'Ana Novak');
  await cli.json('team', 'add', 'support');
  await cli.json('team', 'member', 'support', 'ana');
  const account = ['--name', 'Acme Support', '--team', 'support', '--distribution', 'round-robin'];
  const smtp = ['--smtp-host', '127.0.0.1', '--smtp-port', '9', '--smtp-security', 'none', '--smtp-login', 'none'];
  await cli.json('account', 'add', 'support@acme.example', ...account, ...smtp, '--shared');
  await mkdir(folder);
  await writeFile(join(folder, 'a.eml'), mail('a', 'Lamp', 'Cc: boss@customer.example\r\n'));
  await cli.json('import', folder, '--account', 'support@acme.example');
}, 240_000);
afterAll(() => cli.remove());

const subjects = (items: unknown) => (items as { subject: string }[]).map(({ subject }) => subject);

it('answers a case in somebody\u2019s name: shown, kept, sent, listed', { timeout: 240_000 }, async () => {
  await cli.json('signature', 'set', 'ana', '--text', 'Ana');
  expect((await cli.run(['signature', 'show', 'ana'])).stdout.trim()).toBe('Ana');
  await cli.json('templates', 'set', 'hello', '--text', 'Dear {{person.firstName|customer}},');
  const previewed = await cli.run(['templates', 'preview', 'hello', 'person.firstName=Eva']);
  expect(previewed.stdout).toContain('Dear Eva,');

  const bill = join(folder, 'bill.pdf');
  await writeFile(bill, '%PDF-');
  const answer = [
    'reply',
    '1',
    '--as',
    'ana',
    '--all',
    '--template',
    'hello',
    '--attach',
    bill,
    '--bcc',
    'law@acme.example',
  ];
  const shown = await cli.run([...answer, '--text', 'It works.', '--dry-run']);
  expect({ code: shown.code, stderr: shown.stderr }).toEqual({ code: 0, stderr: '' });
  for (const line of [
    'From: Ana Novak from Acme Support <support@acme.example>',
    'To: Zoja <zoja@customer.example>',
    'Cc: boss@customer.example',
    'Bcc: law@acme.example',
    'Subject: Re: Lamp',
    'File: bill.pdf (application/pdf, 5 bytes)',
    'Dear Zoja,',
    'It works.',
  ])
    expect(shown.stdout).toContain(line);
  expect(await cli.json('drafts', 'list', '--as', 'ana')).toEqual([]);

  const kept = await cli.run([...answer, '--draft', '--json'], { stdin: 'From standard input\n' });
  expect({ code: kept.code, stderr: kept.stderr }).toEqual({ code: 0, stderr: '' });
  const { draftId } = JSON.parse(kept.stdout);
  expect(subjects(await cli.json('drafts', 'list', '--as', 'ana'))).toEqual(['Re: Lamp']);
  expect(await cli.json('drafts', 'list')).toEqual([]);
  expect((await cli.run(['drafts', 'show', draftId])).code).toBe(1);
  const { emailId } = (await cli.json('drafts', 'send', draftId, '--as', 'ana')) as { emailId: string };
  const later = ['--send-at', new Date(Date.now() + 86_400_000).toISOString()];
  const sent = await cli.json('reply', '#1', '--as', 'ana', '--text', 'Later', '--key', 'once', ...later);
  expect(await cli.json('reply', '#1', '--as', 'ana', '--text', 'Later', '--key', 'once', ...later)).toEqual(sent);
  const listed = (await cli.json('sent', '--as', 'ana')) as { emailId: string; userId: string }[];
  expect(listed.map((one) => one.emailId)).toEqual([(sent as { emailId: string }).emailId, emailId]);
  expect(await cli.json('sent', '--account', 'support@acme.example', '--user', 'root')).toEqual([]);
  expect((await cli.run(['sent', '--account', 'support@acme.example'])).stdout).toMatch(/queued.*ana.*#1.*Re: Lamp/);
  // Whose hand it was, the history says.
  const audit = JSON.stringify(await cli.json('audit', 'events', '--type', 'DraftSubmitted'));
  expect(audit).toContain('user:ana');
  expect(audit).toContain('command-line:');
});

it('writes in the name of a group, which takes nobody', { timeout: 120_000 }, async () => {
  const to = ['write', '--to', 'eva@customer.example', '--account', 'support@acme.example', '--subject', 'News'];
  const { stdout } = await cli.run([...to, '--text', 'x', '--dry-run']);
  expect(stdout).toContain('From: Acme Support <support@acme.example>');
  const { draftId } = (await cli.json(...to, '--text', 'x', '--draft')) as { draftId: string };
  await cli.json('drafts', 'discard', draftId);
  expect(await cli.json('drafts', 'list')).toEqual([]);
  await cli.json('templates', 'remove', 'hello');
  expect(await cli.json('templates', 'list')).toEqual([]);
});

it.each([
  [['reply', '1', '--as', 'nobody', '--text', 'x'], 1, 'There is no active user nobody'],
  [['reply', '1', '--as', 'ana'], 2, 'Nothing is written'],
  [['reply', '1', '--all', '--forward', '--text', 'x'], 2, 'one too many'],
  [['reply', '1', '--text', 'x', '--attach', 'nothing.pdf'], 2, 'nothing.pdf cannot be read'],
  [['write', '--to', 'eva@x.example', '--text', 'x'], 1, 'no account of yours'],
  [['sent'], 2, '--as or --user'],
] as const)('refuses %j', { timeout: 60_000 }, async (args, code, words) => {
  const refused = await cli.run(args);
  expect([refused.code, refused.stderr]).toEqual([code, expect.stringContaining(words)]);
});
