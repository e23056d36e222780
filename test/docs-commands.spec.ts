import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { commandLine } from '../src/infrastructure/cli/program.js';

/** Pages whose commands people copy. */
const PAGES = [
  'README.md',
  'docs/inbox.md',
  'docs/auto-reply.md',
  'docs/oauth.md',
  'docs/operations.md',
  'docs/webhooks.md',
  'docs/writing.md',
  'docs/satisfaction.md',
];

/** The calls of the program in the shell blocks of a page, without what follows behind a `#`. */
function callsIn(page: string): readonly string[] {
  const blocks = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
  const lines = blocks.flatMap((block) => block.replaceAll(/\\\n/g, ' ').split('\n'));
  return lines.filter((line) => line.startsWith('mailcase ')).map((line) => line.replace(/\s+#.*$/, '').trim());
}

/** As a shell takes a line apart, as far as the pages use it. */
const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, plain]) => single ?? double ?? plain ?? '');

async function refusal(args: readonly string[]): Promise<string | null> {
  let said = '';
  const silent = { write: () => true };
  const stderr = { write: (text: string) => (said += text) };
  const program = commandLine({ stdout: silent, stderr }, () => async () => undefined);
  return program.parseAsync([...args], { from: 'user' }).then(
    () => null,
    () => said,
  );
}

describe.each(PAGES)('the commands of %s', (page) => {
  let calls: readonly string[] = [];
  beforeAll(async () => {
    calls = callsIn(await readFile(new URL(`../${page}`, import.meta.url), 'utf8'));
  });

  it('are some, and each is one that there is, with options that it has', async () => {
    expect(calls.length).toBeGreaterThan(0);
    for (const call of calls) {
      const [, ...args] = wordsOf(call);
      expect(await refusal(args), call).toBeNull();
    }
  });
});

it('a command that there is not would be found', async () => {
  expect(await refusal(['user', 'awy', 'ana'])).toContain('unknown command');
  expect(await refusal(['user', 'away', 'ana', '--unti', '2027-01-07'])).toContain('unknown option');
});
