import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { lockFolder } from '../../src/infrastructure/process/instance-lock.js';
import { withoutDovecot } from '../support/dovecot.js';

const run = promisify(execFile);
/** The built program; `npm test` builds it first. It has one folder, so these run one after another. */
const program = fileURLToPath(new URL('../../dist/demo.js', import.meta.url));

/** What it says when it ends by itself; throws where its exit code is not 0. */
async function demo(...options: readonly string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [program, '--once', ...options], { timeout: 25_000 });
  return stdout;
}

/** The rows of the table of cases, by the distribution that stands in them. */
function rowsBy(said: string, distribution: string): string[] {
  return said.split('\n').filter((line) => /^#\d+ /.test(line) && line.includes(` ${distribution} `));
}

function expectTheStory(said: string): void {
  expect(said).toMatch(/^Larchpass: 7 users, 3 teams, 3 mailboxes$/m);
  expect(said).toMatch(/^CASE +SUBJECT +TEAM +DISTRIBUTION +ASSIGNEE +WHY$/m);
  expect(rowsBy(said, 'round-robin').length).toBeGreaterThan(5);
  expect(rowsBy(said, 'less-busy').length).toBeGreaterThan(5);
  expect(rowsBy(said, 'direct-assignment').length).toBeGreaterThan(5);
  expect(said).toMatch(/^85 messages in [\d.]+ s\.$/m);
}

describe('the demo', () => {
  it('ends after the table, with a row for each case and the distribution in it', async () => {
    expectTheStory(await demo());
  });

  it('leaves the folder of another one that runs alone', async () => {
    const folder = fileURLToPath(new URL('../../demo-data', import.meta.url));
    const lock = lockFolder(folder, 'demo');
    const kept = join(folder, 'of-the-other-one');
    await writeFile(kept, '');
    try {
      await expect(demo()).rejects.toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^Another demo is running/),
      });
      expect(existsSync(kept)).toBe(true);
    } finally {
      lock.release();
      await rm(kept);
    }
  });

  it.skipIf(withoutDovecot())('does the same over IMAP', async () => {
    expectTheStory(await demo('--imap'));
  });
});
