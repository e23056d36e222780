import { type Finding, findings } from '../doctor/index.js';
import { EXIT } from '../exit.js';
import type { Invocation } from '../invocation.js';
import type { Terminal } from '../output/terminal.js';
import { plain, wrap } from '../output/text.js';

const USUAL_WIDTH = 100;
const MARGIN = 4;

export async function examine(invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  const found: Finding[] = [];
  for await (const finding of findings(invocation)) found.push(finding);
  const ok = found.every(({ state }) => state !== 'wrong');
  terminal.answer({ ok, findings: found }, () =>
    [...found.flatMap((finding) => lines(terminal, finding)), '', summary(found)].join('\n'),
  );
  return ok ? EXIT.ok : EXIT.failure;
}

function lines(terminal: Terminal, { check, state, message, advice }: Finding): string[] {
  const mark = { ok: terminal.green('ok     '), notice: 'notice ', wrong: terminal.red('WRONG  ') }[state];
  const width = (terminal.width ?? USUAL_WIDTH) - MARGIN;
  return [
    `${mark} ${terminal.bold(check)}: ${plain(message)}`,
    ...(advice === null ? [] : wrap(plain(advice), width).map((line) => `${' '.repeat(MARGIN)}${line}`)),
  ];
}

function summary(found: readonly Finding[]): string {
  const wrong = found.filter(({ state }) => state === 'wrong').length;
  if (wrong === 0) return 'Nothing is wrong.';
  return `${wrong} ${wrong === 1 ? 'thing is' : 'things are'} wrong; what to do stands below each.`;
}
