import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cli } from '../support/cli.js';
import { mail } from '../support/http.js';

describe('mailcase search', () => {
  let cli: Cli;
  beforeAll(async () => {
    cli = await Cli.create();
    const folder = join(cli.folder, '..', 'mail');
    await mkdir(folder);
    const letters = [
      mail('tent', 'Šotor', '', 'The tent leaks at the zip.\r\n'),
      mail('lamp', 'Lamp', '', 'The lamp blinks.\r\n'),
    ];
    for (const [n, text] of letters.entries()) await writeFile(join(folder, `${n}.eml`), text);
    await cli.json('import', folder);
  });
  afterAll(() => cli.remove());

  it('finds what was imported, without a running service', async () => {
    const found = await cli.json('search', 'sotor -blinks');
    expect(found).toMatchObject([{ email: { subject: 'Šotor' }, text: { text: 'The tent leaks at the zip.\n' } }]);
    const { code, stdout } = await cli.run(['search', '"lamp blinks"']);
    expect(stdout).toMatch(/E-MAIL.+RECEIVED.+FROM.+SUBJECT.+TEXT/);
    expect(stdout).toContain('The lamp blinks.');
    expect(stdout).not.toContain('tent');
    expect(code).toBe(0);
    expect((await cli.run(['search', 'canoe'])).stdout).toBe('Nothing was found.\n');
  });

  it('does the same beside a running service, and says where there is more', async () => {
    const serve = cli.start(['serve']);
    await serve.says(/Watching/);
    const { stdout } = await cli.run(['search', 'the', '--limit', '1']);
    expect(stdout.trim().split('\n')).toHaveLength(3);
    expect(stdout).toContain('The newest 1; --limit shows more.');
    serve.kill('SIGTERM');
    await serve.ended;
  });

  it.each([
    ['lamp "open', /character 6: a quotation mark that is not closed/],
    ['is:unread', /is: asks about somebody's own inbox, and the command line has none/],
  ])('refuses %s', async (q, message) => {
    const { code, stderr } = await cli.run(['search', q]);
    expect(stderr).toMatch(message);
    expect(code).toBe(1);
  });
});
