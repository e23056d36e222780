import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cli } from '../support/cli.js';

describe('mailcase records', () => {
  let cli: Cli;
  let file: string;
  beforeAll(async () => {
    cli = await Cli.create();
    file = join(cli.folder, '..', 'records.ndjson');
    const lines = [
      { type: 'Account', id: '7', name: 'Acme' },
      { type: 'Contact', id: '17', name: 'Ana', emailAddresses: ['Ana <ana@acme.example>'], accountId: '7' },
    ].map((one) => JSON.stringify(one));
    await writeFile(file, [lines[0], 'not JSON', lines[1]].join('\n'));
  });
  afterAll(() => cli.remove());

  it('takes what it can and tells the lines that it cannot', async () => {
    const { code, stdout, stderr } = await cli.run(['records', 'import', file]);
    expect(stderr).toContain('line 2: is not a line of JSON');
    expect(stdout).toMatch(/^2 registered, 0 changed, 0 as they were,\s1 refused in /);
    expect(code).toBe(1);
  });

  it('shows what is there', async () => {
    const all = await cli.run(['records', 'list', '--json']);
    expect(JSON.parse(all.stdout)).toMatchObject([{ key: 'Account/7' }, { key: 'Contact/17', accountId: '7' }]);
    const found = await cli.run(['records', 'list', '--address', 'Ana <ANA@acme.example>']);
    expect(found.stdout).toMatch(/Contact\/17 +Ana +ana@acme\.example +7/);
    const none = await cli.run(['records', 'list', '--type', 'lead']);
    expect(none.stdout).toBe('There are no such records.\n');
    const one = await cli.run(['records', 'show', 'Contact/17']);
    expect(one.stdout).toContain('Contact/17: Ana');
    expect(one.stdout).toMatch(/RecordRegistered/);
  });

  it.each([
    [['records', 'show', 'Contact/99'], 'There is no record Contact/99.'],
    [['records', 'show', 'nonsense'], 'nonsense is no record; one is named as in Contact/17.'],
    [['records', 'list', '--type', 'Case'], 'It must be one of Account, Contact, Lead, Opportunity.'],
    [['records', 'list', '--address', 'nobody'], 'nobody is no address.'],
  ])('%j is answered clearly', async (words, answer) => {
    const { code, stderr } = await cli.run(words);
    expect(stderr).toContain(answer);
    expect(code).not.toBe(0);
  });

  it('beside a running service does the same by its API, and the same again changes nothing', async () => {
    const serve = cli.start(['serve']);
    await serve.says(/Watching/);
    const { stdout, code } = await cli.run(['records', 'import', file, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ registered: 0, changed: 0, unchanged: 2, refused: 1 });
    expect(code).toBe(1);
    serve.kill('SIGTERM');
    await serve.ended;
  });
});
