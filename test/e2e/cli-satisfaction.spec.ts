import { afterAll, beforeAll, expect, it } from 'vitest';
import { Cli } from '../support/cli.js';

let cli: Cli;
const environment = { MAILCASE_HTTP_PUBLIC_URL: 'https://help.acme.example' };
beforeAll(async () => {
  cli = await Cli.create();
  await cli.json('account', 'add', 'support@acme.example');
}, 120_000);
afterAll(() => cli.remove());

it('lets an account ask where links have an address, and says what came of it', { timeout: 240_000 }, async () => {
  const ask = ['account', 'set', 'support@acme.example', '--ask-satisfaction', '--satisfaction-days', '14'];
  const refused = await cli.run(ask);
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('set http.publicUrl')]);
  expect(await cli.run(ask, { environment })).toMatchObject({ code: 0 });
  const words = ['--kind', 'satisfaction', '--text', 'Say it: {{survey.link}}'];
  const { templateId } = (await cli.json('templates', 'set', 'asking', ...words)) as { readonly templateId: string };
  const by = (name: string) => cli.run([...ask.slice(0, 3), '--satisfaction-template', name], { environment });
  expect(await by('other')).toMatchObject({ code: 1, stderr: expect.stringContaining('no template other') });
  expect(await by('asking')).toMatchObject({ code: 0 });
  expect(await cli.json('account', 'list')).toMatchObject([{ satisfaction: { templateId, days: 14 } }]);
  const both = await cli.run([
    'account',
    'set',
    'support@acme.example',
    '--no-ask-satisfaction',
    '--satisfaction-days',
    '3',
  ]);
  expect([both.code, both.stderr]).toEqual([2, expect.stringContaining('exclude each other')]);
  const report = await cli.run(['satisfaction', '--account', 'support@acme.example', '--from', '2026-03-01']);
  expect(report).toMatchObject({ code: 0, stdout: 'Nobody was asked.\n' });
  expect(await cli.json('satisfaction')).toMatchObject({ total: { asked: 0, answered: 0, mean: null }, teams: [] });
  for (const [what, name] of [
    ['team', 'nope'],
    ['user', 'nobody'],
    ['account', 'nobody@acme.example'],
  ]) {
    const unknown = await cli.run(['satisfaction', `--${what}`, `${name}`]);
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining(`There is no ${what} ${name}`)]);
  }
  expect((await cli.run(['satisfaction', '--from', 'yesterday'])).stderr).toContain('query.from');
});
